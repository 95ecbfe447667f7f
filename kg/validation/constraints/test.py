"""A test: a constraint that looks at each value node by itself."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from kg.validation.columns.dictionary import Ids, Mask
from kg.validation.columns.graph import Graph
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
        nodes, places = np.unique(values.pairs.right, return_inverse=True)
        failed = values.pairs.where(~self.passes(graph, nodes)[places])
        return Faults(failed.left, failed.right)
