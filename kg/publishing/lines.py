"""Lines: quads as sorted lines of N-Quads, each once, in files of any size.

Where there are no blank nodes, such lines are the canonical form of the quads. What is
made of them line by line takes as much memory as a line does.
"""

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import count, groupby, islice
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, serialize

AT_ONCE = 50_000
"""Quads that are sorted in memory: some 50 MB."""

_BUFFERS = 8 << 20
"""Bytes that are read ahead of all the files that are merged."""

_SMALLEST, _LARGEST = 1 << 13, 1 << 18
"""Bytes that are read ahead of one of them."""

_MERGED = 400
"""Files that are merged at once: fewer than a process may open."""

_END = b" .\n"
_TERMS = 3
"""Terms before the name of a graph, the last of which may have spaces."""


def line_of(quad: Quad) -> bytes:
    r"""Write a quad as its line.

    >>> from pyoxigraph import NamedNode
    >>> line_of(Quad(*[NamedNode("urn:a")] * 4))
    b'<urn:a> <urn:a> <urn:a> <urn:a> .\n'
    """
    return f"{quad} .\n".encode()


def parts(line: bytes) -> tuple[bytes, bytes]:
    r"""Part a line into its triple, as a line, and the name of its graph.

    The name is empty where the quad is in the default graph.

    >>> parts(b'<urn:s> <urn:p> "a b"@en <urn:g> .\n')
    (b'<urn:s> <urn:p> "a b"@en .\n', b'<urn:g>')
    >>> parts(b"<urn:s> <urn:p> <urn:o> .\n")
    (b'<urn:s> <urn:p> <urn:o> .\n', b'')
    """
    triple, name, _end = line.rsplit(b" ", 2)
    named = name[:1] == b"<" and name[-1:] == b">" and b'"' not in name
    if not named or triple.count(b" ") < _TERMS - 1:
        return line, b""
    return triple + _END, name


def write_sorted(quads: Iterable[Quad], path: Path) -> None:
    """Write quads as sorted lines; some thousands of them are in memory at once."""
    rest = iter(quads)
    runs: list[Path] = []
    numbers = count()
    while run := list(islice(rest, AT_ONCE)):
        lines = _sorted_lines(run)
        del run
        runs.append(path.with_name(f"{path.name}.{next(numbers)}"))
        write_lines(lines, runs[-1])
        if len(runs) == _MERGED:
            runs = [_merge(runs, path.with_name(f"{path.name}.{next(numbers)}"))]
    if len(runs) == 1:
        runs[0].rename(path)
        return
    _merge(runs, path)


def sort_lines(lines: Iterable[bytes], folder: Path) -> Iterator[bytes]:
    """Yield lines in order, each once; they wait in an empty folder."""
    rest = iter(lines)
    runs: list[Path] = []
    while run := sorted(set(islice(rest, 2 * AT_ONCE))):
        runs.append(folder / f"run-{len(runs)}")
        write_lines(run, runs[-1])
    return merge_lines(runs)


def _merge(runs: list[Path], path: Path) -> Path:
    """Merge sorted files into one, and remove them."""
    write_lines(merge_lines(runs), path)
    for run in runs:
        run.unlink()
    return path


def _sorted_lines(quads: list[Quad]) -> list[bytes]:
    text = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return sorted(set(text.splitlines(keepends=True)))


def write_lines(lines: Iterable[bytes], path: Path) -> None:
    """Write lines as they come."""
    with path.open("wb", buffering=1 << 20) as file:
        file.writelines(lines)


def merge_lines(paths: Iterable[Path]) -> Iterator[bytes]:
    """Yield the lines of sorted files in order, each once."""
    paths = list(paths)
    ahead = min(max(_BUFFERS // max(1, len(paths)), _SMALLEST), _LARGEST)
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("rb", ahead)) for path in paths]
        yield from distinct(heapq.merge(*files))


def distinct(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield each of sorted lines once."""
    return (line for line, _same in groupby(lines))
