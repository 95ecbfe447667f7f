"""Graphs of a workspace, to be published with those that are made from files.

They pass the same gates. The files stay the one source of what they make: a graph of a
workspace adds to a release, and replaces nothing in it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from kg.errors import (
    DuplicateKeyError,
    InputError,
    InputErrors,
    Position,
    UnexpectedValueError,
)
from kg.publishing.copies import by_graph, changed
from kg.publishing.release import current_release
from kg.publishing.workspace import AUDIENCE
from kg.rdf.statement import Statement

_OWN = "a graph of its own: what is made from files is changed in its files"
_NO_BLANK = "an IRI: what is published has no blank nodes"
_NAMED = "every triple in a named graph, whose hs:access says who may see it"


@dataclass(frozen=True, slots=True)
class Addition:
    """What a state of a workspace adds to the files; `state` is its name."""

    state: str
    quads: tuple[Quad, ...]

    @property
    def digest(self) -> str:
        """The SHA-256 of all that is added."""
        lines = "\n".join(sorted(map(str, self.quads)))
        return hashlib.sha256(lines.encode()).hexdigest()

    def statements(self, made: Iterable[Quad]) -> list[Statement]:
        """List what is added to what the files have made.

        Raises:
            InputErrors: graphs of these names are made from files.
        """
        names = {quad.graph_name for quad in made}
        errors = [
            DuplicateKeyError(name.value, "a changed copy of a graph", _OWN)
            for name in by_graph(self.quads)
            if name in names
        ]
        _refuse(errors)
        return [Statement(quad, _place(quad)) for quad in self.quads]


def read_addition(folder: Path) -> Addition:
    """Read what the current state of a workspace adds.

    Graphs that are still what the workspace began with add nothing.

    Raises:
        SetupError: there is no workspace.
        InputErrors: something in it cannot be published.
    """
    state = current_release(folder)
    stored = list(Store.read_only(str(state.store(AUDIENCE))))
    graphs = changed(folder, by_graph(stored))
    quads = sorted((quad for found in graphs.values() for quad in found), key=str)
    loose = sum(not isinstance(quad.graph_name, NamedNode) for quad in stored)
    errors: list[InputError] = [
        UnexpectedValueError(_place(quad), "a blank node", _NO_BLANK)
        for quad in quads
        if BlankNode in (type(quad.subject), type(quad.object))
    ]
    if loose:
        where = "the default graph of the workspace"
        errors.append(UnexpectedValueError(where, f"{loose} triples", _NAMED))
    _refuse(errors)
    return Addition(state.version, tuple(quads))


def _refuse(errors: Iterable[InputError]) -> None:
    found = tuple(errors)
    if found:
        raise InputErrors(found)


def _place(quad: Quad) -> Position:
    """Name the graph as the place of a quad: a workspace has no files and lines."""
    graph = quad.graph_name
    return Position(graph.value if isinstance(graph, NamedNode) else "")
