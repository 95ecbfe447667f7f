"""What a workspace began with: copies of graphs that files make, until they change."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import orjson
from pyoxigraph import NamedNode, Quad

from kg.publishing.manifest import write_json

FILE = "copies.json"


def by_graph(quads: Iterable[Quad]) -> dict[NamedNode, list[Quad]]:
    """Sort quads by their named graph; those of the default graph are left out."""
    graphs: dict[NamedNode, list[Quad]] = {}
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            graphs.setdefault(quad.graph_name, []).append(quad)
    return graphs


def write_copies(folder: Path, quads: Iterable[Quad]) -> None:
    """Note, in the folder of a workspace, what each of its graphs is now."""
    digests = {name.value: _digest(found) for name, found in by_graph(quads).items()}
    write_json(folder / FILE, dict(sorted(digests.items())))


def changed(
    folder: Path, graphs: Mapping[NamedNode, list[Quad]]
) -> dict[NamedNode, list[Quad]]:
    """Leave out the graphs that are still what the workspace began with."""
    path = folder / FILE
    known: dict[str, str] = orjson.loads(path.read_bytes()) if path.exists() else {}
    return {
        name: quads
        for name, quads in graphs.items()
        if known.get(name.value) != _digest(quads)
    }


def _digest(quads: Iterable[Quad]) -> str:
    lines = "\n".join(sorted(str(quad.triple) for quad in quads))
    return hashlib.sha256(lines.encode()).hexdigest()
