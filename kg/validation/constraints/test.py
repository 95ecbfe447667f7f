"""A test: a constraint that looks at each value node by itself."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from kg.validation.columns.dictionary import Ids, Mask
from kg.validation.columns.graph import Graph
from kg.validation.columns.pairs import distinct, member
from kg.validation.plan import Component, Faults, Values


@dataclass(frozen=True, slots=True)
class Test(ABC):
    """Every value node that does not pass is a fault."""

    component: Component

    @abstractmethod
    def passes(self, graph: Graph, nodes: Ids) -> Mask:
        """Tell of each of a set of value nodes whether it passes."""

    def faults(self, graph: Graph, values: Values) -> Faults:
        """Find the values that do not pass; each is tested once."""
        nodes = distinct(values.pairs.right)
        failing = nodes[~self.passes(graph, nodes)]
        failed = values.pairs.where(member(failing, values.pairs.right))
        return Faults(failed.left, failed.right)
