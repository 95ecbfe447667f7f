"""Marks: where each line of a stage was written, kept beside the lines.

With them a finding about a row has its place without its source being mapped again. The
n-th mark is that of the n-th line: the turn in which it was stated, the number of its
file, line and column. Of what is stated twice, the first time counts.
"""

import struct
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Quad, RdfFormat, parse, serialize

from kg.errors import Position
from kg.publishing.lines import AT_ONCE, merge_lines, write_lines
from kg.rdf.statement import Statement

LINES, MARKS, FILES = "graph.nq", "marks.bin", "files.txt"

_MARK = struct.Struct(">IIII")
_WIDTH = 2 * _MARK.size
"""Letters of a mark behind its line; they sort as the turns do."""

Entry = tuple[Quad, bytes]
"""A quad and its mark."""


def write_marked(statements: Iterable[Statement], folder: Path) -> None:
    """Write statements as sorted lines, and where each was written beside them."""
    files: dict[str, int] = {}

    def entries() -> Iterator[Entry]:
        for turn, it in enumerate(statements):
            at = it.position
            file = files.setdefault(at.path, len(files))
            yield it.quad, _MARK.pack(turn, file, at.line, at.column)

    write_entries(entries(), folder)
    (folder / FILES).write_text("".join(f"{file}\n" for file in files), "utf-8")


def write_entries(entries: Iterable[Entry], folder: Path) -> None:
    """Write quads as sorted lines, and their marks; of some thousands at once."""
    rest = iter(entries)
    runs: list[Path] = []
    while run := list(islice(rest, AT_ONCE)):
        runs.append(folder / f"run.{len(runs)}")
        write_lines(_sorted_run(run), runs[-1])
    with (
        (folder / LINES).open("wb", 1 << 20) as lines,
        (folder / MARKS).open("wb", 1 << 20) as marks,
    ):
        last = b""
        for marked in merge_lines(runs):
            line, mark = marked[: -_WIDTH - 1], marked[-_WIDTH - 1 : -1]
            if line != last:
                lines.write(line + b"\n")
                marks.write(bytes.fromhex(mark.decode()))
                last = line
    for path in runs:
        path.unlink()


def _sorted_run(entries: list[Entry]) -> list[bytes]:
    """Write each quad as its line, with its mark at the end."""
    text = serialize((quad for quad, _mark in entries), format=RdfFormat.N_QUADS) or b""
    marks = (mark.hex().encode() for _quad, mark in entries)
    return sorted(
        b"%b%b\n" % marked for marked in zip(text.splitlines(), marks, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a stage: rows of turn, file, line and column."""

    rows: NDArray[np.uint32]
    files: tuple[str, ...]

    @classmethod
    def read(cls, folder: Path) -> "Marks":
        """Read the marks that lie beside lines."""
        rows = np.fromfile(folder / MARKS, ">u4").reshape(-1, 4).astype(np.uint32)
        return cls(rows, tuple((folder / FILES).read_text("utf-8").splitlines()))

    def position(self, number: int) -> Position:
        """Return where a line was written."""
        _turn, file, line, column = self.rows[number].tolist()
        return Position(self.files[file], line, column)


def read_entries(folder: Path, quads: Iterable[Quad]) -> Iterator[Entry]:
    """Yield the quads of the lines of a folder with their marks."""
    with (folder / MARKS).open("rb", 1 << 20) as marks:
        for quad in quads:
            yield quad, marks.read(_MARK.size)


def statements_about(folder: Path, terms: Collection[bytes]) -> list[Statement]:
    """List what lines say of terms, and what came first in each graph, as it came.

    Args:
        folder: that of the lines.
        terms: as they are written in lines, as subjects or as objects.
    """
    marks = Marks.read(folder)
    turns = marks.rows[:, 0].tolist()
    found: dict[int, bytes] = {}
    first: dict[bytes, tuple[int, int, bytes]] = {}
    with (folder / LINES).open("rb", 1 << 20) as lines:
        for number, line in enumerate(lines):
            subject, _predicate, rest = line.split(b" ", 2)
            value, graph, _end = rest.rsplit(b" ", 2)
            if subject in terms or value in terms:
                found[number] = line
            if graph not in first or turns[number] < first[graph][0]:
                first[graph] = turns[number], number, line
    found |= {number: line for _turn, number, line in first.values()}
    ordered = sorted(found, key=turns.__getitem__)
    text = b"".join(found[number] for number in ordered)
    quads = parse(text, format=RdfFormat.N_QUADS)
    return [
        Statement(quad, marks.position(number))
        for quad, number in zip(quads, ordered, strict=True)
    ]
