"""Discovery: the service described, where one asks it and at its well-known place."""

from collections.abc import Iterable

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.api.dependencies import ServiceDependency
from kg.api.http.negotiation import negotiate
from kg.api.releases.validators import etag, not_modified, unchanged, validators
from kg.api.requests.operation import read_get
from kg.api.running.service import Service
from kg.api.sparql.description import Described, describe
from kg.rdf.formats import Kind, holding

WELL_KNOWN = "/.well-known/void"
"""Where VoID is looked for (https://www.w3.org/TR/void/#well-known)."""

router = APIRouter(tags=["SPARQL"])


@router.head(WELL_KNOWN, include_in_schema=False)
@router.get(
    WELL_KNOWN,
    summary="Get the service description, with what the graphs hold",
    response_class=Response,
    responses={
        200: {
            "description": "The description",
            "content": {it.media_type: {} for it in holding(Kind.GRAPH)},
        },
        304: {"description": "Nothing has changed"},
    },
)
async def void(request: Request, service: ServiceDependency) -> Response:
    """Describe the SPARQL service beside this address."""
    endpoint = f"{request.base_url}sparql"
    return await describe_service(request, service, endpoint, read_get(request).formats)


async def describe_service(
    request: Request, service: Service, endpoint: str, formats: Iterable[str]
) -> Response:
    """Describe the service at an address, in a format that is named or accepted."""
    release = service.release
    choice = negotiate(request.headers.get("accept"), formats, Kind.GRAPH)
    tag = etag(release, "description", endpoint, choice.media_type)
    headers = {
        "Vary": "Accept",
        "X-Release": release.version,
        **validators(release, tag),
    }
    if unchanged(request.headers, release, tag):
        return not_modified(headers)
    described = Described(
        endpoint,
        release.release,
        release.audience,
        embedded=service.settings.store is None,
        writable=service.editor is not None,
        federated=bool(service.settings.services),
        rows=service.settings.max_answer_rows,
    )
    content = await run_in_threadpool(describe, described, choice.offer)
    return Response(content, 200, headers, choice.content_type)
