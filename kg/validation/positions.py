"""Positions: from a triple, a node or a graph to the place that bears it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Triple

from kg.errors import Position
from kg.rdf.statement import Statement
from kg.validation.columns.quads import OBJECT, SUBJECT
from kg.validation.files import FORMATS
from kg.validation.finding import Finding
from kg.validation.index import Node, Term
from kg.validation.paths import predicates
from kg.validation.places.mark import Mark
from kg.validation.source import Source
from kg.validation.syntax import SCANS

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
        """Scan files of RDF; blank nodes are those of the scan."""
        return cls(
            mark
            for path in paths
            for mark in SCANS[FORMATS.get(path.suffix, RdfFormat.TURTLE)](
                path.read_text("utf-8"), path.as_posix(), path.absolute().as_uri(), None
            )
        )

    @classmethod
    def from_sources(
        cls, sources: Iterable[Source], findings: Iterable[Finding]
    ) -> "Positions":
        """Scan the sources that say something of what findings are about.

        Nothing else is read and kept, so that few findings in much data take little.
        """
        about = {finding.focus for finding in findings}
        return cls(mark for s in sources for mark in s.marks(_named(s, about)))

    def _keep(self, mark: Mark) -> None:
        value = _folded(mark.object)
        triple = (mark.subject, mark.predicate, value)
        for width in (1, 2, 3):
            if None not in triple[:width]:
                self._places.setdefault(triple[:width], mark.position)
        if value is not None:
            self._places.setdefault((mark.subject, None, value), mark.position)
            self._places.setdefault((None, None, value), mark.position)
        if mark.graph is not None:
            self._graphs.setdefault(mark.graph, mark.position)

    def of(self, finding: Finding) -> Position | None:
        """Find the place of a finding.

        That is its triple; failing that, its focus and path, its focus, what names its
        focus, the first statement of its named graph; None when nothing of it was
        written anywhere.
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


def _named(source: Source, about: set[Term]) -> set[Node]:
    """Collect the nodes of a source that say something of terms, or name them.

    A text that a finding is about stands where a node has it.
    """
    quads = source.quads.touching(about)
    texts = [term for term in about if isinstance(term, Literal)]
    ends = {*quads.terms(SUBJECT), *quads.terms(OBJECT)} & about
    ends |= set(quads.where(OBJECT, texts).terms(SUBJECT))
    return {term for term in ends if isinstance(term, Node)}


def _folded(term: Term | None) -> Term | None:
    """Write the language of a literal in lower case: engines do, files need not."""
    if isinstance(term, Literal) and term.language is not None:
        return Literal(term.value, language=term.language.lower())
    return term


def _mark(statement: Statement) -> Mark | None:
    quad = statement.quad
    if isinstance(quad.subject, Triple) or isinstance(quad.object, Triple):
        return None
    graph = None if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name
    return Mark(statement.position, quad.subject, quad.predicate, quad.object, graph)


def _keys(finding: Finding) -> Iterator[Key]:
    """Yield what a finding may be about: triples, then focus and predicate."""
    path, value = finding.path, _folded(finding.value)
    steps = [None] if path is None else list(dict.fromkeys(predicates(path)))
    yield from ((finding.focus, step, value) for step in steps)
    yield from ((value, step, finding.focus) for step in steps)  # inverse path
    yield from ((finding.focus, step) for step in steps)
    yield (finding.focus,)
    yield (None, None, finding.focus)
