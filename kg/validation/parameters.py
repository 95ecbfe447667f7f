"""The parameters of SHACL Core, and the constraint that each declares."""

from collections.abc import Callable, Iterator
from sys import maxsize
from typing import Protocol

from pyoxigraph import Literal, NamedNode

from kg.rdf.terms import SH
from kg.validation.constraints.counts import (
    Bounds,
    Count,
    QualifiedCount,
    UniqueLanguage,
)
from kg.validation.constraints.logic import Conforming
from kg.validation.constraints.membership import Closed, HasValue, InTest
from kg.validation.constraints.pairs import Disjoint, Equals, Less
from kg.validation.constraints.ranges import RangeTest
from kg.validation.constraints.texts import LanguageTest, LengthTest, PatternTest
from kg.validation.constraints.types import ClassTest, DatatypeTest, NodeKindTest
from kg.validation.index import Index, Node, Term
from kg.validation.literals.regex import compile_pattern
from kg.validation.plan import Component, Constraint, Plan


class Planner(Protocol):
    """What compiles the shapes that a parameter refers to."""

    graph: Index

    def plan(self, node: Term) -> Plan:
        """Compile a shape."""

    def plans(self, head: Term) -> tuple[Plan, ...]:
        """Compile the shapes of a list."""

    def is_true(self, node: Node, predicate: NamedNode) -> bool:
        """Tell whether a node has a switch turned on."""


Builder = Callable[[Planner, Node, Term], Iterator[Constraint]]


def _component(name: str) -> Component:
    return Component(NamedNode(f"{SH.base}{name}ConstraintComponent"))


def _iri(term: Term) -> NamedNode:
    if not isinstance(term, NamedNode):
        raise TypeError(f"{term} is not an IRI")  # refused by kg.validation.lint
    return term


def _literal(term: Term) -> Literal:
    if not isinstance(term, Literal):
        raise TypeError(f"{term} is not a literal")  # refused by kg.validation.lint
    return term


def _number(term: Term) -> int:
    return int(_literal(term).value)


def _class(_planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    yield ClassTest(_component("Class"), _iri(value))


def _datatype(_planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    yield DatatypeTest(_component("Datatype"), _iri(value))


def _node_kind(_planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    yield NodeKindTest(_component("NodeKind"), _iri(value))


def _min_count(_planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    yield Count(_component("MinCount"), Bounds(_number(value)))


def _max_count(_planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    yield Count(_component("MaxCount"), Bounds(0, _number(value)))


def _min_length(_planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    yield LengthTest(_component("MinLength"), Bounds(_number(value)))


def _max_length(_planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    yield LengthTest(_component("MaxLength"), Bounds(0, _number(value)))


def _pattern(planner: Planner, node: Node, value: Term) -> Iterator[Constraint]:
    flags = planner.graph.value(node, SH.flags)
    said = "" if flags is None else _literal(flags).value
    pattern = compile_pattern(_literal(value).value, said)
    yield PatternTest(_component("Pattern"), pattern)


def _language_in(planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    tags = (_literal(tag).value for tag in planner.graph.items(value))
    yield LanguageTest(_component("LanguageIn"), tuple(tags))


def _unique_lang(planner: Planner, node: Node, _value: Term) -> Iterator[Constraint]:
    if planner.is_true(node, SH.uniqueLang):
        yield UniqueLanguage(_component("UniqueLang"))


def _in(planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    yield InTest(_component("In"), tuple(planner.graph.items(value)))


def _has_value(_planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    yield HasValue(_component("HasValue"), value)


def _closed(planner: Planner, node: Node, _value: Term) -> Iterator[Constraint]:
    graph = planner.graph
    if not planner.is_true(node, SH.closed):
        return
    shapes = graph.objects(node, SH.property)
    paths = [path for shape in shapes for path in graph.objects(shape, SH.path)]
    for head in graph.objects(node, SH.ignoredProperties):
        paths += graph.items(head)
    allowed = tuple(path for path in paths if isinstance(path, NamedNode))
    yield Closed(_component("Closed"), allowed)


def _equals(_planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    yield Equals(_component("Equals"), _iri(value))


def _disjoint(_planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    yield Disjoint(_component("Disjoint"), _iri(value))


def _below(order: int) -> bool:
    return order < 0


def _at_most(order: int) -> bool:
    return order <= 0


def _above(order: int) -> bool:
    return order > 0


def _at_least(order: int) -> bool:
    return order >= 0


def _range(name: str, accepts: Callable[[int], bool]) -> Builder:
    def build(_planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
        yield RangeTest(_component(name), _literal(value), accepts)

    return build


def _less(name: str, accepts: Callable[[int], bool]) -> Builder:
    def build(_planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
        yield Less(_component(name), _iri(value), accepts)

    return build


def _not(planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    yield Conforming(_component("Not"), (planner.plan(value),), 0, 0)


def _node(planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    yield Conforming(_component("Node"), (planner.plan(value),), 1, 1)


def _and(planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    plans = planner.plans(value)
    yield Conforming(_component("And"), plans, len(plans), maxsize)


def _or(planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    yield Conforming(_component("Or"), planner.plans(value), 1, maxsize)


def _xone(planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
    yield Conforming(_component("Xone"), planner.plans(value), 1, 1)


def _qualified(planner: Planner, node: Node, value: Term) -> Iterator[Constraint]:
    plan = planner.plan(value)
    apart = planner.is_true(node, SH.qualifiedValueShapesDisjoint)
    others = _siblings(planner.graph, node, value) if apart else []
    siblings = tuple(map(planner.plan, others))
    for bound in planner.graph.objects(node, SH.qualifiedMinCount):
        name, bounds = _component("QualifiedMinCount"), Bounds(_number(bound))
        yield QualifiedCount(name, bounds, plan, siblings)
    for bound in planner.graph.objects(node, SH.qualifiedMaxCount):
        name, bounds = _component("QualifiedMaxCount"), Bounds(0, _number(bound))
        yield QualifiedCount(name, bounds, plan, siblings)


def _siblings(graph: Index, node: Node, shape: Term) -> list[Term]:
    """List the qualified value shapes beside that of a property shape."""
    found = (
        value
        for owner in graph.subjects(SH.property, node)
        for beside in graph.objects(owner, SH.property)
        for value in graph.objects(beside, SH.qualifiedValueShape)
    )
    return [value for value in dict.fromkeys(found) if value != shape]


BUILDERS: dict[NamedNode, Builder] = {
    SH.iri("class"): _class,
    SH.datatype: _datatype,
    SH.nodeKind: _node_kind,
    SH.minCount: _min_count,
    SH.maxCount: _max_count,
    SH.minLength: _min_length,
    SH.maxLength: _max_length,
    SH.pattern: _pattern,
    SH.languageIn: _language_in,
    SH.uniqueLang: _unique_lang,
    SH.iri("in"): _in,
    SH.hasValue: _has_value,
    SH.closed: _closed,
    SH.equals: _equals,
    SH.disjoint: _disjoint,
    SH.lessThan: _less("LessThan", _below),
    SH.lessThanOrEquals: _less("LessThanOrEquals", _at_most),
    SH.minInclusive: _range("MinInclusive", _at_least),
    SH.minExclusive: _range("MinExclusive", _above),
    SH.maxInclusive: _range("MaxInclusive", _at_most),
    SH.maxExclusive: _range("MaxExclusive", _below),
    SH.iri("not"): _not,
    SH.iri("and"): _and,
    SH.iri("or"): _or,
    SH.xone: _xone,
    SH.node: _node,
    SH.qualifiedValueShape: _qualified,
}
"""What is made of each parameter of SHACL Core."""
