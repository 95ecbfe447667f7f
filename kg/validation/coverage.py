"""Coverage: proof that something was checked, and by what."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from kg.errors import nearest
from kg.rdf.terms import RDF
from kg.validation.index import Node
from kg.validation.queries.focus import focus_query
from kg.validation.shape import Shape
from kg.validation.shapes import Shapes


@dataclass(frozen=True, slots=True)
class Seen:
    """A shape that looks at something by itself, and at how many nodes it looked."""

    shape: Node
    nodes: int
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked at, and what was not."""

    statements: int
    files: int
    shapes: tuple[Seen, ...]
    unseen: tuple[Node, ...]

    @property
    def nodes(self) -> int:
        """How many focus nodes there were, each as often as shapes looked at it."""
        return sum(seen.nodes for seen in self.shapes)

    @property
    def idle(self) -> tuple[Seen, ...]:
        """The shapes that looked at nothing."""
        return tuple(seen for seen in self.shapes if not seen.nodes)


def cover(
    quads: Iterable[Quad], background: Iterable[Quad], shapes: Shapes, files: int
) -> Coverage:
    """Ask every shape what it looks at, and list the things that none looks at."""
    data = list(quads)
    store = Store()
    store.extend(map(_merged, data))
    store.extend(map(_merged, background))
    classes = {q.object.value for q in data if _is_typed(q)}  # type: ignore[union-attr]
    reached: set[object] = set()
    counts: list[Seen] = []
    for shape in shapes:
        if shape.targets and not shape.deactivated:
            nodes = _focus_nodes(store, shapes, shape)
            reached |= nodes
            hint = "" if nodes else _hint(shape, classes)
            counts.append(Seen(shape.node, len(nodes), hint))
    unseen = {q.subject: None for q in data if q.subject not in reached}
    named = tuple(node for node in unseen if isinstance(node, NamedNode))
    return Coverage(len(data), files, tuple(counts), named)


def _merged(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def _is_typed(quad: Quad) -> bool:
    return quad.predicate == RDF.type and isinstance(quad.object, NamedNode)


def _focus_nodes(store: Store, shapes: Shapes, shape: Shape) -> set[object]:
    nodes = tuple(n for n in shape.targets.nodes if not isinstance(n, BlankNode))
    nameable = replace(shape, targets=replace(shape.targets, nodes=nodes))
    rows = store.query(focus_query(shapes.graph, shapes.by_node, nameable))
    if not isinstance(rows, QuerySolutions):
        raise TypeError("the focus of a shape is a SELECT query")
    return {row["this"] for row in rows}


def _hint(shape: Shape, classes: set[str]) -> str:
    """Say what a shape without focus nodes may have meant."""
    wanted = [iri.value for iri in shape.targets.classes]
    if not wanted:
        return "nothing in the data is its target"
    near = [name for iri in wanted for name in nearest(iri, classes, 1)]
    hint = f"; did you mean <{near[0]}>?" if near else ""
    return f"nothing in the data is a <{wanted[0]}>{hint}"
