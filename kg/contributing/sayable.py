"""What a partner may say: triples of one graph, in its words and in some of ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Quad, Triple

from kg.errors import InputError, Position, UnexpectedValueError
from kg.mapping.foreign.namespaces import correct, graph_iri
from kg.mapping.foreign.rules import faults
from kg.rdf.iri import shorten
from kg.rdf.statement import Statement
from kg.validation.index import Node
from kg.validation.source import Source

MOST = 1000
"""Faulty statements whose places are looked for."""


@dataclass(frozen=True, slots=True)
class Given:
    """A statement as it is written, and as it is read: with known namespaces."""

    written: Quad
    statement: Statement


def given(source: Source) -> list[Given]:
    """List the statements of a source; their places are not known yet."""
    start = Position(source.name)
    return [Given(quad, Statement(correct(quad), start)) for quad in source.quads]


def faults_in(
    source: Source, sent: Sequence[Given], graph: str
) -> Iterator[InputError]:
    """Yield what may not be said, each at its place as far as it can be told."""
    bad = [it for it in sent if any(_faults(it.statement, graph))]
    for statement in _placed(source, bad[:MOST]):
        yield from _faults(statement, graph)


def _placed(source: Source, bad: Sequence[Given]) -> Iterator[Statement]:
    """Yield statements with the places where they are written."""
    places: dict[object, Position] = {}
    about: set[Node] = {
        subject for it in bad if not isinstance(subject := it.written.subject, Triple)
    }
    for mark in source.marks(about) if bad else ():
        places.setdefault((mark.subject, mark.predicate, mark.object), mark.position)
        places.setdefault(mark.subject, mark.position)
    for it in bad:
        said = it.written
        at = places.get((said.subject, said.predicate, said.object))
        at = at or places.get(said.subject, it.statement.position)
        yield replace(it.statement, position=at)


def _faults(statement: Statement, graph: str) -> Iterator[InputError]:
    named = graph_iri(statement.quad)
    if named is not None and named != graph:
        expected = f"triples, or quads of {graph}: one graph is given at a time"
        found = f"a statement in the graph {shorten(named)}"
        yield UnexpectedValueError(statement.position, found, expected)
    else:
        yield from faults([statement], our_terms=True)
