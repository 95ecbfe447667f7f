"""The page of a demand."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.demands import Demand, read_demands
from kg.api.pages.events import EventItem, read_event_items
from kg.api.pages.frame import Frame, Naming, read_frame
from kg.api.pages.judgements import Judged, judgements_on
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Link, Reading
from kg.rdf.terms import HS


@dataclass(frozen=True, slots=True)
class DemandPage:
    """All that is told of a demand: `demand` has those sought through it below it."""

    demand: Demand
    made_at: tuple[EventItem, ...]
    sought_via: Link | None
    judgements: tuple[Judged, ...]
    frame: Frame


def read_demand_page(reading: Reading, demand: NamedNode) -> DemandPage:
    """Put what is known of a demand in order."""
    facts, quotations = reading.facts, Quotations(reading)
    below = facts.subjects(HS.soughtVia, demand)
    return DemandPage(
        demand=read_demands(reading, [demand, *below], quotations)[0],
        made_at=read_event_items(reading, facts.iris(demand, HS.madeAt)),
        sought_via=reading.first(demand, HS.soughtVia),
        judgements=judgements_on(reading, demand),
        frame=read_frame(reading, demand, quotations, Naming("Demand")),
    )
