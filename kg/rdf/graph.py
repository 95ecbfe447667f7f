"""A graph in memory, asked by subject: for files of the ontology, not for releases."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import Position, SyntaxFaultError
from kg.rdf.terms import RDF

Subject = NamedNode | BlankNode
Object = NamedNode | BlankNode | Literal | Triple


class Graph:
    """What is said of each subject, in the order it was read."""

    def __init__(self) -> None:
        """Start with nothing said."""
        self._said: dict[Subject, dict[NamedNode, list[Object]]] = defaultdict(
            lambda: defaultdict(list)
        )

    @classmethod
    def read(cls, root: Path, *patterns: str) -> "Graph":
        """Read the Turtle files below a folder that match, in the order of their names.

        Raises:
            SyntaxFaultError: a file is not Turtle; the error has line and column.
        """
        graph = cls()
        for pattern in patterns:
            for path in sorted(root.glob(pattern)):
                for quad in _quads(path, path.relative_to(root).as_posix()):
                    graph.add(quad)
        return graph

    def add(self, quad: Quad) -> None:
        """Say one thing more, in whatever graph it was said."""
        if not isinstance(quad.subject, Triple):
            self._said[quad.subject][quad.predicate].append(quad.object)

    def of_type(self, *types: NamedNode) -> list[NamedNode]:
        """List the IRIs of the things that have one of the types."""
        return [
            subject
            for subject, said in self._said.items()
            if isinstance(subject, NamedNode)
            and any(type_ in said.get(RDF.type, ()) for type_ in types)
        ]

    def with_value(self, predicate: NamedNode, value: Object) -> list[NamedNode]:
        """List the IRIs of the things that have a value."""
        return [
            subject
            for subject, said in self._said.items()
            if isinstance(subject, NamedNode) and value in said.get(predicate, ())
        ]

    def values(self, subject: Subject, predicate: NamedNode) -> list[Object]:
        """List the values of a property."""
        return list(self._said.get(subject, {}).get(predicate, ()))

    def iris(self, subject: Subject, predicate: NamedNode) -> list[NamedNode]:
        """List the values of a property that are IRIs."""
        values = self.values(subject, predicate)
        return [value for value in values if isinstance(value, NamedNode)]

    def text(self, subject: Subject, predicate: NamedNode, language: str = "") -> str:
        """Return a text in a language ("": without one), or "" where there is none."""
        for value in self.values(subject, predicate):
            if isinstance(value, Literal) and (value.language or "") == language:
                return value.value
        return ""


def _quads(path: Path, name: str) -> Iterator[Quad]:
    try:
        yield from parse(path=path, format=RdfFormat.TURTLE)
    except SyntaxError as error:
        where = Position(name, error.lineno or 1, error.offset or 1)
        raise SyntaxFaultError(where, error.msg, "Turtle") from error
