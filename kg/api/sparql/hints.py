"""Hints on a query, without running it."""

from typing import Any

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.dependencies import ServiceDependency
from kg.api.errors import RequestError
from kg.api.releases.advice import described
from kg.api.releases.validators import etag, not_modified, unchanged, validators
from kg.api.requests.body import read_body
from kg.api.requests.operation import QUERY_BODY, Operation, read_get, read_post
from kg.api.running.service import Service
from kg.api.schema import HINTS, OF_BODIES, OF_QUERIES
from kg.api.versions.pinning import pinned

PATH = "/sparql/hints"

router = APIRouter(tags=["SPARQL"])

_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The hints, first what stands first in the query",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["release", "hints"],
                    "properties": {"release": {"type": "string"}, "hints": HINTS},
                }
            }
        },
    }
}
_QUERY = {
    "name": "query",
    "in": "query",
    "required": True,
    "description": "A SPARQL 1.1 query. One that cannot be read has no hints.",
    "schema": {"type": "string"},
}


@router.get(
    PATH,
    summary="Get hints on a query, without running it",
    openapi_extra={"parameters": [_QUERY]},
    response_class=Response,
    responses={**_ANSWER, **OF_QUERIES, 304: {"description": "Nothing has changed"}},
)
async def get_hints(request: Request, service: ServiceDependency) -> Response:
    """Say what is doubtful in a query given in the address."""
    query = _query(read_get(request))
    async with pinned(request, service) as over:
        release = over.release
        tag = etag(release, "hints", query)
        headers = {"X-Release": release.version, **validators(release, tag)}
        if unchanged(request.headers, release, tag):
            return not_modified(headers)
        return await _answer(over, query, headers)


@router.post(
    PATH,
    summary="Get hints on a query, without running it",
    openapi_extra={
        "requestBody": QUERY_BODY,
    },
    response_class=Response,
    responses={**_ANSWER, **OF_QUERIES, **OF_BODIES},
)
async def post_hints(request: Request, service: ServiceDependency) -> Response:
    """Say what is doubtful in a query given in the body, as a form or directly."""
    body = await read_body(request, service.settings)
    query = _query(read_post(request, body))
    async with pinned(request, service) as over:
        return await _answer(over, query, {"X-Release": over.release.version})


def _query(operation: Operation) -> str:
    if operation.query is None:
        raise RequestError("the request has no parameter query")
    return operation.query


async def _answer(service: Service, query: str, headers: dict[str, str]) -> Response:
    release = service.release
    hints = await service.advisor.advise(query, release, service.engine)
    content = orjson.dumps({"release": release.version, "hints": described(hints)})
    return Response(content, 200, headers, "application/json")
