"""The pieces of a dump, in a folder: files in the order of their names, and their list.

A dump that follows another takes over the pieces that no change has touched, as further
names of the same files. So making it takes time with what has changed, and either dump
is whole for as long as its folder is there.
"""

import hashlib
import os
import shutil
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Self

from kg.errors import KgError
from kg.publishing.changes.cutting import Cutter, cut, listed, name_of
from kg.publishing.changes.delta import Stretch
from kg.publishing.changes.record import PIECES


class DamagedError(KgError):
    """What lies in the folder is not what was put there."""


@dataclass(slots=True)
class Pieces:
    """The pieces of a dump.

    `digests` are as the list has them; `starts` says where each begins in the dump, and
    where the last one ends.
    """

    folder: Path
    digests: tuple[str, ...]
    starts: tuple[int, ...]
    _read: tuple[int, bytes] = (-1, b"")

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Read which pieces are in a folder, but not what they say.

        Raises:
            DamagedError: one is missing.
        """
        try:
            lines = (folder / PIECES).read_text().splitlines()
            digests = tuple(line.partition(" ")[0] for line in lines)
            paths = (folder / name_of(number) for number in range(len(digests)))
            starts = accumulate((it.stat().st_size for it in paths), initial=0)
            return cls(folder, digests, tuple(starts))
        except FileNotFoundError as error:
            message = f"{error.filename}: it is not there any more"
            raise DamagedError(message) from error

    @property
    def size(self) -> int:
        """The bytes of the dump."""
        return self.starts[-1]

    @property
    def proof(self) -> str:
        """The SHA-256 of the list, which the publisher states."""
        return hashlib.sha256(listed(self.digests)).hexdigest()

    def path(self, number: int) -> Path:
        """Return where a piece is."""
        return self.folder / name_of(number)

    def blocks(self) -> Iterator[bytes]:
        """Yield the content of the dump."""
        for number in range(len(self.digests)):
            yield self.path(number).read_bytes()

    def is_sound(self) -> bool:
        """Read all pieces, and say whether they are what the list says, and no more."""
        names = [name_of(number) for number in range(len(self.digests))]
        if sorted(it.name for it in self.folder.iterdir()) != [*names, PIECES]:
            return False
        found = (hashlib.sha256(it).hexdigest() for it in self.blocks())
        return (self.folder / PIECES).read_bytes() == listed(found)

    def parts(self, stretch: range) -> Iterator[tuple[int, range]]:
        """Yield which pieces a stretch of the dump is in, and what of it is in each."""
        place, number = stretch.start, bisect_right(self.starts, stretch.start) - 1
        while place < stretch.stop:
            end = min(self.starts[number + 1], stretch.stop)
            yield number, range(place, end)
            place, number = end, number + 1

    def is_complete(self, number: int, part: range) -> bool:
        """Say whether a part is all of a piece, one that ends whatever follows it."""
        whole = range(self.starts[number], self.starts[number + 1])
        return part == whole and number + 1 < len(self.digests)

    def read(self, number: int, part: range) -> bytes:
        """Return what a part of a piece says; the piece that was read last is kept."""
        if self._read[0] != number:
            self._read = (number, self.path(number).read_bytes())
        start = self.starts[number]
        return self._read[1][part.start - start : part.stop - start]


class _Writer:
    """Writes the pieces of a dump into a new folder, one after the other."""

    def __init__(self, folder: Path) -> None:
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir()
        self._folder = folder
        self._digests: list[str] = []
        self._fresh: list[Path] = []

    @property
    def _next(self) -> Path:
        return self._folder / name_of(len(self._digests))

    def write(self, pieces: Iterable[bytes]) -> None:
        """Go on with new pieces."""
        for piece in pieces:
            self._put(self._next, piece)
            self._digests.append(hashlib.sha256(piece).hexdigest())

    def take(self, old: Pieces, number: int) -> None:
        """Go on with a piece of another dump."""
        path = self._next
        try:
            os.link(old.path(number), path)
        except OSError:  # files have one name only here
            self._put(path, old.path(number).read_bytes())
        self._digests.append(old.digests[number])

    def end(self) -> Pieces:
        """Write the list; all that is new is then on the disk."""
        self._put(self._folder / PIECES, listed(self._digests))
        for path in self._fresh:
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        return Pieces.of(self._folder)

    def _put(self, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        self._fresh.append(path)


def write_pieces(blocks: Iterable[bytes], to: Path) -> str:
    """Write a dump in pieces into a folder that is made anew; return its SHA-256."""
    writer, sums = _Writer(to), hashlib.sha256()
    writer.write(cut(_summed(blocks, sums)))
    writer.end()
    return sums.hexdigest()


def _summed(blocks: Iterable[bytes], sums: Any) -> Iterator[bytes]:  # noqa: ANN401
    for block in blocks:
        sums.update(block)
        yield block


def write_patched(made: Iterable[Stretch], old: Pieces, to: Path) -> Pieces:
    """Write the pieces of a dump that is made of an old one and new bytes."""
    writer, cutter = _Writer(to), Cutter()
    for stretch in made:
        if isinstance(stretch, bytes):
            writer.write(cutter.add(stretch))
            continue
        for number, part in old.parts(stretch):
            if cutter.is_between and old.is_complete(number, part):
                writer.take(old, number)
            else:
                writer.write(cutter.add(old.read(number, part)))
    writer.write(cutter.rest())
    return writer.end()
