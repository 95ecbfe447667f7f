"""Graphs: where facts come from, and all of a graph as data."""

from fastapi import APIRouter
from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.api.answers import AnswerResponse
from kg.api.pages.graph import FORMATS, read_graph_page
from kg.api.pages.neighbourhood import describe
from kg.api.presence import while_present
from kg.api.site.serving import accepted, answers_in, readable
from kg.api.site.visit import Visit, VisitDependency
from kg.api.validators import etag, not_modified, unchanged, validators
from kg.errors import NotInGraphError
from kg.rdf.formats import Format, by_name
from kg.rdf.iri import graph
from kg.rdf.sparql import bind

router = APIRouter(tags=["graphs"])

_ALL = (
    "CONSTRUCT { ?subject ?predicate ?object } "
    "WHERE { GRAPH ?graph { ?subject ?predicate ?object } }"
)


@readable(
    router,
    "/graph/{name:path}",
    summary="Get a graph, or what is known of it",
    responses=answers_in(FORMATS),
)
async def graph_of(name: str, request: Request, visit: VisitDependency) -> Response:
    """Give what is known of a graph as a page, or all of the graph as data."""
    bare, suffix = _split(name)
    iri = _find(visit, bare)
    written = by_name(suffix, FORMATS) or accepted(request, FORMATS)
    if written is not None:
        return await _dump(request, visit, iri, written)
    return await run_in_threadpool(_page, visit, iri)


def _split(name: str) -> tuple[str, str]:
    """Split the name of a graph, which may have dots in it, from a suffix."""
    bare, _dot, suffix = name.rpartition(".")
    known = {written.suffix for written in FORMATS}
    return (bare, suffix) if bare and suffix in known else (name, "")


def _find(visit: Visit, name: str) -> NamedNode:
    """Return the IRI of a graph of this release.

    Raises:
        NotInGraphError: the release has no such graph.
    """
    sizes = visit.release.manifest.get("graphs", {})
    if graph("").value + name not in sizes:
        raise NotInGraphError(f"this release has no graph {name}")
    return graph(name)


def _page(visit: Visit, iri: NamedNode) -> Response:
    size = visit.release.manifest["graphs"][iri.value]

    def make() -> dict[str, object]:
        reading = visit.reading(describe(visit.store, iri))
        return {"page": read_graph_page(reading, iri, size)}

    return visit.page("graph.html", make)


async def _dump(
    request: Request, visit: Visit, iri: NamedNode, written: Format
) -> Response:
    release = visit.release
    tag = etag(release, "graph", iri.value, written.media_type)
    headers = {
        "Vary": "Accept",
        "X-Release": release.version,
        "Link": f'<{iri.value}>; rel="describes"',
        **validators(release, tag),
    }
    if unchanged(request.headers, release, tag):
        return not_modified(headers)
    answer = await while_present(
        request.receive,
        visit.service.engine.answer(bind(_ALL, {"graph": iri}), written),
    )
    return AnswerResponse(answer, written.content_type, headers)
