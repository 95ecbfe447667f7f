"""SHACL Core on columns: what plans find among the nodes that are the data's."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store

from kg.validation.columns.dictionary import BLANK, NOTHING, Ids
from kg.validation.columns.graph import Graph
from kg.validation.columns.pairs import Pairs, member
from kg.validation.columns.quads import Quads
from kg.validation.finding import Finding
from kg.validation.index import Term
from kg.validation.plan import Plan
from kg.validation.results import findings
from kg.validation.shapes import Shapes
from kg.validation.targets import focus_nodes


@dataclass(frozen=True, slots=True)
class Columns:
    """A graph, and which of its nodes are the background's rather than the data's.

    A node that neither of them has, but a shape names, is the data's. `rows` are the
    quads of the data: subject, predicate, object and graph.
    """

    graph: Graph
    foreign: Ids
    rows: Ids

    @property
    def default(self) -> int:
        """The number of the default graph; NOTHING when nothing is in it."""
        return self.graph.dictionary.find(DefaultGraph())

    def is_ours(self, term: Term) -> bool:
        """Tell whether a focus node is the data's.

        A store writes `01` as `1`: a literal that is not known is one of the data.
        """
        number = self.graph.dictionary.find(term)
        return number == NOTHING or len(self.theirs(np.array([number], np.int32))) > 0

    @property
    def quads(self) -> Quads:
        """The quads of the data."""
        return Quads(self.graph.dictionary, self.rows)

    def reach(self, predicates: Iterable[NamedNode] | None) -> Ids:
        """Give the set of the numbers of predicates; of all of them for None."""
        if predicates is None:
            return self.graph.table.predicates
        return self.graph.dictionary.find_all(predicates)

    def named_quads(self, reach: Ids) -> Quads:
        """Give the quads of the data in named graphs that have some predicates."""
        rows = self.rows[self.rows[:, 3] != self.default]
        return Quads(self.graph.dictionary, rows[member(reach, rows[:, 1])])

    def fill(self, store: Store, reach: Ids) -> None:
        """Put the triples with some predicates into the default graph of a store.

        Lines are read in less time than quads are made. A store renames the blank nodes
        of lines, so triples with one come as quads.
        """
        written, kinds = self.graph.dictionary.written, self.graph.dictionary.kinds
        for predicate in reach.tolist():
            pairs = self.graph.table.pairs(predicate)
            blank = (kinds[pairs.left] == BLANK) | (kinds[pairs.right] == BLANK)
            named = pairs.where(~blank)
            ends = (named.left.tolist(), named.right.tolist())
            said = (map(written.__getitem__, it) for it in ends)
            between = b" %b " % written[predicate]
            lines = b" .\n".join(map(between.join, zip(*said, strict=True)))
            store.bulk_load(
                lines + b" .\n" if lines else b"", RdfFormat.N_TRIPLES, lenient=True
            )
            store.bulk_extend(self._quads(predicate, pairs.where(blank)))

    def _quads(self, predicate: int, pairs: Pairs) -> Iterator[Quad]:
        terms = cast("dict[int, Any]", self.graph.dictionary.terms)
        for s, o in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True):
            yield Quad(terms[s], terms[predicate], terms[o])

    def theirs(self, nodes: Ids) -> Ids:
        """Give those of a set of nodes that are the data's."""
        return nodes[~member(self.foreign, nodes)]


def core_findings(
    columns: Columns, shapes: Shapes, *, repeated: bool = False
) -> Iterator[Finding]:
    """Yield what breaks SHACL Core among the data's nodes.

    Args:
        columns: the data.
        shapes: the rules.
        repeated: tell a fault of a value once for each focus node that leads to it.
    """
    for plan in shapes.plans:
        nodes = targeted(columns, plan)
        times = np.ones(len(nodes), np.int64) if repeated else None
        yield from findings(columns.graph, plan.results(columns.graph, nodes, times))


def targeted(columns: Columns, plan: Plan) -> Ids:
    """Give the set of the data's nodes that a plan looks at by itself."""
    if plan.shape.deactivated:
        return np.empty(0, np.int32)
    return columns.theirs(focus_nodes(columns.graph, plan.shape.targets))
