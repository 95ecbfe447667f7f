"""The description of a thing as data, in every format."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import orjson
from pyoxigraph import NamedNode, Quad, serialize

from kg.api.pages.facts import Facts
from kg.publishing.context import Context, make_context
from kg.rdf.formats import JSON_LD, N_QUADS, TRIG, Format
from kg.rdf.graph import Graph
from kg.rdf.iri import graph
from kg.rdf.jsonld import compact
from kg.rdf.namespaces import PREFIXES, VOCAB
from kg.rdf.terms import RDF, SKOS

WITH_GRAPHS = (TRIG, N_QUADS)
"""The formats in which graphs are told apart."""


def with_labels(facts: Facts, terms: Facts) -> list[Quad]:
    """Add to facts what the concepts in them are called."""
    mentioned = {
        quad.object
        for quad in facts
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(VOCAB)
    }
    labels = [
        quad
        for concept in sorted(mentioned, key=str)
        for quad in terms.of(concept)
        if quad.predicate in (RDF.type, SKOS.prefLabel)
    ]
    return [*facts, *labels]


def write_description(
    quads: Iterable[Quad], about: NamedNode, written: Format, context: Context
) -> bytes:
    """Write quads, those about a thing first.

    Formats with graphs say all of it in the default graph, where clients look that
    follow links, and again in the graph of each source, but for names of other things:
    many sources have them. The other formats lose the graphs.
    """
    ordered = sorted(
        quads, key=lambda quad: (quad.subject != about, str(quad.subject), str(quad))
    )
    triples = list(dict.fromkeys(quad.triple for quad in ordered))
    if written in WITH_GRAPHS:
        merged = [Quad(it.subject, it.predicate, it.object) for it in triples]
        named = (it for it in ordered if isinstance(it.graph_name, NamedNode))
        by_graph = sorted(named, key=lambda quad: str(quad.graph_name))
        return _serialised([*merged, *by_graph], written)
    if written is JSON_LD:
        document = compact(triples, context)
        return orjson.dumps(document, option=orjson.OPT_INDENT_2)
    return _serialised(triples, written)


def _serialised(items: Iterable[Any], written: Format) -> bytes:
    output = BytesIO()
    prefixes = _used(items := list(items)) if written.suffix in _PREFIXED else None
    serialize(items, output, written.rdf, prefixes=prefixes)
    return output.getvalue()


_PREFIXED = ("ttl", "trig", "rdf")


def _used(items: Iterable[Any]) -> dict[str, str]:
    """Choose the prefixes that a document uses."""
    text = "\n".join(str(item) for item in items)
    return {prefix: space for prefix, space in PREFIXES.items() if f"<{space}" in text}


def context_of(terms: Facts) -> Context:
    """Make the JSON-LD context of a release's ontology."""
    ontology = Graph()
    name = graph("ontology")
    for quad in terms:
        if quad.graph_name == name:
            ontology.add(quad)
    return make_context(ontology, name.value)
