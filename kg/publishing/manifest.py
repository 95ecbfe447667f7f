"""Manifests: what a release was made from, by what, and what is in it."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import orjson
from pyoxigraph import NamedNode, Quad

from kg.rdf.terms import HS, RDF

INPUTS = ("ontology", "data", "queries", "kg")
"""The folders that a release follows from."""

TOOLS = ("solidarity-graph", "pyoxigraph", "rdflib", "pyshacl")

COUNTED = (
    ("events", HS.Event),
    ("people", HS.Person),
    ("organisations", HS.Organisation),
    ("places", HS.Place),
    ("documents", HS.Document),
    ("claims", HS.Claim),
    ("demands", HS.Demand),
    ("judgements", HS.Judgement),
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a build is told: the time it is given, and the commit it is of."""

    time: datetime.datetime
    commit: str

    @property
    def text(self) -> str:
        """The time as RFC 3339 has it."""
        return self.time.isoformat().replace("+00:00", "Z")


def hash_inputs(root: Path) -> str:
    """Return the SHA-256 of everything that a release follows from."""
    sums = hashlib.sha256()
    for folder in INPUTS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                name = path.relative_to(root).as_posix()
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                sums.update(f"{digest}  {name}\n".encode())
    return sums.hexdigest()


def version_name(stamp: Stamp, inputs: str) -> str:
    """Name a release by the time it was given and what it follows from."""
    return f"{stamp.text.replace(':', '-')}-{inputs[:8]}"


def count(named: Iterable[Quad], default: Iterable[Quad]) -> dict[str, int]:
    """Count what is in an audience's files."""
    named, default = list(named), list(default)
    types: dict[object, int] = {}
    for quad in default:
        if quad.predicate == RDF.type:
            types[quad.object] = types.get(quad.object, 0) + 1
    return {
        "quads": len(named),
        "triples": len(default),
        "graphs": len({quad.graph_name for quad in named}),
        **{name: types.get(class_, 0) for name, class_ in COUNTED},
    }


def graph_sizes(named: Iterable[Quad]) -> dict[str, int]:
    """Count the triples of each named graph."""
    sizes: dict[str, int] = {}
    for quad in named:
        graph = quad.graph_name
        if isinstance(graph, NamedNode):
            sizes[graph.value] = sizes.get(graph.value, 0) + 1
    return dict(sorted(sizes.items()))


def tools() -> dict[str, str]:
    """Name the tools that made the release, with their versions."""
    return {name: version(name) for name in TOOLS}


def write_json(path: Path, content: object) -> None:
    """Write JSON for people and machines, the same bytes every time."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    path.write_bytes(orjson.dumps(content, option=options))
