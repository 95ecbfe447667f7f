"""VoID: what is in the graph, told in the graph (https://www.w3.org/TR/void/).

The merged graph is described in full: how many things each class has, how often each
property is used, by the things of which class and with which values. Editors complete
queries from this, and language models write them. Each named graph is described by its
size. The nested partitions are those of https://github.com/sib-swiss/void-generator;
they are without a type, so that a `void:Dataset` is a dataset that somebody means.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg.publishing.census import Census, Use
from kg.publishing.dumps import DUMPS, names
from kg.publishing.sizes import Size
from kg.rdf.formats import FORMATS
from kg.rdf.iri import shorten
from kg.rdf.namespaces import BASE, PREFIXES
from kg.rdf.terms import DCT, PAV, RDF, SD, VOID, VOID_EXT, XSD

ENDPOINT = NamedNode(f"{BASE}sparql")
"""The public address of the SPARQL service."""

_CURIE = re.compile(r"[\w-]+:[\w.-]+", re.ASCII)
_HASHED = 16


@dataclass(frozen=True, slots=True)
class Described:
    """A merged graph that is described.

    Attributes:
        dataset: the node that is the merged graph; its parts are named after it.
        about: what is in it.
        version: of the release.
        time: of the release, as RFC 3339 has it.
        licences: of what is ours in it; graphs with another one say so.
        uri_space: how the IRIs of its entities begin, or "" where it is not said.
    """

    dataset: NamedNode
    about: str
    version: str
    time: str
    licences: tuple[NamedNode, ...]
    uri_space: str

    def node(self, *path: str) -> NamedNode:
        """Name a part of the merged graph."""
        return NamedNode("/".join((self.dataset.value, *path)))


def data_graph(catalogue: NamedNode) -> NamedNode:
    """Name the merge of all graphs but the catalogue, in a catalogue."""
    return NamedNode(f"{catalogue.value}#data")


def default_graph(catalogue: NamedNode) -> NamedNode:
    """Name the merge of all graphs, in a catalogue."""
    return NamedNode(f"{catalogue.value}#default-graph")


def named_graph(catalogue: NamedNode, graph: NamedNode) -> NamedNode:
    """Name the dataset that a named graph is, in a catalogue."""
    path = graph.value.removeprefix(f"{BASE}graph/")
    return NamedNode(f"{catalogue.value}#graph/{path}")


def merged_triples(described: Described, census: Census) -> Iterator[Triple]:
    """Describe a merged graph in full."""
    dataset = described.dataset
    yield from _description(described)
    yield from _sizes(dataset, census.size)
    yield from _vocabularies(dataset, census)
    for class_, entities in census.classes.items():
        yield from _class_partition(described, census, class_, entities)
    for property_, use in census.properties.items():
        path = ("property", short_name(property_))
        yield from _property_partition(described, dataset, path, (property_, use))


def named_triples(
    catalogue: NamedNode, sizes: Mapping[NamedNode, Size]
) -> Iterator[Triple]:
    """Describe named graphs by their sizes."""
    for graph, size in sizes.items():
        node = named_graph(catalogue, graph)
        yield Triple(node, RDF.type, VOID.Dataset)
        yield Triple(node, RDF.type, SD.NamedGraph)
        yield Triple(node, SD.name, graph)
        yield from _sizes(node, size)


def short_name(term: NamedNode) -> str:
    """Write a term as a CURIE, or as a hash where it has none that fits a fragment."""
    curie = shorten(term.value)
    if curie != term.value and _CURIE.fullmatch(curie):
        return curie
    return hashlib.sha256(term.value.encode()).hexdigest()[:_HASHED]


def _description(described: Described) -> Iterator[Triple]:
    data = described.dataset
    title = "Solidarity Graph, all graphs merged"
    about = described.about
    yield Triple(data, RDF.type, VOID.Dataset)
    yield Triple(data, DCT.title, Literal(title, language="en"))
    yield Triple(data, DCT.description, Literal(about, language="en"))
    for licence in described.licences:
        yield Triple(data, DCT.license, licence)
    yield Triple(data, DCT.issued, Literal(described.time, datatype=XSD.dateTime))
    yield Triple(data, PAV.version, Literal(described.version))
    yield Triple(data, VOID.sparqlEndpoint, ENDPOINT)
    if described.uri_space:
        yield Triple(data, VOID.uriSpace, Literal(described.uri_space))
    yield from _dumps(data, described.version)


def _dumps(data: NamedNode, version: str) -> Iterator[Triple]:
    formats = {written.engine: written.iri for written in FORMATS}
    for dump in DUMPS:
        yield Triple(data, VOID.feature, NamedNode(formats[dump.format]))
    for name in names():
        yield Triple(data, VOID.dataDump, NamedNode(f"{BASE}dumps/{version}/{name}"))


def _sizes(dataset: NamedNode, size: Size) -> Iterator[Triple]:
    for term, number in (
        (VOID.triples, size.triples),
        (VOID.entities, size.entities),
        (VOID.distinctSubjects, size.subjects),
        (VOID.distinctObjects, size.objects),
        (VOID.classes, size.classes),
        (VOID.properties, size.properties),
    ):
        yield Triple(dataset, term, Literal(number))


def _vocabularies(data: NamedNode, census: Census) -> Iterator[Triple]:
    """Name the namespace of every class and property that is used.

    A federated query leaves a dataset out whose vocabularies do not have its property,
    so none may be missing.
    """
    terms = (*census.classes, *census.properties)
    for space in sorted({_namespace(term.value) for term in terms}):
        yield Triple(data, VOID.vocabulary, NamedNode(space))


def _namespace(term: str) -> str:
    curie = shorten(term)
    if curie != term:
        return PREFIXES[curie.partition(":")[0]]
    return term[: max(term.rfind("#"), term.rfind("/")) + 1]


def _class_partition(
    described: Described, census: Census, class_: NamedNode, entities: int
) -> Iterator[Triple]:
    path = ("class", short_name(class_))
    node = described.node(*path)
    yield Triple(described.dataset, VOID.classPartition, node)
    yield Triple(node, VOID.iri("class"), class_)
    yield Triple(node, VOID.entities, Literal(entities))
    for property_, use in census.uses.get(class_, {}).items():
        nested = (*path, "property", short_name(property_))
        yield from _property_partition(described, node, nested, (property_, use))
        yield from _values(described, nested, use)


def _property_partition(
    described: Described,
    whole: NamedNode,
    path: tuple[str, ...],
    used: tuple[NamedNode, Use],
) -> Iterator[Triple]:
    property_, use = used
    node = described.node(*path)
    yield Triple(whole, VOID.propertyPartition, node)
    yield Triple(node, VOID.property, property_)
    yield Triple(node, VOID.triples, Literal(use.triples))
    yield Triple(node, VOID.distinctSubjects, Literal(use.subjects))
    yield Triple(node, VOID.distinctObjects, Literal(use.objects))


def _values(described: Described, path: tuple[str, ...], use: Use) -> Iterator[Triple]:
    """Divide the uses of a property by the classes and datatypes of its values."""
    whole = described.node(*path)
    for class_, triples in use.by_class.items():
        node = described.node(*path, "class", short_name(class_))
        yield Triple(whole, VOID.classPartition, node)
        yield Triple(node, VOID.iri("class"), class_)
        yield Triple(node, VOID.triples, Literal(triples))
    for datatype, triples in use.by_datatype.items():
        node = described.node(*path, "datatype", short_name(datatype))
        yield Triple(whole, VOID_EXT.datatypePartition, node)
        yield Triple(node, VOID_EXT.datatype, datatype)
        yield Triple(node, VOID.triples, Literal(triples))
