"""What /sparql takes on a workspace beside queries, as the API's document says it."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.dependencies import ServiceDependency
from kg.api.requests.operation import FORM, QUERY, UPDATE
from kg.api.schema import OF_BODIES, problems
from kg.api.sparql import endpoint
from kg.rdf.formats import FORMATS

router = APIRouter(tags=["writing"])

_GRAPHS = {
    "using-graph-uri": "Graphs that the patterns of an update are about.",
    "using-named-graph-uri": "Graphs that GRAPH can name in them.",
}
_TEXT: dict[str, Any] = {"schema": {"type": "string"}}
_FIELDS = {"query": {"type": "string"}, "update": {"type": "string"}}


@router.post(
    endpoint.PATH,
    summary="Ask a query, or update the workspace",
    operation_id="query_or_update",
    openapi_extra={
        "parameters": [
            {
                "name": name,
                "in": "query",
                "description": description,
                "schema": {"type": "array", "items": {"type": "string"}},
            }
            for name, description in _GRAPHS.items()
        ],
        "requestBody": {
            "required": True,
            "content": {
                QUERY: _TEXT,
                UPDATE: _TEXT,
                FORM: {"schema": {"type": "object", "properties": _FIELDS}},
            },
        },
    },
    response_class=Response,
    responses={
        200: {
            "description": "The answer to a query",
            "content": {it.media_type: {} for it in FORMATS},
        },
        204: {"description": "The update is done"},
        **problems(401, 403, 409, 422, 429),
        **OF_BODIES,
    },
)
async def post_sparql(request: Request, service: ServiceDependency) -> Response:
    """Answer a query, or do an update, given in the body as a form or directly."""
    return await endpoint.post_sparql(request, service)
