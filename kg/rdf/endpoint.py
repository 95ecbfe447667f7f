"""One exchange with a SPARQL endpoint, by SPARQLWrapper, with what that leaves out.

SPARQLWrapper has no deadline, takes an error page for an answer, and guesses the form
of a query from its text, comments included ("# in addition" makes it an update). urllib
below it takes a body cut short for a whole one.
"""

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from SPARQLWrapper import GET, POST, SPARQLWrapper

from kg.errors import (
    AnswerTooLargeError,
    KgError,
    NotAcceptableError,
    OverloadedError,
    QueryError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooComplexError,
)
from kg.rdf.query.preflight import query_form

AGENT = "solidarity-graph (SPARQLWrapper)"
LONGEST_GET = 1800
"""Characters of a query that go into an address; servers and proxies cut long ones."""

_BLOCK = 65_536
_PROBLEM = "application/problem+json"

_BY_STATUS: dict[int, type[QueryError]] = {
    403: QueryRefusedError,
    413: QueryTooComplexError,
    422: QueryTooComplexError,
    429: OverloadedError,
    503: OverloadedError,
    504: QueryTimeoutError,
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A SPARQL endpoint, how long it may take to answer and how long answers may be."""

    url: str
    seconds: float
    most_bytes: int = 1 << 30


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, the media types an answer may have, and further parameters.

    Parameters are pairs of name and value, such as `default-graph-uri`.
    """

    query: str
    media_types: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...] = ()


def fetch(endpoint: Endpoint, asked: Asked) -> bytes:
    """Return the whole answer, which has one of the media types.

    Raises:
        QueryTimeoutError: it was not whole at the deadline, whatever kept it.
        QuerySyntaxError, QueryRefusedError, QueryTooComplexError, OverloadedError,
        NotAcceptableError: the endpoint says so.
        QueryError: the endpoint cannot be reached, fails, or answers with something
            else or with less than it announced.
    """
    outcome: SimpleQueue[bytes | KgError] = SimpleQueue()
    due = time.monotonic() + endpoint.seconds

    def exchange() -> None:
        try:
            outcome.put(_exchange(endpoint, asked, due))
        except KgError as error:
            outcome.put(error)

    # The deadline of a socket is one for each read. A thread that is not waited for
    # any more is the only deadline that holds for name look-up, headers and body.
    Thread(target=exchange, daemon=True).start()
    try:
        found = outcome.get(timeout=endpoint.seconds)
    except Empty:
        raise _late(endpoint) from None
    if isinstance(found, KgError):
        raise found
    return found


def _exchange(endpoint: Endpoint, asked: Asked, due: float) -> bytes:
    try:
        with urlopen(_request(endpoint, asked), timeout=endpoint.seconds) as response:  # noqa: S310 - the scheme is checked
            _check_type(response, asked.media_types)
            return b"".join(_blocks(response, endpoint, due))
    except HTTPError as error:
        with error:
            raise _refusal(error) from error
    except TimeoutError as error:
        raise _late(endpoint) from error
    except (OSError, HTTPException) as error:
        raise QueryError(f"{endpoint.url}: {error}") from error


def _request(endpoint: Endpoint, asked: Asked) -> Request:
    if not endpoint.url.startswith(("http://", "https://")):
        raise QueryError(f"{endpoint.url}: not an http or https address")
    wrapper = SPARQLWrapper(endpoint.url, agent=AGENT)
    wrapper.setOnlyConneg(True)
    wrapper.setMethod(GET if len(asked.query) <= LONGEST_GET else POST)
    # Not `setQuery`, which would guess the form of the query from its comments too.
    wrapper.queryString = asked.query
    wrapper.queryType = query_form(asked.query).value
    for name, value in asked.parameters:
        wrapper.addParameter(name, value)
    wrapper.addCustomHttpHeader("Accept", ", ".join(asked.media_types))
    # Not `query`, which waits for ever, and reads some refusals and not others.
    request: Request = wrapper._createRequest()
    return request


def _check_type(response: HTTPResponse, media_types: Iterable[str]) -> None:
    found = response.headers.get_content_type()
    if found not in media_types:
        expected = " or ".join(media_types)
        raise QueryError(f"{response.url}: found {found}; expected {expected}")


def _blocks(response: HTTPResponse, endpoint: Endpoint, due: float) -> Iterator[bytes]:
    """Yield the body; raises when it takes or is too long, or is shorter than said."""
    length = 0
    while block := response.read1(_BLOCK):
        length += len(block)
        if time.monotonic() > due:
            raise _late(endpoint)
        if length > endpoint.most_bytes:
            message = f"the answer is longer than {endpoint.most_bytes} bytes"
            raise AnswerTooLargeError(message)
        yield block
    announced = response.headers.get("Content-Length")
    if announced is not None and int(announced) != length:
        raise QueryError(f"the answer ended after {length} of {announced} bytes")


def _late(endpoint: Endpoint) -> QueryTimeoutError:
    return QueryTimeoutError(f"no whole answer within {endpoint.seconds:g} seconds")


def _refusal(error: HTTPError) -> KgError:
    """Make an error of the endpoint's refusal and what its problem document says."""
    text = error.read(_BLOCK).decode(errors="replace")
    problem: Mapping[str, object] = {}
    if error.headers.get_content_type() == _PROBLEM:
        problem = json.loads(text)
    detail = str(problem.get("detail") or text.strip()[:500] or error.reason)
    if error.code == 400:
        line, column = problem.get("line"), problem.get("column")
        if isinstance(line, int) and isinstance(column, int):
            detail = str(problem.get("reason", detail))
            return QuerySyntaxError(detail, line, column)
        return QuerySyntaxError(detail)
    if error.code == 406:
        return NotAcceptableError(detail)
    return _BY_STATUS.get(error.code, QueryError)(detail)
