"""Entities of RDF/XML: names for texts, which must not grow when they are written out.

The parser writes out what a document declares, and each name may stand for ten of
another: 600 bytes become gigabytes. Names stand for IRIs of vocabularies where people
use them, so those that are longer, or made of others, are refused before it reads them.
"""

import re
from typing import BinaryIO

from kg.errors import Position, UnexpectedValueError

LONGEST = 1_000
"""Bytes that an entity may stand for."""

_BLOCK = 1 << 20
# The parser takes what follows each `<` of a DOCTYPE, wherever that stands in the file.
_DECLARED = re.compile(rb"<!ENTITY([^<]{0,%d})" % (LONGEST + 1))
_MADE_OF = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);|#)")


class Entities:
    """Looks at a file of RDF/XML, block by block."""

    def __init__(self, name: str) -> None:
        """Begin a file, by what it is called."""
        self._name = name
        self._line, self._column = 1, 1
        self._text = b""

    def look(self, block: bytes) -> None:
        """Do nothing for a block in which no entity grows.

        Raises:
            UnexpectedValueError: one is made of others, or too long.
        """
        self._text += block
        for match in _DECLARED.finditer(self._text):
            if (found := _growth(match[1])) is not None:
                self._pass(match.start())
                where = Position(self._name, self._line, self._column)
                expected = f"entities of at most {LONGEST} bytes, none made of others"
                raise UnexpectedValueError(where, found, expected)
        # A declaration may have begun that goes on in the next block.
        self._pass(max(len(self._text) - 2 * LONGEST, 0))

    def _pass(self, length: int) -> None:
        """Drop what has been looked at, and count its lines."""
        passed, self._text = self._text[:length], self._text[length:]
        lines = passed.count(b"\n")
        last = len(passed.rpartition(b"\n")[2].decode("utf-8", "ignore"))
        self._line += lines
        self._column = last + 1 if lines else self._column + last


def _growth(declared: bytes) -> str | None:
    if len(declared) > LONGEST:
        return f"an entity of more than {LONGEST} bytes"
    return "an entity made of others" if _MADE_OF.search(declared) else None


def refuse_growth(file: BinaryIO, name: str) -> None:
    """Read a file of RDF/XML to its end, and do nothing when no entity in it grows.

    Raises:
        UnexpectedValueError: see `Entities.look`.
    """
    entities = Entities(name)
    while block := file.read(_BLOCK):
        entities.look(block)
