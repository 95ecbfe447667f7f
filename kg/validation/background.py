"""The background: statements that the data builds on."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property

import numpy as np
from pyoxigraph import DefaultGraph, Quad, Store, Triple

from kg.validation.columns.dictionary import Dictionary, Ids
from kg.validation.columns.graph import Graph
from kg.validation.columns.pairs import distinct, member
from kg.validation.columns.quads import Quads
from kg.validation.columns.table import Table
from kg.validation.core import Columns
from kg.validation.index import Term
from kg.validation.queries.reach import looks_into_graphs, reached
from kg.validation.shapes import Shapes

LENT = 3_000
"""Quads up to which they are added to the background's store and taken out again.

With more, it is quicker to fill a store with all that queries can reach.
"""


class Background:
    """Statements that the data builds on, such as ontology and vocabularies.

    They are looked at when a rule asks for them, but findings about them are not the
    data's. Kept between validations, so that many small ones are quick.
    """

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        """Take the quads; their graphs are merged."""
        self.triples = merge(quads)

    @cached_property
    def subjects(self) -> frozenset[Term | Triple]:
        """Every node that the background describes."""
        return frozenset(triple.subject for triple in self.triples)

    @cached_property
    def _numbered(self) -> tuple[Dictionary, Ids]:
        dictionary = Dictionary()
        return dictionary, dictionary.rows(self._quads())

    def columns(self, quads: Iterable[Quad]) -> Columns:
        """Give the background with quads added, as columns; the quads are not kept."""
        numbered, known = self._numbered
        dictionary = Dictionary(numbered)
        return _columns(known, Quads(dictionary, dictionary.rows(quads)))

    def columns_with(self, quads: Quads) -> Columns:
        """Give the background with quads added that have numbers already.

        The terms of the background are added to their dictionary.
        """
        return _columns(quads.dictionary.rows(self._quads()), quads)

    def _quads(self) -> Iterator[Quad]:
        return (Quad(*triple) for triple in self.triples)

    @cached_property
    def store(self) -> Store:
        """The background by itself, in the default graph; not to be changed."""
        store = Store()
        store.extend(self._quads())
        return store

    @contextmanager
    def store_with(
        self, quads: Iterable[Quad], beside: Iterable[Quad] = ()
    ) -> Iterator[Store]:
        """Lend the background with quads added: each in its graph and in the default.

        The default graph is thus the merge that plain queries see after publishing;
        what is put `beside` it is not part of the merge.
        """
        copies = (c for quad in quads for c in (quad, in_default_graph(quad)))
        every = dict.fromkeys((*copies, *beside))
        added = [quad for quad in every if quad not in self.store]
        self.store.extend(added)
        try:
            yield self.store
        finally:
            for quad in added:
                self.store.remove(quad)

    @contextmanager
    def store_of(self, columns: Columns, shapes: Shapes) -> Iterator[Store]:
        """Lend the background with the data of columns, as `store_with` does.

        Of much data, only what the queries of shapes can reach is there.
        """
        if len(columns.rows) <= LENT:
            with self.store_with(columns.quads, shapes.quads) as store:
                yield store
        else:
            yield self.filled(columns, shapes)

    @staticmethod
    def filled(columns: Columns, shapes: Shapes) -> Store:
        """Fill a store with what the queries of shapes can reach."""
        store = asked_store(columns, shapes.queries)
        store.extend(shapes.quads)
        return store


def asked_store(columns: Columns, queries: Iterable[str]) -> Store:
    """Fill a store with what queries can reach: merged, and where any asks by graph."""
    asked = list(queries)
    store = Store()
    columns.fill(store, columns.reach(reached(asked)))
    by_graph = [query for query in asked if looks_into_graphs(query)]
    if by_graph:
        store.bulk_extend(columns.named_quads(columns.reach(reached(by_graph))))
    return store


def _columns(known: Ids, quads: Quads) -> Columns:
    rows, dictionary = quads.rows, quads.dictionary
    graph = Graph(dictionary, Table(np.concatenate((known, rows))))
    return Columns(graph, _foreign(known, rows), rows)


def _foreign(known: Ids, rows: Ids) -> Ids:
    """Give the nodes of the background that the data neither describe nor name anew."""
    described = distinct(known[:, 0])
    named = np.setdiff1d(known[:, 2], described, assume_unique=False)
    ours, told = distinct(rows[:, 0]), distinct(rows[:, 2])
    foreign = np.union1d(described, named[~member(told, named)])
    return foreign[~member(ours, foreign)]


def merge(quads: Iterable[Quad]) -> tuple[Triple, ...]:
    """Merge all graphs into one, each triple once, in the order given."""
    return tuple(dict.fromkeys(quad.triple for quad in quads))


def in_default_graph(quad: Quad) -> Quad:
    """Put a quad into the default graph."""
    return Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
