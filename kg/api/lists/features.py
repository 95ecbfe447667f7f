"""A listing as GeoJSON (RFC 7946): features that have no points.

The graph has no coordinates: an exact point can endanger people. A feature without a
geometry is what the format calls unlocated; the places and how exactly they are known
are told by their IRIs, which a reader's own gazetteer can be joined to.
"""

import orjson

from kg.api.lists.item import Item
from kg.api.lists.listing import Listing


def as_features(listing: Listing) -> bytes:
    """Write a collection of features."""
    document = {
        "type": "FeatureCollection",
        "links": listing.links,
        "features": [_feature(item) for item in listing.items],
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


def _feature(item: Item) -> dict[str, object]:
    properties: dict[str, object] = {
        "name": item.name,
        "label": dict(item.label),
        **{name: values for name, values in item.fields.items() if values},
    }
    if item.when:
        properties |= {"when": list(item.when), "judged": item.judged}
    return {
        "type": "Feature",
        "id": item.iri,
        "geometry": None,
        "properties": properties,
    }
