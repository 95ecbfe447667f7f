"""Faults of shapes: whatever an engine would pass over in silence is refused here.

A misspelt `sh:minCounts` makes a rule that never fires; no engine but one objects. So
every `sh:` term must be one that is understood, with the values it takes.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from kg.errors import (
    DanglingKeyError,
    DuplicateKeyError,
    InputError,
    MissingFieldError,
    Position,
    UnexpectedValueError,
    UnknownFieldError,
)
from kg.rdf.terms import RDF, SH
from kg.validation.finding import display
from kg.validation.index import Index, Node, Term
from kg.validation.literals.regex import compile_pattern
from kg.validation.shape import LISTS, REFERENCES
from kg.validation.vocabulary import (
    CLASSES,
    COMPANIONS,
    MEMBERS,
    OF_PROPERTIES,
    RULES,
    is_boolean,
    is_list,
)

Place = Callable[[Node, NamedNode | None], Position]


def faults(
    graph: Index, place: Place, *, ignored: bool = False
) -> Iterator[InputError]:
    """Yield what is wrong with a shapes graph, in the order of its nodes.

    Args:
        graph: the shapes.
        place: finds where a node, or a predicate of it, is written.
        ignored: leave out what SHACL tells an engine to ignore: terms that it does not
            define, and switches that say `1` for true.
    """
    for node in graph.nodes():
        if not ignored:
            yield from _unknown_terms(graph, node, place)
            yield from _idle_terms(graph, node, place)
        yield from _bad_values(graph, node, place, ignored=ignored)
        yield from _bad_members(graph, node, place)
        yield from _bad_patterns(graph, node, place)
        yield from _repetitions(graph, node, place)
        yield from _shape_faults(graph, node, place)
        yield from _dangling(graph, node, place)
        yield from _misplaced_severity(graph, node, place)


def _unknown_terms(graph: Index, node: Node, place: Place) -> Iterator[InputError]:
    for predicate, value in graph.properties(node):
        if predicate.value.startswith(SH.base) and predicate not in RULES:
            expected = "a SHACL term that is understood here"
            where = place(node, predicate)
            yield UnknownFieldError(where, display(predicate), expected, _names(RULES))
        elif predicate == RDF.type and _is_foreign(value):
            where, expected = place(node, predicate), "a class of SHACL"
            yield UnexpectedValueError(where, display(value), expected, _names(CLASSES))


def _is_foreign(value: Term) -> bool:
    ours = isinstance(value, NamedNode) and value.value.startswith(SH.base)
    return ours and value not in CLASSES


def _names(terms: Iterable[NamedNode]) -> list[str]:
    return [display(term) for term in terms]


def _bad_values(
    graph: Index, node: Node, place: Place, *, ignored: bool
) -> Iterator[InputError]:
    for predicate, value in graph.properties(node):
        rule = RULES.get(predicate)
        if ignored and rule is not None and rule.accepts is is_boolean:
            continue
        if rule is not None and not rule.accepts(graph, value):
            found = f"{display(predicate)} {display(value)}"
            yield UnexpectedValueError(place(node, predicate), found, rule.takes)


def _idle_terms(graph: Index, node: Node, place: Place) -> Iterator[InputError]:
    """Refuse what SHACL tells an engine to pass over: alone, or without a path."""
    said = dict.fromkeys(predicate for predicate, _ in graph.properties(node))
    for predicate, others in COMPANIONS.items():
        if predicate in said and said.keys().isdisjoint(others):
            found = f"{display(predicate)} by itself"
            expected = " or ".join(map(display, others))
            yield MissingFieldError(place(node, predicate), found, expected)
    for predicate in OF_PROPERTIES:
        if predicate in said and SH.path not in said:
            found = f"{display(predicate)} in a shape without sh:path"
            expected = "it in a property shape"
            yield UnexpectedValueError(place(node, predicate), found, expected)


def _bad_members(graph: Index, node: Node, place: Place) -> Iterator[InputError]:
    for predicate, rule in MEMBERS.items():
        for head in graph.objects(node, predicate):
            members = list(graph.items(head)) if is_list(graph, head) else []
            for member in members:
                if not rule.accepts(graph, member):
                    found = f"{display(member)} in {display(predicate)}"
                    yield UnexpectedValueError(
                        place(node, predicate), found, rule.takes
                    )


def _bad_patterns(graph: Index, node: Node, place: Place) -> Iterator[InputError]:
    flags = graph.value(node, SH.flags)
    said = flags.value if isinstance(flags, Literal) else ""
    for pattern in graph.objects(node, SH.pattern):
        try:
            compile_pattern(pattern.value, said)
        except ValueError as error:
            found = f"sh:pattern {display(pattern)}"
            expected = f"a regular expression of XPath ({error})"
            yield UnexpectedValueError(place(node, SH.pattern), found, expected)


def _repetitions(graph: Index, node: Node, place: Place) -> Iterator[InputError]:
    counts = Counter(predicate for predicate, _value in graph.properties(node))
    for predicate, number in counts.items():
        if number > 1 and predicate in RULES and RULES[predicate].single:
            found = f"{number} values of {display(predicate)}"
            yield DuplicateKeyError(place(node, predicate), found, "one")


def _shape_faults(graph: Index, node: Node, place: Place) -> Iterator[InputError]:
    property_shape = SH.PropertyShape in graph.objects(node, RDF.type)
    if property_shape and graph.value(node, SH.path) is None:
        yield MissingFieldError(place(node, None), "no sh:path", "the path it is about")


def _dangling(graph: Index, node: Node, place: Place) -> Iterator[InputError]:
    for predicate, target in _references(graph, node):
        if not graph.properties(target):
            expected = "a shape that is described"
            where = place(node, predicate)
            known = [display(n) for n in graph.nodes() if isinstance(n, NamedNode)]
            yield DanglingKeyError(where, display(target), expected, known)
        elif predicate == SH.property and graph.value(target, SH.path) is None:
            where = place(node, predicate)
            found = f"sh:property {display(target)}"
            yield UnexpectedValueError(where, found, "a shape with sh:path")


def constrains(graph: Index, node: Node) -> bool:
    """Tell whether a shape itself says what must hold, not only its properties."""
    rules = (RULES.get(predicate) for predicate, _ in graph.properties(node))
    return any(rule is not None and rule.constrains for rule in rules)


def _references(graph: Index, node: Node) -> Iterator[tuple[NamedNode, Term]]:
    for predicate, value in graph.properties(node):
        if predicate in (SH.property, SH.sparql, *REFERENCES):
            yield predicate, value
        elif predicate in LISTS and is_list(graph, value):
            yield from ((predicate, item) for item in graph.items(value))


def _misplaced_severity(graph: Index, node: Node, place: Place) -> Iterator[InputError]:
    """Refuse a severity that every engine ignores: it belongs on the shape."""
    types = graph.objects(node, RDF.type)
    if SH.NodeShape in types or SH.PropertyShape in types:
        return
    if graph.value(node, SH.select) is not None and graph.objects(node, SH.severity):
        where = place(node, SH.severity)
        yield UnexpectedValueError(
            where, "sh:severity on a SPARQL constraint", "the severity on the shape"
        )
