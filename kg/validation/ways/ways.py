"""Ways: the steps from a focus node to all that decides whether it keeps a shape.

What a shape says of a node follows from the triples on its ways, and from nothing else.
So a change affects the nodes from which a way leads over a triple that changed.
"""

from collections.abc import Callable, Iterator
from typing import cast

from pyoxigraph import NamedNode

from kg.rdf.terms import RDF, RDFS
from kg.validation.constraints.counts import Count, QualifiedCount, UniqueLanguage
from kg.validation.constraints.logic import Conforming
from kg.validation.constraints.membership import Closed, HasValue, InTest
from kg.validation.constraints.pairs import Disjoint, Equals, Less
from kg.validation.constraints.ranges import RangeTest
from kg.validation.constraints.texts import LanguageTest, LengthTest, PatternTest
from kg.validation.constraints.types import ClassTest, DatatypeTest, NodeKindTest
from kg.validation.paths import CompoundPath, Operator, Path
from kg.validation.plan import Constraint, Plan

ANY = NamedNode("urn:x-kg:any-predicate")
"""A step over any predicate."""

Way = tuple[Path, ...]

OF_CLASS: Way = (
    RDF.type,
    CompoundPath(Operator.ZERO_OR_MORE, (RDFS.subClassOf,)),
)
"""The way to the classes that a node is an instance of."""


class OpaqueError(Exception):
    """What a constraint depends on cannot be told: everything must be looked at."""


def own_ways(plan: Plan) -> frozenset[Way]:
    """Give the ways to all that the constraints of a shape look at.

    Raises:
        OpaqueError: they cannot be told.
    """
    return frozenset(_own(plan, plan.constraints))


def all_ways(plan: Plan) -> frozenset[Way]:
    """Give the ways to all that decides whether a node conforms to a shape.

    Raises:
        OpaqueError: they cannot be told.
    """
    return frozenset(_all(plan))


def _all(plan: Plan) -> Iterator[Way]:
    if plan.shape.deactivated:
        return
    yield from _own(plan, (*plan.constraints, *plan.conditions))
    for below in plan.properties:
        yield from (_start(plan) + way for way in _all(below))


def _own(plan: Plan, constraints: tuple[Constraint, ...]) -> Iterator[Way]:
    start = _start(plan)
    yield start
    for constraint in constraints:
        yield from (start + way for way in _of_values(constraint))
        if isinstance(constraint, Equals | Disjoint | Less):
            yield (constraint.predicate,)


def _start(plan: Plan) -> Way:
    return () if plan.shape.path is None else (plan.shape.path,)


def _of_values(constraint: Constraint) -> Iterator[Way]:
    """Yield the ways that a constraint looks along from a value."""
    find = _WAYS.get(type(constraint))
    if find is None:
        raise OpaqueError(f"{constraint.component.iri} is a query")
    yield from find(constraint)


def _nowhere(_constraint: Constraint) -> Iterator[Way]:
    yield from ()


def _to_classes(_constraint: Constraint) -> Iterator[Way]:
    yield OF_CLASS


def _to_anything(_constraint: Constraint) -> Iterator[Way]:
    yield (ANY,)


def _of_shapes(constraint: Constraint) -> Iterator[Way]:
    for plan in cast("Conforming", constraint).plans:
        yield from _all(plan)


def _of_qualified(constraint: Constraint) -> Iterator[Way]:
    counted = cast("QualifiedCount", constraint)
    for plan in (counted.plan, *counted.siblings):
        yield from _all(plan)


_TESTS: tuple[type, ...] = (
    *(Count, UniqueLanguage, InTest, HasValue, RangeTest, LanguageTest, LengthTest),
    *(PatternTest, DatatypeTest, NodeKindTest, Equals, Disjoint, Less),
)
_WAYS: dict[type, Callable[[Constraint], Iterator[Way]]] = {
    **dict.fromkeys(_TESTS, _nowhere),
    ClassTest: _to_classes,
    Closed: _to_anything,
    Conforming: _of_shapes,
    QualifiedCount: _of_qualified,
}
"""What each kind of constraint looks at, from a value; what is not here is opaque."""
