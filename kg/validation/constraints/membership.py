"""Which values and which predicates there may be, or must be."""

from dataclasses import dataclass

import numpy as np
from pyoxigraph import NamedNode

from kg.validation.columns.dictionary import Ids, Mask
from kg.validation.columns.graph import Graph
from kg.validation.columns.pairs import distinct, matches, member
from kg.validation.constraints.counts import missing
from kg.validation.constraints.test import Test
from kg.validation.index import Term
from kg.validation.plan import Component, Faults, Values, joined


@dataclass(frozen=True, slots=True)
class InTest(Test):
    """A value is one of some terms: the same term, not one of equal value."""

    terms: tuple[Term, ...]

    def passes(self, graph: Graph, nodes: Ids) -> Mask:
        """Look the values up among the terms."""
        return member(graph.dictionary.find_all(self.terms), nodes)


@dataclass(frozen=True, slots=True)
class HasValue:
    """One of the values is a given term."""

    component: Component
    term: Term

    def faults(self, graph: Graph, values: Values) -> Faults:
        """Find the focus nodes without that value."""
        found = values.pairs.right == graph.dictionary.find(self.term)
        return missing(values.focus[~member(values.pairs.left[found], values.focus)])


@dataclass(frozen=True, slots=True)
class Closed:
    """A value has no other predicates than those that are allowed."""

    component: Component
    allowed: tuple[NamedNode, ...]

    def faults(self, graph: Graph, values: Values) -> Faults:
        """Find the triples of values whose predicate is not allowed."""
        nodes = distinct(values.pairs.right)
        allowed = graph.dictionary.find_all(self.allowed)
        owners = values.pairs.swapped()
        found = [Faults(nodes[:0], nodes[:0], nodes[:0])]
        for predicate, pairs in graph.table.about(nodes, allowed):
            which, places = matches(owners.left, pairs.left)
            paths = np.full(len(which), predicate, np.int32)
            found.append(Faults(owners.right[places], pairs.right[which], paths))
        return joined(found)
