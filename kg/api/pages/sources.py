"""Sources: the graphs that the facts of a page stand in, and their licences."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.language import Label
from kg.api.pages.reading import Link, Reading
from kg.rdf.namespaces import BASE
from kg.rdf.terms import DCT, HS

_META = f"{BASE}graph/meta"


@dataclass(frozen=True, slots=True)
class Source:
    """A graph: a source's facts, or judgements of ours."""

    graph: Link
    document: Link | None
    licence: Link | None
    status: Label | None


def read_sources(reading: Reading, *things: NamedNode) -> tuple[Source, ...]:
    """List the graphs that say anything of things; those of sources first."""
    graphs = {graph for thing in things for graph in reading.facts.graphs(thing)}
    found = [read_source(reading, g) for g in graphs if not g.value.startswith(_META)]
    return tuple(sorted(found, key=lambda s: (s.document is None, s.graph.iri)))


def read_source(reading: Reading, graph: NamedNode) -> Source:
    """Read what is known of a graph."""
    document = reading.first(graph, HS.ofDocument)
    label = document.label if document else reading.label(graph)
    return Source(
        reading.link(graph, label),
        document,
        reading.first(graph, DCT.license),
        reading.text(graph, HS.licenceStatus),
    )
