"""The service description: what the endpoint speaks and which graphs it holds."""

from collections.abc import Iterator
from io import BytesIO

from pyoxigraph import Literal, NamedNode, Triple, serialize

from kg.api.release import Served
from kg.rdf.formats import FORMATS, TURTLE, Format
from kg.rdf.namespaces import PREFIXES
from kg.rdf.terms import DCT, OWL, PAV, RDF, SD, VOID

_USED = ("rdf", "sd", "void", "dct", "pav", "owl", "formats", "graph")


def describe(endpoint: str, release: Served, written: Format) -> bytes:
    """Write the description of the service at an address, for a release.

    Its nodes are named by the address, so that they can be pointed at.
    """
    output = BytesIO()
    prefixes = {prefix: PREFIXES[prefix] for prefix in _USED}
    triples = (Triple(*triple) for triple in _triples(endpoint, release))
    if written is TURTLE:
        serialize(triples, output, written.rdf, prefixes=prefixes)
    else:
        serialize(triples, output, written.rdf)
    return output.getvalue()


Fact = tuple[NamedNode, NamedNode, NamedNode | Literal]


def _triples(endpoint: str, release: Served) -> Iterator[Fact]:
    service = NamedNode(f"{endpoint}#service")
    dataset = NamedNode(f"{endpoint}#dataset")
    yield service, RDF.type, SD.Service
    yield service, SD.endpoint, NamedNode(endpoint)
    yield service, SD.supportedLanguage, SD.SPARQL11Query
    for item in FORMATS:
        yield service, SD.resultFormat, NamedNode(item.iri)
    yield service, SD.defaultDataset, dataset
    yield service, SD.availableGraphs, dataset
    yield dataset, RDF.type, SD.Dataset
    yield dataset, RDF.type, VOID.Dataset
    yield dataset, PAV.version, Literal(release.version)
    yield dataset, OWL.versionInfo, Literal(release.version)
    yield dataset, VOID.sparqlEndpoint, NamedNode(endpoint)
    yield from _default_graph(endpoint, dataset, release)
    for number, (iri, size) in enumerate(release.manifest["graphs"].items(), start=1):
        yield from _named_graph(endpoint, dataset, number, (iri, size))


def _default_graph(
    endpoint: str, dataset: NamedNode, release: Served
) -> Iterator[Fact]:
    merged = NamedNode(f"{endpoint}#default-graph")
    title = "All graphs merged, each triple once"
    yield dataset, SD.defaultGraph, merged
    yield merged, RDF.type, SD.Graph
    yield merged, DCT.title, Literal(title, language="en")
    yield merged, VOID.triples, Literal(release.manifest["counts"]["triples"])


def _named_graph(
    endpoint: str, dataset: NamedNode, number: int, sized: tuple[str, int]
) -> Iterator[Fact]:
    iri, size = sized
    entry = NamedNode(f"{endpoint}#named-graph-{number}")
    graph = NamedNode(f"{endpoint}#graph-{number}")
    yield dataset, SD.namedGraph, entry
    yield entry, RDF.type, SD.NamedGraph
    yield entry, SD.name, NamedNode(iri)
    yield entry, SD.graph, graph
    yield graph, RDF.type, SD.Graph
    yield graph, VOID.triples, Literal(size)
