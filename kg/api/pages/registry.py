"""Which page shows which kind of thing."""

from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.address import kind_of
from kg.api.pages.claim import read_claim_page
from kg.api.pages.demand import read_demand_page
from kg.api.pages.document import read_document_page
from kg.api.pages.event import read_event_page
from kg.api.pages.generic import read_generic_page
from kg.api.pages.group import read_group_page
from kg.api.pages.judgement import read_judgement_page
from kg.api.pages.organisation import read_organisation_page
from kg.api.pages.passage import read_passage_page
from kg.api.pages.person import read_person_page
from kg.api.pages.place import read_place_page
from kg.api.pages.reading import Reading
from kg.api.pages.series import read_series_page
from kg.api.pages.timespan import read_time_page


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page: its template, and the function that reads its model."""

    template: str
    read: Callable[[Reading, NamedNode], object]


_PAGES = {
    "event": PageKind("event.html", read_event_page),
    "series": PageKind("series.html", read_series_page),
    "person": PageKind("person.html", read_person_page),
    "organisation": PageKind("organisation.html", read_organisation_page),
    "group": PageKind("group.html", read_group_page),
    "place": PageKind("place.html", read_place_page),
    "demand": PageKind("demand.html", read_demand_page),
    "claim": PageKind("claim.html", read_claim_page),
    "document": PageKind("document.html", read_document_page),
    "judgement": PageKind("judgement.html", read_judgement_page),
    "passage": PageKind("passage.html", read_passage_page),
    "time": PageKind("time.html", read_time_page),
}
_GENERIC = PageKind("generic.html", read_generic_page)


def page_kind(thing: NamedNode) -> PageKind:
    """Return the kind of page that shows a thing; every thing has one."""
    return _PAGES.get(kind_of(thing.value), _GENERIC)
