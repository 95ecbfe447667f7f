"""The one layer around everything: it counts, logs and completes every answer."""

import secrets
import time
from collections.abc import Awaitable, Mapping

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.api.middleware.attended import QUERY
from kg.api.middleware.headers import complete
from kg.api.monitoring.metrics import Metrics, route_of
from kg.api.monitoring.requestlog import log_request

_EXPOSED = (
    "ETag",
    "Last-Modified",
    "Link",
    "Location",
    "Retry-After",
    "Repr-Digest",
    "Server-Timing",
    "Unencoded-Digest",
    "X-Query-Id",
    "X-Release",
    "X-Service-Failed",
    "X-Row-Count",
    "X-Row-Limit",
)
_METHODS = ("GET", "HEAD", "QUERY", "POST", "DELETE", "OPTIONS")


class Exchange:
    """A request under way: its number, if it gets one, and what has been sent."""

    __slots__ = ("_send", "began", "complete", "number", "sent", "status")

    def __init__(self, send: Send, number: str) -> None:
        self.number = number
        self.status = 0
        self.sent = 0
        self.complete = False
        self.began = time.perf_counter()
        self._send = send

    def send(self, message: Message) -> Awaitable[None]:
        """Pass a part of the answer on; its head with all headers."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = complete(message["headers"], self.number)
        else:
            self.sent += len(message.get("body", b""))
            self.complete = not message.get("more_body", False)
        return self._send(message)


class Front:
    """Takes every request: to `direct` by its path, else to the application.

    One layer does what would be four, each of which costs small queries dearly.
    `logged` says whether each request gets a number and a line in the log.
    """

    def __init__(
        self,
        app: ASGIApp,
        metrics: Metrics,
        direct: Mapping[str, ASGIApp],
        *,
        logged: bool,
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._direct = direct
        self._logged = logged
        self._shared = CORSMiddleware(
            self._pass,
            allow_origins=["*"],
            allow_methods=_METHODS,
            allow_headers=["*"],
            expose_headers=_EXPOSED,
            max_age=86_400,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, then count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = Exchange(send, secrets.token_hex(4) if self._logged else "")
        self._metrics.under_way += 1
        try:
            if any(name == b"origin" for name, _ in scope["headers"]):
                await self._shared(scope, receive, exchange.send)
            else:
                await self._pass(scope, receive, exchange.send)
        finally:
            self._metrics.under_way -= 1
            self._note(scope, exchange)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        await self._direct.get(path, self._app)(scope, receive, send)

    def _note(self, scope: Scope, exchange: Exchange) -> None:
        spent = time.perf_counter() - exchange.began
        route = route_of(scope)
        self._metrics.exchanges.count(
            route, scope["method"], exchange.status, exchange.sent, spent
        )
        if self._logged:
            log_request(
                id=exchange.number,
                query=scope.get(QUERY, ""),
                route=route,
                ms=round(spent * 1000, 1),
                status=exchange.status,
                bytes=exchange.sent,
                complete=exchange.complete,
            )
