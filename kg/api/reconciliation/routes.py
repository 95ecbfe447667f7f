"""The addresses of the reconciliation service."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Query
from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.api.errors import RequestError
from kg.api.pages.address import page_path
from kg.api.reconciliation.answers import extend, match_batch
from kg.api.reconciliation.bodies import JSON, answer_body
from kg.api.reconciliation.entities import (
    Described,
    Typed,
    suggest_entities,
    suggest_properties,
    suggest_types,
)
from kg.api.reconciliation.manifest import (
    DRAFT,
    PATH,
    PREVIEW,
    PROPERTIES,
    SUGGEST,
    SUGGEST_PROPERTY,
    SUGGEST_TYPE,
    VIEW,
    manifest,
)
from kg.api.reconciliation.properties import propose
from kg.api.reconciliation.queries import read_batch, read_extension
from kg.api.reconciliation.speech import Json, Speech
from kg.api.requests.form import Pairs, read_pairs
from kg.api.requests.operation import FORM
from kg.api.schema import OF_BODIES
from kg.api.site.serving import readable
from kg.api.site.visit import Content, Visit, VisitDependency
from kg.errors import NotInGraphError
from kg.rdf.iri import expand
from kg.search.index import Entry, Index
from kg.search.opening import open_index
from kg.search.thing import KINDS

router = APIRouter(tags=["reconciliation"])

_QUERIES, _EXTEND = "queries", "extend"
_FRAMED = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *"
)
"""A preview is shown in a frame of whoever reconciles, and does nothing there."""

_BODY = {
    "requestBody": {
        "content": {
            FORM: {
                "schema": {
                    "type": "object",
                    "properties": {
                        name: {"type": "string"} for name in (_QUERIES, _EXTEND)
                    },
                }
            }
        }
    }
}

Identifier = Annotated[str, Query(max_length=400, description="An IRI of ours.")]
Prefix = Annotated[
    str, Query(max_length=200, description="What has been typed so far.")
]
Cursor = Annotated[int, Query(ge=0, le=1000, description="How many to skip.")]
Type = Annotated[
    str,
    Query(max_length=400, description="A kind, or a class or concept by its IRI."),
]


@readable(
    router,
    PATH,
    summary="Describe the reconciliation service, or answer a batch of queries",
    openapi_extra={
        "parameters": [
            {"name": name, "in": "query", "schema": {"type": "string"}}
            for name in (_QUERIES, _EXTEND)
        ]
    },
)
def reconcile(visit: VisitDependency) -> Response:
    """Answer with the manifest, with candidates, or with values of properties."""
    pairs = read_pairs(visit.request.scope["query_string"])
    links = (f'<{address(visit)}{DRAFT}>; rel="successor-version"',)
    return visit.answer(
        JSON, lambda: Content(orjson.dumps(_answer(visit, pairs)), links)
    )


@router.post(
    PATH,
    summary="Answer a batch of queries, or extend things that were matched",
    response_class=Response,
    responses=OF_BODIES,
    openapi_extra=_BODY,
)
async def reconcile_batch(request: Request, visit: VisitDependency) -> Response:
    """Answer as to a GET, of a form of any length."""
    return await answer_body(
        request, visit, FORM, lambda body: _answer(visit, read_pairs(body))
    )


def _answer(visit: Visit, pairs: Pairs) -> Json:
    given = [(name, text) for name, text in pairs if name in (_QUERIES, _EXTEND)]
    if not given:
        return manifest(address(visit), visit.release.version)
    if len(given) > 1:
        raise RequestError(f"the request has {len(given)} of {_QUERIES} and {_EXTEND}")
    ((name, text),) = given
    with open_index(visit.release.edition) as index:
        if name == _QUERIES:
            return match_batch(index, visit.store, read_batch(text))
        return extend(index, visit.store, read_extension(text))


@readable(router, SUGGEST, summary="Suggest things while a name is being typed")
def suggest_entity(
    visit: VisitDependency,
    prefix: Prefix,
    type: Type = "",  # noqa: A002 - the name in the address
    cursor: Cursor = 0,
) -> Response:
    """Suggest things that have a name in which a word begins so."""
    wanted = type if type in KINDS or not type else term_of(type).value
    typed = Typed(prefix, skipped=cursor)
    return _asked(visit, lambda index: suggest_entities(index, typed, wanted))


@readable(router, SUGGEST_PROPERTY, summary="Suggest properties by name")
def suggest_property(
    visit: VisitDependency, prefix: Prefix, cursor: Cursor = 0
) -> Response:
    """Suggest properties of the ontology."""
    typed = Typed(prefix, skipped=cursor)
    return _asked(visit, lambda index: suggest_properties(index, typed))


@readable(router, SUGGEST_TYPE, summary="Suggest classes and types by name")
def suggest_type(
    visit: VisitDependency, prefix: Prefix, cursor: Cursor = 0
) -> Response:
    """Suggest classes of the ontology, and concepts of the vocabularies."""
    typed = Typed(prefix, skipped=cursor)
    return _asked(visit, lambda index: suggest_types(index, typed))


@readable(router, PROPERTIES, summary="Propose properties that things of a class have")
def properties(
    visit: VisitDependency,
    type: Type = "",  # noqa: A002 - the name in the address
    limit: Annotated[int, Query(ge=1, le=100)] = 25,
) -> Response:
    """Propose properties, those that are used most first."""
    wanted = term_of(type) if type else None
    return _asked(visit, lambda index: propose(index, visit.store, wanted, limit))


@readable(router, VIEW, summary="Go to the page of a thing", include_in_schema=False)
def view(visit: VisitDependency, id: Identifier) -> Response:  # noqa: A002
    """Send whoever follows an identifier to its page."""
    path = page_path(id)
    if path is None:
        raise NotInGraphError(f"{id!r} is no IRI of ours")
    return Response(
        status_code=303, headers={"Location": visit.root + quote(path, safe="/#:.-_~%")}
    )


@readable(router, PREVIEW, summary="Show a thing in a frame", include_in_schema=False)
def preview(visit: VisitDependency, id: Identifier) -> Response:  # noqa: A002
    """Show what tells a thing from others."""
    answer = visit.page("preview.html", lambda: _previewed(visit, id))
    answer.headers["Content-Security-Policy"] = _FRAMED
    return answer


def _previewed(visit: Visit, iri: str) -> dict[str, object]:
    with open_index(visit.release.edition) as index:
        entry = _entry(index, iri)
        described = Described.read(index, [entry], Speech(visit.languages))
        shown = entry.called(visit.languages)
        others = [name for name in entry.names if name.text != shown.text]
        return {
            "entry": entry,
            "shown": shown,
            "others": others,
            "description": described.description(entry),
            "types": described.types(entry),
        }


def _entry(index: Index, iri: str) -> Entry:
    entry = index.named([iri]).get(iri)
    if entry is None:
        raise NotInGraphError(f"nothing is called {iri!r} here")
    return entry


def _asked(visit: Visit, ask: Callable[[Index], Json]) -> Response:
    def content() -> Content:
        with open_index(visit.release.edition) as index:
            return Content(orjson.dumps(ask(index)))

    return visit.answer(JSON, content)


def term_of(value: str) -> NamedNode:
    """Read an IRI, in full or by prefix.

    Raises:
        RequestError: it is none.
    """
    try:
        return expand(value)
    except ValueError as error:
        raise RequestError(f"{value!r} is no IRI: {error}") from error


def address(visit: Visit) -> str:
    """Return the address of the whole service, without a slash at its end."""
    return str(visit.request.base_url).rstrip("/")
