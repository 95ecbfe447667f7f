"""Headers that every response has."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.api.validators import compressed

_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (
        b"content-security-policy",
        b"default-src 'self'; img-src 'self' data:; object-src 'none'; "
        b"base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
)


class HeadersMiddleware:
    """Adds the security headers, and tells the tags of compressed answers apart."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its response back with more headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _complete(message["headers"])
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _complete(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    given = dict(headers)
    if given.get(b"content-encoding") == b"gzip" and b"etag" in given:
        headers = [
            (name, compressed(value) if name == b"etag" else value)
            for name, value in headers
        ]
    return [*headers, *(pair for pair in _ALWAYS if pair[0] not in given)]
