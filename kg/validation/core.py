"""SHACL Core on columns: what plans find among the nodes that are the data's."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kg.validation.columns.dictionary import Ids
from kg.validation.columns.graph import Graph
from kg.validation.columns.pairs import member
from kg.validation.finding import Finding
from kg.validation.plan import Plan
from kg.validation.results import findings
from kg.validation.shapes import Shapes
from kg.validation.targets import focus_nodes


@dataclass(frozen=True, slots=True)
class Columns:
    """A graph, and which of its nodes are the data's rather than the background's.

    `size` is how many terms there were when it was filled: a node that neither of them
    has, but a shape names, is the data's.
    """

    graph: Graph
    own: Ids
    size: int

    def theirs(self, nodes: Ids) -> Ids:
        """Give those of a set of nodes that are the data's."""
        return nodes[member(self.own, nodes) | (nodes >= self.size)]


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
