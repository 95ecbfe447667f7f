"""Terms of rdflib and ours: what pySHACL is given, and what it gives back."""

from collections.abc import Iterable

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib.term import BNode, IdentifiedNode, URIRef
from rdflib.term import Literal as RdflibLiteral

from kg.rdf.terms import XSD
from kg.validation.index import Term


def to_graph(triples: Iterable[Triple]) -> rdflib.Graph:
    """Copy triples to a graph of rdflib, every literal as it was written."""
    graph = rdflib.Graph()
    for triple in triples:
        graph.add(to_triple(triple))
    return graph


def to_triple(triple: Triple) -> tuple[IdentifiedNode, URIRef, rdflib.term.Node]:
    """Copy a triple to rdflib."""
    return (
        to_node(triple.subject),
        URIRef(triple.predicate.value),
        to_rdflib(triple.object),
    )


def to_node(node: object) -> IdentifiedNode:
    """Copy an IRI or a blank node to rdflib."""
    if isinstance(node, NamedNode):
        return URIRef(node.value)
    if isinstance(node, BlankNode):
        return BNode(node.value)
    raise TypeError(f"{node} is neither an IRI nor a blank node")


def to_rdflib(term: object) -> IdentifiedNode | RdflibLiteral:
    """Copy a term to rdflib, without normalising it.

    A plain string has no datatype there: pySHACL takes `"x"^^xsd:string` and `"x"` for
    two terms.
    """
    if not isinstance(term, Literal):
        return to_node(term)
    if term.language is not None:
        return RdflibLiteral(term.value, lang=term.language)
    if term.datatype == XSD.string:
        return RdflibLiteral(term.value)
    datatype = URIRef(term.datatype.value)
    return RdflibLiteral(term.value, datatype=datatype, normalize=False)


def to_term(node: object) -> Term:
    """Copy a term of rdflib back."""
    if isinstance(node, URIRef):
        return NamedNode(str(node))
    if isinstance(node, BNode):
        return BlankNode(str(node))
    if isinstance(node, RdflibLiteral):
        return _to_literal(node)
    raise TypeError(f"{node!r} is not a term of RDF")


def _to_literal(node: RdflibLiteral) -> Literal:
    if node.language is not None:
        return Literal(str(node), language=node.language)
    datatype = XSD.string if node.datatype is None else NamedNode(str(node.datatype))
    return Literal(str(node), datatype=datatype)
