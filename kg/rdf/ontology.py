"""The ontology and the vocabularies, read from their files."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from kg.errors import Position, SyntaxFaultError, UnexpectedValueError
from kg.rdf.iri import graph

MODULES = "ontology/*.ttl"
VOCABULARIES = "ontology/vocabularies/*.ttl"
PARTS = ((MODULES, graph("ontology")), (VOCABULARIES, graph("vocab")))
"""Pattern of files → the graph that they are published in."""


def read_ontology(root: Path) -> Iterator[Quad]:
    """Yield the ontology's quads, modules and vocabularies each in their graph.

    Raises:
        SyntaxFaultError: a file is not Turtle; the position is the parser's.
        UnexpectedValueError: a file has a blank node, which could not be published.
    """
    for pattern, name in PARTS:
        for path in sorted(root.glob(pattern)):
            file = path.relative_to(root).as_posix()
            yield from _read(path.read_bytes(), file, name)


@lru_cache(maxsize=128)
def _read(content: bytes, file: str, name: NamedNode) -> tuple[Quad, ...]:
    """Read a file into a graph; what was read is kept, for it is read many times."""
    return tuple(
        Quad(quad.subject, quad.predicate, quad.object, name)
        for quad in _parsed(content, file)
    )


def _parsed(content: bytes, file: str) -> Iterator[Quad]:
    try:
        for quad in parse(content, RdfFormat.TURTLE):
            if BlankNode in (type(quad.subject), type(quad.object)):
                where = _find_blank_node(content.decode(), file)
                expected = "an IRI: what is published has no blank nodes"
                raise UnexpectedValueError(where, "a blank node", expected)
            yield quad
    except SyntaxError as error:
        raise syntax_fault(error, file, "Turtle") from error


def syntax_fault(error: SyntaxError, name: str, expected: str) -> SyntaxFaultError:
    """Tell what a parser of RDF found, and where, in our words."""
    where = Position(name, error.lineno or 1, error.offset or 1)
    return SyntaxFaultError(where, _PLACE.sub("", error.msg), expected)


_PLACE = re.compile(r"^Parser error at line \d+ (?:between )?columns? [^:]*: ")
_BLANK = re.compile(
    r'"{3}(?:[^"\\]|\\.|"(?!""))*"{3}|"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>|#[^\n]*'
    r"|(?P<blank>\[|\(|_:)",
    re.DOTALL,
)
"""What may hide a bracket in Turtle, and what begins a blank node."""


def _find_blank_node(text: str, name: str) -> Position:
    starts = (m.start() for m in _BLANK.finditer(text) if m["blank"] is not None)
    before = text[: next(starts, 0)].split("\n")
    return Position(name, len(before), len(before[-1]) + 1)
