"""Pieces: a dump in parts, each of which follows from some lines and nothing else.

A piece ends before a subject whose hash says so, whatever stands around it. What has
the same lines in two releases is the same piece: that of the release before is copied,
in every format and with what it was compressed to.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

from kg.publishing.changes.lines import Lines, opened
from kg.publishing.forms import Dump
from kg.publishing.sealed import read_sealed, write_sealed

FILE = "pieces.json"
"""What the pieces of an edition are: beside its manifest, and not published."""

PACKED = ".gz"

_ONE_IN = 256
"""Subjects of which one begins a piece: most have some 300 kB of lines."""

_LEVEL = 6
_BEGIN = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
"""How a gzip begins; neither name nor time is in it, so the bytes are the same."""

_END = b"\x03\x00"
_SUMS = struct.Struct("<II")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a dump, and what stands for them in the files made of it."""

    of: str
    lines: range
    digest: str
    made: Mapping[str, range]


def ranges(lines: Lines) -> Iterator[range]:
    """Part lines into those of pieces."""
    begin = place = 0
    subject = b"\n"
    for line in lines:
        if not line.startswith(subject):
            subject = line[: line.index(b" ") + 1]
            if place > begin and zlib.crc32(subject[:-1]) % _ONE_IN == 0:
                yield range(begin, place)
                begin = place
        place += len(line)
    if place > begin:
        yield range(begin, place)


@dataclass(frozen=True, slots=True)
class Known:
    """The pieces of a release before, whose files are whole; it may have none.

    Attributes:
        dumps: the folder of its dumps.
        made: digest of lines → file → where what stands for them is in it.
    """

    dumps: Path = Path()
    made: Mapping[str, Mapping[str, range]] = field(default_factory=dict)

    @classmethod
    def of(cls, edition: Path) -> Self:
        """Read which pieces an edition has.

        Raises:
            OSError: there is no list of them.
            ValueError: it is not what it was.
        """
        kept = read_sealed(edition / FILE)
        made = {
            digest: {file: range(*place) for file, place in places.items()}
            for digest, places in kept
        }
        return cls(edition / "dumps", made)

    def read(self, digest: str, file: str) -> bytes | None:
        """Return what stands in a file for lines, if they are known."""
        if digest not in self.made:
            return None
        place = self.made[digest][file]
        with (self.dumps / file).open("rb") as whole:
            whole.seek(place.start)
            return whole.read(len(place))


def keep_pieces(edition: Path, pieces: Iterable[Piece]) -> None:
    """Note, beside the manifest of an edition, which pieces it has."""
    kept = [
        (piece.digest, {name: (it.start, it.stop) for name, it in piece.made.items()})
        for piece in pieces
    ]
    write_sealed(edition / FILE, kept)


class _Packer:
    """A file that is compressed part by part."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._file.write(_BEGIN)
        self._sum = self._size = 0

    def add(self, text: bytes, packed: bytes | None = None) -> range:
        """Add a part, which may be compressed already; return where it is."""
        packed = _deflated(text) if packed is None else packed
        self._sum = zlib.crc32(text, self._sum)
        self._size += len(text)
        start = self._file.tell()
        self._file.write(packed)
        return range(start, start + len(packed))

    def end(self) -> None:
        self._file.write(_END + _SUMS.pack(self._sum, self._size & 0xFFFFFFFF))


def _deflated(text: bytes) -> bytes:
    """Compress a text so that anything may stand before and after it."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)


class _Written:
    """A dump that is written part by part, plain and compressed."""

    def __init__(self, path: Path, dump: Dump, stack: ExitStack) -> None:
        self.dump, self._path = dump, path
        self._plain = stack.enter_context(path.open("wb", 1 << 20))
        self._packed = _Packer(stack.enter_context(_beside(path).open("wb", 1 << 20)))
        self._between = b""
        self._around(dump.frame[0])

    def add(self, digest: str, lines: bytes, known: Known) -> dict[str, range]:
        """Add what stands for some lines; return where it is in the files."""
        self._around(self._between)
        self._between = self.dump.frame[1]
        name, packed = self._path.name, _beside(self._path).name
        text = known.read(digest, name)
        if text is None:
            text = self.dump.part(lines)
        start = self._plain.tell()
        self._plain.write(text)
        return {
            name: range(start, start + len(text)),
            packed: self._packed.add(text, known.read(digest, packed)),
        }

    def end(self) -> None:
        self._around(self.dump.frame[2])
        self._packed.end()

    def _around(self, text: bytes) -> None:
        if text:
            self._plain.write(text)
            self._packed.add(text)


def write_pieces(source: Path, dumps: Sequence[Dump], known: Known) -> Iterator[Piece]:
    """Compress a dump of lines, and write the dumps that are made of it.

    Args:
        source: the dump of lines.
        dumps: those to be written beside it.
        known: the pieces of the release before.
    """
    with ExitStack() as stack:
        lines = stack.enter_context(opened(source))
        packed = _beside(source)
        own = _Packer(stack.enter_context(packed.open("wb", 1 << 20)))
        others = [_Written(source.with_name(it.name), it, stack) for it in dumps]
        for place in ranges(lines):
            text = lines.content[place.start : place.stop]
            lines.pass_over(place.start, place.stop)
            digest = hashlib.sha256(text).hexdigest()
            made = {packed.name: own.add(text, known.read(digest, packed.name))}
            for other in others:
                made |= other.add(digest, text, known)
            yield Piece(source.name, place, digest, made)
        own.end()
        for other in others:
            other.end()


def is_proven(path: Path, dump: Dump, pieces: Sequence[Piece], known: Known) -> bool:
    """Tell whether a finished dump surely says what the lines say it is made of.

    It is read back piece by piece, but for those that were when they were made, and
    have been copied since; what stands around the pieces is known.

    Args:
        path: the dump of lines.
        dump: the other one.
        pieces: all those of the dump of lines.
        known: which of them were looked at before.
    """
    begin, between, end = dump.frame
    line, around = 0, begin
    with opened(path) as lines, opened(path.with_name(dump.name)) as text:
        place = 0
        for piece in pieces:
            made = piece.made[dump.name]
            if piece.lines.start != line or text.content[place : made.start] != around:
                return False
            if piece.digest not in known.made:
                said = lines.content[line : piece.lines.stop]
                part = text.content[made.start : made.stop]
                if not _says(dump, part, said):
                    return False
                lines.pass_over(line, piece.lines.stop)
                text.pass_over(made.start, made.stop)
            line, place, around = piece.lines.stop, made.stop, between
        return line == lines.size and text.content[place:] == end


def _says(dump: Dump, part: bytes, lines: bytes) -> bool:
    try:
        return dump.said(part) == lines
    except SyntaxError:
        return False


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}{PACKED}")
