"""The page of any thing that has no page of its own: its properties, as they are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.address import kind_of
from kg.api.pages.frame import Frame, Naming, read_frame
from kg.api.pages.language import Label
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Link, Reading
from kg.api.pages.words import sentence
from kg.rdf.terms import HS, RDF

_ENDS = {
    "participation": (HS.agent, HS.role, HS.inEvent),
    "relation": (HS.fromEvent, HS.relationType, HS.toEvent),
    "affiliation": (HS.member, HS.organisation),
}
"""Kind → what tells such a thing, which has no name of its own, from another."""


@dataclass(frozen=True, slots=True)
class Row:
    """A property and its values."""

    property: Link
    values: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class GenericPage:
    """What is said of a thing, and what points at it."""

    rows: tuple[Row, ...]
    pointing: tuple[Row, ...]
    frame: Frame


def read_generic_page(reading: Reading, thing: NamedNode) -> GenericPage:
    """List all properties of a thing."""
    quotations = Quotations(reading)
    quotations.of(thing)
    kind = kind_of(thing.value) or "thing"
    return GenericPage(
        rows_of(reading, thing),
        rows_pointing(reading, thing),
        read_frame(
            reading,
            thing,
            quotations,
            Naming(sentence(kind), _title(reading, thing, kind)),
        ),
    )


def _title(reading: Reading, thing: NamedNode, kind: str) -> Label | None:
    """Call a thing without a name by what it connects."""
    ends = [
        reading.label(end).text
        for property_ in _ENDS.get(kind, ())
        for end in reading.facts.iris(thing, property_)
    ]
    return Label(" · ".join(ends), "en") if ends else None


def rows_of(reading: Reading, thing: NamedNode) -> tuple[Row, ...]:
    """List what is said of a thing, by property."""
    by_property: dict[NamedNode, list[Link]] = defaultdict(list)
    for quad in reading.facts.of(thing):
        if quad.predicate != HS.evidence:
            by_property[quad.predicate].append(reading.display(quad.object))
    return _rows(reading, by_property)


def rows_pointing(reading: Reading, thing: NamedNode) -> tuple[Row, ...]:
    """List what points at a thing, by property."""
    by_property: dict[NamedNode, list[Link]] = defaultdict(list)
    for quad in reading.facts:
        if quad.object == thing and isinstance(quad.subject, NamedNode):
            by_property[quad.predicate].append(reading.link(quad.subject))
    return _rows(reading, by_property)


def _rows(
    reading: Reading, by_property: dict[NamedNode, list[Link]]
) -> tuple[Row, ...]:
    ordered = sorted(by_property, key=lambda p: (p != RDF.type, p.value))
    return tuple(
        Row(reading.link(name), _distinct(by_property[name])) for name in ordered
    )


def _distinct(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(dict.fromkeys(links)))
