"""The service description: what the endpoint speaks, which graphs it holds, and VoID.

It follows from a release, which never changes, so it is written once.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import chain
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg.publishing.audience import Audience, catalogue_graph
from kg.publishing.catalogue import VOID_FILE
from kg.publishing.release import Release
from kg.publishing.void import default_graph, named_graph
from kg.rdf.formats import FORMATS, TURTLE, Format, Kind, holding
from kg.rdf.namespaces import PREFIXES
from kg.rdf.terms import DCT, OWL, PAV, RDF, RDFS, SD, VOID

MOST_GRAPHS = 1000
"""How many named graphs are listed; all are in the catalogue. A client that reads the
description before it asks should not have to read megabytes."""

_KEPT = 16
"""Descriptions that are kept: of few releases, formats and names of this host."""

_USED = ("dct", "formats", "hs", "owl", "pav", "rdf", "rdfs", "sd", "skos", "void")

_EXTENSIONS = (
    (
        "sparql-1.2",
        "SPARQL 1.2 as it is drafted: triple terms, VERSION, texts with a direction",
        "https://www.w3.org/TR/sparql12-query/",
    ),
    (
        "lateral",
        "LATERAL: a subquery for each solution",
        "https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0006/sep-0006.md",
    ),
    (
        "adjust",
        "ADJUST: a time in another time zone",
        "https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0002/sep-0002.md",
    ),
)
"""What the embedded engine understands beyond SPARQL 1.1."""

_ROW_LIMIT = "Answers of more rows or statements than this are refused, never cut."


@dataclass(frozen=True, slots=True)
class Described:
    """What is described: a service at an address, and the release it serves.

    `embedded` is whether the engine is our own, whose extensions are known; `writable`
    is whether it is a workspace, `federated` whether queries may call other services,
    `rows` the most that an answer may have, if that is not 0.
    """

    endpoint: str
    release: Release
    audience: Audience
    embedded: bool
    writable: bool
    federated: bool = False
    rows: int = 0

    @property
    def service(self) -> NamedNode:
        """The service, which clients look for under its own address."""
        return NamedNode(self.endpoint)

    @property
    def catalogue(self) -> NamedNode:
        """The graph whose fragments the graphs are described as."""
        return catalogue_graph(self.audience)

    def node(self, name: str) -> NamedNode:
        """Name a node of the description, so that it can be pointed at."""
        return NamedNode(f"{self.endpoint}#{name}")


@lru_cache(maxsize=_KEPT)
def describe(service: Described, written: Format) -> bytes:
    """Write the description of a service.

    Graphs have the names they have in the catalogue; everything else is a fragment of
    the address.
    """
    output = BytesIO()
    by_subject: dict[NamedNode, dict[Triple, None]] = {}
    for fact in _facts(service):
        by_subject.setdefault(fact[0], {})[Triple(*fact)] = None
    triples = chain.from_iterable(by_subject.values())
    prefixes = {prefix: PREFIXES[prefix] for prefix in _USED}
    serialize(
        triples,
        output,
        written.rdf,
        prefixes=prefixes if written is TURTLE else None,
    )
    return output.getvalue()


Fact = tuple[NamedNode, NamedNode, NamedNode | Literal]


def _facts(service: Described) -> Iterator[Fact]:
    """Yield the facts, those of the service first: clients read them as they come."""
    manifest: dict[str, Any] = service.release.manifest(service.audience)
    sizes: dict[str, int] = manifest["graphs"]
    listed = sorted(heapq.nlargest(MOST_GRAPHS, sizes, key=lambda it: sizes[it]))
    yield from _abilities(service)
    yield from _dataset(service, len(sizes))
    yield from _default_graph(service, manifest["counts"]["triples"])
    for name in listed:
        yield from _named_graph(service, NamedNode(name), sizes[name])
    unlisted = {
        named_graph(service.catalogue, NamedNode(name))
        for name in sizes.keys() - set(listed)
    }
    for fact in _held(service):
        if fact[0] not in unlisted:
            yield fact


def _abilities(service: Described) -> Iterator[Fact]:
    node = service.service
    yield node, RDF.type, SD.Service
    yield node, SD.endpoint, node
    yield node, SD.supportedLanguage, SD.SPARQL11Query
    for item in FORMATS:
        yield node, SD.resultFormat, NamedNode(item.iri)
    if service.federated:
        yield node, SD.feature, SD.BasicFederatedQuery
    if service.writable:
        yield node, SD.supportedLanguage, SD.SPARQL11Update
        for item in holding(Kind.GRAPH):
            yield node, SD.inputFormat, NamedNode(item.iri)
    yield node, SD.defaultDataset, service.node("dataset")
    yield node, SD.availableGraphs, service.node("dataset")
    if service.rows:
        limit = service.node("row-limit")
        yield node, SD.feature, limit
        yield limit, RDF.type, SD.Feature
        yield limit, RDFS.label, Literal(_ROW_LIMIT, language="en")
        yield limit, RDF.value, Literal(service.rows)
    for name, label, document in _EXTENSIONS if service.embedded else ():
        extension = service.node(name)
        yield node, SD.languageExtension, extension
        yield extension, RDF.type, SD.Feature
        yield extension, RDFS.label, Literal(label, language="en")
        yield extension, RDFS.seeAlso, NamedNode(document)


def _dataset(service: Described, graphs: int) -> Iterator[Fact]:
    version = Literal(service.release.version)
    dataset = service.node("dataset")
    yield dataset, RDF.type, SD.Dataset
    yield dataset, RDF.type, VOID.Dataset
    yield dataset, PAV.version, version
    yield dataset, OWL.versionInfo, version
    yield dataset, VOID.sparqlEndpoint, service.service
    if graphs > MOST_GRAPHS:
        text = f"The {MOST_GRAPHS} largest of {graphs} named graphs are listed."
        yield dataset, DCT.description, Literal(text, language="en")


def _default_graph(service: Described, triples: int) -> Iterator[Fact]:
    graph = default_graph(service.catalogue)
    yield service.node("dataset"), SD.defaultGraph, graph
    yield graph, RDF.type, SD.Graph
    yield graph, VOID.triples, Literal(triples)


def _named_graph(service: Described, graph: NamedNode, size: int) -> Iterator[Fact]:
    node = named_graph(service.catalogue, graph)
    yield service.node("dataset"), SD.namedGraph, node
    yield node, RDF.type, SD.NamedGraph
    yield node, RDF.type, SD.Graph
    yield node, SD.name, graph
    yield node, SD.graph, node
    yield node, VOID.triples, Literal(size)


def _held(service: Described) -> Iterator[Fact]:
    """Read what the graphs hold, as the build has counted; old releases do not say."""
    path = service.release.path / service.audience.value / VOID_FILE
    if not path.is_file():
        return
    for quad in parse(path=path, format=RdfFormat.N_TRIPLES):
        subject, value = quad.subject, quad.object
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
            yield subject, quad.predicate, value
