"""What a release uses, read from what its build has counted (kg.publishing.void)."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.rdf.terms import VOID, VOID_EXT
from kg.rdf.usage import Usage

_CLASS = VOID.iri("class")

Facts = Mapping[NamedNode, Mapping[NamedNode, list[NamedNode | Literal]]]


def read_usage(path: Path, dataset: NamedNode, graphs: Iterable[str]) -> Usage:
    """Read the partitions of a dataset from N-Triples; no file is nothing known."""
    facts = _facts(path) if path.is_file() else {}
    classes: dict[str, int] = {}
    uses: dict[str, frozenset[str]] = {}
    values: dict[str, dict[str, int]] = {}
    for part in _nodes(facts, dataset, VOID.classPartition):
        (class_,) = _nodes(facts, part, _CLASS)
        classes[class_.value] = _number(facts, part, VOID.entities)
        uses[class_.value] = frozenset(_properties(facts, part))
        _count_values(facts, part, values)
    properties = _properties(facts, dataset)
    return Usage(classes, properties, uses, values, frozenset(graphs))


def _facts(path: Path) -> Facts:
    found: dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]] = {}
    for quad in parse(path=path, format=RdfFormat.N_TRIPLES):
        subject, value = quad.subject, quad.object
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
            found.setdefault(subject, {}).setdefault(quad.predicate, []).append(value)
    return found


def _properties(facts: Facts, whole: NamedNode) -> dict[str, int]:
    return {
        property_.value: _number(facts, part, VOID.triples)
        for part in _nodes(facts, whole, VOID.propertyPartition)
        for property_ in _nodes(facts, part, VOID.property)
    }


def _count_values(
    facts: Facts, class_: NamedNode, values: dict[str, dict[str, int]]
) -> None:
    """Add up the values of literals of each property, by their datatype."""
    for part in _nodes(facts, class_, VOID.propertyPartition):
        (property_,) = _nodes(facts, part, VOID.property)
        kinds = values.setdefault(property_.value, {})
        for division in _nodes(facts, part, VOID_EXT.datatypePartition):
            (datatype,) = _nodes(facts, division, VOID_EXT.datatype)
            count = _number(facts, division, VOID.triples)
            kinds[datatype.value] = kinds.get(datatype.value, 0) + count


def _nodes(facts: Facts, node: NamedNode, predicate: NamedNode) -> list[NamedNode]:
    found = facts.get(node, {}).get(predicate, [])
    return [it for it in found if isinstance(it, NamedNode)]


def _number(facts: Facts, node: NamedNode, predicate: NamedNode) -> int:
    found = facts.get(node, {}).get(predicate, [])
    return sum(int(it.value) for it in found if isinstance(it, Literal))
