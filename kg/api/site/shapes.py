"""The rules that data must keep: a list for people, SHACL for programs.

The IRI of a rule, `…/shapes#EventShape-time`, leads to its line in the list.
"""

from collections.abc import Iterable, Iterator

from fastapi import APIRouter
from pyoxigraph import Quad, serialize
from starlette.responses import Response

from kg.api.pages.facts import Facts
from kg.api.pages.shapes import SHAPES, read_shapes, read_topics
from kg.api.site.description import WITH_GRAPHS
from kg.api.site.serving import accepted, answers_in, readable, suffixed
from kg.api.site.things import FORMATS
from kg.api.site.visit import Content, Visit, VisitDependency
from kg.publishing.shapes import SHAPES_FILE
from kg.rdf.formats import Format

router = APIRouter(tags=["vocabularies"])


@readable(router, "/shapes", summary="Get the rules", responses=answers_in(FORMATS))
def shapes(visit: VisitDependency) -> Response:
    """Give the rules, as a page or in the format that is accepted."""
    written = accepted(visit.request, FORMATS)
    if written is not None:
        return _data(visit, written)
    return visit.page("shapes.html", lambda: _values(visit))


@readable(
    router, "/shapes.{suffix}", summary="Get the rules", responses=answers_in(FORMATS)
)
def shapes_file(suffix: str, visit: VisitDependency) -> Response:
    """Give the rules in a format."""
    return _data(visit, suffixed(suffix, FORMATS))


def _data(visit: Visit, written: Format) -> Response:
    def make() -> Content:
        quads = read_shapes(visit.release.store.parent / SHAPES_FILE)
        body = serialize(_stated(quads, written), format=written.rdf)
        return Content(body or b"")

    return visit.answer(written.content_type, make)


def _stated(quads: Iterable[Quad], written: Format) -> Iterator[Quad]:
    """State the rules; formats with graphs do so again in a graph of this address.

    Vocabularies and things are written so (kg.api.site.description).
    """
    found = list(quads)
    yield from (Quad(it.subject, it.predicate, it.object) for it in found)
    if written in WITH_GRAPHS:
        for it in found:
            yield Quad(it.subject, it.predicate, it.object, SHAPES)


def _values(visit: Visit) -> dict[str, object]:
    quads = read_shapes(visit.release.store.parent / SHAPES_FILE)
    return {"topics": read_topics(Facts(quads), visit.languages), "section": "/shapes"}
