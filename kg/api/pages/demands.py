"""Demands as a tree: what was demanded of whom, and through what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.language import Label
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Link, Reading
from kg.rdf.terms import HS, SKOS


@dataclass(frozen=True, slots=True)
class Demand:
    """A demand, with those that are sought through it."""

    link: Link
    types: tuple[Link, ...]
    demanders: tuple[Link, ...]
    addressees: tuple[Link, ...]
    targets: tuple[Link, ...]
    beneficiaries: tuple[Link, ...]
    outcome: Link | None
    notes: tuple[Label, ...]
    numbers: tuple[int, ...]
    through: "tuple[Demand, ...]"


def read_demands(
    reading: Reading, demands: Iterable[NamedNode], quotations: Quotations
) -> tuple[Demand, ...]:
    """Read demands; one that is sought through another of them stands below it."""
    found = set(demands)
    above = {demand: reading.facts.iri(demand, HS.soughtVia) for demand in found}
    tops = [d for d in found if above[d] not in found or _is_circular(d, above)]
    return _ordered(reading, tops, found - set(tops), quotations)


def _is_circular(
    demand: NamedNode, above: Mapping[NamedNode, NamedNode | None]
) -> bool:
    """Tell whether a demand is, in the end, sought through itself."""
    seen: set[NamedNode | None] = set()
    at = above[demand]
    while at is not None and at not in seen and at != demand:
        seen.add(at)
        at = above.get(at)
    return at == demand


def _ordered(
    reading: Reading,
    demands: Iterable[NamedNode],
    rest: set[NamedNode],
    quotations: Quotations,
) -> tuple[Demand, ...]:
    return tuple(
        _read(reading, demand, rest - {demand}, quotations)
        for demand in sorted(demands, key=lambda demand: _position(reading, demand))
    )


def _read(
    reading: Reading,
    demand: NamedNode,
    rest: set[NamedNode],
    quotations: Quotations,
) -> Demand:
    numbers = quotations.of(demand)
    below = [d for d in reading.facts.subjects(HS.soughtVia, demand) if d in rest]
    return Demand(
        reading.link(demand),
        reading.links(demand, HS.demandType),
        reading.links(demand, HS.demander),
        reading.links(demand, HS.addressee),
        reading.links(demand, HS.target),
        reading.links(demand, HS.beneficiary),
        reading.first(demand, HS.outcome),
        tuple(reading.texts(demand, SKOS.editorialNote)),
        numbers,
        _ordered(reading, below, rest, quotations),
    )


def _position(reading: Reading, demand: NamedNode) -> tuple[int, str]:
    position = reading.facts.lexical(demand, HS.position)
    return (int(position) if position else 9999, demand.value)
