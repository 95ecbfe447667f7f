"""The release before, as one that another can be made from by what differs.

Beside its manifest a release keeps what it was made of: by which program, from which
files of sorted lines, and who sees which graph. None of this is published.
"""

import hashlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

import orjson

import kg
from kg.pipeline.content import Step
from kg.publishing.audience import Access, Audience, catalogue_graph
from kg.publishing.changes.lines import opened
from kg.publishing.difference import Change, change_of, is_small
from kg.publishing.dumps import digest
from kg.publishing.held import Held
from kg.publishing.manifest import hash_files
from kg.publishing.pieces import Known
from kg.publishing.release import CURRENT, MANIFEST
from kg.publishing.sealed import read_sealed, write_sealed
from kg.rdf.namespaces import BASE

FILE = "made.json"

CURATED = ".curated"
"""The folder of what curators wrote, as sorted lines, among the stages.

It tells what nobody may see: it stays where builds are.
"""

_KEPT = 4
_TOOLS = ("pyoxigraph", "numpy", "duckdb", "orjson", "zstandard", "rdflib", "pyshacl")
_CATALOGUES = tuple(f" {catalogue_graph(it)} .\n".encode() for it in Audience)


def program_of(root: Path) -> str:
    """Digest what makes releases: code, rules and questions, and the tools it uses."""
    asked = hash_files([root / "ontology", root / "queries"], root)
    whole = "\n".join((asked, BASE, *_tools()))
    return hashlib.sha256(whole.encode()).hexdigest()


@cache
def _tools() -> tuple[str, ...]:
    """Name the code that runs, and what it uses."""
    package = Path(kg.__file__).parent
    tools = (f"{name} {version(name)}" for name in _TOOLS)
    return hash_files([package], package), sys.version, *tools


@dataclass(frozen=True, slots=True)
class Made:
    """What a release was made of.

    Attributes:
        program: see `program_of`.
        files: files of sorted lines, by what is in them.
        graphs: graph → the audiences that see it, for all whose access is known.
    """

    program: str
    files: Mapping[str, Path]
    graphs: Mapping[str, list[str]]

    @classmethod
    def read(cls, build: Path, release: Path) -> Self | None:
        """Read it; None when a release does not say, for it can be no beginning.

        Raises:
            ValueError: it is not what it was, or a file is not, or no longer there.
        """
        if not (release / FILE).is_file():
            return None
        said: dict[str, Any] = read_sealed(release / FILE)
        for path, size in said["files"].values():
            if not (build / path).is_file() or (build / path).stat().st_size != size:
                raise ValueError(f"{path} is not what it was")
        files = {name: build / path for name, (path, _) in said["files"].items()}
        return cls(said["program"], files, said["graphs"])

    @classmethod
    def of(cls, root: Path, files: Mapping[str, Path], sight: Access, on: date) -> Self:
        """Say what a release of a project is made of."""
        graphs = {
            name.value: [it.value for it in Audience if sight.permits(name, it, on)]
            for name in sight.levels
        }
        return cls(program_of(root), files, graphs)

    def keep(self, build: Path, release: Path) -> None:
        """Keep it with an unfinished release, unless it can be no beginning.

        What is stated in the graphs of the catalogue would not be told from that.
        """
        if any(_has_line(path, _CATALOGUES) for path in self.files.values()):
            return
        files = {
            name: (path.relative_to(build).as_posix(), path.stat().st_size)
            for name, path in self.files.items()
        }
        write_sealed(release / FILE, {**asdict(self), "files": files})


@dataclass(frozen=True, slots=True)
class Earlier:
    """A release that another is made from, and what differs in all that is said."""

    release: Path
    change: Change

    def edition(self, audience: Audience, step: Step) -> Path | None:
        """Return the folder of an audience, if it is what it was; else tell of it."""
        folder = self.release / audience.value
        fault = _fault(folder)
        if fault:
            step(f"making the {audience} edition anew, for of the last one {fault}")
            return None
        return folder


def _fault(edition: Path) -> str:
    """Say what of an edition is not what it was; nothing when all is."""
    try:
        Known.of(edition)
        Held.read(edition)
        sums = orjson.loads((edition / MANIFEST).read_bytes())["files"]
        other = [it for it in sums if digest(edition / "dumps" / it) != sums[it]]
    except (OSError, ValueError, KeyError) as error:
        return f"a file cannot be read: {error}"
    return f"{other[0]} is not what it was" if other else ""


def find_earlier(build: Path, now: Made, step: Step) -> Earlier | None:
    """Find the current release, if one that is made of something now can follow it.

    It is of the same program, differs little, and whoever sees a graph saw it before.
    Otherwise it is told why all is made anew.
    """
    release = (build / CURRENT).resolve()
    try:
        made = Made.read(build, release)
    except ValueError as error:
        step(f"making all anew, for of the last release {error}")
        return None
    if made is None:
        return None
    for obstacle in _obstacles(made, now):
        step(f"making all anew, for {obstacle}")
        return None
    return Earlier(release, change_of(made.files, now.files))


def _obstacles(made: Made, now: Made) -> Iterator[str]:
    """Yield why one release cannot follow another."""
    if made.program != now.program:
        yield "the program or the rules are not those of the last release"
    if not _sees_alike(made, now):
        yield "somebody sees other graphs than before"
    if digest(made.files[CURATED]) != made.files[CURATED].stem:
        yield f"{made.files[CURATED].name} is not what it was"
    if not is_small(made.files, now.files):
        yield "a tenth of what is said differs"


def keep_curated(written: Path, stages: Path) -> Path:
    """Move what curators wrote to where it is kept, by its digest; return where.

    That of the releases before is kept, too, but for those of long ago.
    """
    folder = stages / CURATED
    path = folder / f"{digest(written)}.nq"
    folder.mkdir(parents=True, exist_ok=True)
    written.replace(path)
    others = sorted(folder.iterdir(), key=lambda it: it.stat().st_mtime, reverse=True)
    for old in others[_KEPT:]:
        old.unlink()
    return path


def _sees_alike(before: Made, now: Made) -> bool:
    """Tell whether the same audiences see each graph that something was said in."""
    others = [
        name
        for name in {**before.graphs, **now.graphs}
        if before.graphs.get(name, []) != now.graphs.get(name, [])
    ]
    ends = tuple(f" <{name}> .\n".encode() for name in others)
    if any(name in before.graphs for name in others):
        return False
    return not (ends and any(_has_line(path, ends) for path in before.files.values()))


def _has_line(path: Path, ends: tuple[bytes, ...]) -> bool:
    with opened(path) as lines:
        return next(lines.having(ends), None) is not None
