"""Units: what is looked at again as a whole, one shape's say of one node.

The constraints of a shape that are columns are one unit for each node, its queries of
one component are another.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from kg.validation.finding import Finding
from kg.validation.index import Node
from kg.validation.plan import Plan
from kg.validation.queries.constraint import SparqlConstraint
from kg.validation.queries.reach import reached
from kg.validation.shape import Shape
from kg.validation.shapes import Shapes
from kg.validation.ways.queryways import QueryWays, Spread, query_ways
from kg.validation.ways.ways import OpaqueError, own_ways

Key = tuple[Node, NamedNode | None]
"""A shape, and the component of its queries; None for what is no query."""


@dataclass(frozen=True)
class Unit:
    """What a shape says of a node: its constraints that are columns, or its queries.

    The algebra of queries is read when their ways are asked for, which takes longer
    than to validate a small change.
    """

    shape: Shape
    component: NamedNode | None
    plan: Plan | None = None
    queries: tuple[SparqlConstraint, ...] = ()
    spreads: Mapping[NamedNode, Spread] | None = None

    @property
    def key(self) -> Key:
        """What tells the findings of a unit from others."""
        return self.shape.node, self.component

    @cached_property
    def told(self) -> QueryWays | None:
        """The ways that it follows from.

        None where they cannot be told: every node must be looked at again.
        """
        if self.plan is not None:
            return QueryWays(own_ways(self.plan))
        try:
            found = [query_ways(it.query, self.spreads) for it in self.queries]
        except OpaqueError:
            return None
        return QueryWays(
            frozenset(way for it in found for way in it.ways),
            frozenset(predicate for it in found for predicate in it.apart),
        )

    @cached_property
    def reach(self) -> frozenset[NamedNode] | None:
        """The predicates that its queries can ask for; None for any."""
        return reached(text for it in self.queries for text in (it.query, it.focus))


class Units:
    """The units of shapes; made once, for however many changes."""

    def __init__(
        self, shapes: Shapes, spreads: Mapping[NamedNode, Spread] | None = None
    ) -> None:
        """Find the units of every shape that findings may be about.

        Args:
            shapes: the shapes.
            spreads: see `query_ways`.

        Raises:
            OpaqueError: there is a rule that only a look at everything can judge:
                an ASK validator, or a query of a shape that others judge by.
        """
        self.shapes = shapes
        queries: dict[Key, list[SparqlConstraint]] = {}
        for constraint in shapes.constraints:
            key = (constraint.shape.node, constraint.component)
            queries.setdefault(key, []).append(constraint)
        columns = [Unit(it.shape, None, it) for it in _plans(shapes.plans)]
        asked = [
            Unit(listed[0].shape, component, None, tuple(listed), spreads)
            for (_node, component), listed in queries.items()
        ]
        self.all = (*columns, *asked)
        self._asked = frozenset(queries)
        for unit in columns:
            _ = unit.told

    def key(self, finding: Finding) -> Key:
        """Tell which unit found something."""
        asked = (finding.shape, finding.component)
        return asked if asked in self._asked else (finding.shape, None)


def _plans(plans: Iterable[Plan]) -> Iterator[Plan]:
    """Yield plans and the property shapes below them, each once."""
    known: dict[Node, Plan] = {}
    waiting = list(plans)
    while waiting:
        plan = waiting.pop()
        if plan.shape.node not in known and not plan.shape.deactivated:
            known[plan.shape.node] = plan
            waiting += plan.properties
    yield from known.values()
