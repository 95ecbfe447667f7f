"""Stances: the demands somebody made, or that were made of them, about or for them."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.demands import Demand, read_demands
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Reading
from kg.rdf.terms import HS


@dataclass(frozen=True, slots=True)
class Stances:
    """The demands that somebody has to do with, by the side they are on."""

    made: tuple[Demand, ...]
    asked_of: tuple[Demand, ...]
    aimed_at: tuple[Demand, ...]
    for_them: tuple[Demand, ...]


def read_stances(reading: Reading, agent: NamedNode, quotations: Quotations) -> Stances:
    """Read the demands somebody has to do with."""
    made, asked, aimed, for_them = (
        read_demands(reading, reading.facts.subjects(side, agent), quotations)
        for side in (HS.demander, HS.addressee, HS.target, HS.beneficiary)
    )
    return Stances(made, asked, aimed, for_them)
