"""SHACL property paths: read from a shapes graph, written as SPARQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import Literal, NamedNode

from kg.rdf.terms import RDF, SH
from kg.validation.index import Index, Term


class Operator(StrEnum):
    """The operators of a path, as SPARQL writes them."""

    INVERSE = "^"
    SEQUENCE = "/"
    ALTERNATIVE = "|"
    ZERO_OR_MORE = "*"
    ONE_OR_MORE = "+"
    ZERO_OR_ONE = "?"


@dataclass(frozen=True, slots=True)
class CompoundPath:
    """An operator on paths; only sequence and alternative have more than one part."""

    operator: Operator
    parts: tuple["Path", ...]


Path = NamedNode | CompoundPath

UNARY = {
    SH.inversePath: Operator.INVERSE,
    SH.zeroOrMorePath: Operator.ZERO_OR_MORE,
    SH.oneOrMorePath: Operator.ONE_OR_MORE,
    SH.zeroOrOnePath: Operator.ZERO_OR_ONE,
}


def read_path(graph: Index, node: Term) -> Path:
    """Read the path that a node of a shapes graph stands for.

    Raises:
        ValueError: it is not a well-formed path.
    """
    if isinstance(node, NamedNode):
        return node
    if isinstance(node, Literal):
        raise ValueError(f"{node} is not a path")  # noqa: TRY004 - a fault of the input
    if graph.value(node, RDF.first) is not None:
        return _join(graph, node, Operator.SEQUENCE)
    operators = graph.properties(node)
    if len(operators) != 1:
        raise ValueError("a path has one operator")
    [(predicate, target)] = operators
    if predicate == SH.alternativePath:
        return _join(graph, target, Operator.ALTERNATIVE)
    if predicate not in UNARY:
        raise ValueError(f"{predicate} is not an operator of paths")
    return CompoundPath(UNARY[predicate], (read_path(graph, target),))


def _join(graph: Index, head: Term, operator: Operator) -> CompoundPath:
    parts = tuple(read_path(graph, item) for item in graph.items(head))
    if len(parts) < 2:
        raise ValueError("a sequence or an alternative has at least two parts")
    return CompoundPath(operator, parts)


def write_path(path: Path) -> str:
    """Write a path as SPARQL does, with full IRIs."""
    if isinstance(path, NamedNode):
        return str(path)
    match path.operator:
        case Operator.SEQUENCE | Operator.ALTERNATIVE:
            return "(" + path.operator.join(map(write_path, path.parts)) + ")"
        case Operator.INVERSE:
            return f"(^{write_path(path.parts[0])})"
        case _:
            return f"({write_path(path.parts[0])}{path.operator})"


def predicates(path: Path) -> Iterator[NamedNode]:
    """Yield the predicates of a path, leftmost first."""
    if isinstance(path, NamedNode):
        yield path
    else:
        for part in path.parts:
            yield from predicates(part)
