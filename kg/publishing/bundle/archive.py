"""The archive of a bundle: a tar of regular files alone, compressed by Zstandard.

Written so that the same files give the same bytes, and read member by member, as
expected: `tarfile` would read headers of any length, links and devices first.
"""

import io
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import zstandard

from kg.publishing.bundle.contents import BundleError, shown

FOLDER = "solidarity-graph"
"""Where tar puts all of it."""

_BLOCK = 512
_PIECE = 1 << 20
_LEVEL = 10
"""Most of what is in a bundle has been compressed already."""

_WINDOW = 1 << 27
"""The memory that a stranger's file may make us take, in bytes."""

_END = bytes(2 * _BLOCK)
_LONGEST_NAME = 100
_KINDS = {
    tarfile.LNKTYPE: "a link",
    tarfile.SYMTYPE: "a link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.DIRTYPE: "a folder",
    tarfile.FIFOTYPE: "a pipe",
}


class Writer:
    """Writes members one after another."""

    def __init__(self, output: IO[bytes]) -> None:
        """Write to a file, compressed."""
        packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        self._output: IO[bytes] = packer.stream_writer(output, closefd=False)

    def add(self, name: str, size: int, pieces: Iterable[bytes]) -> None:
        """Write a member: pieces that have as many bytes together as is said.

        Raises:
            BundleError: the name is longer than every tar reads.
        """
        full = f"{FOLDER}/{name}"
        if len(full) > _LONGEST_NAME:
            raise BundleError(name, f"{len(name)} letters", "a shorter path")
        member = tarfile.TarInfo(full)  # of nobody, made at no time
        member.size = size
        self._output.write(member.tobuf(tarfile.GNU_FORMAT))
        for piece in pieces:
            self._output.write(piece)
        self._output.write(bytes(-size % _BLOCK))

    def end(self) -> None:
        """Write the end."""
        self._output.write(_END)
        self._output.close()


class Reader:
    """Reads members that are expected, one after another."""

    def __init__(self, stream: IO[bytes], where: str) -> None:
        """Read what a stranger may have written; `where` is for errors."""
        self._stream = stream
        self.where = where

    def begin(self, name: str) -> int:
        """Go on to the next member, and return how long it is.

        Raises:
            BundleError: it is not the one that is expected, or no regular file.
        """
        block = b"".join(self.pieces(_BLOCK, padded=False))
        try:
            member = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except tarfile.HeaderError as error:
            raise BundleError(self.where, str(error), f"{name} as tar") from error
        full = shown(member.name)
        if member.type != tarfile.REGTYPE:
            kind = _KINDS.get(member.type, "no regular file")
            raise BundleError(self.where, f"{kind}: {full}", "regular files alone")
        if member.name != f"{FOLDER}/{name}":
            raise BundleError(self.where, full, f"{FOLDER}/{name}")
        return member.size

    def pieces(self, size: int, *, padded: bool = True) -> Iterator[bytes]:
        """Yield so many bytes of the member that has begun.

        Raises:
            BundleError: the file ends before.
        """
        left = size
        while left:
            piece = self._stream.read(min(left, _PIECE))
            if not piece:
                raise BundleError(self.where, "the end", "more: it was cut off")
            left -= len(piece)
            yield piece
        if padded:
            for _piece in self.pieces(-size % _BLOCK, padded=False):
                pass

    def end(self) -> None:
        """See that nothing follows.

        Raises:
            BundleError: something does.
        """
        if b"".join(self.pieces(len(_END), padded=False)) != _END:
            raise BundleError(self.where, "more files", "those it names, and no more")
        if self._stream.read(1):
            raise BundleError(self.where, "more after the end", "nothing")


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """Offer the members of a bundle.

    Raises:
        BundleError: the file is not compressed by Zstandard, or is broken.
    """
    unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    try:
        with (
            path.open("rb") as file,
            unpacker.stream_reader(file, read_across_frames=True) as stream,
            io.BufferedReader(stream) as members,
        ):
            yield Reader(members, str(path))
    except zstandard.ZstdError as error:
        raise BundleError(str(path), str(error), "a file of kg bundle") from error
