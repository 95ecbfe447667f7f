"""Constraint components that a shapes graph declares itself.

https://www.w3.org/TR/shacl/#sparql-constraint-components: parameters, and validators
that are SELECT queries or ASK queries.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.rdf.query.binding import Value
from kg.rdf.terms import RDF, RDFS, SH, XSD
from kg.validation.index import Index, Node, Term

_CONSTRAINT_COMPONENT = NamedNode(SH.base + "ConstraintComponent")
_PARAMETER = NamedNode(SH.base + "parameter")
_OPTIONAL = NamedNode(SH.base + "optional")
_VALIDATOR = NamedNode(SH.base + "validator")
_NODE_VALIDATOR = NamedNode(SH.base + "nodeValidator")
_PROPERTY_VALIDATOR = NamedNode(SH.base + "propertyValidator")
_LOCAL_NAME = re.compile(r"[^\W\d]\w*$")
_TRUE = Literal("true", datatype=XSD.boolean)

Bindings = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A predicate by which a shape gives a component a value, and its name."""

    path: NamedNode
    is_optional: bool

    @property
    def name(self) -> str:
        """The variable that has the value in queries: the local name of the path."""
        found = _LOCAL_NAME.search(self.path.value)
        return found.group() if found is not None else ""


@dataclass(frozen=True, slots=True)
class DeclaredComponent:
    """A constraint component with its validators."""

    iri: NamedNode
    parameters: tuple[Parameter, ...]
    validator: Node | None
    node_validator: Node | None
    property_validator: Node | None

    def uses(self, graph: Index, node: Node) -> Iterator[Bindings]:
        """Yield the parameters of each constraint of this kind that a shape has.

        Raises:
            ValueError: a parameter is a blank node, which no query can name, or one of
                several parameters has more than one value.
        """
        given = {it: graph.objects(node, it.path) for it in self.parameters}
        if any(not values for it, values in given.items() if not it.is_optional):
            return
        if len(given) > 1 and any(len(values) > 1 for values in given.values()):
            raise ValueError("several values of one of several parameters")
        named = [
            [(it.name, v) for v in values] for it, values in given.items() if values
        ]
        for chosen in product(*named):
            yield {name: _value(term) for name, term in chosen}

    def validator_for(self, *, has_path: bool) -> Node | None:
        """Choose the validator for a property shape, or for a node shape."""
        special = self.property_validator if has_path else self.node_validator
        return self.validator if special is None else special


def _value(term: Term) -> Value:
    if isinstance(term, BlankNode):
        raise ValueError("a blank node as a parameter, which no query can name")  # noqa: TRY004 - a fault of the input
    return term


def read_components(graph: Index) -> Iterator[DeclaredComponent]:
    """Yield the components that a shapes graph declares, in its order."""
    for node in graph.nodes():
        if isinstance(node, NamedNode) and _is_component(graph, node):
            yield DeclaredComponent(
                iri=node,
                parameters=tuple(_parameters(graph, node)),
                validator=_node(graph, node, _VALIDATOR),
                node_validator=_node(graph, node, _NODE_VALIDATOR),
                property_validator=_node(graph, node, _PROPERTY_VALIDATOR),
            )


def _is_component(graph: Index, node: NamedNode) -> bool:
    """Tell whether a node is a component, by its class or one above that."""
    seen: set[Term] = set()
    waiting = graph.objects(node, RDF.type)
    while waiting:
        known = waiting.pop()
        if known not in seen:
            seen.add(known)
            waiting += graph.objects(known, RDFS.subClassOf)
    return _CONSTRAINT_COMPONENT in seen


def _parameters(graph: Index, node: NamedNode) -> Iterator[Parameter]:
    for parameter in graph.objects(node, _PARAMETER):
        path = graph.value(parameter, SH.path)
        if isinstance(path, NamedNode):
            optional = graph.value(parameter, _OPTIONAL) == _TRUE
            yield Parameter(path, optional)


def _node(graph: Index, node: NamedNode, predicate: NamedNode) -> Node | None:
    found = graph.value(node, predicate)
    return None if found is None or isinstance(found, Literal) else found
