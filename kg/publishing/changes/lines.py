"""Sorted lines of a canonical dump: what one has and another has not, and where.

The files are mapped, not read: what is equal in both is passed over in large blocks,
and a subject is found by halving. Memory does not grow with the files.
"""

import mmap
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path

_FIRST_STEP = 256
_LARGEST_STEP = 1 << 22


class Kind(StrEnum):
    """What became of a run of lines."""

    SAME = "="
    GONE = "-"
    NEW = "+"


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that are the same in both files, or one line that only one of them has.

    `start` is where it stands, in bytes: in the old file for what is the same or gone,
    in the new one for what is new.
    """

    kind: Kind
    start: int
    size: int


class Lines:
    """The lines of a file, each ended by a line feed, in the order of their bytes."""

    __slots__ = ("content", "size")

    def __init__(self, content: mmap.mmap | bytes) -> None:
        """Read lines from a mapped file, or from memory."""
        self.content = content
        self.size = len(content)

    def line(self, start: int) -> bytes:
        """Return the line that begins at a place."""
        return self.content[start : self.end(start)]

    def end(self, start: int) -> int:
        """Return where the line after this one begins."""
        found = self.content.find(b"\n", start)
        return self.size if found < 0 else found + 1

    def __iter__(self) -> Iterator[bytes]:
        for block in self._blocks():
            yield from BytesIO(block)

    def count(self) -> int:
        """Count the lines."""
        return sum(block.count(b"\n") for block in self._blocks())

    def having(self, words: Collection[bytes]) -> Iterator[bytes]:
        """Yield the lines that have any of some words, in order."""
        for block in self._blocks():
            places = (it for word in words for it in _places(block, word))
            for start in sorted({block.rfind(b"\n", 0, it) + 1 for it in places}):
                yield block[start : block.index(b"\n", start) + 1]

    def _blocks(self) -> Iterator[bytes]:
        """Yield whole lines, some megabytes of them at a time."""
        start = 0
        while start < self.size:
            end = self.end(min(start + _LARGEST_STEP, self.size) - 1)
            yield self.content[start:end]
            self.pass_over(start, end)
            start = end

    def between(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes between two places, some megabytes of them at a time."""
        for place in range(start, end, _LARGEST_STEP):
            stop = min(place + _LARGEST_STEP, end)
            yield self.content[place:stop]
            self.pass_over(place, stop)

    def pass_over(self, start: int, end: int) -> None:
        """Take some bytes out of the memory of this process; they can be read again."""
        if isinstance(self.content, mmap.mmap):
            begin = start - start % mmap.PAGESIZE
            self.content.madvise(mmap.MADV_DONTNEED, begin, end - begin)

    def of(self, prefix: bytes) -> Iterator[bytes]:
        """Yield the lines that begin with some bytes."""
        start = self.first(prefix)
        while start < self.size:
            line = self.line(start)
            if not line.startswith(prefix):
                return
            yield line
            start += len(line)

    def first(self, prefix: bytes, start: int = 0) -> int:
        """Return where the first line begins that does not come before some bytes.

        It is behind another place, if one is told, and found the sooner the nearer.
        """
        low, high, step = start, self.size, _FIRST_STEP if start else self.size
        while low + step < high:
            middle = self._begin(low + step, low)
            if self.line(middle) >= prefix:
                high = middle
            else:
                low, step = self.end(middle), 2 * step
        while low < high:
            middle = self._begin((low + high) // 2, low)
            if self.line(middle) < prefix:
                low = self.end(middle)
            else:
                high = middle
        return low

    def _begin(self, place: int, least: int) -> int:
        """Return where the line of a place begins."""
        return max(self.content.rfind(b"\n", least, place) + 1, least)


def _places(block: bytes, word: bytes) -> Iterator[int]:
    place = block.find(word)
    while place >= 0:
        yield place
        place = block.find(word, place + 1)


@contextmanager
def opened(path: Path | None) -> Iterator[Lines]:
    """Offer the lines of a file, or none at all."""
    if path is None or path.stat().st_size == 0:
        yield Lines(b"")
        return
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        yield Lines(content)


def differences(old: Lines, new: Lines) -> Iterator[Run]:
    """Yield what the two have in common and what not, in the order of their lines.

    Following the runs makes the new file from the old one whatever they hold; that
    each line is only gone or only new holds because both are in order.
    """
    i = j = 0
    while i < old.size and j < new.size:
        same = _in_common(old, i, new, j)
        if same:
            yield Run(Kind.SAME, i, same)
            i, j = i + same, j + same
        elif old.line(i) < new.line(j):
            yield (run := Run(Kind.GONE, i, old.end(i) - i))
            i += run.size
        else:
            yield (run := Run(Kind.NEW, j, new.end(j) - j))
            j += run.size
    yield from _rest(Kind.GONE, old, i)
    yield from _rest(Kind.NEW, new, j)


def _rest(kind: Kind, lines: Lines, start: int) -> Iterator[Run]:
    while start < lines.size:
        end = lines.end(start)
        yield Run(kind, start, end - start)
        start = end


def _in_common(old: Lines, i: int, new: Lines, j: int) -> int:
    """Count the bytes of the whole lines that both go on with."""
    length, step = 0, _FIRST_STEP
    while True:
        here = old.content[i + length : i + length + step]
        there = new.content[j + length : j + length + step]
        if here != there or not here:
            length += _prefix(here, there)
            break
        old.pass_over(i + length, i + length + len(here))
        new.pass_over(j + length, j + length + len(here))
        length += len(here)
        step = min(2 * step, _LARGEST_STEP)
    return max(old.content.rfind(b"\n", i, i + length) + 1 - i, 0)


def _prefix(one: bytes, other: bytes) -> int:
    """Count the bytes that two texts begin with in common."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
