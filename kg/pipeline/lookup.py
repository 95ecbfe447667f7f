"""Lookup: what lines say of a term, found without reading all of them.

Beside the lines lies an index: of the subject and of the object of each line a number
made of it, with the place where the line begins, sorted by number. Terms that share a
number are told apart when their lines are read. Literals that a store takes for equal,
as `01` and `1`, have one number, for rules that are queries join them. An index that is
damaged, or of other lines, is made again.
"""

import mmap
import os
import struct
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse

from kg.pipeline.marks import LINES
from kg.validation.index import Term

INDEX = "terms.bin"

_HEAD = struct.Struct("<IQQ")
"""The sum of what follows, the bytes of the lines, and how many lines there are."""

_FIRST, _MOST = 4, 4096
"""Lines that are parsed at once, fewer at first: often the first one is enough."""

Numbers = NDArray[np.uint32]
Places = NDArray[np.uint64]
Wanted = tuple[bytes | None, bytes | None, bytes | None]


@dataclass(frozen=True, slots=True)
class _Side:
    """The numbers of the terms at one side of lines, sorted, and where lines begin."""

    numbers: Numbers
    places: Places

    @classmethod
    def sorted(cls, numbers: Numbers, places: Places) -> "_Side":
        order = np.argsort(numbers, kind="stable")
        return cls(numbers[order], places[order])

    def find(self, term: bytes) -> list[int]:
        """List where lines begin that may have a term."""
        number = np.uint32(zlib.crc32(term))
        first = np.searchsorted(self.numbers, number, "left")
        last = np.searchsorted(self.numbers, number, "right")
        found: list[int] = self.places[first:last].tolist()
        return found


class Lookup:
    """The lines of a folder, each in a named graph; read as far as it is asked."""

    def __init__(self, folder: Path) -> None:
        """Open the lines, and make their index where there is none."""
        self._lines = _mapped(folder / LINES)
        index = folder / INDEX
        self._sides = _read(index, len(self._lines)) or _write(index, self._lines)

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | None,
        predicate: NamedNode | None,
        value: Term | None,
        /,
    ) -> Iterator[Quad]:
        """Yield the quads that match, as a store does."""
        found = self._matching((_text(subject), _text(predicate), _text(value)))
        size = _FIRST
        while part := list(islice(found, size)):
            yield from parse(b"".join(part), format=RdfFormat.N_QUADS)
            size = min(size * 4, _MOST)

    def _matching(self, wanted: Wanted) -> Iterator[bytes]:
        subject, predicate, value = wanted
        equal = None if value is None else canonical(value)
        for line in self._candidates(subject, predicate, equal):
            first, second, rest = line.split(b" ", 2)
            fits = subject in (None, first) and predicate in (None, second)
            if fits and (equal is None or canonical(_value(rest)) == equal):
                yield line

    def _candidates(
        self, subject: bytes | None, predicate: bytes | None, value: bytes | None
    ) -> Iterator[bytes]:
        if subject is not None:
            yield from map(self._line, self._sides[0].find(subject))
        elif value is not None:
            yield from map(self._line, self._sides[1].find(value))
        elif predicate is not None:
            yield from self._naming(b" %b " % predicate)
        else:
            yield from _lines(self._lines)

    def _line(self, place: int) -> bytes:
        return self._lines[place : self._lines.find(b"\n", place) + 1]

    def _naming(self, words: bytes) -> Iterator[bytes]:
        """Yield the lines that have some words anywhere."""
        place = self._lines.find(words)
        while place >= 0:
            line = self._line(self._lines.rfind(b"\n", 0, place) + 1)
            yield line
            place = self._lines.find(words, self._lines.find(b"\n", place))


def _text(term: Term | None) -> bytes | None:
    return None if term is None else str(term).encode()


def _mapped(path: Path) -> mmap.mmap | bytes:
    """Map a file into memory; one that is empty cannot be."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _lines(content: mmap.mmap | bytes) -> Iterator[bytes]:
    start = 0
    while start < len(content):
        stop = content.find(b"\n", start) + 1
        yield content[start:stop]
        start = stop


def _value(rest: bytes) -> bytes:
    return rest.rsplit(b" ", 2)[0]


@lru_cache(maxsize=1 << 16)
def canonical(term: bytes) -> bytes:
    """Write a term as a store does: `"01"^^xsd:integer` is `1` there.

    >>> canonical(b'"01"^^<http://www.w3.org/2001/XMLSchema#integer>')
    b'"1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    if term[:1] != b'"' or term[-1:] != b">":
        return term
    [quad] = parse(b"<urn:x> <urn:x> %b .\n" % term, format=RdfFormat.N_QUADS)
    store = Store()
    store.add(quad)
    [written] = store
    return str(written.object).encode()


def _read(index: Path, size: int) -> tuple[_Side, _Side] | None:
    """Read the index of lines; None when there is none, or it is not as it was."""
    content = index.read_bytes() if index.is_file() else b""
    if len(content) < _HEAD.size:
        return None
    total, bytes_, count = _HEAD.unpack_from(content)
    if bytes_ != size or zlib.crc32(memoryview(content)[_HEAD.size :]) != total:
        return None
    places = np.frombuffer(content, np.uint64, 2 * count, _HEAD.size).reshape(2, -1)
    after = _HEAD.size + places.nbytes
    numbers = np.frombuffer(content, np.uint32, 2 * count, after).reshape(2, -1)
    return _Side(numbers[0], places[0]), _Side(numbers[1], places[1])


def _write(index: Path, lines: mmap.mmap | bytes) -> tuple[_Side, _Side]:
    """Make the index of lines, and put it into its place in one step."""
    sides = _indexed(lines)
    body = b"".join(
        [
            *(side.places.tobytes() for side in sides),
            *(side.numbers.tobytes() for side in sides),
        ]
    )
    head = _HEAD.pack(zlib.crc32(body), len(lines), len(sides[0].places))
    unfinished = index.with_name(f"{index.name}.{os.getpid()}")
    unfinished.write_bytes(head + body)
    unfinished.replace(index)
    return sides


def _indexed(lines: mmap.mmap | bytes) -> tuple[_Side, _Side]:
    subjects, values, places = array("I"), array("I"), array("Q")
    place, last, number = 0, b"", 0
    for line in _lines(lines):
        subject, _predicate, rest = line.split(b" ", 2)
        if subject != last:
            last, number = subject, zlib.crc32(subject)
        subjects.append(number)
        values.append(zlib.crc32(canonical(_value(rest))))
        places.append(place)
        place += len(line)
    begun = np.array(places, np.uint64)
    return (
        _Side.sorted(np.array(subjects, np.uint32), begun),
        _Side.sorted(np.array(values, np.uint32), begun),
    )
