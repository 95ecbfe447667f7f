"""The page of a place."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.address import kind_of
from kg.api.pages.claims import Claim, claims_about
from kg.api.pages.events import EventItem, read_event_items
from kg.api.pages.frame import Frame, Naming, read_frame
from kg.api.pages.identity import Likeness, read_likenesses
from kg.api.pages.names import Names, read_names
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Link, Reading
from kg.rdf.terms import HS

_HAPPENINGS = ("event", "series")


@dataclass(frozen=True, slots=True)
class PlacePage:
    """All that is told of a place."""

    names: Names
    within: tuple[Link, ...]
    contains: tuple[Link, ...]
    events: tuple[EventItem, ...]
    concerned: tuple[EventItem, ...]
    organisations: tuple[Link, ...]
    mentioned_in: tuple[Link, ...]
    claims: tuple[Claim, ...]
    likenesses: tuple[Likeness, ...]
    frame: Frame


def read_place_page(reading: Reading, place: NamedNode) -> PlacePage:
    """Put what is known of a place in order."""
    facts, quotations = reading.facts, Quotations(reading)
    concerned = [
        thing
        for thing in facts.subjects(HS.concerns, place)
        if kind_of(thing.value) in _HAPPENINGS
    ]
    return PlacePage(
        names=read_names(reading, place),
        within=reading.links(place, HS.within),
        contains=reading.link_all(facts.subjects(HS.within, place)),
        events=read_event_items(reading, facts.subjects(HS.place, place)),
        concerned=read_event_items(reading, concerned),
        organisations=reading.link_all(facts.subjects(HS.country, place)),
        mentioned_in=reading.link_all(facts.subjects(HS.mentions, place)),
        claims=claims_about(reading, [place], quotations),
        likenesses=read_likenesses(reading, place),
        frame=read_frame(reading, place, quotations, Naming("Place")),
    )
