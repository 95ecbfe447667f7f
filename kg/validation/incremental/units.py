"""Units: what is looked at again as a whole, one shape's say of one node.

The constraints of a shape that are columns are one unit for each node, its queries of
one component are another.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.validation.finding import Finding
from kg.validation.incremental.queryways import query_ways
from kg.validation.incremental.ways import OpaqueError, Way, own_ways
from kg.validation.index import Node
from kg.validation.plan import Plan
from kg.validation.queries.constraint import SparqlConstraint
from kg.validation.shape import Shape
from kg.validation.shapes import Shapes

Key = tuple[Node, NamedNode | None]
"""A shape, and the component of its queries; None for what is no query."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a shape says of a node, and the ways that it follows from.

    `ways` is None where they cannot be told: every node must be looked at again.
    """

    shape: Shape
    component: NamedNode | None
    ways: frozenset[Way] | None
    queries: tuple[SparqlConstraint, ...] = ()

    @property
    def key(self) -> Key:
        """What tells the findings of a unit from others."""
        return self.shape.node, self.component


class Units:
    """The units of shapes; made once, for however many changes."""

    def __init__(self, shapes: Shapes) -> None:
        """Find the ways of every shape that findings may be about.

        Raises:
            OpaqueError: there is a rule that only a look at everything can judge:
                an ASK validator, or a query of a shape that others judge by.
        """
        self.shapes = shapes
        self._queries: dict[Key, list[SparqlConstraint]] = {}
        for constraint in shapes.constraints:
            key = (constraint.shape.node, constraint.component)
            self._queries.setdefault(key, []).append(constraint)
        self.all = (*map(_columns, _plans(shapes.plans)), *self._asked())

    def _asked(self) -> Iterator[Unit]:
        for (_node, component), queries in self._queries.items():
            shape, listed = queries[0].shape, tuple(queries)
            yield Unit(shape, component, _ways(listed), listed)

    def key(self, finding: Finding) -> Key:
        """Tell which unit found something."""
        asked = (finding.shape, finding.component)
        return asked if asked in self._queries else (finding.shape, None)


def _columns(plan: Plan) -> Unit:
    return Unit(plan.shape, None, own_ways(plan))


def _ways(queries: Iterable[SparqlConstraint]) -> frozenset[Way] | None:
    try:
        found = [query_ways(it.query) for it in queries]
    except OpaqueError:
        return None
    return frozenset(way for ways in found for way in ways)


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
