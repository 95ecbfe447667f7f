"""The background of things: days, places within places, how often each is spoken of."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kg.rdf.iri import concept
from kg.rdf.namespaces import BASE, VOCAB
from kg.rdf.terms import HS

_DAYS = frozenset(str(it).encode() for it in (HS.notBefore, HS.notAfter))
_WITHIN = str(HS.within).encode()
_PRECISION = str(HS.geoPrecision).encode()
_COUNTRY = str(concept("precision", "country")).encode()
_READ = frozenset((*_DAYS, _WITHIN, _PRECISION))
_HEAVY = re.compile(
    rf"<(?:{re.escape(BASE)}id/(?:person|organisation|group|place|series|document)/"
    rf"|{re.escape(VOCAB)})".encode()
)
"""What is weighed by how often it is spoken of: there are few of each."""

_MOST_YEARS = 10
"""Years of a time that is known so badly that it is of no use to choose by."""


@dataclass(frozen=True)
class Background:
    """What is read before things are."""

    weights: Counter[str] = field(default_factory=Counter)
    within: dict[str, str] = field(default_factory=dict)
    countries: set[str] = field(default_factory=set)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, lines: Iterable[bytes]) -> "Background":
        """Read it from sorted N-Quads."""
        found, weights = cls(), Counter[bytes]()
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            if predicate in _READ:
                found.add(_iri(subject), predicate, rest)
            if rest.startswith(b"<") and _HEAVY.match(rest):
                weights[rest.partition(b" ")[0]] += 1
        found.weights.update({_iri(it): number for it, number in weights.items()})
        return found

    def add(self, subject: str, predicate: bytes, rest: bytes) -> None:
        """Add what a line says, by its predicate and what comes behind it.

        Of several places that one is within, the first counts.
        """
        value = rest.partition(b" ")[0]
        if predicate in _DAYS:
            self.add_year(subject, int(rest[1:5]))
        elif predicate == _WITHIN:
            self.within.setdefault(subject, _iri(value))
        elif predicate == _PRECISION and value == _COUNTRY:
            self.countries.add(subject)

    def add_year(self, time: str, year: int) -> None:
        """Add a year that a time begins or ends in."""
        first, last = self.spans.get(time, (year, year))
        self.spans[time] = min(first, year), max(last, year)

    def country(self, place: str) -> str | None:
        """Return the country of a place, or the largest place that it is within.

        What countries are within has none.
        """
        above = self.upwards(place)
        found = (it for it in above if it in self.countries)
        largest = None if above[-1] in self.beyond else above[-1]
        return next(found, largest)

    @cached_property
    def beyond(self) -> frozenset[str]:
        """The places that countries are within: parts of the world."""
        return frozenset(
            it for country in self.countries for it in self.upwards(country)[1:]
        )

    def upwards(self, place: str) -> list[str]:
        """List a place and what it is within, the next first; a circle has an end."""
        seen = [place]
        while (wider := self.within.get(seen[-1])) is not None and wider not in seen:
            seen.append(wider)
        return seen

    def years(self, time: str) -> Iterator[str]:
        """Yield the years that a time may be in, when these are few."""
        first, last = self.spans.get(time, (0, _MOST_YEARS))
        if last - first < _MOST_YEARS:
            yield from map(str, range(first, last + 1))


def is_heavy(iri: str) -> bool:
    """Say whether a thing is weighed by how often it is spoken of."""
    return _HEAVY.match(f"<{iri}".encode()) is not None


def _iri(term: bytes) -> str:
    return term[1:-1].decode()
