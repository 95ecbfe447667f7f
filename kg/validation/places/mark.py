"""A mark: a place in a file, and as much of a statement as begins there."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.errors import Position
from kg.validation.index import Node, Term


@dataclass(frozen=True, slots=True)
class Mark:
    """A place, and as much of a statement as begins there.

    A subject alone marks its first word, with a predicate that predicate, with an
    object that object.
    """

    position: Position
    subject: Node
    predicate: NamedNode | None = None
    object: Term | None = None
    graph: Node | None = None
