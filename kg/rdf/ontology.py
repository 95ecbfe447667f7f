"""The ontology and the vocabularies, read from their files."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Quad, RdfFormat, parse

from kg.errors import Position, SyntaxFaultError, UnexpectedValueError
from kg.rdf.iri import graph

MODULES = "ontology/*.ttl"
VOCABULARIES = "ontology/vocabularies/*.ttl"
PARTS = ((MODULES, graph("ontology")), (VOCABULARIES, graph("vocab")))
"""Pattern of files → the graph that they are published in."""


def ontology_files(root: Path) -> list[Path]:
    """List the files of the modules and of the vocabularies."""
    return sorted(path for pattern, _graph in PARTS for path in root.glob(pattern))


def read_ontology(root: Path) -> Iterator[Quad]:
    """Yield the ontology's quads, modules and vocabularies each in their graph.

    Raises:
        SyntaxFaultError: a file is not Turtle; the position is the parser's.
        UnexpectedValueError: a file has a blank node, which could not be published.
    """
    for pattern, name in PARTS:
        for path in sorted(root.glob(pattern)):
            for quad in _read(path, path.relative_to(root).as_posix()):
                yield Quad(quad.subject, quad.predicate, quad.object, name)


def _read(path: Path, name: str) -> Iterator[Quad]:
    try:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if BlankNode in (type(quad.subject), type(quad.object)):
                expected = "an IRI: what is published has no blank nodes"
                raise UnexpectedValueError(Position(name), str(quad), expected)
            yield quad
    except SyntaxError as error:
        where = Position(name, error.lineno or 1, error.offset or 1)
        raise SyntaxFaultError(where, error.msg, "Turtle") from error
