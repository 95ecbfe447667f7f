"""A thing in the words of schema.org, as search engines read it.

It is embedded in the page of the thing and is `?profile=schema` of its data. Only what
sources assert is said in it: their form has no place for "is said to have", so that of
an event that is not established nothing but its name is told. Dates have no more
precision than they are known with.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

import orjson
from pyoxigraph import NamedNode

from kg.api.pages.address import kind_of
from kg.api.pages.language import Label
from kg.api.pages.reading import LABELS, Reading
from kg.rdf.iri import concept
from kg.rdf.terms import DCT, HS, OWL, SCHEMA, SKOS

CONTEXT = "https://schema.org"
PROFILE = "schema"
"""The value of `profile=`."""

Said: TypeAlias = Mapping[str, object]

_ASSERTED = concept("modality", "asserted")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def type_of(thing: NamedNode) -> str | None:
    """Return the class of schema.org that a kind of thing has, or None."""
    found = _KINDS.get(kind_of(thing.value))
    return None if found is None else found[0]


def describe_searchable(reading: Reading, thing: NamedNode) -> Said | None:
    """Describe a thing in the words of schema.org; None when they have none for it."""
    found = _KINDS.get(kind_of(thing.value))
    if found is None:
        return None
    kind, describe = found
    names = _names(reading, thing)
    if not names:
        return None
    said: dict[str, object] = {
        "@context": CONTEXT,
        "@type": kind if _is_established(reading, thing) else "Thing",
        "@id": thing.value,
        "name": names if len(names) > 1 else names[0],
        "sameAs": [it.value for it in reading.facts.iris(thing, OWL.sameAs)],
    }
    if said["@type"] == kind:
        said |= describe(reading, thing)
    return {name: value for name, value in said.items() if value}


def embedded(said: Said | None) -> str | None:
    """Write a description so that it can stand in a page: it cannot end its element."""
    return None if said is None else orjson.dumps(said).decode().replace("<", "\\u003c")


def _is_established(reading: Reading, thing: NamedNode) -> bool:
    alleged = HS.AllegedEvent in reading.types(thing)
    return not alleged and reading.facts.iri(thing, HS.existence) in (None, _ASSERTED)


def _names(reading: Reading, thing: NamedNode) -> list[object]:
    for predicate in LABELS:
        found = reading.texts(thing, predicate)
        if found:
            return [_text(label) for label in found]
    return []


def _text(label: Label) -> object:
    """Write a text with its language, which stands in a node of its own."""
    if not label.language:
        return label.text
    return {"@value": label.text, "@language": label.tag}


def _event(reading: Reading, event: NamedNode) -> Said:
    return {
        **_days(reading, event),
        "location": _nodes(reading, event, "Place", HS.place),
        "organizer": _nodes(reading, event, None, HS.organiser),
        "keywords": [link.text for link in reading.links(event, HS.eventType)],
        "subjectOf": _nodes(reading, event, "CreativeWork", HS.reportedIn),
    }


def _days(reading: Reading, event: NamedNode) -> Said:
    """Give the days of a time that is stated: a judged one is ours, not a source's."""
    spans = reading.facts.iris(event, HS.time)
    written = reading.facts.lexical(spans[0], HS.edtf) if len(spans) == 1 else None
    start, _slash, end = (written or "").partition("/")
    days = {"startDate": start, "endDate": end or start}
    return {name: day for name, day in days.items() if _DATE.fullmatch(day)}


def _person(_reading: Reading, _thing: NamedNode) -> Said:
    """Say no more of people than their names: where they work may put them at risk."""
    return {}


def _organisation(reading: Reading, organisation: NamedNode) -> Said:
    return {
        "alternateName": [
            _text(label) for label in reading.texts(organisation, SKOS.altLabel)
        ],
        "url": _addresses(reading, organisation),
        "location": _nodes(reading, organisation, "Place", HS.country),
    }


def _addresses(reading: Reading, thing: NamedNode) -> list[str]:
    shown = map(reading.display, reading.facts.values(thing, SCHEMA.url))
    return [link.iri or link.text for link in shown]


def _place(reading: Reading, place: NamedNode) -> Said:
    return {"containedInPlace": _nodes(reading, place, "Place", HS.within)}


def _article(reading: Reading, document: NamedNode) -> Said:
    facts = reading.facts
    return {
        "headline": _names(reading, document)[:1],
        "datePublished": facts.lexical(document, SCHEMA.datePublished),
        "inLanguage": [it.value for it in facts.literals(document, SCHEMA.inLanguage)],
        "publisher": _nodes(reading, document, "Organization", DCT.publisher),
        "url": _addresses(reading, document),
    }


_KINDS: Mapping[str, tuple[str, Callable[[Reading, NamedNode], Said]]] = {
    "event": ("Event", _event),
    "person": ("Person", _person),
    "organisation": ("Organization", _organisation),
    "place": ("Place", _place),
    "document": ("Article", _article),
}


def _nodes(
    reading: Reading, thing: NamedNode, kind: str | None, predicate: NamedNode
) -> list[object]:
    """Name the things of a property; without a kind, each is of its own."""
    return [
        {
            "@type": kind or type_of(NamedNode(link.iri)) or "Organization",
            "@id": link.iri,
            "name": link.text,
        }
        for link in reading.links(thing, predicate)
    ]
