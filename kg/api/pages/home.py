"""The home page: what this is, its figures, and its latest actions."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.events import EventItem, read_event_item
from kg.api.pages.neighbourhood import describe_all
from kg.api.pages.reading import Reading
from kg.api.pages.words import plural
from kg.rdf.query.binding import bind
from kg.rdf.terms import HS
from kg.store.protocol import Store

LATEST = 12
"""How many events the home page lists."""

_FIGURES = (
    "events",
    "organisations",
    "people",
    "demands",
    "claims",
    "documents",
    "triples",
)

_DAYS = 200
"""Among the events of how many days the latest are looked for."""

# The days come first: a join of all events with all days takes seconds when there are
# many. A judged time counts like a stated one. Of the assemblies of a town, those are
# solidarity that concern somebody.
_LATEST = f"""
SELECT ?event (MAX(?day) AS ?last) WHERE {{
  {{
    SELECT DISTINCT ?day WHERE {{ ?any {HS.notBefore} ?day . }}
    ORDER BY DESC(?day)
    LIMIT {_DAYS}
  }}
  ?time {HS.notBefore} ?day .
  ?event {HS.time}|{HS.judgedTime} ?time ;
    a ?class ;
    {HS.concerns} ?whom .
  FILTER NOT EXISTS {{ ?event {HS.partOf} ?whole . }}
}}
GROUP BY ?event
ORDER BY DESC(?last) ?event
LIMIT {LATEST}
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the release, and what it counts."""

    number: int
    noun: str


def read_figures(counts: Mapping[str, int]) -> tuple[Figure, ...]:
    """Read the figures of a release's manifest that mean something to people."""
    return tuple(
        Figure(counts[name], _noun(name, counts[name]))
        for name in _FIGURES
        if name in counts
    )


def _noun(name: str, number: int) -> str:
    singular = {"people": "person"}.get(name, name.removesuffix("s"))
    return singular if number == 1 else plural(singular)


def latest_actions(store: Store, reading: Reading) -> tuple[EventItem, ...]:
    """List the latest civic actions, the latest first; parts stand with their whole."""
    rows = store.select(bind(_LATEST, {"class": HS.CivicAction}))
    events = [row["event"] for row in rows]
    found = [event for event in events if isinstance(event, NamedNode)]
    facts = describe_all(store, found)
    read = Reading(facts, reading.terms, reading.languages, reading.root)
    return tuple(read_event_item(read, event) for event in found)
