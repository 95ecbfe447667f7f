"""The terms of SHACL that are understood here, and the values that each takes."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.rdf.terms import RDF, SH, XSD
from kg.validation.finding import Severity
from kg.validation.index import Index, Term
from kg.validation.literals.regex import FLAGS
from kg.validation.paths import read_path


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


def is_boolean(_graph: Index, term: Term) -> bool:
    """Accept `true` and `false`: SHACL ignores a constraint that says `1`."""
    boolean = isinstance(term, Literal) and term.datatype == XSD.boolean
    return boolean and term.value in ("true", "false")


def _is_flags(graph: Index, term: Term) -> bool:
    return _is_text(graph, term) and FLAGS.issuperset(term.value)


def is_list(graph: Index, term: Term) -> bool:
    """Tell whether a term is an RDF list, well-formed."""
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
    **_rules(Rule("true or false", is_boolean), "deactivated"),
    **_rules(Rule("an IRI", _is_iri, False), "prefixes"),
    **_rules(Rule("a prefix declaration", _is_node, False), "declare"),
    **_rules(Rule("text", _is_text), "prefix select ask labelTemplate"),
    **_rules(Rule("a parameter", _is_node, False), "parameter"),
    **_rules(Rule("a validator", _is_node), "validator"),
    **_rules(Rule("a validator", _is_node, False), "nodeValidator propertyValidator"),
    **_rules(Rule("true or false", is_boolean), "optional"),
    **_rules(Rule("a namespace", _is_literal), "namespace"),
    **_rules(Rule("an IRI", _is_iri, False, True), "class equals disjoint"),
    **_rules(Rule("an IRI", _is_iri, False, True), "lessThan lessThanOrEquals"),
    **_rules(Rule("an IRI", _is_iri, True, True), "datatype"),
    **_rules(Rule("a kind of node", _is_node_kind, True, True), "nodeKind"),
    **_rules(Rule("a whole number", _is_count, True, True), "minCount maxCount"),
    **_rules(Rule("a whole number", _is_count, True, True), "minLength maxLength"),
    **_rules(Rule("a whole number", _is_count), "qualifiedMinCount qualifiedMaxCount"),
    **_rules(Rule("true or false", is_boolean), "qualifiedValueShapesDisjoint"),
    **_rules(Rule("a regular expression", _is_text, False, True), "pattern"),
    **_rules(Rule("flags of i, m, q, s and x", _is_flags), "flags"),
    **_rules(Rule("true or false", is_boolean, True, True), "uniqueLang closed"),
    **_rules(Rule("a literal", _is_literal, True, True), "minInclusive maxInclusive"),
    **_rules(Rule("a literal", _is_literal, True, True), "minExclusive maxExclusive"),
    **_rules(Rule("a list", is_list, True, True), "languageIn in"),
    **_rules(Rule("a list", is_list), "ignoredProperties"),
    **_rules(Rule("a list of shapes", is_list, False, True), "and or xone"),
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

MEMBERS = {
    SH.languageIn: Rule("language tags", _is_text),
    SH.ignoredProperties: Rule("IRIs", _is_iri),
}
"""What the lists of some predicates are made of."""

COMPANIONS: dict[NamedNode, tuple[NamedNode, ...]] = {
    SH.flags: (SH.pattern,),
    SH.ignoredProperties: (SH.closed,),
    SH.qualifiedMinCount: (SH.qualifiedValueShape,),
    SH.qualifiedMaxCount: (SH.qualifiedValueShape,),
    SH.qualifiedValueShapesDisjoint: (SH.qualifiedValueShape,),
    SH.qualifiedValueShape: (SH.qualifiedMinCount, SH.qualifiedMaxCount),
}
"""Predicates that say nothing unless one of others is there."""

OF_PROPERTIES = (
    *(SH.minCount, SH.maxCount, SH.uniqueLang, SH.lessThan, SH.lessThanOrEquals),
    SH.qualifiedValueShape,
)
"""What only a shape with a path may say."""
