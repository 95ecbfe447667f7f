"""The JSON-LD context, written from the ontology: short names for every term we use.

A class is named by its local name, and so is a property. What a property's values are
decides how they are written: texts by language, dates and numbers without a datatype,
things by IRI, concepts and properties by CURIE. A property whose values may be of
several kinds says so in each value.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode

from kg.errors import DuplicateKeyError
from kg.publishing.terms import KINDS_OF_TERM
from kg.rdf.graph import Graph
from kg.rdf.iri import shorten
from kg.rdf.namespaces import PREFIXES
from kg.rdf.terms import OWL, RDF, RDFS, SCHEMA, SKOS, XSD

Definition = str | dict[str, str]
Context = dict[str, float | Definition]

_KEYWORDS: dict[str, Definition] = {"id": "@id", "type": "@type"}
_NAMED_BY_CURIE = {SKOS.Concept, RDF.Property, OWL.Class, OWL.ObjectProperty}
_SELF_DESCRIBING = {XSD.string, RDFS.Resource}


def _local(term: NamedNode) -> str:
    return shorten(term.value).partition(":")[2]


def _named(ontology: Graph) -> Iterator[tuple[str, NamedNode]]:
    """Yield the key and the IRI of every class and property, sorted by key."""
    kinds = (kind for kind in KINDS_OF_TERM if kind != RDFS.Datatype)
    terms = ontology.of_type(*kinds)
    yield from sorted((_local(term), term) for term in terms)


class _Names:
    """How IRIs are shortened in a context whose keys may hide prefixes."""

    def __init__(self, keys: set[str]) -> None:
        self.prefixes: dict[str, Definition] = {
            prefix: space for prefix, space in PREFIXES.items() if prefix not in keys
        }

    def shorten(self, term: NamedNode) -> str:
        curie = shorten(term.value)
        return curie if curie.partition(":")[0] in self.prefixes else term.value


def _value_type(ontology: Graph, term: NamedNode, names: _Names) -> str | None:
    """Say what the values of a property are, or None where each value says it."""
    ranges = set(ontology.iris(term, SCHEMA.rangeIncludes))
    if ranges & _NAMED_BY_CURIE:
        return "@vocab"
    if OWL.ObjectProperty in ontology.iris(term, RDF.type):
        return "@id"
    if len(ranges) == 1 and not ranges & _SELF_DESCRIBING:
        return names.shorten(ranges.pop())
    return None


def _definition(ontology: Graph, term: NamedNode, names: _Names) -> Definition:
    iri = names.shorten(term)
    if ontology.iris(term, SCHEMA.rangeIncludes) == [RDF.langString]:
        return {"@id": iri, "@container": "@language"}
    value_type = _value_type(ontology, term, names)
    return iri if value_type is None else {"@id": iri, "@type": value_type}


def render_context(ontology: Path) -> str:
    """Write the context of the ontology's files as JSON, in a fixed order.

    Raises:
        DuplicateKeyError: two terms, or a term and a keyword, have one local name.
    """
    content = {"@context": make_context(Graph.read(ontology, "*.ttl"), str(ontology))}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def make_context(ontology: Graph, where: str) -> Context:
    """Make the context of an ontology that was read from somewhere.

    Raises:
        DuplicateKeyError: two terms, or a term and a keyword, have one local name.
    """
    terms: dict[str, NamedNode] = {}
    for key, term in _named(ontology):
        if key in terms or key in _KEYWORDS:
            raise DuplicateKeyError(where, key, "a local name of its own")
        terms[key] = term
    names = _Names(set(terms))
    context: Context = {"@version": 1.1, **_KEYWORDS, **names.prefixes}
    context |= {key: _definition(ontology, term, names) for key, term in terms.items()}
    return context
