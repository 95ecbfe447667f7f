"""The release before, as one that another can be made from by what differs.

Beside its manifest a release keeps what it was made of: by which program, from which
files of sorted lines, and who sees which graph. None of this is published.
"""

import hashlib
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

import orjson

import kg
from kg.publishing.audience import Access, Audience, catalogue_graph
from kg.publishing.difference import Change, change_of, is_small
from kg.publishing.dumps import digest
from kg.publishing.manifest import hash_files, write_json
from kg.publishing.pieces import Known
from kg.publishing.release import CURRENT, MANIFEST
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
        """Read it; None when a release does not say, or a file is not what it was."""
        with suppress(OSError, ValueError, KeyError):
            said: dict[str, Any] = orjson.loads((release / FILE).read_bytes())
            sizes = {build / path: size for path, size in said["files"].values()}
            files = {name: build / path for name, (path, _) in said["files"].items()}
            if all(path.stat().st_size == size for path, size in sizes.items()):
                return cls(said["program"], files, said["graphs"])
        return None

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
        write_json(release / FILE, {**asdict(self), "files": files})


@dataclass(frozen=True, slots=True)
class Earlier:
    """A release that another is made from, and what differs in all that is said."""

    release: Path
    change: Change

    def edition(self, audience: Audience) -> Path | None:
        """Return the folder of an audience, if its dumps are what they were."""
        folder = self.release / audience.value
        try:
            Known.of(folder)
            sums = orjson.loads((folder / MANIFEST).read_bytes())["files"]
            whole = all(digest(folder / "dumps" / it) == sums[it] for it in sums)
        except (OSError, ValueError, KeyError):
            return None
        return folder if whole else None


def find_earlier(build: Path, now: Made) -> Earlier | None:
    """Find the current release, if one that is made of something now can follow it.

    It is of the same program, differs little, and whoever sees a graph saw it before.
    """
    release = (build / CURRENT).resolve()
    made = Made.read(build, release)
    if made is None or made.program != now.program or not _sees_alike(made, now):
        return None
    curated = made.files[CURATED]
    if digest(curated) != curated.stem or not is_small(made.files, now.files):
        return None
    return Earlier(release, change_of(made.files, now.files))


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
    with path.open("rb", 1 << 18) as lines:
        return any(line.endswith(ends) for line in lines)
