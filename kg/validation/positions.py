"""Positions: from a triple, a node or a graph to the place that bears it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Triple

from kg.errors import Position
from kg.rdf.statement import Statement
from kg.validation.finding import Finding
from kg.validation.index import Node, Term
from kg.validation.paths import predicates
from kg.validation.turtle import Mark, scan

SCANNED = {".ttl", ".trig", ".nt", ".nq"}

Key = tuple[Term | None, ...]


class Positions:
    """The first place of every triple, of every subject and predicate, and so on."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        """Keep the first mark of each kind."""
        self._places: dict[tuple[object, ...], Position] = {}
        self._graphs: dict[Node, Position] = {}
        for mark in marks:
            self._keep(mark)

    @classmethod
    def from_statements(cls, statements: Iterable[Statement]) -> "Positions":
        """Take the positions that a mapping gives with its quads."""
        return cls(filter(None, map(_mark, statements)))

    @classmethod
    def from_files(cls, paths: Iterable[Path]) -> "Positions":
        """Scan files of RDF; those of other syntaxes than Turtle's are left out."""
        scanned = (path for path in paths if path.suffix in SCANNED)
        return cls(
            mark
            for path in scanned
            for mark in scan(path.read_text("utf-8"), path.as_posix())
        )

    def _keep(self, mark: Mark) -> None:
        triple = (mark.subject, mark.predicate, mark.object)
        for width in (1, 2, 3):
            if None not in triple[:width]:
                self._places.setdefault(triple[:width], mark.position)
        if mark.object is not None:
            self._places.setdefault((mark.subject, None, mark.object), mark.position)
        if mark.graph is not None:
            self._graphs.setdefault(mark.graph, mark.position)

    def of(self, finding: Finding) -> Position | None:
        """Find the place of a finding.

        That is its triple; failing that, its focus and path, its focus, the first
        statement of its named graph; None when nothing of it was written anywhere.
        """
        places = map(self._places.get, _keys(finding))
        found = next(filter(None, places), None)
        if found is None and finding.graph is not None:
            return self._graphs.get(finding.graph)
        return found

    def of_node(self, node: Node) -> Position | None:
        """Find where a node is first described."""
        return self._places.get((node,))

    def of_triple(self, node: Node, predicate: NamedNode) -> Position | None:
        """Find where a node is first given a predicate."""
        return self._places.get((node, predicate)) or self.of_node(node)


def _mark(statement: Statement) -> Mark | None:
    quad = statement.quad
    if isinstance(quad.subject, Triple) or isinstance(quad.object, Triple):
        return None
    graph = None if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name
    return Mark(statement.position, quad.subject, quad.predicate, quad.object, graph)


def _keys(finding: Finding) -> Iterator[Key]:
    """Yield what a finding may be about: triples, then focus and predicate."""
    path = finding.path
    steps = [None] if path is None else list(dict.fromkeys(predicates(path)))
    yield from ((finding.focus, step, finding.value) for step in steps)
    yield from ((finding.value, step, finding.focus) for step in steps)  # inverse path
    yield from ((finding.focus, step) for step in steps)
    yield (finding.focus,)
