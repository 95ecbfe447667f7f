"""Kept: what the rules found last, and in which files, among the stages.

It is trusted when it is whole, and when all is as it was that findings follow from
beside the data: program, shapes, ontology, questions, texts, and the day, for which
rules ask.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

import kg
from kg.pipeline.content import QUERIES, Content
from kg.pipeline.marks import LINES
from kg.pipeline.outcome import Found
from kg.publishing.lines import write_sorted
from kg.publishing.manifest import hash_files, tools
from kg.publishing.release import write_folder
from kg.rdf.namespaces import BASE
from kg.validation.checks.questions import FOLDER as QUESTIONS
from kg.validation.finding import Finding, Severity
from kg.validation.index import Node, Term
from kg.validation.shapes import Shapes

FOLDER = ".rules"
"""The folder of what is kept, among the stages."""

FOUND = "found.json"
OWN = "."
"""Stands for the path that a shape has."""

_SUM = 64
_SHORT = 16
_STATEMENT = "<urn:x> <urn:x> {} .\n"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was found, and the folders of the lines that it was found in."""

    found: Found
    folders: tuple[Path, ...]


def write_curated(content: Content, folder: Path) -> Path:
    """Write what curators wrote as sorted lines, in a folder named by what they say."""
    lines = folder / f"{LINES}.{os.getpid()}"
    folder.mkdir(parents=True, exist_ok=True)
    write_sorted((statement.quad for statement in content.statements), lines)
    path = folder / _digest(lines)
    if not _is_whole(path):
        shutil.rmtree(path, ignore_errors=True)
        with write_folder(folder, path.name) as unfinished:
            lines.replace(unfinished / LINES)
    lines.unlink(missing_ok=True)
    return path


def _is_whole(folder: Path) -> bool:
    """Tell whether the lines of a folder are those that it is named by."""
    return (folder / LINES).is_file() and _digest(folder / LINES) == folder.name


def _digest(lines: Path) -> str:
    with lines.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:_SHORT]


def program_of(root: Path, content: Content) -> str:
    """Hash all that findings follow from beside the data."""
    package = Path(kg.__file__).parent
    parts = [
        hash_files([package], package),
        hash_files([root / "ontology", root / QUERIES / QUESTIONS], root),
        *(f"{name} {version}" for name, version in tools().items()),
        *(f"{name.value} {text}" for name, text in sorted_texts(content)),
        BASE,
    ]
    return f"{_today()} {hashlib.sha256(chr(10).join(parts).encode()).hexdigest()}"


def sorted_texts(content: Content) -> list[tuple[NamedNode, str]]:
    """List the documents with their texts."""
    return sorted(content.texts.items(), key=lambda it: it[0].value)


def _today() -> str:
    """Ask the engine for the day, as rules do."""
    found = Store().query("SELECT (SUBSTR(STR(NOW()), 1, 10) AS ?day) {}")
    if not isinstance(found, QuerySolutions):
        raise TypeError("not a SELECT query")
    day = next(found)["day"]
    return day.value if isinstance(day, Literal) else ""


def keep(kept: Kept, folder: Path, program: str, shapes: Shapes) -> None:
    """Keep what was found; what was kept before is given up.

    Nothing is kept that cannot be told again.
    """
    (folder / FOUND).unlink(missing_ok=True)
    found = kept.found
    lists = (found.shapes, found.stages, found.asked)
    rows = [[_row(it, shapes) for it in findings] for findings in lists]
    unkept = any(row is None for part in rows for row in part)
    unkept = unkept or not program.startswith(_today())
    if unkept or any(it.severity is Severity.VIOLATION for it in found.stages):
        return
    body = orjson.dumps(
        {
            "program": program,
            "folders": [path.name for path in kept.folders],
            "findings": rows,
            "quads": [[str(it) for it in part] for part in (found.quoted, found.about)],
            "graphs": sorted(str(it) for it in found.graphs),
            "spreads": [[str(name), *spread] for name, spread in found.spreads],
        }
    )
    unfinished = folder / f"{FOUND}.{os.getpid()}"
    unfinished.write_bytes(hashlib.sha256(body).hexdigest().encode() + body)
    unfinished.replace(folder / FOUND)
    names = {path.name for path in kept.folders}
    for path in folder.iterdir():
        if path.is_dir() and path.name not in names:
            shutil.rmtree(path, ignore_errors=True)


def find(folder: Path, program: str, shapes: Shapes) -> Kept | None:
    """Find what was kept; None when it is not there, damaged or of another program."""
    content = (folder / FOUND).read_bytes() if (folder / FOUND).is_file() else b""
    total, body = content[:_SUM], content[_SUM:]
    if not body or hashlib.sha256(body).hexdigest().encode() != total:
        return None
    said: dict[str, Any] = orjson.loads(body)
    if said["program"] != program:
        return None
    curated, *stages = said["folders"]
    folders = (folder / curated, *(folder.parent / name for name in stages))
    lost = not all((path / LINES).is_file() for path in folders)
    if lost or not _is_whole(folders[0]):
        return None
    return Kept(_read(said, shapes.by_node), folders)


def _read(said: Mapping[str, Any], shapes: Mapping[Node, Any]) -> Found:
    lists = [[_finding(row, shapes) for row in part] for part in said["findings"]]
    quoted, about = (_quads(part) for part in said["quads"])
    graphs = frozenset(_named(it) for it in said["graphs"])
    spreads = tuple((_named(name), (a, b)) for name, a, b in said["spreads"])
    return Found(lists[0], lists[1], lists[2], quoted, about, graphs, spreads)


def _quads(lines: Iterable[str]) -> tuple[Quad, ...]:
    return tuple(parse("".join(f"{it} .\n" for it in lines), RdfFormat.N_QUADS))


def _row(it: Finding, shapes: Shapes) -> list[object] | None:
    """Write a finding without its place; None where it cannot be told again."""
    path: str | None = None
    if isinstance(it.path, NamedNode):
        path = str(it.path)
    elif it.path is not None:
        shape = shapes.by_node.get(it.shape)
        if shape is None or shape.path != it.path:
            return None
        path = OWN
    terms = (it.shape, it.focus, it.value, it.component, it.graph, it.own_severity)
    if any(isinstance(term, BlankNode) for term in terms):
        return None
    texts = [None if term is None else str(term) for term in terms]
    return [int(it.severity), it.message, path, *texts]


def _finding(row: list[Any], shapes: Mapping[Node, Any]) -> Finding:
    severity, message, path, *texts = row
    shape, focus, value, component, graph, own = texts
    named = _named(shape)
    return Finding(
        shape=named,
        severity=Severity(severity),
        message=message,
        focus=_term(focus),
        path=shapes[named].path if path == OWN else path and _named(path),
        value=value and _term(value),
        component=_named(component),
        graph=graph and _named(graph),
        own_severity=own and _named(own),
    )


def _named(text: str) -> NamedNode:
    return NamedNode(text[1:-1])


@lru_cache(maxsize=1 << 14)
def _term(text: str) -> Term:
    [quad] = parse(_STATEMENT.format(text), RdfFormat.N_QUADS)
    if isinstance(quad.object, NamedNode | Literal):
        return quad.object
    raise TypeError(f"{text} is no term of the model")
