"""A listing of articles as BibTeX and as CSL-JSON, for lists of references."""

import re

import orjson

from kg.api.citing.citation import escaped
from kg.api.lists.item import Item
from kg.api.lists.listing import Listing

_PLAIN = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def as_bibtex(listing: Listing) -> bytes:
    """Write an entry for each article."""
    return "\n".join(_entry(item) for item in listing.items).encode()


def _entry(item: Item) -> str:
    parts = _published(item)
    fields = {
        "title": f"{{{escaped(item.name)}}}" if item.label else "",
        "howpublished": escaped(", ".join(item.texts("publisher"))),
        "year": str(parts[0]) if parts else "",
        "month": str(parts[1]) if len(parts) > 1 else "",
        "day": str(parts[2]) if len(parts) > 2 else "",
        "language": ", ".join(item.texts("language")),
        "url": _address(item),
        "note": f"Solidarity Graph: {escaped(item.iri)}",
    }
    lines = "".join(f"  {name} = {{{it}}},\n" for name, it in fields.items() if it)
    return f"@misc{{{_key(item)},\n{lines}}}\n"


def as_csl(listing: Listing) -> bytes:
    """Write an item for each article, in a list as its readers want it."""
    return orjson.dumps([_csl(it) for it in listing.items], option=orjson.OPT_INDENT_2)


def _csl(item: Item) -> dict[str, object]:
    """Write an item; in CSL, an "article" is a preprint."""
    parts = _published(item)
    found = {
        "id": _key(item),
        "type": "webpage" if any(item.texts("address")) else "document",
        "title": item.name if item.label else "",
        "container-title": ", ".join(item.texts("publisher")),
        "issued": {"date-parts": [parts]} if parts else None,
        "language": ", ".join(item.texts("language")),
        "URL": _address(item),
        "note": item.iri,
    }
    return {name: value for name, value in found.items() if value}


def _published(item: Item) -> list[int]:
    """Return year, month and day, as many as are known; none of a mere bound."""
    for when in item.when:
        match = _PLAIN.fullmatch(when["written"][:10])
        if match and when["last"] is not None:
            return [int(part) for part in match.groups() if part]
    return []


def _address(item: Item) -> str:
    return next(item.texts("address"), item.iri)


def _key(item: Item) -> str:
    return item.iri.rpartition("/")[2]
