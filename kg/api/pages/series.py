"""The page of a series of events."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.claims import Claim, claims_about
from kg.api.pages.events import EventItem, read_event_items
from kg.api.pages.frame import Frame, Naming, read_frame
from kg.api.pages.judgements import Judged, judgements_on
from kg.api.pages.moments import When, read_when
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Link, Reading
from kg.api.pages.relations import Relation, read_relations
from kg.api.pages.words import duration
from kg.rdf.terms import HS


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """All that is told of a series; `schedule` is ours, in words."""

    numbers: tuple[int, ...]
    when: When
    schedule: str | None
    concerns: tuple[Link, ...]
    events: tuple[EventItem, ...]
    relations: tuple[Relation, ...]
    claims: tuple[Claim, ...]
    reported_in: tuple[Link, ...]
    judgements: tuple[Judged, ...]
    frame: Frame


def read_series_page(reading: Reading, series: NamedNode) -> SeriesPage:
    """Put everything known of a series in order."""
    quotations = Quotations(reading)
    when = read_when(reading, series, quotations)
    return SeriesPage(
        numbers=quotations.of(series),
        when=when,
        schedule=_schedule(reading, series),
        concerns=reading.links(series, HS.concerns),
        events=read_event_items(reading, reading.facts.subjects(HS.inSeries, series)),
        relations=read_relations(reading, series, quotations),
        claims=claims_about(reading, [series], quotations),
        reported_in=reading.links(series, HS.reportedIn),
        judgements=judgements_on(reading, series),
        frame=read_frame(reading, series, quotations, Naming("Series of events")),
    )


def _schedule(reading: Reading, series: NamedNode) -> str | None:
    every = reading.facts.lexical(series, HS.repeatFrequency)
    if every is None:
        return None
    day = reading.facts.lexical(series, HS.byMonthDay)
    length = duration(every).removeprefix("one ")
    return f"every {length}, on day {day}" if day else f"every {length}"
