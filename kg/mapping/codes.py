"""The codes of the vocabularies, and what the ontology says of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import Position, UnexpectedValueError
from kg.rdf.iri import concept
from kg.rdf.namespaces import VOCAB
from kg.rdf.terms import HS, SKOS


@dataclass(frozen=True, slots=True)
class Codes:
    """The closed lists that values are taken from; an unknown code is never created.

    Attributes:
        schemes: notation of a scheme → the notations in it.
        classes: event type → the class of its events.
        shortcuts: role → the direct property that stands for a participation.
    """

    schemes: dict[str, frozenset[str]]
    classes: dict[NamedNode, NamedNode]
    shortcuts: dict[NamedNode, NamedNode]

    @classmethod
    def from_quads(cls, quads: Iterable[Quad | Triple]) -> "Codes":
        """Read the vocabularies."""
        schemes: dict[str, set[str]] = defaultdict(set)
        objects: dict[NamedNode, dict[NamedNode, NamedNode]] = defaultdict(dict)
        for quad in quads:
            subject, value = quad.subject, quad.object
            if not isinstance(subject, NamedNode):
                continue
            if quad.predicate == SKOS.notation and _is_plain(value):
                scheme, _slash, code = _local(subject).partition("/")
                schemes[scheme].add(code)
            elif isinstance(value, NamedNode):
                objects[quad.predicate][subject] = value
        broader = objects[SKOS.broader]
        return cls(
            {scheme: frozenset(codes) for scheme, codes in schemes.items()},
            _inherit(objects[HS.eventClass], broader),
            objects[HS.shortcut],
        )

    def concept(self, scheme: str, code: str, at: Position) -> NamedNode:
        """Return the concept of a code.

        Raises:
            UnexpectedValueError: the scheme has no such code.
        """
        known = self.schemes.get(scheme, frozenset())
        if code not in known:
            raise UnexpectedValueError(at, code, f"a notation of {scheme}", known)
        return concept(scheme, code)

    def event_class(self, type_: NamedNode, at: Position) -> NamedNode:
        """Return the class of events of a type.

        Raises:
            UnexpectedValueError: neither the type nor a broader one names a class.
        """
        if type_ not in self.classes:
            raise UnexpectedValueError(at, _local(type_), "an event type with a class")
        return self.classes[type_]


def _is_plain(value: object) -> bool:
    return isinstance(value, Literal) and value.datatype.value.endswith("#string")


def _local(node: NamedNode) -> str:
    return node.value.removeprefix(VOCAB)


def _inherit(
    classes: dict[NamedNode, NamedNode], broader: dict[NamedNode, NamedNode]
) -> dict[NamedNode, NamedNode]:
    """Give every narrower concept the class of the nearest broader one."""
    found = dict(classes)
    for type_ in broader:
        step: NamedNode | None = type_
        seen = set()
        while step is not None and step not in classes and step not in seen:
            seen.add(step)
            step = broader.get(step)
        if step in classes:
            found[type_] = classes[step]
    return found
