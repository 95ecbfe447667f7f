"""Releases of a few lines, with what has changed from each to the next."""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kg.publishing.changes.packing import unpacked
from kg.publishing.changes.record import DELTA, FOLDER, Record, page_name
from kg.publishing.changes.writing import write_changes

BASE = "https://w3id.org/hrsolidarity/"
Make = Callable[..., Path]


def quad(thing: str, name: str, value: str, graph: str = "source/s1/r1") -> str:
    """Write a line of N-Quads; `value` is a text, or a thing as `<kind/key>`."""
    term = f"<{BASE}id/{value[1:]}" if value.startswith("<") else json.dumps(value)
    return f"<{BASE}id/{thing}> <{BASE}ontology#{name}> {term} <{BASE}graph/{graph}> ."


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write an audience's folder of a release, and what has changed in it."""

    def write(day: int, lines: Iterable[str], previous: Path | None = None) -> Path:
        folder = tmp_path / f"release-{day}"
        (folder / "dumps").mkdir(parents=True)
        content = "".join(f"{line}\n" for line in sorted(lines)).encode()
        (folder / "dumps" / "graph.nq").write_bytes(content)
        manifest = {
            "version": f"2026-11-{day}T00-00-00Z-0000000{day % 10}",
            "time": f"2026-11-{day}T00:00:00Z",
            "audience": "public",
            "files": {"graph.nq": hashlib.sha256(content).hexdigest()},
        }
        (folder / "manifest.json").write_text(json.dumps(manifest))
        write_changes(folder, previous)
        return folder

    return write


def record(folder: Path) -> Record:
    members = json.loads((folder / "manifest.json").read_bytes())["changes"]
    return Record.read(members, "manifest.json")


def delta(folder: Path) -> str:
    with unpacked(folder / FOLDER / DELTA) as lines:
        return lines.read().decode()


def table(folder: Path) -> list[list[str]]:
    """Read the table of changes: what happened, to what, and why."""
    lines = (folder / FOLDER / "changes.csv").read_text("utf-8").splitlines()
    return [line.split(",")[:4] for line in lines[1:]]


def members(folder: Path) -> str:
    with unpacked(folder / FOLDER / page_name(1)) as lines:
        return lines.read().decode()
