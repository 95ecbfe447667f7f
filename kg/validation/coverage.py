"""Coverage: proof that something was checked, and by what."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from pyoxigraph import NamedNode

from kg.errors import nearest
from kg.rdf.terms import RDF
from kg.validation.columns.dictionary import Ids
from kg.validation.columns.quads import OBJECT, SUBJECT, Quads
from kg.validation.core import Columns
from kg.validation.index import Node
from kg.validation.shape import Shape
from kg.validation.shapes import Shapes
from kg.validation.targets import looked_at


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


def cover(columns: Columns, shapes: Shapes, files: int) -> Coverage:
    """Tell what every shape looks at, and list the things that none looks at."""
    graph, quads = columns.graph, columns.quads
    classes = {it.value for it in _classes(quads)}
    reached: list[Ids] = []
    counts: list[Seen] = []
    for shape in shapes:
        if shape.targets and not shape.deactivated:
            nodes = looked_at(graph, shapes, shape)
            reached.append(nodes)
            hint = "" if len(nodes) else _hint(shape, classes)
            counts.append(Seen(shape.node, len(nodes), hint))
    seen = set(graph.terms(np.concatenate(reached))) if reached else set()
    unseen = (it for it in quads.terms(SUBJECT) if it not in seen)
    named = tuple(node for node in unseen if isinstance(node, NamedNode))
    return Coverage(len(quads), files, tuple(counts), named)


def _classes(quads: Quads) -> Iterator[NamedNode]:
    for term in quads.stating(RDF.type).terms(OBJECT):
        if isinstance(term, NamedNode):
            yield term


def _hint(shape: Shape, classes: set[str]) -> str:
    """Say what a shape without focus nodes may have meant."""
    wanted = [iri.value for iri in shape.targets.classes]
    if not wanted:
        return "nothing in the data is its target"
    near = [name for iri in wanted for name in nearest(iri, classes, 1)]
    hint = f"; did you mean <{near[0]}>?" if near else ""
    return f"nothing in the data is a <{wanted[0]}>{hint}"
