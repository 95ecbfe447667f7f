"""Sorting lines that do not fit into memory: in runs, which are then merged."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.publishing.lines import distinct, merge_lines, write_lines

RUN_BYTES = 64 << 20
"""Bytes of lines that are sorted in memory at once."""


def sorted_lines(blocks: Iterable[bytes], folder: Path) -> Iterator[bytes]:
    """Yield the lines of blocks in order, each once; runs lie in a folder meanwhile."""
    runs: list[Path] = []
    for lines in _parts(blocks):
        lines.sort()
        runs.append(folder / f"run-{len(runs)}")
        write_lines(distinct(lines), runs[-1])
    try:
        yield from merge_lines(runs)
    finally:
        for run in runs:
            run.unlink(missing_ok=True)


def _parts(blocks: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield whole lines, as many at a time as are sorted in memory."""
    held: list[bytes] = []
    size, rest = 0, b""
    for block in blocks:
        lines = (rest + block).splitlines(keepends=True)
        rest = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        held += lines
        size += len(block)
        if size >= RUN_BYTES:
            yield held
            held, size = [], 0
    yield held + ([rest] if rest else [])
