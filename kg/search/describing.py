"""Describing some things of an index by the store of a release, not by its lines."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.iri import concept
from kg.rdf.terms import HS
from kg.search.background import Background, is_heavy
from kg.search.gathering import PLACES, READ, kind_of, thing_of
from kg.search.thing import Thing
from kg.store.protocol import Store

_AT_ONCE = 1000

_QUADS = "GRAPH ?graph { ?thing ?predicate ?value }"
_WEIGHT = "GRAPH ?graph { ?subject ?predicate ?thing }"
_DAYS = f"?thing {HS.notBefore}|{HS.notAfter} ?value"


@dataclass(frozen=True)
class Describer:
    """Describes things by what a store says."""

    store: Store

    def things(self, iris: Collection[str]) -> Iterator[Thing]:
        """Yield those of some things that have names; all are of kinds that count."""
        wanted = sorted(iris)
        for start in range(0, len(wanted), _AT_ONCE):
            yield from self._things(wanted[start : start + _AT_ONCE])

    @cached_property
    def places(self) -> Background:
        """What lies within what, and what is a country."""
        found = Background()
        within = f"SELECT ?place ?wider {{ ?place {HS.within} ?wider }}"
        for place, wider in sorted(self._pairs(within, "place", "wider")):
            found.within.setdefault(place, wider)
        country = concept("precision", "country")
        countries = f"SELECT ?place {{ ?place {HS.geoPrecision} {country} }}"
        found.countries.update(it for (it,) in self._pairs(countries, "place"))
        return found

    def pointing(self, path: str, targets: Iterable[str]) -> set[str]:
        """List the things that have some others at a path."""
        wanted, found = sorted(targets), set[str]()
        for start in range(0, len(wanted), _AT_ONCE):
            values = _values("target", wanted[start : start + _AT_ONCE])
            query = f"SELECT DISTINCT ?thing {{ {values} ?thing {path} ?target }}"
            found.update(it for (it,) in self._pairs(query, "thing"))
        return found

    def _things(self, iris: Collection[str]) -> Iterator[Thing]:
        quads = self._quads(iris)
        background = self._background(iris, quads)
        for subject, said in groupby(quads, key=attrgetter("subject")):
            kind = kind_of(subject.value)
            thing = thing_of(subject.value, kind, list(said), background)
            if thing.names:
                yield thing

    def _quads(self, iris: Collection[str]) -> list[Quad]:
        query = (
            "SELECT ?thing ?predicate ?value ?graph"
            f" {{ {_values('thing', iris)} {_QUADS} }}"
        )
        found = [
            Quad(it["thing"], it["predicate"], it["value"], it["graph"])  # type: ignore[arg-type]  # what a pattern of quads gives
            for it in self.store.select(query)
            if str(it["predicate"]).encode() in READ
        ]
        return sorted(found, key=str)

    def _background(self, iris: Collection[str], quads: Iterable[Quad]) -> Background:
        """Read what is known of the times and the weights of things."""
        places = self.places
        times = {
            quad.object.value
            for quad in quads
            if quad.predicate == HS.time and isinstance(quad.object, NamedNode)
        }
        found = Background(within=places.within, countries=places.countries)
        days = f"SELECT ?thing ?value {{ {_values('thing', times)} {_DAYS} }}"
        for time, day in self._pairs(days, "thing", "value"):
            found.add_year(time, int(day[:4]))
        heavy = _values("thing", filter(is_heavy, iris))
        counted = f"{{ {heavy} {_WEIGHT} }} GROUP BY ?thing"
        weights = f"SELECT ?thing (COUNT(*) AS ?value) {counted}"
        for thing, number in self._pairs(weights, "thing", "value"):
            found.weights[thing] = int(number)
        return found

    def _pairs(self, query: str, *names: str) -> Iterator[tuple[str, ...]]:
        """Yield the texts of solutions."""
        for row in self.store.select(query):
            terms = [row[name] for name in names]
            yield tuple(
                it.value if isinstance(it, NamedNode | Literal) else str(it)
                for it in terms
            )

    def moved(self, before: "Describer", places: Iterable[str]) -> set[str]:
        """List what lies within places, in the store or in that before, and these."""
        moved, known = set(places), (before.places, self.places)
        below = {
            it
            for background in known
            for it in background.within
            if not moved.isdisjoint(background.upwards(it))
        }
        return moved | below

    def within(self, places: Iterable[str]) -> set[str]:
        """List the things that stand in some places."""
        return self.pointing("|".join(map(str, PLACES)), places)


def _values(variable: str, iris: Iterable[str]) -> str:
    return f"VALUES ?{variable} {{ {' '.join(f'<{it}>' for it in iris)} }}"
