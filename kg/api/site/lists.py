"""Lists: things by country, date, type, role or source, without a query language."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fastapi import APIRouter
from pyoxigraph import NamedNode, Quad
from starlette.responses import Response

from kg.api.http.negotiation import HTML as PAGE
from kg.api.http.negotiation import Plain, require
from kg.api.lists.asked import parameters, read_selection, single, space_of
from kg.api.lists.forms import Form, forms_of
from kg.api.lists.item import read_item
from kg.api.lists.listing import Listing
from kg.api.lists.shown import downloads, show
from kg.api.pages.facts import Facts
from kg.api.site.description import with_labels, write_description
from kg.api.site.serving import named, readable
from kg.api.site.visit import Content, Visit, VisitDependency
from kg.errors import DanglingKeyError, NotInGraphError
from kg.publishing.lists.catalogue import LISTS, List
from kg.publishing.lists.selection import Index, Selection, opened
from kg.rdf.formats import Format, Kind, holding
from kg.rdf.query.binding import bind
from kg.rdf.terms import HS

router = APIRouter(tags=["lists"])

GRAPHS = holding(Kind.GRAPH)

_KNOWN = "ASK { { ?thing ?property ?value } UNION { GRAPH ?graph { ?thing ?p ?o } } }"
_TOLD = 100
"""Texts that rows are found by, such as languages, of which all are told."""

_QUADS = "SELECT ?graph ?subject ?predicate ?object {{ VALUES ?subject {{ {} }} {} }}"
_QUAD = "GRAPH ?graph { ?subject ?predicate ?object }"


def _declare(listed: List) -> None:
    """Answer at the address of a list, and at that of each of its forms."""
    described = {
        "openapi_extra": {"parameters": [_described(it) for it in parameters(listed)]},
        "responses": {
            200: {"content": {it.media_type: {} for it in _offers(listed)}},
            404: {"description": "A value is not known, or the release has no lists"},
        },
    }

    @readable(router, f"/{listed.name}", summary=f"List {listed.name}", **described)
    def by_accept(visit: VisitDependency) -> Response:
        """Give a page of a list as a page, as data or in a form of its own."""
        offers: list[Form | Format | Plain] = [*_offers(listed), PAGE]
        offer = require(visit.request.headers.get("accept"), offers).offer
        return _answer(visit, listed, None if isinstance(offer, Plain) else offer)

    @readable(
        router,
        f"/{listed.name}.{{suffix}}",
        summary=f"List {listed.name}, in one format",
        **described,
    )
    def by_suffix(suffix: str, visit: VisitDependency) -> Response:
        """Give a page of a list in the format of a suffix."""
        found = {it.suffix: it for it in _offers(listed)}
        if suffix not in found:
            known = ", ".join(f".{it}" for it in found)
            raise NotInGraphError(
                f"there is no format .{suffix} here; there are {known}"
            )
        return _answer(visit, listed, found[suffix])


def _described(name: str) -> dict[str, object]:
    return {"name": name, "in": "query", "schema": {"type": "string"}}


def _offers(listed: List) -> tuple[Form | Format, ...]:
    return (*forms_of(listed), *GRAPHS)


def _answer(visit: Visit, listed: List, form: Form | Format | None) -> Response:
    given = single(visit.request.query_params.multi_items(), listed)
    asked = read_selection(listed, given)
    if form is None:
        return visit.page("list.html", _page(visit, asked, given), _page_links)

    def make() -> Content:
        with _index(visit) as index:
            listing = _listing(visit, asked, given, index)
        if isinstance(form, Form):
            body = form.write(listing)
        else:
            body = _described_in(visit, listing, form)
        return Content(body, tuple(_links(listing)))

    return visit.answer(form.content_type, make)


def _page(
    visit: Visit, asked: Selection, given: dict[str, str]
) -> Callable[[], dict[str, object]]:
    def make() -> dict[str, object]:
        with _index(visit) as index:
            listing = _listing(visit, asked, given, index)
            shown = show(listing, index, visit.reading())
        return {"page": shown, "section": "/events", "listing": listing, "lists": LISTS}

    return make


def _page_links(values: dict[str, object]) -> Iterator[str]:
    listing = values["listing"]
    if isinstance(listing, Listing):
        yield from _links(listing)
        for it in downloads(listing):
            yield f'<{it.href}>; rel="alternate"; type="{it.media_type}"'


def _links(listing: Listing) -> Iterator[str]:
    """Write the ways on as `Link` values (RFC 8288)."""
    for relation, address in listing.links.items():
        yield f'<{address}>; rel="{relation}"'


@contextmanager
def _index(visit: Visit) -> Iterator[Index]:
    """Open the index of the release that is asked.

    Raises:
        NotInGraphError: it was made when there were no lists.
    """
    release = visit.release
    with opened(release.release.path / release.audience.value) as index:
        if index is None:
            raise NotInGraphError(f"the release {release.version} has no lists")
        yield index


def _listing(
    visit: Visit, asked: Selection, given: dict[str, str], index: Index
) -> Listing:
    page = index.page(asked)
    if page.count == 0:
        _require_known(visit, asked, index)
    terms = visit.terms.facts
    return Listing(
        asked,
        page,
        tuple(read_item(asked.listed, row, terms) for row in page.rows),
        visit.request.url.path.removeprefix(visit.root),
        visit.root,
        given,
        visit.release.version,
        str(visit.release.manifest["time"]),
    )


def _require_known(visit: Visit, asked: Selection, index: Index) -> None:
    """See that what nothing is found by is something: a slip is told.

    Raises:
        DanglingKeyError: the release knows nothing of a value.
    """
    for name, iri in asked.found_by.items():
        if space_of(asked.listed, name) is None:
            known = [it.value for it in index.choices(asked.listed, name, _TOLD)]
            if iri not in known:
                expected = f"one of {', '.join(known)}"
                raise DanglingKeyError(name, iri, expected, known)
        elif not visit.store.ask(bind(_KNOWN, {"thing": named(iri)})):
            raise DanglingKeyError(name, iri, "the key or the IRI of something here")


def _described_in(visit: Visit, listing: Listing, written: Format) -> bytes:
    """Write what is said of the things on a page, and when they were."""
    things = [NamedNode(item.iri) for item in listing.items]
    quads = _fetch(visit, things)
    spans = {
        quad.object
        for quad in quads
        if quad.predicate in (HS.time, HS.judgedTime)
        and isinstance(quad.object, NamedNode)
    }
    facts = Facts([*quads, *_fetch(visit, sorted(spans, key=str))])
    about = things[0] if things else HS.Event
    labelled = with_labels(facts, visit.terms.facts)
    return write_description(labelled, about, written, visit.terms.context)


def _fetch(visit: Visit, things: list[NamedNode]) -> list[Quad]:
    if not things:
        return []
    query = _QUADS.format(" ".join(map(str, things)), _QUAD)
    return [
        Quad(row["subject"], row["predicate"], row["object"], row["graph"])  # type: ignore[arg-type]  # what a quad pattern gives
        for row in visit.store.select(query)
    ]


for _listed in LISTS:
    _declare(_listed)
