"""Affiliations: who belonged where, in which post."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.language import Label
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Link, Reading
from kg.rdf.terms import HS


@dataclass(frozen=True, slots=True)
class Affiliation:
    """A person's place in an organisation."""

    person: Link
    organisation: Link
    post: Label | None
    former: bool
    numbers: tuple[int, ...]


def affiliations_of(
    reading: Reading, person: NamedNode, quotations: Quotations
) -> tuple[Affiliation, ...]:
    """List where a person belonged."""
    return _read(reading, reading.facts.subjects(HS.member, person), quotations)


def affiliations_with(
    reading: Reading, organisation: NamedNode, quotations: Quotations
) -> tuple[Affiliation, ...]:
    """List who belonged to an organisation."""
    nodes = reading.facts.subjects(HS.organisation, organisation)
    return _read(reading, nodes, quotations)


def _read(
    reading: Reading, nodes: Iterable[NamedNode], quotations: Quotations
) -> tuple[Affiliation, ...]:
    found = []
    for node in nodes:
        person = reading.first(node, HS.member)
        organisation = reading.first(node, HS.organisation)
        if person is not None and organisation is not None:
            found.append(
                Affiliation(
                    person,
                    organisation,
                    reading.text(node, HS.post),
                    reading.flag(node, HS.former),
                    quotations.of(node),
                )
            )
    return tuple(sorted(found, key=lambda a: (a.person.text, a.organisation.text)))
