"""What a finding says when its shape has no message: made of the constraint itself."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.rdf.terms import SH
from kg.validation.finding import Finding
from kg.validation.index import Index, Node, Term
from kg.validation.reports.names import Names

WORDS = {
    "MinCount": "{path} has fewer values than {minCount}",
    "MaxCount": "{path} has more values than {maxCount}",
    "Datatype": "the value is not a well-formed {datatype}",
    "Class": "the value is not a {class}",
    "NodeKind": "the value is not of the kind {nodeKind}",
    "In": "the value is not one of {in}",
    "HasValue": "{path} does not have the value {hasValue}",
    "Pattern": "the value does not match {pattern}",
    "LanguageIn": "the language of the text is not one of {languageIn}",
    "UniqueLang": "{path} has several texts in one language",
    "MinLength": "the value is shorter than {minLength} characters",
    "MaxLength": "the value is longer than {maxLength} characters",
    "MinInclusive": "the value is less than {minInclusive}",
    "MaxInclusive": "the value is more than {maxInclusive}",
    "MinExclusive": "the value is not more than {minExclusive}",
    "MaxExclusive": "the value is not less than {maxExclusive}",
    "LessThan": "the value is not less than that of {lessThan}",
    "LessThanOrEquals": "the value is more than that of {lessThanOrEquals}",
    "Equals": "the values are not those of {equals}",
    "Disjoint": "the value is one of {disjoint} too",
    "Closed": "{path} is not one of the properties that the shape knows",
    "Node": "the value does not conform to {node}",
    "Not": "the value conforms to what it must not: {not}",
    "And": "the value does not conform to all of the shapes",
    "Or": "the value conforms to none of the shapes",
    "Xone": "the value does not conform to exactly one of the shapes",
    "QualifiedMinCount": "{path} has too few values of the kind asked for",
    "QualifiedMaxCount": "{path} has too many values of the kind asked for",
    "SPARQL": "a row of the rule's query",
}


def word(finding: Finding, graph: Index, names: Names) -> str:
    """Say in a sentence what is wrong; an empty message becomes one."""
    if finding.message:
        return finding.message
    name = finding.component.value.rpartition("#")[2]
    kind = name.removesuffix("ConstraintComponent").removesuffix("Constraint")
    pattern = WORDS.get(kind)
    if pattern is None:
        return f"{names.iri(finding.component.value)} does not hold."
    path = "the thing" if finding.path is None else names.path(finding.path)
    said = pattern.replace("{path}", path)
    for parameter, values in _parameters(finding.shape, graph, names):
        said = said.replace(f"{{{parameter}}}", values)
    return f"T{said[1:]}." if said.startswith("the ") else f"{said}."


def _parameters(shape: Node, graph: Index, names: Names) -> Iterator[tuple[str, str]]:
    """Yield what a shape says, by the names of its parameters."""
    told: dict[str, list[str]] = {}
    for predicate, value in graph.properties(shape):
        if predicate.value.startswith(SH.base):
            name = predicate.value.removeprefix(SH.base)
            told.setdefault(name, []).extend(_shown(value, graph, names))
    for name, values in told.items():
        yield name, " or ".join(values)


def _shown(value: Term, graph: Index, names: Names) -> list[str]:
    if graph.properties(value) and not isinstance(value, NamedNode):
        try:
            return [", ".join(names.term(item) for item in graph.items(value))]
        except ValueError:
            return ["another shape"]
    plain = isinstance(value, Literal) and value.language is None
    return [value.value if plain else names.term(value)]
