"""Namespaces put right: known vocabularies under the names that all others use.

schema.org is written with http here, as in its own JSON-LD context; a vocabulary whose
namespace is written with the other scheme, or without its last character, is meant.
"""

from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.rdf.namespaces import OURS, PREFIXES

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"

_OTHERS = {
    "http://www.schema.org/": "http://schema.org/",
    "https://www.schema.org/": "http://schema.org/",
    "http://www.w3.org/2008/05/skos#": PREFIXES["skos"],
    "http://id.loc.gov/datatypes/edtf-": f"{EDTF}-",
}
"""Namespaces that have been in use, and those that are meant."""

_DATATYPES = {
    "http://id.loc.gov/datatypes/edtf": EDTF,
    "http://id.loc.gov/datatypes/edtf/": EDTF,
    "http://id.loc.gov/datatypes/EDTFScheme/": EDTF,
    f"{PREFIXES['xsd']}edtf": EDTF,
    **{f"{EDTF}-level{level}": EDTF for level in range(3)},
}
"""Six spellings of one datatype."""


def _variants() -> Iterator[tuple[str, str]]:
    """Yield what a namespace of a vocabulary is mistaken for, and the namespace."""
    for space in PREFIXES.values():
        if not space.startswith(OURS):
            scheme, rest = space.split("://")
            yield f"{'http' if scheme == 'https' else 'https'}://{rest}", space
    yield from _OTHERS.items()


_WRONG = tuple(_variants())


@lru_cache(maxsize=65536)
def _corrected(iri: str) -> NamedNode:
    for wrong, right in _WRONG:
        if iri.startswith(wrong) and len(iri) > len(wrong):
            return NamedNode(right + iri.removeprefix(wrong))
    return NamedNode(iri)


def correct(quad: Quad) -> Quad:
    """Give a quad whose IRIs are those of the known vocabularies."""
    subject, graph = quad.subject, quad.graph_name
    if isinstance(subject, NamedNode):
        subject = _corrected(subject.value)
    if isinstance(graph, NamedNode):
        graph = _corrected(graph.value)
    predicate = _corrected(quad.predicate.value)
    return Quad(subject, predicate, _corrected_object(quad.object), graph)


def _corrected_object(
    value: NamedNode | BlankNode | Literal | Triple,
) -> NamedNode | BlankNode | Literal | Triple:
    if isinstance(value, NamedNode):
        return _corrected(value.value)
    if not isinstance(value, Literal) or value.language is not None:
        return value
    datatype = value.datatype.value
    right = _DATATYPES.get(datatype) or _corrected(datatype).value
    return (
        value if right == datatype else Literal(value.value, datatype=NamedNode(right))
    )


def graph_iri(quad: Quad) -> str | None:
    """Return the IRI of a quad's named graph, None for the default graph."""
    graph = quad.graph_name
    return None if isinstance(graph, DefaultGraph) else graph.value
