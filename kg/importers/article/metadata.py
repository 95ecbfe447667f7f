"""What a page says of itself, from all the places where pages say such things."""

import re

from lxml.html import HtmlElement
from trafilatura import extract_metadata

from kg.importers.article.head import read_head
from kg.importers.article.jsonld import read_jsonld
from kg.importers.article.licence import read_licence
from kg.importers.article.microdata import read_microdata
from kg.importers.article.page import Page
from kg.importers.article.stated import Metadata, Stated, read_layer
from kg.importers.suggestions.cues import read_cues
from kg.importers.suggestions.moments import find_moments
from kg.model.records.base import LANGUAGES
from kg.model.text import SourceText

_BYLINES = (
    "//article//*[@rel='author']",
    "//*[@rel='author']",
    "//*[contains(concat(' ', @class, ' '), ' byline ')]",
)
_BY = re.compile(r"^(?:by|av|von|автор:?|аўтар:?)\s+", re.I)
_LONGEST_NAME = 80
_LOOKED_AT = 20_000
"""Letters of a page in which the day is looked for that it was published."""
_MARKS = " |·•\u2013\u2014:»-"
"""What stands between a title and the name of the site, dashes among it."""


def read_metadata(page: Page) -> Metadata:
    """Read what a page says of itself, the most explicit place first."""
    tree = page.tree
    layers = (
        read_layer(read_jsonld(tree), "JSON-LD"),
        read_layer(read_microdata(tree), "microdata"),
        read_layer(read_head(tree), "the head of the page"),
        read_layer(_visible(tree), "the page as printed"),
        read_layer(_guessed(page), "the page as printed, by its look"),
    )
    found = Metadata()
    for layer in layers:
        found = found.or_else(layer)
    return _with_licence(_with_plain_title(found, tree), tree)


def _visible(tree: HtmlElement) -> dict[str, str | None]:
    times = tree.xpath("//article//time/@datetime") or tree.xpath("//time/@datetime")
    headings = tree.xpath("//h1") or tree.xpath("//title")
    return {
        "title": _text(headings[0]) if headings else None,
        "author": _byline(tree),
        "published": times[0] if len(set(times)) == 1 else None,
        "language": tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
    }


def _byline(tree: HtmlElement) -> str | None:
    for path in _BYLINES:
        names = {_BY.sub("", _text(element)) for element in tree.xpath(path)}
        names = {it for it in names if 0 < len(it) <= _LONGEST_NAME}
        if len(names) == 1:
            return names.pop()
    return None


def _guessed(page: Page) -> dict[str, str | None]:
    """Ask the library that looks for dates; it is believed when the day is printed."""
    date = extract_metadata(page.markup).date
    printed = SourceText.from_text(_text(page.tree)[:_LOOKED_AT])
    tables = filter(None, map(read_cues, LANGUAGES))
    days = {it.edtf for cues in tables for it in find_moments(printed, cues)}
    return {"published": date if date in days else None}


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _with_plain_title(found: Metadata, tree: HtmlElement) -> Metadata:
    """Take the name of the site away, which many pages add to the title."""
    if found.title is None:
        return found
    headings = [_text(it) for it in tree.xpath("//h1")]
    plain = next(
        (it for it in headings if it and found.title.value.startswith(it)),
        _without_site(found),
    )
    return Metadata(title=Stated(plain, found.title.where)).or_else(found)


def _without_site(found: Metadata) -> str:
    assert found.title is not None  # noqa: S101 - the caller has looked
    title = found.title.value
    site = found.publisher.value if found.publisher is not None else ""
    rest = title.removesuffix(site).rstrip()
    return rest.rstrip(_MARKS) if site and rest.endswith(tuple(_MARKS[1:])) else title


def _with_licence(found: Metadata, tree: HtmlElement) -> Metadata:
    stated = read_licence(tree)
    if found.licence is not None or stated is None:
        return found
    return Metadata(licence=Stated(*stated)).or_else(found)
