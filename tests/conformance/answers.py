"""Answers to queries, read from files and replies, and compared as the W3C asks.

Blank nodes are equal when they stand in the same places. Numbers and dates are equal
by value: the engine keeps one form of each, `1.0` becomes `1`.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"

Term = NamedNode | Literal | BlankNode | Triple
Row = frozenset[tuple[str, Term]]


@dataclass(frozen=True)
class Answer:
    """A truth, a table or a graph; the variables of a table in no order."""

    truth: bool | None = None
    names: frozenset[str] = frozenset()
    rows: tuple[Row, ...] = ()
    graph: frozenset[str] = field(default_factory=frozenset)


def same(one: Answer, other: Answer, *, ordered: bool) -> bool:
    """Say whether two answers are the same; `ordered` where the query orders them."""
    if (one.truth, one.names, one.graph) != (other.truth, other.names, other.graph):
        return False
    if ordered and _ground(one.rows) == list(one.rows):
        return one.rows == other.rows
    return (
        len(one.rows) == len(other.rows)
        and Counter(_ground(one.rows)) == Counter(_ground(other.rows))
        and _shape(one.rows) == _shape(other.rows)
    )


def read_answer(content: bytes, suffix: str, base: str) -> Answer:
    """Read an answer in the format of a suffix."""
    if suffix == "csv":
        return _read_csv(content.decode())
    results = QueryResultsFormat.from_extension(suffix)
    if results is None:
        form = RdfFormat.from_extension(suffix)
        quads = parse(content, form, base_iri=base, rename_blank_nodes=True)
        return Answer(graph=_canonical(quads))
    found = parse_query_results(content, results)
    if isinstance(found, QueryBoolean):
        return Answer(truth=bool(found))
    names = [variable.value for variable in found.variables]
    rows = tuple(_row(zip(names, solution, strict=True)) for solution in found)
    return Answer(names=frozenset(names), rows=rows)


def read_result_set(content: bytes, base: str) -> Answer:
    """Read a table that is written as a graph, in the terms of the W3C's tests."""
    store = Store()
    store.load(content, RdfFormat.TURTLE, base_iri=base)
    rows = [
        _row(
            (_name(store, it), _value(store, it))
            for it in _objects(store, "binding", of)
        )
        for of in _objects(store, "solution")
    ]
    names = _objects(store, "resultVariable")
    return Answer(names=frozenset(map(_text, names)), rows=tuple(rows))


def _name(store: Store, binding: Term) -> str:
    (name,) = _objects(store, "variable", binding)
    return _text(name)


def _value(store: Store, binding: Term) -> Term:
    (value,) = _objects(store, "value", binding)
    return value


def _objects(store: Store, name: str, subject: Term | None = None) -> list[Term]:
    assert not isinstance(subject, Literal)
    predicate = NamedNode(_RS + name)
    return [it.object for it in store.quads_for_pattern(subject, predicate, None)]


def _text(term: Term) -> str:
    assert isinstance(term, Literal)
    return term.value


def _read_csv(text: str) -> Answer:
    """Read a table of CSV, where all but blank nodes is text."""
    names, *lines = csv.reader(io.StringIO(text, newline=""))
    rows = (zip(names, map(_cell, line), strict=True) for line in lines)
    return Answer(names=frozenset(names), rows=tuple(map(_row, rows)))


def _cell(text: str) -> Term:
    return BlankNode(text[2:]) if text.startswith("_:") else Literal(text)


def _row(pairs: Iterable[tuple[str, Term | None]]) -> Row:
    return frozenset((name, _valued(it)) for name, it in pairs if it is not None)


def _valued(term: Term) -> Term:
    """Write a literal in the one form that the engine keeps of it."""
    if not isinstance(term, Literal):
        return term
    store = Store()
    store.add(Quad(NamedNode("x:s"), NamedNode("x:p"), term))
    (quad,) = store
    assert isinstance(quad.object, Literal)
    return quad.object


def _ground(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if not _has_blank(row)]


def _has_blank(row: Row) -> bool:
    return any(isinstance(term, BlankNode) for _name, term in row)


def _shape(rows: Iterable[Row]) -> frozenset[str]:
    """Write the rows that have blank nodes as a graph, in its canonical form."""
    return _canonical(
        Quad(node, NamedNode(f"x:{name}"), term)
        for row in rows
        if _has_blank(row)
        for node in [BlankNode()]
        for name, term in row
    )


def _canonical(quads: Iterable[Quad]) -> frozenset[str]:
    graph = Dataset(
        Quad(quad.subject, quad.predicate, _valued(quad.object)) for quad in quads
    )
    graph.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, graph))
