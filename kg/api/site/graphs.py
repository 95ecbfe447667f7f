"""Graphs: where facts come from, and all of a graph as data."""

from dataclasses import replace

from fastapi import APIRouter
from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.api.http.negotiation import Choice
from kg.api.pages.graph import read_graph_page
from kg.api.pages.neighbourhood import describe
from kg.api.requests.operation import values
from kg.api.site.serving import accepted, answers_in, named, readable
from kg.api.site.visit import Visit, VisitDependency
from kg.api.sparql.graphstore import (
    FORMATS,
    require_graph,
    send_graph,
    split_suffix,
    written_in,
)
from kg.api.versions.pinning import pinned
from kg.rdf.formats import Format, by_name
from kg.rdf.namespaces import BASE

router = APIRouter(tags=["graphs"])


@readable(
    router,
    "/graph/{name:path}",
    summary="Get a graph, or what is known of it",
    responses=answers_in(FORMATS),
)
async def graph_of(name: str, request: Request, visit: VisitDependency) -> Response:
    """Give what is known of a graph as a page, or all of the graph as data."""
    bare, suffix = split_suffix(name)
    iri = named(f"{BASE}graph/{bare}")
    async with pinned(request, visit.service) as service:
        require_graph(service.release, iri)
        choice = _choose(request, suffix)
        if choice is not None:
            return await send_graph(request, service, iri, choice)
        asked = replace(visit, service=service)
        return await run_in_threadpool(_page, asked, iri)


def _choose(request: Request, suffix: str) -> Choice[Format] | None:
    """Choose a format by suffix, by `format=`, by what is accepted; None is a page."""
    written = by_name(suffix, FORMATS)
    if written is not None:
        return Choice(written, written.media_type)
    by_parameter = any(values(request, "format"))
    if by_parameter or accepted(request, FORMATS) is not None:
        return written_in(request)
    return None


def _page(visit: Visit, iri: NamedNode) -> Response:
    size = visit.release.manifest["graphs"][iri.value]

    def make() -> dict[str, object]:
        reading = visit.reading(describe(visit.store, iri))
        return {"page": read_graph_page(reading, iri, size)}

    return visit.page("graph.html", make)
