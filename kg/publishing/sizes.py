"""Sizes of graphs, counted as a query over the engine's store would count them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.rdf.namespaces import BASE
from kg.rdf.terms import RDF, XSD

Term = NamedNode | BlankNode | Literal | Triple

_TYPE = RDF.type

_KEPT_AS = {
    XSD.int: XSD.integer,
    XSD.long: XSD.integer,
    XSD.nonNegativeInteger: XSD.integer,
    XSD.positiveInteger: XSD.integer,
    XSD.dateTimeStamp: XSD.dateTime,
}
"""Datatype → as which the engine keeps its values, and queries count them."""


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a graph; `entities` are the subjects whose IRIs are of our making."""

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: int
    properties: int


def take_sizes(quads: Iterable[Quad]) -> dict[NamedNode, Size]:
    """Measure named graphs, in the order of their names.

    Args:
        quads: each once, those of a subject one after another.
    """
    counts: dict[NamedNode, _Count] = {}
    for quad in quads:
        graph = quad.graph_name
        if isinstance(graph, NamedNode):
            if (count := counts.get(graph)) is None:
                count = counts[graph] = _Count()
            count.add(quad)
    ordered = sorted(counts, key=str)
    return {graph: counts[graph].size() for graph in ordered}


def is_entity(subject: Term) -> bool:
    """Say whether a subject is a thing of ours: one whose IRI we have minted."""
    return isinstance(subject, NamedNode) and subject.value.startswith(BASE)


def as_kept(value: Term) -> Term:
    """Return a value as the engine keeps it, which knows fewer datatypes than XSD."""
    if isinstance(value, Literal):
        kept = _KEPT_AS.get(value.datatype)
        if kept is not None:
            return Literal(value.value, datatype=kept)
    return value


@dataclass(slots=True)
class _Count:
    triples: int = 0
    entities: int = 0
    subjects: int = 0
    last: Term | None = None
    objects: set[Term] = field(default_factory=set)
    classes: set[Term] = field(default_factory=set)
    properties: set[NamedNode] = field(default_factory=set)

    def add(self, quad: Quad) -> None:
        subject, predicate = quad.subject, quad.predicate
        value = as_kept(quad.object)
        self.triples += 1
        if subject != self.last:
            self.last = subject
            self.subjects += 1
            self.entities += is_entity(subject)
        self.objects.add(value)
        self.properties.add(predicate)
        if predicate == _TYPE:
            self.classes.add(value)

    def size(self) -> Size:
        return Size(
            self.triples,
            self.entities,
            self.subjects,
            len(self.objects),
            len(self.classes),
            len(self.properties),
        )
