"""Ranges: a value is above or below a bound, as SPARQL compares them."""

from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import Literal

from kg.validation.columns.dictionary import Ids, Mask
from kg.validation.columns.graph import Graph
from kg.validation.constraints.test import Test
from kg.validation.literals.values import Value, read_value

Accepts = Callable[[int], bool]
"""Tells from below, at or above zero whether an order is the right one."""


@dataclass(frozen=True, slots=True)
class RangeTest(Test):
    """A value compares with the bound, and does so as it must."""

    bound: Literal
    accepts: Accepts

    def passes(self, graph: Graph, nodes: Ids) -> Mask:
        """Compare each value; one that cannot be compared does not pass."""
        bound = read_value(self.bound)
        return graph.test_literals(
            nodes, lambda it: is_ordered(read_value(it), bound, self.accepts)
        )


def is_ordered(one: Value | None, other: Value | None, accepts: Accepts) -> bool:
    """Tell whether two values compare, and in an order that is accepted."""
    order = None if one is None or other is None else one.compare(other)
    return order is not None and accepts(order)
