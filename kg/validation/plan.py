"""A plan: a shape compiled, its constraints ready to look at many nodes at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Protocol

import numpy as np
from pyoxigraph import NamedNode

from kg.validation.columns.dictionary import Ids, Mask
from kg.validation.columns.graph import Graph
from kg.validation.columns.pairs import Pairs, itself, member
from kg.validation.shape import Shape


@dataclass(frozen=True, slots=True)
class Values:
    """Focus nodes, and pairs of a focus node and each of its value nodes."""

    focus: Ids
    pairs: Pairs


@dataclass(frozen=True, slots=True)
class Faults:
    """Where a constraint is broken: columns of equal length.

    The value is NOTHING where one is missing; `paths` are predicates that the shape
    does not name, which a closed shape finds.
    """

    focus: Ids
    values: Ids
    paths: Ids | None = None


class Constraint(Protocol):
    """What must hold of the value nodes of a shape."""

    @property
    def component(self) -> NamedNode:
        """The kind of constraint, as SHACL names it in results."""

    def faults(self, graph: Graph, values: Values) -> Faults:
        """Find where the constraint does not hold."""


@dataclass(frozen=True, slots=True)
class Results:
    """The faults that one constraint of a shape found."""

    shape: Shape
    constraint: Constraint
    faults: Faults


@dataclass(frozen=True, slots=True)
class Plan:
    """A shape, what it says of its values, and the property shapes that it has."""

    shape: Shape
    constraints: tuple[Constraint, ...]
    properties: tuple["Plan", ...]

    def results(self, graph: Graph, nodes: Ids) -> Iterator[Results]:
        """Yield what is wrong with a set of nodes, and with the values of each."""
        if self.shape.deactivated or len(nodes) == 0:
            return
        values = self._values(graph, nodes)
        for constraint in self.constraints:
            found = constraint.faults(graph, values)
            if len(found.focus):
                yield Results(self.shape, constraint, found)
        below = np.unique(values.pairs.right)
        for plan in self.properties:
            yield from plan.results(graph, below)

    def conforming(self, graph: Graph, nodes: Ids) -> Mask:
        """Tell of each of a set of nodes whether nothing is wrong with it."""
        if self.shape.deactivated or len(nodes) == 0:
            return np.ones(len(nodes), np.bool_)
        values = self._values(graph, nodes)
        broken = [it.faults(graph, values).focus for it in self.constraints]
        broken += [it.broken(graph, values) for it in self.properties]
        return ~member(reduce(np.union1d, broken, nodes[:0]), nodes)

    def broken(self, graph: Graph, values: Values) -> Ids:
        """Give the focus nodes of which a value does not conform."""
        nodes = np.unique(values.pairs.right)
        faulty = nodes[~self.conforming(graph, nodes)]
        return values.pairs.left[member(faulty, values.pairs.right)]

    def _values(self, graph: Graph, nodes: Ids) -> Values:
        path = self.shape.path
        pairs = itself(nodes) if path is None else graph.follow(path, nodes)
        return Values(nodes, pairs)
