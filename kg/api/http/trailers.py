"""Fields after the body (RFC 9110, 6.5): what is known only when all has been sent.

uvicorn cannot send them, so that this stands between it and the application, as the
extension of ASGI that is for this. Only a client that says `TE: trailers` gets them.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

EXTENSION = "http.response.trailers"


def wants_trailers(scope: Scope) -> bool:
    """Say whether a client takes trailers, and its version of HTTP has them."""
    return scope["http_version"] == "1.1" and any(
        name == b"te" and b"trailers" in value.lower()
        for name, value in scope["headers"]
    )


def with_trailers(app: ASGIApp, cycle: RequestResponseCycle) -> ASGIApp:
    """Return an application whose answer, sent in a cycle, may have trailers."""

    async def trailing(scope: Scope, receive: Receive, _send: Send) -> None:
        scope["extensions"] = {EXTENSION: {}, **scope.get("extensions", {})}
        await app(scope, receive, _Trailing(cycle).send)

    return trailing


class _Trailing:
    """Sends an answer in a cycle, and holds its end back until the trailers are there.

    An answer whose length is told before it has no place for them.
    """

    def __init__(self, cycle: RequestResponseCycle) -> None:
        self._cycle = cycle
        self._awaited = False
        self._fields: list[tuple[bytes, bytes]] = []

    async def send(self, message: Message) -> None:
        """Send a part of the answer."""
        if message["type"] == EXTENSION:
            await self._take(message)
            return
        last = not message.get("more_body", False)
        if message["type"] == "http.response.body" and self._awaited and last:
            message = {**message, "more_body": True}
        await self._cycle.send(message)  # type: ignore[arg-type]  # Starlette's is wider
        if message["type"] == "http.response.start" and message.get("trailers"):
            self._awaited = bool(self._cycle.chunked_encoding)

    async def _take(self, message: Message) -> None:
        self._fields += message["headers"]
        if self._awaited and not message.get("more_trailers", False):
            await self._end()

    async def _end(self) -> None:
        """Write the last chunk and the trailers; the cycle then ends without one."""
        fields = b"".join(b"%b: %b\r\n" % field for field in self._fields)
        if not self._cycle.disconnected:
            self._cycle.transport.write(b"0\r\n%b\r\n" % fields)
        self._cycle.chunked_encoding = False
        await self._cycle.send(
            {"type": "http.response.body", "body": b"", "more_body": False}
        )
