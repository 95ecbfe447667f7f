"""Events in lists: what, when and of which type, in one line."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.moments import short_when, sort_day
from kg.api.pages.reading import Link, Reading
from kg.rdf.terms import HS, RDF


@dataclass(frozen=True, slots=True)
class EventItem:
    """An event in a list.

    Attributes:
        concerns: whom or what it was about.
        day: when it was, in a form that sorts.
    """

    link: Link
    types: tuple[Link, ...]
    concerns: tuple[Link, ...]
    when: str
    alleged: bool
    day: str | None

    @property
    def order(self) -> tuple[bool, str, str]:
        """Sort by time; what has none comes last."""
        return (self.day is None, self.day or "", self.link.text)

    @property
    def latest_first(self) -> tuple[bool, str, str]:
        """Sort by time in reverse (`reverse=True`); what has none comes last too."""
        return (self.day is not None, self.day or "", self.link.text)


def read_event_item(reading: Reading, event: NamedNode) -> EventItem:
    """Read an event, or a series, for a list."""
    link = reading.link(event)
    alleged = HS.AllegedEvent in reading.facts.iris(event, RDF.type)
    return EventItem(
        link,
        reading.links(event, HS.eventType),
        reading.links(event, HS.concerns),
        short_when(reading, event),
        alleged,
        sort_day(reading, event),
    )


def read_event_items(
    reading: Reading, events: Iterable[NamedNode]
) -> tuple[EventItem, ...]:
    """Read events for a list, in the order of their times."""
    items = [read_event_item(reading, event) for event in set(events)]
    return tuple(sorted(items, key=lambda item: item.order))
