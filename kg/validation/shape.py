"""A shape: what it looks at, how grave a breach is and what it says to people."""

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.rdf.terms import OWL, RDF, RDFS, SH, XSD
from kg.validation.finding import Severity
from kg.validation.index import Index, Node, Term
from kg.validation.paths import Path, read_path

REFERENCES = (SH.node, SH.iri("not"), SH.qualifiedValueShape)
LISTS = (SH.iri("and"), SH.iri("or"), SH.xone)
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


@dataclass(frozen=True, slots=True)
class Targets:
    """The nodes a shape looks at by itself."""

    classes: tuple[NamedNode, ...] = ()
    nodes: tuple[Term, ...] = ()
    subjects_of: tuple[NamedNode, ...] = ()
    objects_of: tuple[NamedNode, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.classes or self.nodes or self.subjects_of or self.objects_of)


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape, or a property shape when it has a path."""

    node: Node
    severity: Severity
    messages: tuple[Literal, ...]
    path: Path | None
    targets: Targets
    deactivated: bool
    own_severity: NamedNode | None = None

    @property
    def message(self) -> str:
        """The message in English, else in any language, else nothing."""
        return english(self.messages)


def english(messages: tuple[Literal, ...]) -> str:
    """Choose the English message, else the first."""
    ranked = sorted(messages, key=lambda m: (m.language != "en", m.value))
    return ranked[0].value if ranked else ""


def read_shape(graph: Index, node: Node) -> Shape:
    """Read one shape from a linted shapes graph."""
    severity, own = _read_severity(graph, node)
    path = graph.value(node, SH.path)
    return Shape(
        node=node,
        severity=severity,
        own_severity=own,
        messages=read_messages(graph, node),
        path=None if path is None else read_path(graph, path),
        targets=_read_targets(graph, node),
        deactivated=is_deactivated(graph, node),
    )


def _read_severity(graph: Index, node: Node) -> tuple[Severity, NamedNode | None]:
    """Read a severity; one that SHACL does not define is as grave as a violation."""
    iri = graph.value(node, SH.severity)
    if iri in {severity.iri for severity in Severity} and isinstance(iri, NamedNode):
        return Severity.from_iri(iri), None
    return Severity.VIOLATION, iri if isinstance(iri, NamedNode) else None


def read_messages(graph: Index, node: Node) -> tuple[Literal, ...]:
    """List the messages of a shape or a constraint."""
    return tuple(m for m in graph.objects(node, SH.message) if isinstance(m, Literal))


def is_deactivated(graph: Index, node: Node) -> bool:
    """Tell whether a shape or a constraint is switched off."""
    return graph.value(node, SH.deactivated) == Literal("true", datatype=XSD.boolean)


def _read_targets(graph: Index, node: Node) -> Targets:
    classes = _iris(graph.objects(node, SH.targetClass))
    types = graph.objects(node, RDF.type)
    if isinstance(node, NamedNode) and (RDFS.Class in types or OWL.Class in types):
        classes += (node,)
    return Targets(
        classes=classes,
        nodes=tuple(graph.objects(node, SH.targetNode)),
        subjects_of=_iris(graph.objects(node, SH.targetSubjectsOf)),
        objects_of=_iris(graph.objects(node, SH.targetObjectsOf)),
    )


def _iris(terms: list[Term]) -> tuple[NamedNode, ...]:
    return tuple(term for term in terms if isinstance(term, NamedNode))
