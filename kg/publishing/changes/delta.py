"""The delta of two canonical dumps: the way from the bytes of one to the other.

Text, one instruction a line: `= N` keeps the next N bytes of the old file, `- N` leaves
them out, `+ LINE` puts a line in. What is taken away is never repeated, so that a delta
tells nothing that its release does not: whoever holds the old file knows what was
there, and nobody else needs to.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import IO

from kg.errors import SyntaxFaultError
from kg.publishing.changes.lines import Kind, Lines, Run

_BLOCK = 1 << 20


def delta_lines(runs: Iterable[Run], new: Lines) -> Iterator[bytes]:
    """Write what leads from an old file to a new one, from their differences."""
    left = 0
    for run in runs:
        if run.kind is Kind.GONE:
            left += run.size
            continue
        if left:
            yield b"- %d\n" % left
            left = 0
        if run.kind is Kind.SAME:
            yield b"= %d\n" % run.size
        else:
            yield b"+ %b" % new.content[run.start : run.start + run.size]
    if left:
        yield b"- %d\n" % left


Stretch = bytes | range
"""What a new file goes on with: bytes, or a range of the bytes of the old file."""


def stretches(delta: Iterable[bytes], size: int) -> Iterator[Stretch]:
    """Yield what a new file is made of, from a delta and the size of the old file.

    Raises:
        SyntaxFaultError: the delta is not one, or not one of a file of that size.
    """
    start = 0
    for number, line in enumerate(delta, 1):
        if line.startswith(b"+ ") and line.endswith(b"\n"):
            yield line[2:]
            continue
        code, length = _instruction(line, number)
        if length > size - start:
            message = f"{start + length - size} bytes more than the old file has"
            raise SyntaxFaultError(f"delta:{number}", message, "a delta of this file")
        if code == Kind.SAME:
            yield range(start, start + length)
        start += length


def applied(delta: Iterable[bytes], old: IO[bytes]) -> Iterator[bytes]:
    """Yield the bytes of the new file, from a delta and the old file.

    Raises:
        SyntaxFaultError: see `stretches`.
    """
    for it in stretches(delta, old.seek(0, os.SEEK_END)):
        if isinstance(it, bytes):
            yield it
        else:
            old.seek(it.start)
            yield from _blocks(old, len(it))


def _instruction(line: bytes, number: int) -> tuple[str, int]:
    code, _blank, size = line.decode("utf-8", "replace").rstrip("\n").partition(" ")
    if code in (Kind.SAME, Kind.GONE) and size.isascii() and size.isdigit():
        return code, int(size)
    raise SyntaxFaultError(f"delta:{number}", repr(line[:60]), "= N, - N or + LINE")


def _blocks(old: IO[bytes], size: int) -> Iterator[bytes]:
    while size and (block := old.read(min(size, _BLOCK))):
        size -= len(block)
        yield block


def digest_of(blocks: Iterable[bytes]) -> str:
    """Return the SHA-256 of bytes."""
    sums = hashlib.sha256()
    for block in blocks:
        sums.update(block)
    return sums.hexdigest()
