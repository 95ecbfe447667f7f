"""A log line for each request: what operators need, nothing about who asked."""

import logging
import secrets
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.api.metrics import route_of

log = logging.getLogger(__name__)


class RequestLogMiddleware:
    """Logs requests as they end.

    `id` is made up for each one and returned as `X-Request-Id`: whoever reports a
    fault can name it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and log its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name, start = secrets.token_hex(4), time.perf_counter()
        found = {"status": 0, "bytes": 0, "complete": False}

        async def seen(message: Message) -> None:
            if message["type"] == "http.response.start":
                found["status"] = message["status"]
                message["headers"] = [*message["headers"], _header(name)]
            else:
                found["bytes"] += len(message.get("body", b""))
                found["complete"] = not message.get("more_body", False)
            await send(message)

        try:
            await self._app(scope, receive, seen)
        finally:
            spent = round((time.perf_counter() - start) * 1000, 1)
            _write({"id": name, "route": route_of(scope), "ms": spent, **found})


def _header(name: str) -> tuple[bytes, bytes]:
    return b"x-request-id", name.encode()


def _write(fields: dict[str, object]) -> None:
    words = " ".join(f"{key}={value}" for key, value in fields.items())
    log.info("request %s", words, extra={"fields": fields})
