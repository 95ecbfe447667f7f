"""The addresses of the reconciliation service for version 1.0 of the API (draft)."""

from collections.abc import Callable
from typing import Annotated

import orjson
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from kg.api.reconciliation.bodies import JSON, answer_body
from kg.api.reconciliation.conditions import read_extended, read_queries
from kg.api.reconciliation.draft import (
    extend_things,
    match_queries,
    suggest_qualified,
)
from kg.api.reconciliation.entities import (
    PAGE,
    Typed,
    suggest_entities,
    suggest_types,
)
from kg.api.reconciliation.manifest import DRAFT, PATH, draft_manifest
from kg.api.reconciliation.properties import propose
from kg.api.reconciliation.routes import (
    Identifier,
    Prefix,
    address,
    preview,
    term_of,
)
from kg.api.reconciliation.speech import Json, Speech
from kg.api.schema import OF_BODIES
from kg.api.site.serving import readable
from kg.api.site.visit import Content, Visit, VisitDependency
from kg.search.index import Index
from kg.search.opening import open_index

router = APIRouter(prefix=DRAFT, tags=["reconciliation"])

Limit = Annotated[int, Query(ge=1, le=100, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=1000, description="How many to skip.")]
Class = Annotated[str, Query(max_length=400, description="A class, by its IRI.")]


Answer = Callable[[Index, Speech], Json]


def _body(*required: str) -> dict[str, object]:
    """Describe a body: an object of lists."""
    schema = {
        "type": "object",
        "required": list(required),
        "properties": {it: {"type": "array"} for it in required},
    }
    return {"requestBody": {"required": True, "content": {JSON: {"schema": schema}}}}


@readable(router, "", summary="Describe the reconciliation service (1.0-draft)")
def describe(visit: VisitDependency) -> Response:
    """Answer with the manifest."""
    root = address(visit)
    links = (f'<{root}{PATH}>; rel="predecessor-version"',)
    found = draft_manifest(root, visit.release.version)
    return visit.answer(JSON, lambda: Content(orjson.dumps(found), links))


@router.post(
    "/match",
    summary="Answer a batch of queries",
    response_class=Response,
    responses=OF_BODIES,
    openapi_extra=_body("queries"),
)
async def match(request: Request, visit: VisitDependency) -> Response:
    """Answer with the candidates of each query, in their order."""

    def answer(body: bytes) -> Json:
        asked = read_queries(body)
        return _told(
            visit, lambda index, it: match_queries(index, visit.store, asked, it)
        )

    return await answer_body(request, visit, JSON, answer)


@router.post(
    "/extend",
    summary="Give values of properties of things",
    response_class=Response,
    responses=OF_BODIES,
    openapi_extra=_body("ids", "properties"),
)
async def extend(request: Request, visit: VisitDependency) -> Response:
    """Answer with the values of each thing, in the order of the identifiers."""

    def answer(body: bytes) -> Json:
        asked = read_extended(body)
        return _told(
            visit, lambda index, it: extend_things(index, visit.store, asked, it)
        )

    return await answer_body(request, visit, JSON, answer)


@readable(router, "/extend/propose", summary="Propose properties of a class")
def proposed(visit: VisitDependency, type: Class, limit: Limit = 25) -> Response:  # noqa: A002
    """Propose properties, those that are used most first."""
    wanted = term_of(type)
    return _spoken(
        visit, lambda index, it: propose(index, visit.store, wanted, limit, it)
    )


@readable(router, "/suggest/entity", summary="Suggest things by name")
def suggest_entity(
    visit: VisitDependency, prefix: Prefix, limit: Limit = PAGE, offset: Offset = 0
) -> Response:
    """Suggest things that have a name in which a word begins so."""
    return _spoken(
        visit,
        lambda index, it: suggest_entities(index, Typed(prefix, it, offset, limit)),
    )


@readable(router, "/suggest/property", summary="Suggest properties by name")
def suggest_property(
    visit: VisitDependency, prefix: Prefix, limit: Limit = PAGE, offset: Offset = 0
) -> Response:
    """Suggest properties of the ontology, and how their values can be matched."""
    return _spoken(
        visit,
        lambda index, it: suggest_qualified(index, Typed(prefix, it, offset, limit)),
    )


@readable(router, "/suggest/type", summary="Suggest classes and types by name")
def suggest_type(
    visit: VisitDependency, prefix: Prefix, limit: Limit = PAGE, offset: Offset = 0
) -> Response:
    """Suggest classes of the ontology, and concepts of the vocabularies."""
    return _spoken(
        visit, lambda index, it: suggest_types(index, Typed(prefix, it, offset, limit))
    )


@readable(router, "/preview", summary="Show a thing in a frame")
def previewed(visit: VisitDependency, id: Identifier) -> Response:  # noqa: A002
    """Show what tells a thing from others."""
    return preview(visit, id)


def _spoken(visit: Visit, ask: Answer) -> Response:
    """Answer in the languages of the reader."""
    return visit.answer(
        JSON, lambda: Content(orjson.dumps(_told(visit, ask))), spoken=True
    )


def _told(visit: Visit, ask: Answer) -> Json:
    with open_index(visit.release.edition) as index:
        return ask(index, Speech(visit.languages, tagged=True))
