"""What schema.org in JSON-LD says of the article that a page is."""

import json
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

_ARTICLES = (
    "Article",
    "BlogPosting",
    "Report",
    "LiveBlogPosting",
    "SocialMediaPosting",
)
_WITHIN = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart")
_NAMES = ("name", "url", "@id")
_DEEPEST = 12


def read_jsonld(tree: HtmlElement) -> dict[str, str | None]:
    """Read the first article in the page's JSON-LD; nothing when there is none."""
    for node in _nodes(tree):
        if is_article(_texts(node.get("@type"))):
            return _article(node)
    return {}


def is_free(tree: HtmlElement) -> bool:
    """Say whether the page's JSON-LD leaves the article to everybody."""
    return not any(
        str(node.get("isAccessibleForFree")).lower() in ("false", "no")
        for node in _nodes(tree)
    )


def is_article(types: list[str]) -> bool:
    """Say whether one of the types is a kind of article."""
    return any(type_.endswith(_ARTICLES) for type_ in types)


def _article(node: dict[str, Any]) -> dict[str, str | None]:
    return {
        "title": _first(node, "headline", "name"),
        "author": ", ".join(_texts(node.get("author"))) or None,
        "publisher": _first(node, "publisher", "sourceOrganization"),
        "published": _first(node, "datePublished", "dateCreated"),
        "modified": _first(node, "dateModified"),
        "language": _first(node, "inLanguage"),
        "licence": _first(node, "license"),
        "url": _first(node, "url", "mainEntityOfPage", "@id"),
    }


def _first(node: dict[str, Any], *names: str) -> str | None:
    return next((text for name in names for text in _texts(node.get(name))), None)


def _texts(value: object) -> list[str]:
    """List the texts of a value: of a thing its name, else its address."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    if not isinstance(value, dict):
        return []
    named = next((value[it] for it in _NAMES if it in value), None)
    return [named] if isinstance(named, str) else []


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if script.get("type", "").partition(";")[0].strip() == "application/ld+json":
            yield from _walk(_parse(script.text or ""), 0)


def _parse(text: str) -> object:
    """Parse it; what is no JSON says nothing, and other layers may."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _walk(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, depth + 1)
    if isinstance(value, dict):
        yield value
        for name in _WITHIN:
            yield from _walk(value.get(name), depth + 1)
