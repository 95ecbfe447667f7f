"""The planner: from the triples of shapes to their plans."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from sys import maxsize

from pyoxigraph import Literal, NamedNode

from kg.errors import UnexpectedValueError
from kg.rdf.terms import SH, XSD
from kg.validation.constraint import AskConstraint, SparqlConstraint
from kg.validation.constraints.counts import (
    Bounds,
    Count,
    QualifiedCount,
    UniqueLanguage,
)
from kg.validation.constraints.logic import Conforming
from kg.validation.constraints.membership import Closed, HasValue, InTest
from kg.validation.constraints.pairs import Disjoint, Equals, Less
from kg.validation.constraints.queries import AskTest, SelectCondition
from kg.validation.constraints.ranges import RangeTest
from kg.validation.constraints.texts import LanguageTest, LengthTest, PatternTest
from kg.validation.constraints.types import ClassTest, DatatypeTest, NodeKindTest
from kg.validation.finding import display
from kg.validation.index import Index, Node, Term, as_node
from kg.validation.lint import Place
from kg.validation.literals.regex import compile_pattern
from kg.validation.plan import Component, Constraint, Plan
from kg.validation.shape import Shape, read_shape

_TRUE = Literal("true", datatype=XSD.boolean)


class Planner:
    """Compiles the shapes of one graph; a shape that others use is compiled once."""

    def __init__(
        self,
        graph: Index,
        shapes: Mapping[Node, Shape],
        queries: Iterable[SparqlConstraint | AskConstraint],
        place: Place,
    ) -> None:
        """Take shapes that were linted.

        Args:
            graph: the shapes graph.
            shapes: every shape of it that was read.
            queries: the constraints of these shapes that are queries.
            place: finds where a node, or a predicate of it, is written.
        """
        self.graph = graph
        self._shapes = shapes
        self._queries: dict[Node, list[SparqlConstraint | AskConstraint]] = {}
        for query in queries:
            self._queries.setdefault(query.shape.node, []).append(query)
        self._place = place
        self._plans: dict[Node, Plan] = {}
        self._open: list[Node] = []

    def plan(self, node: Term) -> Plan:
        """Compile a shape.

        Raises:
            UnexpectedValueError: the shape refers to itself, by whatever detour. SHACL
                does not say what that means.
        """
        node = as_node(node)
        if node not in self._plans:
            self._refuse_recursion(node)
            self._open.append(node)
            self._plans[node] = self._compiled(node)
            self._open.pop()
        return self._plans[node]

    def _refuse_recursion(self, node: Node) -> None:
        if node in self._open:
            ring = [*self._open[self._open.index(node) :], node]
            found = f"a shape that refers to itself: {' → '.join(map(display, ring))}"
            expected = "shapes that refer to each other with an end"
            raise UnexpectedValueError(self._place(node, None), found, expected)

    def _compiled(self, node: Node) -> Plan:
        shape = self._shapes.get(node) or read_shape(self.graph, node)
        if shape.deactivated:
            return Plan(shape)
        properties = self.graph.objects(node, SH.property)
        queries = self._queries.get(node, ())
        asked = [AskTest(it) for it in queries if isinstance(it, AskConstraint)]
        selected = (it for it in queries if isinstance(it, SparqlConstraint))
        return Plan(
            shape,
            (*self._constraints(node), *asked),
            tuple(map(self.plan, properties)),
            tuple(map(SelectCondition, selected)),
        )

    def _constraints(self, node: Node) -> Iterator[Constraint]:
        for predicate, value in self.graph.properties(node):
            builder = _BUILDERS.get(predicate)
            if builder is not None:
                try:
                    yield from builder(self, node, value)
                except ValueError as error:
                    where = self._place(node, predicate)
                    found, expected = str(error), "a value that can be understood"
                    raise UnexpectedValueError(where, found, expected) from error

    def plans(self, head: Term) -> tuple[Plan, ...]:
        """Compile the shapes of a list."""
        return tuple(map(self.plan, self.graph.items(head)))

    def is_true(self, node: Node, predicate: NamedNode) -> bool:
        """Tell whether a node has a switch turned on."""
        return self.graph.value(node, predicate) == _TRUE


_Builder = Callable[[Planner, Node, Term], Iterator[Constraint]]


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


def _range(name: str, accepts: Callable[[int], bool]) -> _Builder:
    def build(_planner: Planner, _node: Node, value: Term) -> Iterator[Constraint]:
        yield RangeTest(_component(name), _literal(value), accepts)

    return build


def _less(name: str, accepts: Callable[[int], bool]) -> _Builder:
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


_BUILDERS: dict[NamedNode, _Builder] = {
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
