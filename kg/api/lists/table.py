"""A listing as JSON, and as CSV (RFC 4180): all that its rows say."""

import csv
import io
from collections.abc import Iterator

import orjson

from kg.api.lists.item import Item, shown_fields
from kg.api.lists.listing import Listing
from kg.publishing.lists.catalogue import TEXTS

BETWEEN = "; "
"""What stands between several values in one cell."""


def as_json(listing: Listing) -> bytes:
    """Write the rows, and the ways on from them."""
    document = {
        "list": listing.listed.name,
        "release": listing.release,
        "count": listing.page.count,
        "counted": listing.page.is_counted,
        "links": listing.links,
        "items": [_members(item) for item in listing.items],
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


def _members(item: Item) -> dict[str, object]:
    return {
        "iri": item.iri,
        "label": dict(item.label),
        "when": list(item.when),
        "judged": item.judged,
        **item.fields,
        "modified": item.modified,
    }


def as_csv(listing: Listing) -> bytes:
    """Write a line for each row; things by their IRIs, and beside by their names."""
    output = io.StringIO()
    writer = csv.writer(output)
    fields = shown_fields(listing.listed)
    names = [it for name in fields for it in _columns(name)]
    writer.writerow(["iri", "label", *_WHEN, *names, "modified"])
    for item in listing.items:
        writer.writerow([*_cells(item), *_values(item), item.modified])
    return output.getvalue().encode()


_WHEN = ("date", "first", "last", "judged")


def _columns(name: str) -> tuple[str, ...]:
    return (name,) if name in TEXTS else (name, f"{name}_label")


def _cells(item: Item) -> Iterator[str]:
    yield item.iri
    yield item.name if item.label else ""
    yield BETWEEN.join(it["written"] for it in item.when)
    yield BETWEEN.join(it["first"] or "" for it in item.when)
    yield BETWEEN.join(it["last"] or "" for it in item.when)
    yield str(item.judged).lower()


def _values(item: Item) -> Iterator[str]:
    for name in item.fields:
        yield BETWEEN.join(item.iris(name))
        if name not in TEXTS:
            yield BETWEEN.join(item.texts(name))
