"""Who may come in where nothing is public: a workspace, read by those with a key."""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.api.errors import ForbiddenError, UnknownKeyError, answer_error
from kg.api.usage.clients import authorise
from kg.store.keys import Right

_OPEN = frozenset(["/health", "/ready", "/metrics"])
"""What tells of the service and of nobody's data."""

_HTTP_DATE = b"if-modified-since"


class Gate:
    """Lets those in who may read a workspace.

    What is asked by date goes on as if it were not: two states may be of one second.
    """

    def __init__(self, app: ASGIApp, *, to_all: bool) -> None:
        """Keep what an application gives for holders of keys, unless it is `to_all`."""
        self._app = app
        self._to_all = to_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer that it needs a key."""
        if scope["type"] == "http":
            scope["headers"] = [it for it in scope["headers"] if it[0] != _HTTP_DATE]
            request = Request(scope, receive)
            try:
                self._require(request)
            except (ForbiddenError, UnknownKeyError) as error:
                response = await answer_error(request, error)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _require(self, request: Request) -> None:
        if self._to_all or request.method == "OPTIONS" or request.url.path in _OPEN:
            return
        client = authorise(request)
        if Right.WRITE not in client.rights:
            client.require(Right.READ)
