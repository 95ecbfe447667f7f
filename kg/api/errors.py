"""Errors as answers: every error becomes a problem document (RFC 9457) or a page."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

import orjson
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from kg.api.http.negotiation import HTML, Plain, choose
from kg.api.releases.advice import described
from kg.api.releases.kept import FormerReleaseError
from kg.api.templates import render
from kg.contributing.refusals import (
    DecidedError,
    InboxFullError,
    TooManyWaitingError,
)
from kg.errors import (
    AnswerTooLargeError,
    DanglingKeyError,
    EngineAwayError,
    EngineError,
    InputError,
    InputErrors,
    KgError,
    NotAcceptableError,
    NotInGraphError,
    OverloadedError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooComplexError,
    ServiceFailedError,
    ServiceTimeoutError,
    ServiceUnusableError,
    UpdateFailedError,
    WithdrawnError,
    WorkerDiedError,
)
from kg.rdf.formats import TURTLE
from kg.rdf.namespaces import COMMON

log = logging.getLogger(__name__)

PROBLEM = Plain(("application/problem+json", "application/json"))
_RETRY_SECONDS = "5"


class RequestError(KgError):
    """The request breaks the protocol."""


class SlowRequestError(KgError):
    """The body of the request did not arrive in time."""


class BodyTooLargeError(KgError):
    """The body of the request is longer than is taken."""


class UnsupportedMediaTypeError(KgError):
    """The body of the request is of a type that is not taken."""


class ReadOnlyError(KgError):
    """The request would change what cannot be changed."""


class UnknownKeyError(KgError):
    """The request needs a key and has none, or none that is known."""


class ForbiddenError(KgError):
    """The key of the request does not let its holder do this."""


class PreconditionFailedError(KgError):
    """What the request says of the state of things is not so (any more)."""


class BeyondGraphError(KgError):
    """A patch of one graph would change others."""


class WriteLateError(QueryTimeoutError):
    """A write was not done within its deadline: nothing has been written."""


class WriteDiedError(WorkerDiedError):
    """The process of a write has ended: nothing has been written."""


class RulesBrokenError(KgError):
    """A write would break the rules: nothing has been written.

    `report` is what the rules found, in JSON; `turtle` is the same as RDF.
    """

    def __init__(self, message: str, report: str, turtle: str) -> None:
        """Keep both reports beside the message."""
        super().__init__(message)
        self.report = report
        self.turtle = turtle


class TooManyRequestsError(KgError):
    """The client has asked for more than its share.

    `limit` names what it has used up, and `seconds` is when to come back.
    """

    def __init__(self, message: str, limit: str = "", seconds: int = 1) -> None:
        """Keep the limit and the time beside the message."""
        super().__init__(message)
        self.limit = limit
        self.seconds = seconds


class NameTakenError(KgError):
    """The name that a client gives its query is that of another query."""


class LastingRequestError(KgError):
    """The request may write, and is not cancelled on the way."""


class UnknownQueryError(KgError):
    """The client has no such query."""


class CancelledQueryError(KgError):
    """The query has been cancelled, or has ended before it could be."""


class NoRoomError(KgError):
    """No more of this can be kept here."""


class NoInboxError(NotInGraphError):
    """The service has no inbox for graphs of partners."""


class ReleaseGoneError(WithdrawnError):
    """The release that an answer is cited from is no longer here."""

    def __init__(self, release: str, query: str) -> None:
        super().__init__(f"release {release}, which answered this, is no longer here")
        self.release = release
        self.query = query


class BeyondFeedError(WithdrawnError):
    """The feed does not go back to a release, or what preceded it is gone."""

    def __init__(self, release: str) -> None:
        super().__init__(f"the feed does not go back to release {release}")
        self.release = release


class ThingGoneError(WithdrawnError):
    """A former release had a thing that this one has not."""

    def __init__(self, last: str, reason: str) -> None:
        """Keep the release that had it last, and the class of the reason; no more."""
        super().__init__(f"this was published until release {last}, and is no more")
        self.last = last
        self.reason = reason


STATUSES: dict[type[Exception], int] = {
    RequestError: 400,
    QuerySyntaxError: 400,
    InputError: 400,
    UnknownKeyError: 401,
    QueryRefusedError: 403,
    ReadOnlyError: 403,
    ForbiddenError: 403,
    NotInGraphError: 404,
    DanglingKeyError: 404,
    UnknownQueryError: 404,
    NotAcceptableError: 406,
    SlowRequestError: 408,
    NameTakenError: 409,
    DecidedError: 409,
    LastingRequestError: 409,
    WithdrawnError: 410,
    CancelledQueryError: 410,
    UpdateFailedError: 409,
    InputErrors: 422,
    PreconditionFailedError: 412,
    BodyTooLargeError: 413,
    UnsupportedMediaTypeError: 415,
    QueryTooComplexError: 422,
    BeyondGraphError: 422,
    RulesBrokenError: 422,
    ServiceUnusableError: 422,
    AnswerTooLargeError: 422,
    TooManyRequestsError: 429,
    TooManyWaitingError: 429,
    EngineError: 502,
    EngineAwayError: 503,
    ServiceFailedError: 502,
    OverloadedError: 503,
    WorkerDiedError: 503,
    QueryTimeoutError: 504,
    NoRoomError: 507,
    InboxFullError: 507,
}
"""The status of each kind of error; of those not here, 500: the fault is ours."""

_MORE = {
    401: {"WWW-Authenticate": 'Bearer realm="Solidarity Graph"'},
    408: {"Connection": "close"},  # what comes now is the rest of the body
    503: {"Retry-After": _RETRY_SECONDS},
}
"""Headers that go with a status."""

_METHODS = ("GET", "HEAD", "QUERY", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

_LIMITED = (QueryTooComplexError, TooManyRequestsError, AnswerTooLargeError)
"""Errors that may name the limit that was hit."""

_DETAILS = {
    404: "there is nothing at this address",
    405: "this address does not take the method",
}

_OTHERS = (
    "Ask the endpoint itself, or ask less of it. With SERVICE SILENT the query goes on "
    "without it, and a header says so."
)

_HINTS: dict[type[Exception], str] = {
    QueryTimeoutError: "Ask for less: add a LIMIT, or narrow a pattern. All the data "
    "is in the dumps.",
    WorkerDiedError: "Ask for less: an ORDER BY or a join over everything is kept in "
    "memory. All the data is in the dumps.",
    AnswerTooLargeError: "Add a LIMIT, or take the dumps.",
    NotAcceptableError: "Ask for a media type of the service description, which GET "
    "/sparql gives without a query.",
    WriteLateError: "Nothing was changed. Write less at once.",
    WriteDiedError: "Nothing was changed. Write less at once.",
    UpdateFailedError: "Nothing was changed. SILENT lets an operation pass that can "
    "do nothing.",
    PreconditionFailedError: "Get it again: somebody else may have written meanwhile.",
    RulesBrokenError: "Nothing was changed. Each finding names the rule, the thing and "
    "the property; `Accept: text/turtle` gives the report as SHACL has it.",
    ReadOnlyError: "Writing needs a workspace: a store of one's own, from which a "
    "release is made.",
    EngineError: "The fault is not in the query, or the engine does not say so: ask "
    "again, or for less. All the data is in the dumps.",
    EngineAwayError: "Come back after the seconds in Retry-After.",
    ServiceFailedError: _OTHERS,
    ServiceTimeoutError: _OTHERS,
    ReleaseGoneError: "Ask the query of the release that is served now, at /sparql, or "
    "look for the release where its data was archived.",
    ThingGoneError: "Drop it from your copy: nothing is told of it, nor why. What "
    "changes is told at /feed.",
    FormerReleaseError: "/dataset names the releases that are kept. Whoever cites this "
    "one may say where it was archived.",
    BeyondFeedError: "Begin again from a dump, which /dataset.json names; kg pull does "
    "so by itself.",
    OverloadedError: "Come back after the seconds in Retry-After.",
    TooManyRequestsError: "Come back after the seconds in Retry-After, or ask for a "
    "key with a larger share.",
    NoInboxError: "Ask those who run the service: KG_INBOX_DIR opens one.",
    TooManyWaitingError: "Wait until curators have looked at them, or take one back.",
    InboxFullError: "Take a graph back that waits, or give a smaller one.",
    DecidedError: "GET the graph to see how it stands.",
    UnknownKeyError: "Send a key as Authorization: Bearer KEY.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, for a machine or a person; `more` are further members."""

    status: int
    kind: str
    detail: str
    more: Mapping[str, Any]

    @property
    def title(self) -> str:
        """The name of the status."""
        return HTTPStatus(self.status).phrase

    @property
    def hint(self) -> str | None:
        """What the client can do about it."""
        return self.more.get("hint")

    def members(self) -> dict[str, Any]:
        """List the members of the problem document."""
        return {
            "type": f"{COMMON}problems#{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.more,
        }


def kinds() -> dict[str, Problem]:
    """Tell what kinds of problem there are, by the fragment of their `type`.

    What an error says of itself in the code stands for the detail.
    """
    found = {"request": Problem(400, "request", _doc(RequestError), {})}
    for error in _below(KgError):
        if (status := _of_class(STATUSES, error, 500)) != 500:
            kind, hint = _slug(error.__name__), _of_class(_HINTS, error, None)
            more = {} if hint is None else {"hint": hint}
            found[kind] = Problem(status, kind, _doc(error), more)
    return found


def _below(kind: type[Exception]) -> Iterator[type[Exception]]:
    for below in kind.__subclasses__():
        yield below
        yield from _below(below)


def _doc(kind: type[Exception]) -> str:
    return (kind.__doc__ or "").partition("\n\n")[0]


def problem_of(error: Exception) -> Problem:
    """Describe an error; what is not meant for strangers is left out."""
    if isinstance(error, HTTPException):
        detail = _DETAILS.get(error.status_code, str(error.detail))
        return Problem(error.status_code, "request", detail, {})
    if isinstance(error, RequestValidationError):
        return Problem(400, "request", _invalid(error), {})
    status = _nearest(STATUSES, error, 500)
    kind = _slug(type(error).__name__)
    if status == 500:
        return Problem(status, kind, "the service failed; its log says why", {})
    return Problem(status, kind, str(error), _more(error))


async def answer_error(request: Request, error: Exception) -> Response:
    """Answer with the problem of an error: the one handler of all errors."""
    problem = await _advised(request, problem_of(error))
    if problem.status >= 500 and isinstance(error, KgError):
        log.warning("%s: %s", problem.kind, error)
    headers = _headers(problem.status, error)
    if problem.status == 405:
        headers["Allow"] = ", ".join(_methods(request))
    offers = (PROBLEM, TURTLE, HTML) if _has_report(error) else (PROBLEM, HTML)
    choice = choose(request.headers.get("accept"), offers)
    if isinstance(error, RulesBrokenError) and choice and choice.offer is TURTLE:
        report = error.turtle.encode()
        return Response(report, problem.status, headers, TURTLE.content_type)
    if choice is not None and choice.offer is HTML:
        return Response(
            render("error.html", problem=problem),
            problem.status,
            headers,
            "text/html; charset=utf-8",
        )
    content = orjson.dumps(problem.members())
    return Response(content, problem.status, headers, PROBLEM.media_types[0])


def _has_report(error: Exception) -> bool:
    return isinstance(error, RulesBrokenError)


def _headers(status: int, error: Exception) -> dict[str, str]:
    headers = {"Vary": "Accept", "Cache-Control": "no-store", **_MORE.get(status, {})}
    if isinstance(error, TooManyRequestsError):
        headers["Retry-After"] = str(error.seconds)
    if isinstance(error, HTTPException):
        headers.update(error.headers or {})
    return headers


async def _advised(request: Request, problem: Problem) -> Problem:
    """Add what is doubtful in a query that takes too much."""
    query = getattr(request.state, "query", None)
    if query is None or problem.status not in _COSTLY:
        return problem
    service = request.app.state.service
    hints = await service.advisor.advise(query, service.release, None)
    return replace(problem, more={**problem.more, "hints": described(hints)})


_COSTLY = frozenset([422, 504])


def _methods(request: Request) -> list[str]:
    """List the methods an address takes; Starlette names those of one route alone."""
    return [
        method
        for method in _METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    ]


def _more(error: Exception) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if isinstance(error, QuerySyntaxError):
        more = {"line": error.line, "column": error.column, "reason": error.reason}
    if isinstance(error, RulesBrokenError):
        more = orjson.loads(error.report)
    if isinstance(error, _LIMITED) and error.limit:
        more = {"limit": error.limit}
    if isinstance(error, ReleaseGoneError):
        more = {"release": error.release, "query": error.query}
    if isinstance(error, ThingGoneError):
        more = {"release": error.last, "reason": error.reason}
    if isinstance(error, BeyondFeedError):
        more = {"release": error.release, "resync": "/dataset.json"}
    hint = _nearest(_HINTS, error, None)
    return more if hint is None else {**more, "hint": hint}


def _nearest(table: Mapping[type[Exception], Any], error: Exception, other: Any) -> Any:  # noqa: ANN401 - any table
    """Look an error up by its class, else by the nearest class above it."""
    return _of_class(table, type(error), other)


def _of_class(table: Mapping[type[Exception], Any], kind: type, other: Any) -> Any:  # noqa: ANN401 - any table
    return next((table[it] for it in kind.__mro__ if it in table), other)


def _invalid(error: RequestValidationError) -> str:
    return "; ".join(map(_fault, error.errors()))


def _fault(fault: Mapping[str, Any]) -> str:
    """Say what is wrong with a part of a request, in the words of its sender."""
    kind, *names = fault["loc"]
    what = ".".join(map(str, names))
    where = f"parameter {what}" if kind == "query" else f"{kind}.{what}"
    missing = fault["type"] == "missing"
    return f"{where}: {'missing; it is required' if missing else fault['msg']}"


def _slug(name: str) -> str:
    """Write the name of a class as a word: `QuerySyntaxError` is `query-syntax`."""
    words = name.removesuffix("Error")
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in words).lstrip("-")
