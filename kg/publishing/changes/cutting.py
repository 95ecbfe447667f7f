"""Cutting: a canonical dump in pieces that follow from their own lines, and their list.

A piece ends after a line whose checksum says so, whatever comes next. So whoever has
the dump cuts it alike, and a change leaves the pieces that it does not touch as they
are. The list has the digest of each. The digest of the list, which is in the record of
a release, tells whether a copy is the publisher's without reading all of the copy.
"""

from collections.abc import Iterable, Iterator
from zlib import crc32

LEAST = 1 << 19
"""Bytes that a piece has at least, unless it is the last one."""

MOST = 1 << 23
"""Bytes after which a piece ends with the line, whatever that is."""

_BITS = 13
"""Of 2 to the power of 32 checksums, so many for each byte of a line end a piece.

Other numbers than these three make other pieces, and their list needs another name than
`kg.publishing.changes.record.PIECES`: whoever keeps a copy has to cut it alike.
"""


class Cutter:
    """Cuts what it is given into pieces."""

    __slots__ = ("_held", "_seen")

    def __init__(self) -> None:
        """Begin with nothing."""
        self._held = bytearray()
        self._seen = 0

    @property
    def is_between(self) -> bool:
        """Whether what comes next begins a piece."""
        return not self._held

    def add(self, content: bytes) -> Iterator[bytes]:
        """Go on with some bytes; yield the pieces that end in them."""
        self._held += content
        while end := self._end():
            yield bytes(self._held[:end])
            del self._held[:end]
            self._seen = 0

    def rest(self) -> Iterator[bytes]:
        """Yield what is left when nothing more comes, if anything is."""
        if self._held:
            yield bytes(self._held)
            self._held.clear()

    def _end(self) -> int:
        """Return where the first piece of what is held ends; 0: it goes on."""
        if len(self._held) < LEAST:
            return 0
        place = self._seen or self._held.rfind(b"\n", 0, LEAST - 1) + 1
        last = self._held.rfind(b"\n", place)
        if last < 0:
            return 0
        for line in self._held[place:last].split(b"\n"):
            place += len(line) + 1
            if crc32(line) < len(line) << _BITS or place >= MOST:
                return place
        self._seen = place
        return 0


def cut(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a dump, given in any blocks, into its pieces."""
    cutter = Cutter()
    for block in blocks:
        yield from cutter.add(block)
    yield from cutter.rest()


def name_of(number: int) -> str:
    """Name the file of a piece: in the order of their names, they are the dump."""
    return f"{number:06}.nq"


def listed(digests: Iterable[str]) -> bytes:
    """Write the list of pieces, as `sha256sum` reads it, from the SHA-256 of each."""
    lines = (f"{it}  {name_of(number)}\n" for number, it in enumerate(digests))
    return "".join(lines).encode()
