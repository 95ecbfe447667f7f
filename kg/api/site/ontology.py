"""The ontology: documentation for people, RDF for programs, a context for JSON-LD."""

import orjson
from fastapi import APIRouter
from starlette.responses import Response

from kg.api.pages.frame import downloads
from kg.api.pages.ontology import ONTOLOGY, read_ontology_page
from kg.api.site.serving import accepted, answers_in, readable, suffixed
from kg.api.site.things import FORMATS
from kg.api.site.visit import Content, Visit, VisitDependency
from kg.api.site.vocabulary import data
from kg.api.versions.former import absence
from kg.publishing.changes.gone import ontology_iri
from kg.rdf.formats import Format
from kg.rdf.iri import graph
from kg.rdf.terms import OWL

router = APIRouter(tags=["vocabularies"])


@readable(
    router, "/ontology", summary="Get the ontology", responses=answers_in(FORMATS)
)
def ontology(visit: VisitDependency) -> Response:
    """Give the ontology, as a page or in the format that is accepted."""
    written = accepted(visit.request, FORMATS)
    if written is not None:
        return _data(visit, written)
    return visit.page("ontology.html", lambda: _values(visit))


@readable(
    router,
    "/ontology.{suffix}",
    summary="Get the ontology",
    responses=answers_in(FORMATS),
)
def ontology_file(suffix: str, visit: VisitDependency) -> Response:
    """Give the ontology in a format."""
    return _data(visit, suffixed(suffix, FORMATS))


@readable(router, "/ontology/{version}", include_in_schema=False)
def ontology_version(version: str, visit: VisitDependency) -> Response:
    """Give a version of the ontology: the one that this release has."""
    current = visit.terms.facts.lexical(ONTOLOGY, OWL.versionInfo)
    if version != current:
        otherwise = f"this release has version {current} of the ontology"
        raise absence(visit.release, ontology_iri(version), otherwise)
    return ontology(visit)


@readable(router, "/context.jsonld", summary="Get the JSON-LD context")
def context(visit: VisitDependency) -> Response:
    """Give the JSON-LD context of the ontology; our documents carry what they need."""

    def make() -> Content:
        found = {"@context": visit.terms.context}
        return Content(orjson.dumps(found, option=orjson.OPT_INDENT_2))

    return visit.answer("application/ld+json", make)


def _data(visit: Visit, written: Format) -> Response:
    name = graph("ontology")
    quads = [quad for quad in visit.terms.facts if quad.graph_name == name]
    return data(visit, quads, ONTOLOGY, written)


def _values(visit: Visit) -> dict[str, object]:
    reading = visit.reading()
    return {
        "page": read_ontology_page(reading),
        "downloads": downloads(reading, ONTOLOGY),
        "section": "/ontology",
    }
