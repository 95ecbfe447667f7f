"""Manifests: what a release was made from, by what, and what is in it."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import orjson
from pyoxigraph import NamedNode

from kg.publishing.census import Census
from kg.publishing.signing import SecretKey
from kg.publishing.sizes import Size
from kg.rdf.namespaces import BASE, COMMON
from kg.rdf.terms import HS

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
    """What a build is told: the time it is given, and the commit it is of.

    `key` is what its release is signed with; None: it is not signed. With `anew`,
    nothing is taken from the release before; the outcome is the same.
    """

    time: datetime.datetime
    commit: str
    key: SecretKey | None = None
    anew: bool = False

    @property
    def text(self) -> str:
        """The time as RFC 3339 has it."""
        return self.time.isoformat().replace("+00:00", "Z")


WAITING = "data/identity/candidates.yml"
"""The file of `data/` that no release follows from."""


def hash_inputs(root: Path) -> str:
    """Return the SHA-256 of everything that a release follows from."""
    files = hash_files([root / folder for folder in INPUTS], root)
    if not base_field():
        return files
    return hashlib.sha256(f"{files} {BASE}".encode()).hexdigest()


def base_field() -> dict[str, str]:
    """Say in a manifest which base IRIs have, when it is not the usual one."""
    return {} if BASE == COMMON else {"base": BASE}


def hash_files(paths: Iterable[Path], root: Path) -> str:
    """Return the SHA-256 of files, and of all files of folders, with their names.

    What Python has compiled is left out, and what waits for a decision on identity: a
    release says nothing of it.
    """
    sums = hashlib.sha256()
    for start in paths:
        for path in sorted((start, *start.rglob("*"))):
            name = path.relative_to(root).as_posix()
            if name == WAITING:
                continue
            if path.is_file() and "__pycache__" not in path.parts:
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
                sums.update(f"{digest}  {name}\n".encode())
    return sums.hexdigest()


def version_name(stamp: Stamp, inputs: str) -> str:
    """Name a release by the time it was given and what it follows from."""
    return f"{stamp.text.replace(':', '-')}-{inputs[:8]}"


def count(census: Census, sizes: Mapping[NamedNode, Size]) -> dict[str, int]:
    """Say how much is in an audience's files: in the merged and in the named graphs."""
    return {
        "quads": sum(size.triples for size in sizes.values()),
        "triples": census.size.triples,
        "graphs": len(sizes),
        **{name: census.classes.get(class_, 0) for name, class_ in COUNTED},
    }


def graph_sizes(sizes: Mapping[NamedNode, Size]) -> dict[str, int]:
    """Say how many triples each named graph has."""
    return {name.value: sizes[name].triples for name in sorted(sizes, key=str)}


def tools() -> dict[str, str]:
    """Name the tools that made the release, with their versions."""
    return {name: version(name) for name in TOOLS}


def write_json(path: Path, content: object) -> None:
    """Write JSON for people and machines, the same bytes every time."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    path.write_bytes(orjson.dumps(content, option=options))
