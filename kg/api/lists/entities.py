"""A listing as entities of FollowTheMoney, one JSON document a line.

https://followthemoney.tech: for tools that match lists of people and organisations.
Its identifiers have letters, digits, dots and hyphens, so they are made of kind and
key; the IRI is the address of the source. Its dates have no uncertainty: what has no
plain date has none here. It knows countries by two letters, which the graph has not.
"""

import re
from collections.abc import Iterator

import orjson

from kg.api.lists.item import Item
from kg.api.lists.listing import Listing
from kg.api.pages.address import name_of
from kg.publishing.lists.catalogue import EVENTS, ORGANISATIONS, PEOPLE
from kg.rdf.namespaces import BASE

SCHEMATA = {
    PEOPLE.name: "Person",
    ORGANISATIONS.name: "Organization",
    EVENTS.name: "Event",
}
_AGENTS = ("person", "organisation")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_PROJECT = "-".join(re.findall(r"[a-z0-9]+", BASE.partition("//")[2].lower()))
_OURS = _PROJECT.removeprefix("w3id-org-")
"""What identifiers of ours begin with: those of other projects begin with theirs."""

_WIKIDATA = re.compile(r"https?://www\.wikidata\.org/entity/(Q\d+)")


def as_entities(listing: Listing) -> bytes:
    """Write an entity for each row."""
    schema = SCHEMATA[listing.listed.name]
    return b"".join(
        orjson.dumps(
            {
                "id": identifier(item.iri),
                "schema": schema,
                "properties": {n: v for n, v in _properties(item).items() if v},
            }
        )
        + b"\n"
        for item in listing.items
    )


def identifier(iri: str) -> str:
    """Make an identifier of the IRI of a thing.

    >>> identifier("https://w3id.org/hrsolidarity/id/event/may-day")
    'hrsolidarity-event-may-day'
    """
    name = name_of(iri)
    return f"{_OURS}-{name.kind}-{name.key}" if name else iri


def _properties(item: Item) -> dict[str, list[str]]:
    # Of several names it shows any: those in other languages stand beside the one.
    names = list(dict.fromkeys(item.label.values()))
    found = {
        "name": [item.name],
        "alias": [it for it in names if it != item.name],
        "sourceUrl": [item.iri],
        "modifiedAt": [item.modified[:10]],
    }
    fields = item.fields
    if "same_as" in fields:
        found["wikidataId"] = sorted(_wikidata(item))
    if "website" in fields:
        found["website"] = list(item.texts("website"))
    if "organiser" in fields:
        found |= _of_event(item)
    return found


def _wikidata(item: Item) -> Iterator[str]:
    for iri in item.iris("same_as"):
        if match := _WIKIDATA.fullmatch(iri):
            yield match[1]


def _of_event(item: Item) -> dict[str, list[str]]:
    return {
        **_dates(item),
        "location": list(item.texts("place")),
        "organizer": list(_agents(item, "organiser")),
        "involved": [*_agents(item, "supporter"), *_agents(item, "participant")],
        "keywords": list(item.texts("type")),
        "summary": [f"Not established: {it}" for it in item.texts("existence")],
    }


def _agents(item: Item, field: str) -> Iterator[str]:
    """Yield the identifiers of those that are entities: groups are in no list."""
    for iri in item.iris(field):
        name = name_of(iri)
        if name is not None and name.kind in _AGENTS:
            yield identifier(iri)


def _dates(item: Item) -> dict[str, list[str]]:
    """Give a date that is as plain as theirs, or the two of an interval."""
    if len(item.when) != 1:
        return {}
    parts = item.when[0]["written"].split("/")
    names = ("date",) if len(parts) == 1 else ("startDate", "endDate")
    return {
        name: [part]
        for name, part in zip(names, parts, strict=True)
        if _DATE.fullmatch(part)
    }
