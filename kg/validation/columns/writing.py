"""Writing: terms as N-Triples has them, which is one way for each, in bytes.

The parser writes lines in a tenth of the time that it takes to make terms of Python;
they go from process to process as they are, and are read where a term is asked for.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import attrgetter

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

AnyTerm = NamedNode | BlankNode | Literal | Triple | DefaultGraph

NAMED, LABELLED, QUOTED = b'<_"'
"""What IRIs, blank nodes and literals begin with."""

END_OF_LINE = b" .\n"
_SIZE = 4096
_DATATYPE, _LANGUAGE = b"^", b"@"
_DEFAULT = str(DefaultGraph()).encode()
_graph: Callable[[Quad], NamedNode | BlankNode | DefaultGraph] = attrgetter(
    "graph_name"
)
_triple: Callable[[Quad], Triple] = attrgetter("triple")


@dataclass(frozen=True, slots=True)
class Batch:
    """Triples, a line each, and the graphs they are in: how many in each, in order."""

    lines: bytes
    graphs: tuple[tuple[bytes, int], ...]


def write_quads(quads: Iterable[Quad], *, plain: bool = False) -> Iterator[Batch]:
    """Write quads in batches.

    Args:
        quads: the quads.
        plain: all are in the default graph.
    """
    waiting = iter(quads)
    while plain and (lines := _lines(islice(waiting, _SIZE))):
        yield Batch(lines, ((_DEFAULT, lines.count(END_OF_LINE)),))
    while part := list(islice(waiting, _SIZE)):
        yield Batch(_lines(map(_triple, part)), tuple(_graphs(part)))


def _lines(statements: Iterable[Quad] | Iterable[Triple]) -> bytes:
    return serialize(statements, format=RdfFormat.N_TRIPLES) or b""


def _graphs(quads: list[Quad]) -> Iterator[tuple[bytes, int]]:
    for name, same in groupby(map(_graph, quads)):
        yield write_term(name), sum(1 for _graph in same)


def write_term(term: object) -> bytes:
    """Write a term.

    >>> write_term(Literal("tea", language="nb"))
    b'"tea"@nb'
    """
    written = str(term)
    return (f"<<( {written} )>>" if isinstance(term, Triple) else written).encode()


def read_term(written: bytes) -> AnyTerm:
    """Read a term.

    >>> read_term(b'"tea"@nb').language
    'nb'
    """
    start = written[0]
    if start == QUOTED:
        return _literal(written)
    if b" " in written:
        return _parsed(written)
    if start == NAMED:
        return NamedNode(written[1:-1].decode())
    return DefaultGraph() if written == _DEFAULT else BlankNode(written[2:].decode())


def _literal(written: bytes) -> AnyTerm:
    tail = tail_of(written)
    if b"\\" in written or b"--" in tail:
        return _parsed(written)
    text = text_of(written)
    if tail.startswith(_DATATYPE):
        return Literal(text, datatype=NamedNode(tail[3:-1].decode()))
    return Literal(text, language=tail[1:].decode()) if tail else Literal(text)


def _parsed(written: bytes) -> AnyTerm:
    """Have the parser read what has escapes, directions or triples in it."""
    line = b"<urn:s> <urn:p> " + written + END_OF_LINE
    found: AnyTerm = next(parse(line, RdfFormat.N_TRIPLES)).object
    return found


def text_of(written: bytes) -> str:
    """Read what SPARQL's STR gives of an IRI or a literal."""
    if written[0] == NAMED:
        return written[1:-1].decode()
    if b"\\" in written:
        return _parsed(written).value  # type: ignore[union-attr]  # it is a literal
    return written[1 : written.rindex(b'"')].decode()


def tail_of(written: bytes) -> bytes:
    """Give what follows the text of a literal: its language or its datatype."""
    return written[written.rindex(b'"') + 1 :]


def language_of(tail: bytes) -> str | None:
    """Read the language of a literal; None if it has none."""
    said = tail[1:].partition(b"--")[0].decode()
    return said if tail.startswith(_LANGUAGE) else None
