"""The shelf: the dumps that a mirror has, each by the name of its SHA-256.

A dump is there as a file, in pieces in a folder, or as both. It has its name when it is
whole, on the disk and found to be what it should be, and not before.
"""

import hashlib
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.publishing.changes.delta import digest_of, stretches
from kg.publishing.changes.record import PIECES
from kg.publishing.mirror.fetching import NotAnnouncedError
from kg.publishing.mirror.pieces import (
    DamagedError,
    Pieces,
    write_patched,
    write_pieces,
)

BLOCK = 1 << 18


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder with dumps."""

    folder: Path

    def file(self, digest: str) -> Path:
        """Return where a dump is as a file, or is to be."""
        return self.folder / f"{digest}.nq"

    def pieces(self, digest: str) -> Path:
        """Return the folder where a dump is in pieces, or is to be."""
        return self.folder / digest

    def is_cut(self, digest: str) -> bool:
        """Say whether a dump is here in pieces."""
        return (self.pieces(digest) / PIECES).is_file()

    def has(self, digest: str) -> bool:
        """Say whether a dump is here."""
        return self.is_cut(digest) or self.file(digest).is_file()

    def keep(self, blocks: Iterable[bytes]) -> str:
        """Write a dump as a file, and return its digest."""
        part, sums = self.folder / "new.part", hashlib.sha256()
        with part.open("wb") as file:
            for block in blocks:
                sums.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.file(sums.hexdigest()))
        return sums.hexdigest()

    def cut(self, blocks: Iterable[bytes], expected: str) -> None:
        """Write a dump in pieces.

        Raises:
            NotAnnouncedError: it has another digest than is expected; it is not kept.
        """
        self._name(write_pieces(blocks, self._new), expected)

    def patch(
        self, delta: Iterable[bytes], old: str, expected: str, proof: str
    ) -> None:
        """Write a dump in pieces, by what sets it apart from one that is here.

        It is read as a whole only if the list of its pieces has not the digest `proof`.

        Raises:
            NotAnnouncedError: it has another digest than is expected; it is not kept.
            SyntaxFaultError: the delta is none of the old dump.
            DamagedError: pieces of the old dump are missing.
        """
        before = Pieces.of(self.pieces(old))
        made = write_patched(stretches(delta, before.size), before, self._new)
        proven = made.proof == proof
        self._name(expected if proven else digest_of(made.blocks()), expected)

    @property
    def _new(self) -> Path:
        return self.folder / "new"

    def _name(self, digest: str, expected: str) -> None:
        """Give the new pieces the name of their dump."""
        if digest != expected:
            shutil.rmtree(self._new)
            message = f"found a dump of SHA-256 {digest}; expected {expected}"
            raise NotAnnouncedError(message)
        remove(self.pieces(digest))  # those of an equal dump
        self._new.replace(self.pieces(digest))

    def join(self, digest: str) -> None:
        """Write a dump that is here in pieces as a file, too, unless it is there.

        Raises:
            DamagedError: the pieces are not what they were.
        """
        if self.file(digest).is_file():
            return
        pieces = Pieces.of(self.pieces(digest))
        if self.keep(pieces.blocks()) != digest:
            raise DamagedError(f"{pieces.folder}: it is not what it was")

    def part(self, digest: str) -> None:
        """Write a dump that is here as a file in pieces, too, unless they are there.

        Raises:
            NotAnnouncedError: the file is not what it was.
        """
        if not self.is_cut(digest):
            self.cut(blocks_of(self.file(digest)), digest)

    def check(self, digest: str) -> bool:
        """Read all of a dump, and delete what of it is damaged; say whether none is."""
        file, pieces = self.file(digest), self.pieces(digest)
        damaged: list[Path] = []
        if file.is_file() and digest_of(blocks_of(file)) != digest:
            damaged.append(file)
        if pieces.is_dir() and not _is_sound(pieces, digest):
            damaged.append(pieces)
        for path in damaged:
            remove(path)
        return not damaged

    def clear(self, kept: Collection[Path]) -> None:
        """Delete all but what is kept."""
        for path in self.folder.iterdir():
            if path not in kept:
                remove(path)


def _is_sound(folder: Path, digest: str) -> bool:
    """Say whether pieces are what their list says, and together a dump."""
    try:
        pieces = Pieces.of(folder)
    except DamagedError:
        return False
    return pieces.is_sound() and digest_of(pieces.blocks()) == digest


def blocks_of(path: Path) -> Iterator[bytes]:
    """Yield the content of a file."""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def remove(path: Path) -> None:
    """Delete a file, or a folder with all that is in it, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
