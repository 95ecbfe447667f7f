"""The page of a time span."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.events import EventItem, read_event_items
from kg.api.pages.frame import Frame, Naming, read_frame
from kg.api.pages.language import Label
from kg.api.pages.moments import Moment, read_moment
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Link, Reading
from kg.api.pages.words import sentence
from kg.rdf.terms import HS, PROV


@dataclass(frozen=True, slots=True)
class TimePage:
    """A time span, whose time it is, and what it follows from."""

    moment: Moment
    precision: Link | None
    events: tuple[EventItem, ...]
    judged_events: tuple[EventItem, ...]
    ongoing: tuple[EventItem, ...]
    grounds: tuple[Moment, ...]
    consequences: tuple[Moment, ...]
    frame: Frame


def read_time_page(reading: Reading, span: NamedNode) -> TimePage:
    """Put what is known of a time span in order."""
    facts, quotations = reading.facts, Quotations(reading)
    moment = read_moment(reading, span, quotations)
    naming = Naming("Time", Label(sentence(moment.words), "en"))
    return TimePage(
        moment,
        reading.first(span, HS.precision),
        read_event_items(reading, facts.subjects(HS.time, span)),
        read_event_items(reading, facts.subjects(HS.judgedTime, span)),
        read_event_items(reading, facts.subjects(HS.ongoingAt, span)),
        tuple(
            read_moment(reading, ground, quotations)
            for ground in facts.iris(span, PROV.wasDerivedFrom)
        ),
        tuple(
            read_moment(reading, other, quotations)
            for other in facts.subjects(PROV.wasDerivedFrom, span)
            if facts.lexical(other, HS.edtf) is not None
        ),
        read_frame(reading, span, quotations, naming),
    )
