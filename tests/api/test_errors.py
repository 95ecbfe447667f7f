import pytest
from starlette.exceptions import HTTPException

from kg.api.errors import (
    STATUSES,
    BodyTooLargeError,
    RequestError,
    TooManyRequestsError,
    problem_of,
)
from kg.errors import (
    AnswerTooLargeError,
    DanglingKeyError,
    KgError,
    MissingFieldError,
    NotAcceptableError,
    NotInGraphError,
    OverloadedError,
    QueryError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooComplexError,
    SetupError,
    WithdrawnError,
    WorkerDiedError,
)


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (RequestError("x"), 400, "request"),
        (QuerySyntaxError("x", 1, 2), 400, "query-syntax"),
        (MissingFieldError("request", "nothing", "x"), 400, "missing-field"),
        (QueryRefusedError("x"), 403, "query-refused"),
        (NotInGraphError("x"), 404, "not-in-graph"),
        (DanglingKeyError("queries", "x", "y"), 404, "dangling-key"),
        (NotAcceptableError("x"), 406, "not-acceptable"),
        (WithdrawnError("x"), 410, "withdrawn"),
        (BodyTooLargeError("x"), 413, "body-too-large"),
        (QueryTooComplexError("x"), 422, "query-too-complex"),
        (AnswerTooLargeError("x"), 422, "answer-too-large"),
        (TooManyRequestsError("x"), 429, "too-many-requests"),
        (OverloadedError("x"), 503, "overloaded"),
        (WorkerDiedError("x"), 503, "worker-died"),
        (QueryTimeoutError("x"), 504, "query-timeout"),
        (QueryError("the disk /srv/x is full"), 500, "query"),
        (SetupError("no /srv/build"), 500, "setup"),
        (ZeroDivisionError("x"), 500, "zero-division"),
    ],
)
def test_each_error_has_its_status(error: Exception, status: int, kind: str) -> None:
    problem = problem_of(error)
    assert (problem.status, problem.kind) == (status, kind)


def test_a_fault_of_ours_says_nothing_of_our_machine() -> None:
    problem = problem_of(SetupError("cannot read /srv/secret"))
    assert "/srv" not in problem.detail


def test_an_unknown_address_is_said_in_words() -> None:
    assert problem_of(HTTPException(404)).detail == "there is nothing at this address"


def test_hints_are_for_the_errors_a_client_can_avoid() -> None:
    assert (
        problem_of(QueryTimeoutError("x")).members()["hint"].startswith("Ask for less")
    )
    assert problem_of(RequestError("x")).hint is None


def test_every_status_is_that_of_an_error_of_ours() -> None:
    assert all(issubclass(error, KgError) for error in STATUSES)
