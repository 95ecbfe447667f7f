"""Prefixes and questions as SHACL has them, for tools that ask the graph for examples.

Editors and language models look for `sh:SPARQLExecutable` with a comment and a text,
and for `sh:prefix` with `sh:namespace`
(https://github.com/sib-swiss/sparql-examples).
"""

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from kg.publishing.void import ENDPOINT
from kg.rdf.namespaces import BASE
from kg.rdf.query.catalogue import Query
from kg.rdf.query.header import without_header
from kg.rdf.query.preflight import Form
from kg.rdf.terms import DCT, OWL, RDF, RDFS, SCHEMA, SH, XSD

_FORMS = {
    Form.SELECT: (SH.select, SH.SPARQLSelectExecutable),
    Form.ASK: (SH.ask, SH.SPARQLAskExecutable),
    Form.CONSTRUCT: (SH.construct, SH.SPARQLConstructExecutable),
    Form.DESCRIBE: (SH.describe, None),  # not of SHACL; the tools read it
}


def prefix_triples(graph: NamedNode, prefixes: Mapping[str, str]) -> Iterator[Triple]:
    """Declare prefixes; those who declare them and what is declared are fragments."""
    list_ = prefix_list(graph)
    title = Literal("The prefixes of the project", language="en")
    yield Triple(list_, RDF.type, OWL.Ontology)
    yield Triple(list_, RDFS.label, title)
    for prefix, namespace in prefixes.items():
        node = NamedNode(f"{graph.value}#prefix/{prefix}")
        yield Triple(list_, SH.declare, node)
        yield Triple(node, RDF.type, SH.PrefixDeclaration)
        yield Triple(node, SH.prefix, Literal(prefix))
        yield Triple(node, SH.namespace, Literal(namespace, datatype=XSD.anyURI))


def prefix_list(graph: NamedNode) -> NamedNode:
    """Name the node that declares the prefixes."""
    return NamedNode(f"{graph.value}#prefixes")


def executable_triples(graph: NamedNode, queries: Iterable[Query]) -> Iterator[Triple]:
    """Tell queries with the default values of their parameters, ready to run."""
    for query in queries:
        node = NamedNode(f"{BASE}queries/{query.name}")
        text, form = _FORMS[query.form]
        yield Triple(node, RDF.type, SH.SPARQLExecutable)
        if form is not None:
            yield Triple(node, RDF.type, form)
        yield Triple(node, RDFS.label, Literal(query.title, language="en"))
        yield Triple(node, RDFS.comment, Literal(query.question, language="en"))
        yield Triple(node, text, Literal(without_header(query.bind())))
        yield Triple(node, SH.prefixes, prefix_list(graph))
        yield Triple(node, SCHEMA.target, ENDPOINT)
        yield Triple(node, SCHEMA.keywords, Literal(query.audience))
        if query.identifier:
            yield Triple(node, DCT.identifier, Literal(query.identifier))
