"""Values beside those of another predicate of the focus node."""

from dataclasses import dataclass

import numpy as np
from pyoxigraph import NamedNode

from kg.validation.columns.graph import Graph
from kg.validation.columns.pairs import Pairs, matches
from kg.validation.constraints.ranges import Accepts, is_ordered
from kg.validation.plan import Component, Faults, Values


def _others(graph: Graph, predicate: NamedNode, values: Values) -> Pairs:
    return graph.pairs(predicate).of(values.focus)


@dataclass(frozen=True, slots=True)
class Equals:
    """The values are those of another predicate."""

    component: Component
    predicate: NamedNode

    def faults(self, graph: Graph, values: Values) -> Faults:
        """Find what is there on one side only."""
        others = _others(graph, self.predicate, values)
        apart = values.pairs.without(others).united(others.without(values.pairs))
        return Faults(apart.left, apart.right)


@dataclass(frozen=True, slots=True)
class Disjoint:
    """No value is one of another predicate."""

    component: Component
    predicate: NamedNode

    def faults(self, graph: Graph, values: Values) -> Faults:
        """Find what is there on both sides."""
        others = _others(graph, self.predicate, values)
        shared = values.pairs.without(values.pairs.without(others))
        return Faults(shared.left, shared.right)


@dataclass(frozen=True, slots=True)
class Less:
    """Every value is below every value of another predicate, or at most equal."""

    component: Component
    predicate: NamedNode
    accepts: Accepts

    def faults(self, graph: Graph, values: Values) -> Faults:
        """Compare each value with each other value of its focus node."""
        others = _others(graph, self.predicate, values)
        which, places = matches(others.left, values.pairs.left)
        mine, their = values.pairs.right[which], others.right[places]
        compared = zip(mine.tolist(), their.tolist(), strict=True)
        wrong = np.array(
            [
                not is_ordered(graph.value(one), graph.value(other), self.accepts)
                for one, other in compared
            ],
            np.bool_,
        )
        return Faults(values.pairs.left[which][wrong], mine[wrong])
