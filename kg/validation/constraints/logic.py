"""Shapes that judge values: one, none, all, some or exactly one of them."""

from dataclasses import dataclass

import numpy as np

from kg.validation.columns.dictionary import Ids, Mask
from kg.validation.columns.graph import Graph
from kg.validation.constraints.test import Test
from kg.validation.plan import Plan


@dataclass(frozen=True, slots=True)
class Conforming(Test):
    """A value conforms to as many of some shapes as it must."""

    plans: tuple[Plan, ...]
    least: int
    greatest: int

    def passes(self, graph: Graph, nodes: Ids) -> Mask:
        """Count the shapes that each value conforms to."""
        counts = np.zeros(len(nodes), np.int64)
        for plan in self.plans:
            counts += plan.conforming(graph, nodes)
        mask: Mask = (counts >= self.least) & (counts <= self.greatest)
        return mask
