"""A plan: a shape compiled, its constraints ready to look at many nodes at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal, NamedNode

from kg.validation.columns.dictionary import Ids, Mask
from kg.validation.columns.graph import Graph
from kg.validation.columns.pairs import Pairs, distinct, itself, member
from kg.validation.shape import Shape
from kg.validation.watch import looked_at

Times = NDArray[np.int64]


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

    def repeated(self, times: Times) -> "Faults":
        """Give each fault as often as is said."""
        columns = (self.focus, self.values, self.paths)
        parts = [None if it is None else np.repeat(it, times) for it in columns]
        return Faults(*parts)  # type: ignore[arg-type]


def joined(parts: list[Faults]) -> Faults:
    """Join faults that name their paths."""
    named = [(it.focus, it.values, it.paths) for it in parts if it.paths is not None]
    focus, values, paths = (
        np.concatenate(column) for column in zip(*named, strict=True)
    )
    return Faults(focus, values, paths)


@dataclass(frozen=True, slots=True)
class Component:
    """A kind of constraint: its name in results, and what it says by itself."""

    iri: NamedNode
    messages: tuple[Literal, ...] = ()


class Constraint(Protocol):
    """What must hold of the value nodes of a shape."""

    @property
    def component(self) -> Component:
        """The kind of constraint."""

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
    """A shape, what it says of its values, and the property shapes that it has.

    `conditions` are looked at where other shapes judge by this one; what they find
    among this shape's own focus nodes is told elsewhere (kg.validation.sparql).
    """

    shape: Shape
    constraints: tuple[Constraint, ...] = ()
    properties: tuple["Plan", ...] = ()
    conditions: tuple[Constraint, ...] = ()

    def results(
        self, graph: Graph, nodes: Ids, times: Times | None = None
    ) -> Iterator[Results]:
        """Yield what is wrong with a set of nodes, and with the values of each.

        Args:
            graph: the data.
            nodes: the set.
            times: how often each node is looked at; what is wrong with it is told as
                often. Without it, everything is told once.
        """
        if self.shape.deactivated or len(nodes) == 0:
            return
        with looked_at(self.shape.node):
            values = self._values(graph, nodes)
        for constraint in self.constraints:
            with looked_at(self.shape.node):
                found = constraint.faults(graph, values)
            if times is not None:
                found = found.repeated(times[np.searchsorted(nodes, found.focus)])
            if len(found.focus):
                yield Results(self.shape, constraint, found)
        below, often = _counted(values, times)
        for plan in self.properties:
            yield from plan.results(graph, below, often)

    def conforming(self, graph: Graph, nodes: Ids) -> Mask:
        """Tell of each of a set of nodes whether nothing is wrong with it."""
        if self.shape.deactivated or len(nodes) == 0:
            return np.ones(len(nodes), np.bool_)
        constraints = (*self.constraints, *self.conditions)
        with looked_at(self.shape.node):
            values = self._values(graph, nodes)
            broken = [it.faults(graph, values).focus for it in constraints]
            broken += [it.broken(graph, values) for it in self.properties]
        return ~member(distinct(np.concatenate([nodes[:0], *broken])), nodes)

    def broken(self, graph: Graph, values: Values) -> Ids:
        """Give the focus nodes of which a value does not conform."""
        nodes = distinct(values.pairs.right)
        faulty = nodes[~self.conforming(graph, nodes)]
        return values.pairs.left[member(faulty, values.pairs.right)]

    def _values(self, graph: Graph, nodes: Ids) -> Values:
        path = self.shape.path
        pairs = itself(nodes) if path is None else graph.follow(path, nodes)
        return Values(nodes, pairs)


def _counted(values: Values, times: Times | None) -> tuple[Ids, Times | None]:
    """Give the set of values, and how often each is one of a focus node."""
    if times is None:
        return distinct(values.pairs.right), None
    below, places = np.unique(values.pairs.right, return_inverse=True)
    often = np.zeros(len(below), np.int64)
    np.add.at(often, places, times[np.searchsorted(values.focus, values.pairs.left)])
    return below, often
