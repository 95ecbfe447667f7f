"""The page of a graph: where its facts come from and what may be done with them."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.frame import Download
from kg.api.pages.generic import Row, rows_of
from kg.api.pages.language import Label
from kg.api.pages.reading import Link, Reading
from kg.api.pages.sources import Source, read_source
from kg.rdf.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE
from kg.rdf.namespaces import BASE
from kg.rdf.terms import DCT, HS, RDF

FORMATS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
"""What a graph is given in; a format with graphs in it would say nothing more."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something the graph is said to have that is named by a fragment of its IRI."""

    fragment: str
    title: Label
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class GraphPage:
    """A graph; `size` is its number of triples."""

    iri: str
    title: Label
    is_source: bool
    source: Source
    size: int | None
    rows: tuple[Row, ...]
    parts: tuple[Part, ...]
    document: Link | None
    downloads: tuple[Download, ...]


def read_graph_page(reading: Reading, graph: NamedNode, size: int | None) -> GraphPage:
    """Put what is known of a graph in order."""
    document = reading.first(graph, HS.ofDocument)
    return GraphPage(
        graph.value,
        _title(reading, graph, document),
        HS.SourceGraph in reading.facts.iris(graph, RDF.type),
        read_source(reading, graph),
        size,
        rows_of(reading, graph),
        _parts(reading, graph),
        document,
        tuple(
            Download(
                written.label,
                f"{reading.root}/{graph.value.removeprefix(BASE)}.{written.suffix}",
                written.media_type,
            )
            for written in FORMATS
        ),
    )


def _parts(reading: Reading, graph: NamedNode) -> tuple[Part, ...]:
    found = {quad.object for quad in reading.facts.of(graph)}
    return tuple(
        Part(
            part.value.partition("#")[2],
            reading.label(part),
            rows_of(reading, part),
        )
        for part in sorted(found, key=str)
        if isinstance(part, NamedNode) and part.value.startswith(f"{graph.value}#")
    )


def _title(reading: Reading, graph: NamedNode, document: Link | None) -> Label:
    title = reading.text(graph, DCT.title)
    if title is not None or document is None:
        return title or Label(graph.value.removeprefix(BASE))
    revision = reading.facts.lexical(graph, HS.revision)
    return Label(f"What “{document.text}” says (revision {revision})", "en")
