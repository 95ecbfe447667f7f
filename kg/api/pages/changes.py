"""What a release changed, read for people: the things, by what happened to them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.api.pages.address import kind_of, page_path
from kg.api.pages.language import Label, choose
from kg.publishing.changes.entities import Change
from kg.publishing.changes.history import Step
from kg.publishing.changes.packing import unpacked
from kg.publishing.changes.record import TABLE, page_name
from kg.rdf.terms import DCT, RDFS, SKOS

MOST = 300
"""Things that a page lists, of those that have pages; the table has all."""

_LABELS = (SKOS.prefLabel, RDFS.label, DCT.title)


@dataclass(frozen=True, slots=True)
class Changed:
    """A thing that changed; one that is gone has no label here."""

    change: str
    iri: str
    label: Label | None
    reason: str
    replaced_by: str

    @property
    def kind(self) -> str:
        """What kind of thing it is, "" for one that has none."""
        return kind_of(self.iri)


@dataclass(frozen=True, slots=True)
class Group:
    """The things that one kind of change happened to, the first of them."""

    heading: str
    number: int
    things: tuple[Changed, ...]


_HEADINGS = {Change.CREATE: "New", Change.UPDATE: "Changed", Change.DELETE: "Gone"}


def read_changes(step: Step, languages: tuple[str, ...]) -> tuple[Group, ...]:
    """List what happened in a release, each kind of change that did."""
    labels = _labels(step, languages) if step.record.pages else {}
    found = list(islice(_rows(step, labels), MOST))
    return tuple(
        Group(heading, number, tuple(it for it in found if it.change == change))
        for change, heading in _HEADINGS.items()
        if (number := step.record.count(change))
    )


def _rows(step: Step, labels: dict[str, Label]) -> Iterator[Changed]:
    with step.file(TABLE).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            iri = row["iri"]
            if _has_page(iri):
                told = row["reason"], row["replaced_by"]
                yield Changed(row["change"], iri, labels.get(iri), *told)


def _has_page(iri: str) -> bool:
    """Say whether people can read of a thing by itself; words of a text are not one."""
    return page_path(iri) is not None and "#" not in iri and kind_of(iri) != "passage"


def _labels(step: Step, languages: tuple[str, ...]) -> dict[str, Label]:
    """Read what the things of the first page of members are called."""
    things: dict[str, str] = {}
    names: dict[str, list[Literal]] = {}
    with unpacked(step.file(page_name(1))) as lines:
        for quad in parse(input=lines.read(), format=RdfFormat.N_TRIPLES):
            if quad.predicate == DCT.isVersionOf and isinstance(quad.object, NamedNode):
                things[str(quad.subject)] = quad.object.value
            elif quad.predicate in _LABELS and isinstance(quad.object, Literal):
                names.setdefault(str(quad.subject), []).append(quad.object)
    chosen = ((member, choose(found, languages)) for member, found in names.items())
    return {things[member]: label for member, label in chosen if label is not None}
