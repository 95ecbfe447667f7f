"""Events in lists: what, when and of which type, in one line."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.moments import short_when, sort_key
from kg.api.pages.reading import Link, Reading
from kg.rdf.terms import HS, RDF


@dataclass(frozen=True, slots=True)
class EventItem:
    """An event in a list; `order` sorts by time, unknown times last."""

    link: Link
    types: tuple[Link, ...]
    when: str
    alleged: bool
    order: tuple[str, str]


def read_event_item(reading: Reading, event: NamedNode) -> EventItem:
    """Read an event, or a series, for a list."""
    link = reading.link(event)
    alleged = HS.AllegedEvent in reading.facts.iris(event, RDF.type)
    return EventItem(
        link,
        reading.links(event, HS.eventType),
        short_when(reading, event),
        alleged,
        (sort_key(reading, event), link.text),
    )


def read_event_items(
    reading: Reading, events: Iterable[NamedNode]
) -> tuple[EventItem, ...]:
    """Read events for a list, in the order of their times."""
    items = [read_event_item(reading, event) for event in set(events)]
    return tuple(sorted(items, key=lambda item: item.order))
