"""Things: an address that lasts, a page for people, data for programs."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import orjson
from fastapi import APIRouter
from pyoxigraph import NamedNode
from starlette.responses import RedirectResponse, Response

from kg.api.pages.address import GRAPHS, asked_path
from kg.api.pages.facts import Facts
from kg.api.pages.frame import Frame
from kg.api.pages.neighbourhood import DATA, PAGE, Extent, describe
from kg.api.pages.registry import page_kind
from kg.api.pages.searchable import PROFILE, describe_searchable, embedded
from kg.api.pages.sources import read_sources
from kg.api.site.description import with_labels, write_description
from kg.api.site.merged import find_kept
from kg.api.site.serving import accepted, answers_in, readable, suffixed
from kg.api.site.signposts import part_of, signposts, source_links
from kg.api.site.visit import Content, Visit, VisitDependency
from kg.api.versions.former import absence
from kg.errors import NotInGraphError, UnexpectedValueError
from kg.rdf.formats import JSON_LD, Kind, holding
from kg.rdf.iri import mint
from kg.rdf.query.binding import bind

router = APIRouter(tags=["things"])

FORMATS = holding(Kind.GRAPH)

_EXISTS = "ASK { GRAPH ?graph { ?thing ?property ?value } }"


@readable(
    router,
    "/id/{kind}/{key}",
    summary="Go to the page or the data of a thing",
    responses={
        301: {"description": "It has been merged into another thing"},
        303: {"description": "See the page or the data"},
        410: {"description": "A former release had it, and this one has not"},
    },
)
def redirect(kind: str, key: str, visit: VisitDependency) -> Response:
    """Send browsers to a page and programs to data, by what they accept."""
    thing = find_thing(kind, key)
    if (kept := find_kept(visit, thing)) is not None:
        return _moved(visit, f"id/{kept.kind}/{quote(kept.key)}")
    if not visit.store.ask(bind(_EXISTS, {"thing": thing})):
        raise _absence(visit, thing)
    written = accepted(visit.request, FORMATS, json=True)
    where = f"{kind}/{quote(key)}"
    path = f"page/{where}" if written is None else f"data/{where}.{written.suffix}"
    headers = {"Vary": "Accept", "X-Release": visit.release.version}
    profile = _profile_of(visit) if written is JSON_LD else ""
    asked = f"{'&' if visit.pin else '?'}profile={profile}" if profile else ""
    return RedirectResponse(f"{visit.root}/{path}{visit.pin}{asked}", 303, headers)


@readable(
    router, "/page/{kind}/{key}", summary="Read about a thing", include_in_schema=False
)
def thing_page(kind: str, key: str, visit: VisitDependency) -> Response:
    """Show a thing to people."""
    thing = find_thing(kind, key)
    if (kept := find_kept(visit, thing)) is not None:
        return _moved(visit, f"page/{kept.kind}/{quote(kept.key)}")
    shown = page_kind(thing)

    def make() -> dict[str, object]:
        reading = visit.reading(_described(visit, thing, PAGE))
        return {
            "page": shown.read(reading, thing),
            "searchable": embedded(describe_searchable(reading, thing)),
        }

    def links(values: dict[str, object]) -> Iterator[str]:
        yield from _links(values["page"])
        yield from signposts(visit, thing)

    return visit.page(shown.template, make, links)


@readable(
    router,
    "/data/{kind}/{file}",
    summary="Get the description of a thing",
    responses=answers_in(FORMATS),
)
def thing_data(kind: str, file: str, visit: VisitDependency) -> Response:
    """Give what is said of a thing; the suffix of the file is that of a format."""
    key, _dot, suffix = file.rpartition(".")
    written = suffixed(suffix, FORMATS)
    thing = find_thing(kind, key)
    if (kept := find_kept(visit, thing)) is not None:
        return _moved(visit, f"data/{kept.kind}/{quote(kept.key)}.{suffix}")

    searchable = bool(_profile_of(visit))
    if searchable and written is not JSON_LD:
        raise UnexpectedValueError("profile", PROFILE, "the suffix .jsonld beside it")

    def make() -> Content:
        facts, terms = _described(visit, thing, DATA), visit.terms
        if searchable:
            body = _searchable(visit, facts, thing)
        else:
            quads = with_labels(facts, terms.facts)
            body = write_description(quads, thing, written, terms.context)
        sources = read_sources(visit.reading(facts), thing)
        page = f"<{visit.root}/page/{kind}/{quote(key)}>"
        listed = f"{visit.root}{asked_path(GRAPHS, thing.value)}"
        elsewhere = listed if facts.untold else ""
        links = [
            *source_links(thing.value, sources, elsewhere),
            *signposts(visit, thing),
        ]
        if facts.most_pointing(thing) >= DATA.most:
            links.append(part_of(visit, thing, DATA.most))
        return Content(body, (f'{page}; rel="alternate"; type="text/html"', *links))

    return visit.answer(written.content_type, make)


def _profile_of(visit: Visit) -> str:
    """Return the profile that is asked for, "" for none.

    Raises:
        UnexpectedValueError: there is no such profile.
    """
    profile = visit.request.query_params.get("profile", "")
    if profile not in ("", PROFILE):
        raise UnexpectedValueError("profile", profile, PROFILE, (PROFILE,))
    return profile


def _searchable(visit: Visit, facts: Facts, thing: NamedNode) -> bytes:
    """Describe a thing in the words of schema.org.

    Raises:
        NotInGraphError: they have none for it.
    """
    english = replace(visit, languages=("en",))  # one address, one answer
    said = describe_searchable(english.reading(facts), thing)
    if said is None:
        raise NotInGraphError(f"schema.org has no words for {thing.value}")
    return orjson.dumps(said, option=orjson.OPT_INDENT_2)


def find_thing(kind: str, key: str) -> NamedNode:
    """Return the IRI of a thing.

    Raises:
        NotInGraphError: nothing could have such a kind or such a key.
    """
    try:
        return mint(kind, key)
    except ValueError as error:
        raise NotInGraphError(f"there is no {kind} {key}: {error}") from None


def _moved(visit: Visit, path: str) -> Response:
    """Send whoever has an old address to the one that lasts."""
    headers = {"X-Release": visit.release.version}
    return RedirectResponse(f"{visit.root}/{path}{visit.pin}", 301, headers)


def _described(visit: Visit, thing: NamedNode, extent: Extent) -> Facts:
    facts = describe(visit.store, thing, extent)
    if thing not in facts:
        raise _absence(visit, thing)
    return facts


def _absence(visit: Visit, thing: NamedNode) -> NotInGraphError:
    otherwise = f"nothing is known of {thing.value} in this release"
    return absence(visit.release, thing.value, otherwise)


def _links(page: object) -> Iterator[str]:
    """Write the `Link` values of a page."""
    frame = getattr(page, "frame", None)
    if isinstance(frame, Frame):
        for item in frame.downloads:
            yield f'<{item.href}>; rel="alternate"; type="{item.media_type}"'
        elsewhere = frame.all_sources if frame.untold else ""
        yield from source_links(frame.iri, frame.sources, elsewhere)
