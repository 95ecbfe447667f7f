"""Patching: a new dump is made from the old one, by what has changed.

The digest of all of it has to be known, and the file be whole before it has its name:
both take time in proportion to the dump. So the system copies what stays, in large
pieces and beside the digest; no line that stays is looked at.
"""

import mmap
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from kg.publishing.changes.delta import Piece

_SMALL = 1 << 16
"""Pieces of fewer bytes are gathered, since each takes a call of the system."""

_GATHERED = 1 << 20
_AHEAD = 16
"""Pieces that may be written before their digest is taken."""


class Sums(Protocol):
    """Takes the digest of what it is told, such as one of hashlib."""

    def update(self, content: bytes | memoryview, /) -> None:
        """Go on with some bytes."""


def write_patched(pieces: Iterable[Piece], old: Path, to: Path, sums: Sums) -> None:
    """Write a file of pieces of an old one and new bytes; it is then on the disk."""
    with (
        _mapped(old) as content,
        old.open("rb") as source,
        to.open("wb", buffering=0) as output,
        ThreadPoolExecutor(1) as beside,
    ):
        copy = _Copy(content, source.fileno(), output.fileno())
        waiting: list[Future[None]] = []
        for piece in _gathered(pieces, content):
            waiting.append(beside.submit(_digest, sums, content, piece))
            copy.write(piece)
            if len(waiting) > _AHEAD:
                waiting.pop(0).result()
        for it in waiting:
            it.result()
        os.fsync(output.fileno())


@contextmanager
def _mapped(path: Path) -> Iterator[memoryview]:
    """Offer the content of a file without reading it."""
    if path.stat().st_size == 0:
        yield memoryview(b"")
        return
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
        memoryview(content) as view,
    ):
        yield view


def _gathered(pieces: Iterable[Piece], content: memoryview) -> Iterator[Piece]:
    """Join small pieces, so that there are few."""
    held = bytearray()
    for piece in pieces:
        if len(piece) < _SMALL:
            held += piece if isinstance(piece, bytes) else _part(content, piece)
        if held and (len(piece) >= _SMALL or len(held) >= _GATHERED):
            yield bytes(held)
            held.clear()
        if len(piece) >= _SMALL:
            yield piece
    if held:
        yield bytes(held)


def _part(content: memoryview, piece: range) -> memoryview:
    return content[piece.start : piece.stop]


def _digest(sums: Sums, content: memoryview, piece: Piece) -> None:
    sums.update(piece if isinstance(piece, bytes) else _part(content, piece))


class _Copy:
    """Writes pieces to a file, those of another one by the system where it can."""

    def __init__(self, content: memoryview, source: int, output: int) -> None:
        self._content = content
        self._source = source
        self._output = output
        self._by_system = hasattr(os, "copy_file_range")

    def write(self, piece: Piece) -> None:
        """Write a piece."""
        if isinstance(piece, bytes):
            self._write(memoryview(piece))
        else:
            self._copy(piece)

    def _copy(self, piece: range) -> None:
        """Copy what stays, as far as the system does it."""
        start = piece.start
        while self._by_system and start < piece.stop:
            size = piece.stop - start
            try:
                copied = os.copy_file_range(self._source, self._output, size, start)
            except OSError:  # this file system, or system, cannot
                copied = 0
            self._by_system = copied > 0
            start += copied
        self._write(_part(self._content, range(start, piece.stop)))

    def _write(self, content: memoryview) -> None:
        while content:
            content = content[os.write(self._output, content) :]
