"""The catalogue: a graph that tells what the others hold and what can be asked of them.

Tools that meet the service for the first time find there which classes and properties
are used, prefixes and examples. What it says of an audience's graphs is counted in that
audience's graphs alone, and stands in a graph that has the audience's access; prefixes
and questions are the same for all.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg.publishing.audience import SHARED, Audience, Sight, catalogue_graph
from kg.publishing.executables import executable_triples, prefix_triples
from kg.publishing.held import Held, WithMore
from kg.publishing.lines import line_of
from kg.publishing.shown import Shown
from kg.publishing.sizes import Size, take_sizes
from kg.publishing.void import (
    Described,
    data_graph,
    default_graph,
    merged_triples,
    named_graph,
    named_triples,
)
from kg.rdf.namespaces import BASE, PREFIXES
from kg.rdf.query.catalogue import Query
from kg.rdf.terms import DCT

VOID_FILE = "void.nt"
"""What the service description says of graphs: a file beside the manifest."""

_SERVED = (
    "The default graph: each triple of any named graph once, without the passages, "
    "which stay in their graphs."
)
_DATA = f"{_SERVED[:-1]}, and without this catalogue, which does not count itself."


@dataclass(frozen=True, slots=True)
class Edition:
    """A release as one audience gets it: for whom, under which name, of which time."""

    audience: Audience
    version: str
    time: datetime.datetime

    @property
    def graph(self) -> NamedNode:
        """The graph that says what this audience's graphs hold."""
        return catalogue_graph(self.audience)


@dataclass(frozen=True, slots=True)
class Told:
    """What the catalogue says, and what the service description says of all of it.

    Attributes:
        quads: the graphs of the catalogue.
        service: the default graph and every named graph as they are served, the
            catalogue among them.
        held: how much there is without the catalogue.
        served: how much there is as it is served.
    """

    quads: list[Quad]
    service: list[Triple]
    held: Held
    served: Held


def tell(
    shown: Shown,
    about: tuple[Edition, Sight],
    queries: Iterable[Query],
    counted: tuple[Held, WithMore],
) -> Told:
    """Tell of what an audience is shown, as far as the metadata open the catalogue.

    Args:
        shown: all but the catalogue.
        about: for whom it is, and what they may see.
        queries: the questions of the library.
        counted: how much is shown, and how to count it with more.
    """
    edition, sight = about
    held, with_more = counted
    data = _described(shown, edition)
    quads: list[Quad] = []
    if sight.permits(SHARED):
        quads += _stated(prefix_triples(SHARED, PREFIXES), SHARED)
        quads += _stated(executable_triples(SHARED, queries), SHARED)
        if sight.permits(edition.graph):
            quads += _stated(merged_triples(data, held.census), edition.graph)
            quads += _stated(_named(shown, edition, held.sizes), edition.graph)
    quads = sorted(set(quads), key=str)
    more = {line_of(Quad(it.subject, it.predicate, it.object)) for it in quads}
    sizes = {**held.sizes, **take_sizes(map(line_of, quads))}
    served = Held(with_more(sorted(more)), sizes)
    service = [
        *merged_triples(_served(data, edition), served.census),
        *_named(shown, edition, sizes),
    ]
    return Told(quads, service, held, served)


def _described(shown: Shown, edition: Edition) -> Described:
    """Describe the data: all but the catalogue, which could not count itself."""
    stated = [quad for quad in shown.about_graphs() if quad.subject == SHARED]
    licences = [quad.object for quad in stated if quad.predicate == DCT.license]
    return Described(
        dataset=data_graph(edition.graph),
        about=_DATA,
        version=edition.version,
        time=edition.time.isoformat().replace("+00:00", "Z"),
        licences=tuple(it for it in licences if isinstance(it, NamedNode)),
        uri_space=BASE,
    )


def _served(data: Described, edition: Edition) -> Described:
    """Describe the default graph.

    It is not told how IRIs begin: federated engines then take it that nothing is said
    of terms of other vocabularies, which the ontology does.
    """
    dataset = default_graph(edition.graph)
    return replace(data, dataset=dataset, about=_SERVED, uri_space="")


def _named(
    shown: Shown, edition: Edition, sizes: Mapping[NamedNode, Size]
) -> Iterator[Triple]:
    """Describe named graphs, with the titles and licences that their metadata state."""
    yield from named_triples(edition.graph, sizes)
    for quad in shown.about_graphs():
        graph, known = quad.subject, quad.predicate in (DCT.title, DCT.license)
        if known and isinstance(graph, NamedNode) and graph in sizes:
            node = named_graph(edition.graph, graph)
            yield Triple(node, quad.predicate, quad.object)


def _stated(triples: Iterable[Triple], name: NamedNode) -> Iterator[Quad]:
    return (Quad(it.subject, it.predicate, it.object, name) for it in triples)


def write_service(path: Path, told: Told) -> None:
    """Write what the service description says of graphs."""
    with path.open("wb") as output:
        serialize(sorted(told.service, key=str), output, RdfFormat.N_TRIPLES)
