"""The sitemap: which pages there are, for programs that look for pages.

People are not in it: who looks for one finds them, and nobody is led to all of them.
"""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from fastapi import APIRouter
from starlette.responses import Response

from kg.api.pages.address import page_path
from kg.api.site.serving import readable
from kg.api.site.visit import Content, Visit, VisitDependency
from kg.errors import NotInGraphError
from kg.publishing.audience import Audience
from kg.publishing.lists.addresses import count_things, list_things
from kg.publishing.lists.catalogue import LISTS

router = APIRouter(tags=["operations"])

PATH = "/sitemap.xml"

_AT_ONCE = 20_000
"""Pages in a file; the protocol allows 50,000 (https://www.sitemaps.org)."""

_XML = "application/xml"
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LISTED = tuple(it.name for it in LISTS if it.name != "people")
_ALWAYS = ("", "about", "queries", "sparql", "ontology", "vocab", "shapes", "quality")
_OTHERS = ("dataset", "feed", *_LISTED)


@readable(
    router,
    PATH,
    summary="List the files of the sitemap",
    responses={200: {"content": {_XML: {}}}},
)
def sitemap(visit: VisitDependency) -> Response:
    """List the files that have the addresses of pages (https://www.sitemaps.org)."""
    _require_public(visit)

    def make() -> Content:
        files = (
            f"{_site(visit)}sitemap/{it}.xml" for it in range(1, _files(visit) + 1)
        )
        time = visit.release.manifest["time"]
        return Content(
            _written("sitemapindex", "sitemap", ((it, time) for it in files))
        )

    return visit.answer(_XML, make)


@readable(
    router,
    "/sitemap/{number}.xml",
    summary="Get a file of the sitemap",
    responses={200: {"content": {_XML: {}}}},
)
def sitemap_file(number: int, visit: VisitDependency) -> Response:
    """List the addresses of pages, with the time of the last change of each."""
    _require_public(visit)
    if not 1 <= number <= _files(visit):
        raise NotInGraphError(f"the sitemap has {_files(visit)} files, and no {number}")
    return visit.answer(
        _XML, lambda: Content(_written("urlset", "url", _pages(visit, number)))
    )


def _require_public(visit: Visit) -> None:
    """See that everybody may know the pages.

    Raises:
        NotInGraphError: they are those of partners.
    """
    if visit.release.audience is not Audience.PUBLIC:
        raise NotInGraphError("what is for partners has no sitemap")


def _site(visit: Visit) -> str:
    return str(visit.request.base_url)


def _files(visit: Visit) -> int:
    return count_things(visit.release.edition, _LISTED) // _AT_ONCE + 1


def _pages(visit: Visit, number: int) -> Iterator[tuple[str, str]]:
    site, edition = _site(visit), visit.release.edition
    if number == 1:
        time = visit.release.manifest["time"]
        yield from ((f"{site}{path}", time) for path in (*_ALWAYS, *_OTHERS))
    start = (number - 1) * _AT_ONCE
    for iri, modified in list_things(edition, _LISTED, start, _AT_ONCE):
        yield f"{site}{(page_path(iri) or '').lstrip('/')}", modified


def _written(root: str, each: str, found: Iterable[tuple[str, str]]) -> str:
    lines = (
        f"<{each}><loc>{escape(address)}</loc><lastmod>{time}</lastmod></{each}>\n"
        for address, time in found
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SPACE}">\n'
    return f"{head}{''.join(lines)}</{root}>\n"
