"""The query operation of the SPARQL 1.1 Protocol, read from a request."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from starlette.requests import Request

from kg.api.errors import RequestError, UnsupportedMediaTypeError
from kg.api.requests.form import Pairs, read_pairs
from kg.errors import QueryRefusedError
from kg.store.protocol import Dataset

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
QUERY_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        QUERY: {"schema": {"type": "string"}},
        FORM: {
            "schema": {
                "type": "object",
                "required": ["query"],
                "properties": {"query": {"type": "string"}},
            }
        },
    },
}
"""A body with a query, as the API's document says it."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A query, the graphs it runs over and the formats asked for by name."""

    query: str | None
    dataset: Dataset
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UpdateOperation:
    """An update, and the graphs that its patterns are about."""

    text: str
    dataset: Dataset


def read_update(request: Request, body: bytes) -> UpdateOperation | None:
    """Read the update of a POST, direct or by form; None if it is none.

    Raises:
        RequestError: the parameters are not in order.
    """
    essence = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    pairs = read_pairs(request.scope["query_string"])
    if essence == FORM:
        pairs += read_pairs(body)
    elif essence == UPDATE:
        pairs.append(("update", _text(body)))
    updates = _values(pairs, "update")
    if not updates:
        return None
    if len(updates) > 1 or _values(pairs, "query"):
        raise RequestError("the request has more than one query or update")
    default = _values(pairs, "using-graph-uri")
    return UpdateOperation(
        updates[0], Dataset(default, _values(pairs, "using-named-graph-uri"))
    )


def read_get(request: Request) -> Operation:
    """Read the operation of a GET.

    Raises:
        RequestError: the parameters are not in order.
        QueryRefusedError: it is an update.
    """
    address: bytes = request.scope["query_string"]
    return (_recall if len(address) <= _SMALL else _read)(address)


def _read(address: bytes) -> Operation:
    return _operation(read_pairs(address))


_SMALL = 8192
"""Bytes of an address that is remembered: dashboards repeat theirs."""

_recall = lru_cache(maxsize=256)(_read)


def read_post(request: Request, body: bytes) -> Operation:
    """Read the operation of a POST, direct or by form.

    Raises:
        RequestError: the parameters are not in order, or there is no query.
        QueryRefusedError: it is an update.
        UnsupportedMediaTypeError: the body is of another type.
    """
    essence = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    pairs = read_pairs(request.scope["query_string"])
    if essence == FORM:
        pairs += read_pairs(body)
    elif essence == QUERY:
        pairs.append(("query", _text(body)))
    elif essence == UPDATE:
        pairs.append(("update", ""))
    else:
        raise UnsupportedMediaTypeError(
            f"a body of type {essence or 'unknown'!r} is not taken: "
            f"send {QUERY} or {FORM}"
        )
    operation = _operation(pairs)
    if operation.query is None:
        raise RequestError("the request has no parameter query")
    return operation


def values(request: Request, name: str) -> tuple[str, ...]:
    """List the values of a parameter in the address.

    Raises:
        RequestError: the parameters cannot be read.
    """
    return _values(read_pairs(request.scope["query_string"]), name)


def _operation(pairs: Pairs) -> Operation:
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    queries = given.get("query", ())
    if len(queries) + len(given.get("update", ())) > 1:
        raise RequestError("the request has more than one query or update")
    if "update" in given:
        raise QueryRefusedError(
            "updates are not taken here: a release is read-only, and writing needs a "
            "workspace"
        )
    default, named = (
        given.get("default-graph-uri", ()),
        given.get("named-graph-uri", ()),
    )
    return Operation(
        queries[0] if queries else None,
        Dataset(tuple(default), tuple(named)),
        tuple(filter(None, given.get("format", ()))),
    )


def _values(pairs: Iterable[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(value for key, value in pairs if key == name)


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise RequestError(f"the request is not in UTF-8: {error}") from error
