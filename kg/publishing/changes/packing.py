"""Packed files: lines, compressed with Zstandard, the same bytes every time."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import zstandard

from kg.errors import SyntaxFaultError

_LEVEL = 3
"""The pages of a first release are as large as its dump: there is no time for more."""


def pack(path: Path, lines: Iterable[bytes]) -> None:
    """Write lines to a packed file."""
    packer = zstandard.ZstdCompressor(level=_LEVEL)
    with path.open("wb") as file, packer.stream_writer(file) as output:
        for line in lines:
            output.write(line)


@contextmanager
def unpacked(path: Path) -> Iterator[IO[bytes]]:
    """Offer what is in a packed file, to be read by lines or in blocks.

    Raises:
        SyntaxFaultError: the file is not packed so, or not all of it is there.
    """
    try:
        with (
            path.open("rb") as file,
            zstandard.ZstdDecompressor().stream_reader(file) as reader,
            io.BufferedReader(reader) as lines,
        ):
            yield lines
    except zstandard.ZstdError as error:
        raise SyntaxFaultError(str(path), str(error), "Zstandard") from error
