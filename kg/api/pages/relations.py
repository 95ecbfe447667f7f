"""Relations between events, told from the side of one of them."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.events import EventItem, read_event_item
from kg.api.pages.language import Label
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Link, Reading
from kg.api.pages.roles import hedge
from kg.rdf.iri import concept
from kg.rdf.terms import HS, SKOS

_INVERSE = {
    "precedes": "follows",
    "follows": "precedes",
    "encompasses": "is part of",
    "causes": "is caused by",
    "parallel": "at the same time as",
    "commemorates": "is commemorated by",
    "responds-to": "is answered by",
    "previous-in-kind": "was preceded in kind by",
}
"""Type of relation → its words when it is read from the other end."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation: words such as "responds to", and the other event."""

    words: Label
    type: Link | None
    other: EventItem
    hedge: Link | None
    notes: tuple[Label, ...]
    numbers: tuple[int, ...]


def read_relations(
    reading: Reading, event: NamedNode, quotations: Quotations
) -> tuple[Relation, ...]:
    """List the relations of an event, its own first."""
    facts = reading.facts
    out = [
        _relation(reading, node, other, _forward(reading, node), quotations)
        for node in facts.subjects(HS.fromEvent, event)
        for other in facts.iris(node, HS.toEvent)
    ]
    back = [
        _relation(reading, node, other, _backward(reading, node), quotations)
        for node in facts.subjects(HS.toEvent, event)
        for other in facts.iris(node, HS.fromEvent)
    ]
    return tuple(
        relation
        for group in (out, back)
        for relation in sorted(group, key=lambda item: item.other.order)
    )


def _relation(
    reading: Reading,
    node: NamedNode,
    other: NamedNode,
    words: Label,
    quotations: Quotations,
) -> Relation:
    return Relation(
        words,
        reading.first(node, HS.relationType),
        read_event_item(reading, other),
        hedge(reading, node),
        tuple(reading.texts(node, SKOS.editorialNote)),
        quotations.of(node),
    )


def _forward(reading: Reading, node: NamedNode) -> Label:
    type_ = reading.first(node, HS.relationType)
    return type_.label if type_ else Label("is related to", "en")


def _backward(reading: Reading, node: NamedNode) -> Label:
    for code, words in _INVERSE.items():
        type_ = concept("relation-type", code)
        if type_ in reading.facts.iris(node, HS.relationType):
            return Label(words, "en")
    return _forward(reading, node)
