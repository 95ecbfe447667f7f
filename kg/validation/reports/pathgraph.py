"""Paths as SHACL writes them in a graph."""

from collections.abc import Iterator, Sequence

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.rdf.terms import RDF, SH
from kg.validation.index import Node
from kg.validation.paths import UNARY, CompoundPath, Operator, Path

PREDICATES = {operator: predicate for predicate, operator in UNARY.items()}


def path_triples(path: CompoundPath) -> Iterator[Triple]:
    """Yield the triples of a path; the subject of the first stands for it."""
    if path.operator is Operator.SEQUENCE:
        yield from _list(path.parts)
        return
    node = BlankNode()
    if path.operator is Operator.ALTERNATIVE:
        parts = list(_list(path.parts))
        yield Triple(node, SH.alternativePath, parts[0].subject)
        yield from parts
        return
    inner = list(_inner(path.parts[0]))
    yield Triple(node, PREDICATES[path.operator], _head(path.parts[0], inner))
    yield from inner


def _list(parts: Sequence[Path]) -> Iterator[Triple]:
    cells = [BlankNode() for _part in parts]
    rests: list[Node] = [*cells[1:], RDF.nil]
    for cell, part, rest in zip(cells, parts, rests, strict=True):
        inner = list(_inner(part))
        yield Triple(cell, RDF.first, _head(part, inner))
        yield Triple(cell, RDF.rest, rest)
        yield from inner


def _inner(path: Path) -> Iterator[Triple]:
    if isinstance(path, CompoundPath):
        yield from path_triples(path)


def _head(path: Path, triples: Sequence[Triple]) -> NamedNode | BlankNode:
    if isinstance(path, NamedNode):
        return path
    head = triples[0].subject
    if isinstance(head, Triple):
        raise TypeError("a path begins with a node")
    return head
