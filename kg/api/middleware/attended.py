"""Attending to requests that may ask queries: whose they are, and how they go."""

from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.api.errors import CancelledQueryError, RequestError, answer_error
from kg.api.running.service import Service
from kg.api.usage.enquiries import Enquiry
from kg.errors import KgError
from kg.store.account import ACCOUNT

PARAMETER = "query-id"
QUERY = "kg.query"
"""Where the scope has the name of a query, for the log: one that we made up. One that
a client makes up may say who it is."""

_ASKING = frozenset({"GET", "HEAD", "QUERY", "OPTIONS"})
"""Methods that never write, to a workspace either."""

RUNNING = "/queries/running"
"""Where a client asks after its queries: none itself (`kg.api.sparql.underway`)."""


class Attended:
    """Gives each request a name and an account, and answers for who may not go on.

    Of an application with many addresses only those are attended to that begin with
    one of `paths`, where there are any.
    """

    def __init__(self, app: ASGIApp, paths: tuple[str, ...] = ()) -> None:
        self._app = app
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and see how it goes."""
        if scope["type"] != "http" or not self._concerns(scope):
            await self._app(scope, receive, send)
            return
        service: Service = scope["app"].state.service
        try:
            client = service.clients.find(scope)
            wanted = _wanted(scope)
            enquiry = service.enquiries.open(client, wanted)
        except KgError as error:
            await _refuse(error, scope, receive, send)
            return
        enquiry.lasting = service.editor is not None and scope["method"] not in _ASKING
        if wanted is None:
            scope[QUERY] = enquiry.name
        try:
            await self._follow(enquiry, scope, receive, enquiry.answering(send))
        finally:
            service.enquiries.close(enquiry)

    async def _follow(
        self, enquiry: Enquiry, scope: Scope, receive: Receive, send: Send
    ) -> None:
        ACCOUNT.set(enquiry)  # for the task of this request, and those it begins
        try:
            try:
                await self._app(scope, receive, send)
            finally:
                enquiry.explain()
        except CancelledQueryError as error:
            if enquiry.started:
                raise  # the connection breaks: nobody takes this for a whole answer
            await _refuse(error, scope, receive, send)

    def _concerns(self, scope: Scope) -> bool:
        if not self._paths:
            return True
        path: str = scope["path"].removeprefix(scope.get("root_path", ""))
        return path.startswith(self._paths) and not path.startswith(RUNNING)


def _wanted(scope: Scope) -> str | None:
    """Read the name that a client gives its query, in a header or in the address.

    Raises:
        RequestError: there are two.
    """
    found = [
        value.decode("latin-1")
        for name, value in scope["headers"]
        if name == b"x-query-id"
    ]
    if PARAMETER.encode() in scope["query_string"]:
        pairs = parse_qsl(scope["query_string"].decode("latin-1"))
        found += [value for name, value in pairs if name == PARAMETER]
    if len(found) > 1:
        raise RequestError("the request has more than one name for its query")
    return found[0] if found else None


async def _refuse(error: Exception, scope: Scope, receive: Receive, send: Send) -> None:
    response = await answer_error(Request(scope, receive), error)
    await response(scope, receive, send)
