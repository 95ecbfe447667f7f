"""What schema.org in microdata says of the article that a page is."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from kg.importers.article.jsonld import is_article

_PROPERTIES = {
    "headline": "title",
    "name": "title",
    "author": "author",
    "creator": "author",
    "publisher": "publisher",
    "datePublished": "published",
    "dateModified": "modified",
    "inLanguage": "language",
    "license": "licence",
    "url": "url",
    "mainEntityOfPage": "url",
}
_CARRIERS = ("content", "datetime", "href")
"""Attributes that have a value in place of the text."""


def read_microdata(tree: HtmlElement) -> dict[str, str | None]:
    """Read the first article in the page's microdata; nothing when there is none."""
    for item in tree.xpath("//*[@itemscope and @itemtype]"):
        if is_article(item.get("itemtype").split()):
            found: dict[str, str | None] = {}
            for name, value in _properties(item):
                found.setdefault(_PROPERTIES[name], value)
            return found
    return {}


def _properties(item: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield the item's own properties that we know, headlines before names."""
    elements = [it for it in item.xpath(".//*[@itemprop]") if _owner(it) is item]
    named = [(name, it) for it in elements for name in it.get("itemprop").split()]
    for name, element in sorted(named, key=lambda pair: pair[0] == "name"):
        value = _value(element)
        if name in _PROPERTIES and value:
            yield name, value


def _owner(element: HtmlElement) -> HtmlElement | None:
    return next(
        (it for it in element.iterancestors() if "itemscope" in it.attrib), None
    )


def _value(element: HtmlElement) -> str:
    if "itemscope" in element.attrib:
        names = element.xpath(".//*[@itemprop='name']")
        return _value(names[0]) if names else ""
    for attribute in _CARRIERS:
        if element.get(attribute):
            return str(element.get(attribute))
    return " ".join(element.text_content().split())
