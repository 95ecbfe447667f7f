"""Faults of shapes: whatever an engine would pass over in silence is refused here.

A misspelt `sh:minCounts` makes a rule that never fires; no engine but one objects. So
every `sh:` term must be one that is understood, with the values it takes.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import (
    DanglingKeyError,
    DuplicateKeyError,
    InputError,
    MissingFieldError,
    Position,
    UnexpectedValueError,
    UnknownFieldError,
)
from kg.rdf.terms import RDF, SH, XSD
from kg.validation.finding import Severity, display
from kg.validation.index import Index, Node, Term
from kg.validation.literals.regex import FLAGS, compile_pattern
from kg.validation.paths import read_path
from kg.validation.shape import LISTS, REFERENCES

Place = Callable[[Node, NamedNode | None], Position]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a predicate of SHACL takes."""

    takes: str
    accepts: Callable[[Index, Term], bool]
    single: bool = True
    constrains: bool = False


def _is_iri(_graph: Index, term: Term) -> bool:
    return isinstance(term, NamedNode)


def _is_node(_graph: Index, term: Term) -> bool:
    return isinstance(term, NamedNode | BlankNode)


def _is_literal(_graph: Index, term: Term) -> bool:
    return isinstance(term, Literal)


def _is_anything(_graph: Index, _term: Term) -> bool:
    return True


def _is_text(_graph: Index, term: Term) -> bool:
    return isinstance(term, Literal) and term.datatype in (XSD.string, RDF.langString)


def _is_count(_graph: Index, term: Term) -> bool:
    digits = isinstance(term, Literal) and re.fullmatch(r"\+?\d+", term.value)
    return isinstance(term, Literal) and term.datatype == XSD.integer and bool(digits)


def _is_boolean(_graph: Index, term: Term) -> bool:
    """Accept `true` and `false`: SHACL ignores a constraint that says `1`."""
    boolean = isinstance(term, Literal) and term.datatype == XSD.boolean
    return boolean and term.value in ("true", "false")


def _is_flags(graph: Index, term: Term) -> bool:
    return _is_text(graph, term) and FLAGS.issuperset(term.value)


def _is_list(graph: Index, term: Term) -> bool:
    try:
        list(graph.items(term))
    except ValueError:
        return False
    return True


def _is_path(graph: Index, term: Term) -> bool:
    try:
        read_path(graph, term)
    except (ValueError, RecursionError):
        return False
    return True


def _is_severity(_graph: Index, term: Term) -> bool:
    own = isinstance(term, NamedNode) and not term.value.startswith(SH.base)
    return own or term in {severity.iri for severity in Severity}


NODE_KINDS = {
    SH.IRI,
    SH.BlankNode,
    SH.Literal,
    SH.BlankNodeOrIRI,
    SH.BlankNodeOrLiteral,
    SH.IRIOrLiteral,
}


def _is_node_kind(_graph: Index, term: Term) -> bool:
    return term in NODE_KINDS


def _rules(rule: Rule, names: str) -> dict[NamedNode, Rule]:
    return {NamedNode(SH.base + name): rule for name in names.split()}


RULES: dict[NamedNode, Rule] = {
    **_rules(Rule("an IRI", _is_iri, False), "targetClass"),
    **_rules(Rule("an IRI", _is_iri, False), "targetSubjectsOf targetObjectsOf"),
    **_rules(Rule("a term", _is_anything, False), "targetNode"),
    **_rules(Rule("a path", _is_path), "path"),
    **_rules(Rule("a path", _is_node), "inversePath alternativePath"),
    **_rules(Rule("a path", _is_node), "zeroOrMorePath oneOrMorePath zeroOrOnePath"),
    **_rules(Rule("sh:Info, sh:Warning or sh:Violation", _is_severity), "severity"),
    **_rules(Rule("text", _is_text, False), "message name description"),
    **_rules(Rule("a number", _is_literal), "order"),
    **_rules(Rule("an IRI", _is_iri), "group"),
    **_rules(Rule("a term", _is_anything), "defaultValue"),
    **_rules(Rule("true or false", _is_boolean), "deactivated"),
    **_rules(Rule("an IRI", _is_iri, False), "prefixes"),
    **_rules(Rule("a prefix declaration", _is_node, False), "declare"),
    **_rules(Rule("text", _is_text), "prefix select ask labelTemplate"),
    **_rules(Rule("a parameter", _is_node, False), "parameter"),
    **_rules(Rule("a validator", _is_node), "validator"),
    **_rules(Rule("a validator", _is_node, False), "nodeValidator propertyValidator"),
    **_rules(Rule("true or false", _is_boolean), "optional"),
    **_rules(Rule("a namespace", _is_literal), "namespace"),
    **_rules(Rule("an IRI", _is_iri, False, True), "class equals disjoint"),
    **_rules(Rule("an IRI", _is_iri, False, True), "lessThan lessThanOrEquals"),
    **_rules(Rule("an IRI", _is_iri, True, True), "datatype"),
    **_rules(Rule("a kind of node", _is_node_kind, True, True), "nodeKind"),
    **_rules(Rule("a whole number", _is_count, True, True), "minCount maxCount"),
    **_rules(Rule("a whole number", _is_count, True, True), "minLength maxLength"),
    **_rules(Rule("a whole number", _is_count), "qualifiedMinCount qualifiedMaxCount"),
    **_rules(Rule("true or false", _is_boolean), "qualifiedValueShapesDisjoint"),
    **_rules(Rule("a regular expression", _is_text, False, True), "pattern"),
    **_rules(Rule("flags of i, m, q, s and x", _is_flags), "flags"),
    **_rules(Rule("true or false", _is_boolean, True, True), "uniqueLang closed"),
    **_rules(Rule("a literal", _is_literal, True, True), "minInclusive maxInclusive"),
    **_rules(Rule("a literal", _is_literal, True, True), "minExclusive maxExclusive"),
    **_rules(Rule("a list", _is_list, True, True), "languageIn in"),
    **_rules(Rule("a list", _is_list), "ignoredProperties"),
    **_rules(Rule("a list of shapes", _is_list, False, True), "and or xone"),
    **_rules(Rule("a shape", _is_node, False, True), "not node"),
    **_rules(Rule("a shape", _is_node, True, True), "qualifiedValueShape"),
    **_rules(Rule("a term", _is_anything, False, True), "hasValue"),
    **_rules(Rule("a constraint", _is_node, False, True), "sparql"),
    **_rules(Rule("a property shape", _is_node, False), "property"),
}
_CLASSES = (
    "NodeShape PropertyShape PropertyGroup SPARQLConstraint PrefixDeclaration "
    "ConstraintComponent Parameter SPARQLAskValidator SPARQLSelectValidator"
)
CLASSES = {NamedNode(SH.base + name) for name in _CLASSES.split()}


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
        yield from _bad_values(graph, node, place, ignored=ignored)
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
        if ignored and rule is not None and rule.accepts is _is_boolean:
            continue
        if rule is not None and not rule.accepts(graph, value):
            found = f"{display(predicate)} {display(value)}"
            yield UnexpectedValueError(place(node, predicate), found, rule.takes)


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
        elif predicate in LISTS and _is_list(graph, value):
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
