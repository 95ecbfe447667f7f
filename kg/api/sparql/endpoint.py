"""The SPARQL endpoint: query operation, service description, form for browsers."""

import time
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.dependencies import ServiceDependency
from kg.api.http.answers import AnswerResponse
from kg.api.http.negotiation import HTML, choose, negotiate
from kg.api.http.presence import while_present
from kg.api.middleware.attended import PARAMETER
from kg.api.releases.validators import etag, not_modified, unchanged, validators
from kg.api.requests.body import read_body
from kg.api.requests.operation import (
    FORM,
    QUERY,
    QUERY_BODY,
    UPDATE,
    Operation,
    read_get,
    read_post,
    read_update,
)
from kg.api.running.federation import asked, call_headers, entered
from kg.api.running.service import Service
from kg.api.schema import OF_BODIES, OF_QUERIES
from kg.api.sparql import workbench
from kg.api.sparql.discovery import describe_service
from kg.api.sparql.writing import update
from kg.rdf.formats import FORMATS
from kg.store.cache import Kept, Question
from kg.store.engine import Answer

PATH = "/sparql"
_HELP = '</sparql/hints>; rel="help"'
METHODS = "GET, HEAD, QUERY, POST, OPTIONS"

router = APIRouter(tags=["SPARQL"])

_PARAMETERS = [
    {
        "name": name,
        "in": "query",
        "description": description,
        "schema": {"type": "array", "items": {"type": "string"}}
        if name.endswith("uri")
        else {"type": "string"},
    }
    for name, description in (
        ("query", "A SPARQL 1.1 query. Without it, the service is described."),
        ("default-graph-uri", "Graphs that make up the default graph."),
        ("named-graph-uri", "Graphs that GRAPH can name."),
        ("format", "The format of the answer, stronger than Accept."),
        ("query-id", "A name for the query, by which its client can cancel it."),
        ("release", "The release to ask, by its version, instead of the current one."),
    )
]
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The answer", "content": {it.media_type: {} for it in FORMATS}}
}


@router.get(
    PATH,
    summary="Ask a query, or for the service description",
    openapi_extra={"parameters": _PARAMETERS},
    response_class=Response,
    responses={
        **_ANSWERS,
        **OF_QUERIES,
        304: {"description": "Nothing has changed"},
    },
)
async def get_sparql(request: Request, service: ServiceDependency) -> Response:
    """Answer a query given in the address; without one, describe the service."""
    return await _answer(request, service, read_get(request))


@router.head(PATH, include_in_schema=False)
async def head_sparql(request: Request, service: ServiceDependency) -> Response:
    """Answer as GET does, without the answer itself."""
    return await _answer(request, service, read_get(request))


@router.post(
    PATH,
    summary="Ask a query",
    openapi_extra={
        "parameters": _PARAMETERS[1:],
        "requestBody": QUERY_BODY,
    },
    response_class=Response,
    responses={**_ANSWERS, **OF_QUERIES, **OF_BODIES},
)
async def post_sparql(request: Request, service: ServiceDependency) -> Response:
    """Answer a query given in the body, as a form or directly."""
    body = await read_body(request, service.settings)
    if service.editor is not None and request.method == "POST":
        writing = read_update(request, body)
        if writing is not None:
            return await update(request, service, writing)
    return await _answer(request, service, read_post(request, body))


@router.api_route(PATH, methods=["QUERY"], include_in_schema=False)
async def query_sparql(request: Request, service: ServiceDependency) -> Response:
    """Answer a query given in the body of a QUERY, which is safe as GET is."""
    return await post_sparql(request, service)


@router.options(PATH, include_in_schema=False)
async def sparql_options(request: Request, service: ServiceDependency) -> Response:
    """Say which methods there are."""
    bodies = f"{QUERY}, {FORM}"
    posts = bodies if service.editor is None else f"{bodies}, {UPDATE}"
    accepted = {"Allow": METHODS, "Accept-Post": posts, "Accept-Query": bodies}
    return Response(status_code=204, headers=accepted)


ENDPOINTS = {
    "GET": get_sparql,
    "HEAD": head_sparql,
    "POST": post_sparql,
    "QUERY": query_sparql,
    "OPTIONS": sparql_options,
}
"""What answers to each method (kg.api.direct)."""


async def _answer(request: Request, service: Service, operation: Operation) -> Response:
    if _wants_page(request, operation):
        return await workbench.page(request, service, operation)
    if operation.query is None:
        pin = f"release={service.release.version}" if service.release.pinned else ""
        endpoint = str(request.url.replace(query=pin, fragment=""))
        return await describe_service(request, service, endpoint, operation.formats)
    return await run(request, service, operation, operation.query)


def _wants_page(request: Request, operation: Operation) -> bool:
    """Say whether a browser asks: it names HTML, and no format."""
    if operation.formats and "check" not in request.query_params:
        return False
    choice = choose(request.headers.get("accept"), (*FORMATS, HTML))
    return choice is not None and choice.offer is HTML


async def run(
    request: Request, service: Service, operation: Operation, query: str
) -> Response:
    """Answer a query as data, in the format that is named or accepted."""
    request.state.query = query
    entry = await entered(service, query)
    found = entry.found
    accept = request.headers.get("accept")
    choice = negotiate(accept, operation.formats, found.form.kind)
    parts = ("sparql", query, choice.media_type, repr(operation.dataset))
    asked_before = request.method != "POST" and not found.volatile
    headers = {"Vary": "Accept, Accept-Datetime", "Link": _HELP}
    headers |= _location(request, operation, choice.offer.name)
    if asked_before:
        tag = etag(service.release, *parts)
        headers |= validators(service.release, tag)
        if unchanged(request.headers, service.release, tag):
            return not_modified(headers)
    start = time.perf_counter()
    question = Question(
        query, choice.offer, operation.dataset, found.dear, found.volatile
    )
    work = asked(service, entry, question)
    answer, failures = await while_present(request.receive, work)
    headers |= call_headers(entry, failures)
    release = service.known(answer.label)
    if asked_before and release is not service.release:
        headers |= validators(release, etag(release, *parts))
    headers["X-Release"] = answer.label
    headers["Server-Timing"] = _timing(answer, start)
    return AnswerResponse(answer, choice.content_type, headers)


_LONGEST = 1024
"""Bytes of an address that an answer repeats: proxies bound the head of an answer."""


def _location(request: Request, operation: Operation, written: str) -> dict[str, str]:
    """Say where the answer is in the format that was chosen by what is accepted.

    Not where the address has named a format, nor the query: that name is taken then.
    """
    address: bytes = request.scope["query_string"]
    if (
        request.method not in {"GET", "HEAD"}
        or operation.formats
        or len(address) > _LONGEST
        or f"{PARAMETER}=".encode() in address
        or not address.isascii()
    ):
        return {}
    asked = f"{address.decode()}&" if address else ""
    return {"Content-Location": f"?{asked}format={written}"}


def _timing(answer: Answer, start: float) -> str:
    spent = (time.perf_counter() - start) * 1000
    kept = ", cache;desc=hit" if isinstance(answer, Kept) else ""
    return f"query;dur={spent:.1f}{kept}"
