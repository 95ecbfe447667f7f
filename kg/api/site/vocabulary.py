"""Vocabularies and concepts: documentation for people, RDF for programs."""

from collections.abc import Callable

from fastapi import APIRouter
from pyoxigraph import NamedNode, Quad
from starlette.responses import RedirectResponse, Response

from kg.api.pages.concept import read_concept_page, read_scheme_page, read_schemes
from kg.api.pages.neighbourhood import describe
from kg.api.site.description import write_description
from kg.api.site.serving import accepted, answers_in, named, readable, suffixed
from kg.api.site.things import FORMATS
from kg.api.site.visit import Content, Visit, VisitDependency
from kg.api.versions.former import absence, heir_path
from kg.errors import NotInGraphError
from kg.rdf.formats import Format
from kg.rdf.iri import concept, graph
from kg.rdf.namespaces import VOCAB
from kg.rdf.terms import SKOS

router = APIRouter(tags=["vocabularies"])


@readable(
    router, "/vocab", summary="Get all vocabularies", responses=answers_in(FORMATS)
)
def schemes(visit: VisitDependency) -> Response:
    """List the vocabularies, or give all of them in the format that is accepted."""
    written = accepted(visit.request, FORMATS)
    if written is not None:
        return _all(visit, written)
    return visit.page(
        "schemes.html",
        lambda: {"schemes": read_schemes(visit.reading()), "section": "/vocab"},
    )


@readable(
    router,
    "/vocab.{suffix}",
    summary="Get all vocabularies",
    responses=answers_in(FORMATS),
)
def schemes_file(suffix: str, visit: VisitDependency) -> Response:
    """Give all vocabularies in a format."""
    return _all(visit, suffixed(suffix, FORMATS))


def _all(visit: Visit, written: Format) -> Response:
    name = graph("vocab")
    quads = [quad for quad in visit.terms.facts if quad.graph_name == name]
    return data(visit, quads, name, written)


@readable(
    router, "/vocab/{scheme}", summary="Get a vocabulary", responses=answers_in(FORMATS)
)
def scheme(scheme: str, visit: VisitDependency) -> Response:
    """Give a vocabulary, as a page or in the format that is accepted or suffixed."""
    name, suffix = split_suffix(scheme)
    iri = named(f"{VOCAB}{name}")
    terms = visit.terms.facts
    members = terms.subjects(SKOS.inScheme, iri)
    if not members:
        raise absence(visit.release, iri.value, f"there is no vocabulary {name}")
    written = chosen(visit, suffix)
    if written is not None:
        quads = [quad for term in (iri, *members) for quad in terms.of(term)]
        return data(visit, quads, iri, written)
    return visit.page(
        "scheme.html",
        lambda: {"page": read_scheme_page(visit.reading(), iri), "section": "/vocab"},
    )


@readable(
    router,
    "/vocab/{scheme}/{code}",
    summary="Get a concept",
    responses=answers_in(FORMATS),
)
def concept_of(scheme: str, code: str, visit: VisitDependency) -> Response:
    """Give a concept, as a page or in the format that is accepted or suffixed."""
    name, suffix = split_suffix(code)
    iri = find_concept(scheme, name)
    terms = visit.terms.facts
    if iri not in terms:
        return _former(visit, iri, f"the vocabulary {scheme} has no concept {name}")
    written = chosen(visit, suffix)
    if written is not None:
        return data(visit, terms.of(iri), iri, written)
    return visit.page("concept.html", _concept_page(visit, iri))


def _former(visit: Visit, iri: NamedNode, otherwise: str) -> Response:
    """Lead on from a concept that others have taken in.

    Raises:
        NotInGraphError: it is gone, or there never was one.
    """
    path = heir_path(visit.release, iri.value)
    if path is None:
        raise absence(visit.release, iri.value, otherwise)
    headers = {"X-Release": visit.release.version}
    return RedirectResponse(f"{visit.root}{path}{visit.pin}", 301, headers)


def find_concept(scheme: str, code: str) -> NamedNode:
    """Return the IRI of a concept.

    Raises:
        NotInGraphError: the words could not stand in an IRI.
    """
    try:
        return concept(scheme, code)
    except ValueError as error:
        raise NotInGraphError(f"there is no concept {scheme}/{code}") from error


def _concept_page(visit: Visit, iri: NamedNode) -> Callable[[], dict[str, object]]:
    def make() -> dict[str, object]:
        reading = visit.reading(describe(visit.store, iri))
        return {"page": read_concept_page(reading, iri), "section": "/vocab"}

    return make


def split_suffix(name: str) -> tuple[str, str]:
    """Split a notation, which has no dot in it, from a suffix, which may be empty."""
    bare, _dot, suffix = name.partition(".")
    return bare, suffix


def chosen(visit: Visit, suffix: str) -> Format | None:
    """Choose a format by suffix, else by Accept; None means a page.

    Raises:
        NotInGraphError: the suffix is not that of a format.
        NotAcceptableError: the client accepts nothing that is offered.
    """
    if suffix:
        return suffixed(suffix, FORMATS)
    return accepted(visit.request, FORMATS)


def data(
    visit: Visit, quads: list[Quad], about: NamedNode, written: Format
) -> Response:
    """Answer with terms as data."""

    def make() -> Content:
        body = write_description(quads, about, written, visit.terms.context)
        return Content(body, (f'<{about.value}>; rel="describes"',))

    return visit.answer(written.content_type, make)
