"""The catalogue: a graph that tells what the others hold and what can be asked of them.

Tools that meet the service for the first time find there which classes and properties
are used, prefixes and examples. What it says of an audience's graphs is counted in that
audience's graphs alone, and stands in a graph that has the audience's access; prefixes
and questions are the same for all.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg.publishing.audience import Access, Audience, Shown
from kg.publishing.census import take_census, take_sizes
from kg.publishing.executables import executable_triples, prefix_triples
from kg.publishing.void import Subject, void_triples
from kg.rdf.iri import graph
from kg.rdf.namespaces import PREFIXES
from kg.rdf.queries import Query
from kg.rdf.terms import DCT

VOID_FILE = "void.nt"
"""What the service description repeats of the catalogue; beside the manifest."""

SHARED = graph("catalogue")
"""The graph with prefixes and questions, and with what the public is shown."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A release as one audience gets it: for whom, under which name, of which time."""

    audience: Audience
    version: str
    time: datetime.datetime

    @property
    def graph(self) -> NamedNode:
        """The graph that says what this audience's graphs hold."""
        if self.audience is Audience.PUBLIC:
            return SHARED
        return NamedNode(f"{SHARED.value}/{self.audience.value}")

    def may_have(self, name: NamedNode, access: Access) -> bool:
        """Say whether the metadata open a graph to the audience."""
        return access.permits(name, self.audience, self.time.date())


@dataclass(frozen=True, slots=True)
class Told:
    """The quads of the catalogue: prefixes and questions, and datasets in VoID."""

    common: list[Quad]
    datasets: list[Quad]

    @property
    def quads(self) -> list[Quad]:
        """All of them."""
        return [*self.common, *self.datasets]


def tell(
    shown: Shown, edition: Edition, access: Access, queries: Iterable[Query]
) -> Told:
    """Tell of what an audience is shown, as far as the metadata open the catalogue."""
    if not edition.may_have(SHARED, access):
        return Told([], [])
    common = (*prefix_triples(SHARED, PREFIXES), *executable_triples(SHARED, queries))
    open_ = edition.may_have(edition.graph, access)
    datasets = _datasets(shown, edition) if open_ else ()
    return Told(_stated(common, SHARED), _stated(datasets, edition.graph))


def _stated(triples: Iterable[Triple], name: NamedNode) -> list[Quad]:
    return [Quad(it.subject, it.predicate, it.object, name) for it in triples]


def _datasets(shown: Shown, edition: Edition) -> Iterator[Triple]:
    stated = [quad for quad in shown.about_graphs() if quad.subject == SHARED]
    licences = [quad.object for quad in stated if quad.predicate == DCT.license]
    subject = Subject(
        edition.graph,
        edition.version,
        edition.time.isoformat().replace("+00:00", "Z"),
        tuple(licence for licence in licences if isinstance(licence, NamedNode)),
    )
    census = take_census(shown.default)
    return void_triples(subject, census, take_sizes(shown.named))


def write_void(path: Path, shown: Shown, told: Told) -> None:
    """Write what is told of datasets, with the titles and licences of graphs."""
    stated = {DCT.title, DCT.license}
    facts = [quad for quad in shown.about_graphs() if quad.predicate in stated]
    triples = {quad.triple for quad in (*told.datasets, *facts)}
    with path.open("wb") as output:
        serialize(sorted(triples, key=str), output, RdfFormat.N_TRIPLES)
