"""Counting the rows of an answer as its bytes go by, by rules that hold for any text.

Each rule goes by bytes that the engine writes between rows, and that cannot be part of
a value in that format. There is none for formats of graphs: their statements are
counted as they are written (kg.store.counted).
"""

import re
from collections.abc import Callable
from typing import Protocol

from kg.rdf.formats import CSV, JSON, TSV, XML, Format


class Rows(Protocol):
    """Counts rows in blocks of bytes, wherever these are cut."""

    def add(self, block: bytes) -> None:
        """Take the next block."""

    @property
    def known(self) -> int:
        """How many rows there are at least."""

    def whole(self) -> int:
        """How many rows there are, now that all blocks have been taken."""


class Lines:
    """TSV: ends of lines are escaped in values, and the first line is names."""

    def __init__(self) -> None:
        self.known = -1

    def add(self, block: bytes) -> None:
        """Take the next block."""
        self.known += block.count(b"\n")

    def whole(self) -> int:
        """Count the lines but the first."""
        return self.known


class QuotedLines:
    """CSV: a value with an end of line stands in quotes, and quotes are paired."""

    def __init__(self) -> None:
        self.known = -1
        self._quoted = 0

    def add(self, block: bytes) -> None:
        """Take the next block."""
        if b'"' not in block:
            self.known += 0 if self._quoted else block.count(b"\n")
            return
        parts = block.translate(None, _NEITHER_QUOTES_NOR_LINES).split(b'"')
        self.known += sum(map(len, parts[self._quoted :: 2]))
        self._quoted ^= (len(parts) - 1) & 1

    def whole(self) -> int:
        """Count the lines but the first."""
        return self.known


_NEITHER_QUOTES_NOR_LINES = bytes(set(range(256)) - set(b'"\n'))


class Elements:
    """XML: `<` is escaped in values, so that `<result>` is the beginning of a row."""

    def __init__(self) -> None:
        self.known = 0
        self._end = b""

    def add(self, block: bytes) -> None:
        """Take the next block; the element may begin in the one before."""
        text = self._end + block
        self.known += text.count(_RESULT)
        self._end = text[1 - len(_RESULT) :]

    def whole(self) -> int:
        """Count the elements."""
        return self.known


_RESULT = b"<result>"


class Objects:
    """JSON: rows are objects in an array, and nothing else is.

    A quote is escaped within a string. So `{"` stands in one only as its last byte and
    its end, and what comes then is none of the letters that a variable begins with:
    any other `}},{"` is between two rows, and outside of strings. There the text is
    cut, so that every piece begins and ends outside of strings.
    """

    def __init__(self) -> None:
        self.known = 0
        self._held: list[bytes] = []

    def add(self, block: bytes) -> None:
        """Take the next block, as far as rows are there whole."""
        self._held.append(block)
        cut = block.rfind(_BETWEEN, 0, len(block) - 1)
        if cut >= 0 and block[cut + len(_BETWEEN)] not in b",}:]":
            self._held[-1] = block[:cut]
            self.known += _between(b"".join(self._held)) + 1
            self._held = [block[cut + 2 :]]

    def whole(self) -> int:
        """Count what lies between rows, and one row more, unless there is none."""
        text = b"".join(self._held)
        return self.known + _between(text) + (not text.endswith(_NO_ROWS))


_BETWEEN = b'}},{"'
_FULL_ROWS = re.compile(rb'\}\},\{"(?=[^,}:\]])')
_EMPTY = re.compile(rb"\{\}")  # three times as fast as to look for the bytes
_NO_ROWS = b'"bindings":[]}}'


def _between(text: bytes) -> int:
    """Count the commas between rows in a text that begins and ends outside of strings.

    A row without values is `{}`, which may be part of a string too: then the strings
    have to go.
    """
    if _EMPTY.search(text) is None:
        return len(_FULL_ROWS.findall(text))
    text = text.replace(b"\\\\", b"").replace(b'\\"', b"")
    return b"".join(text.split(b'"')[::2]).count(b"},{")


_RULES: dict[str, Callable[[], Rows]] = {
    TSV.name: Lines,
    CSV.name: QuotedLines,
    XML.name: Elements,
    JSON.name: Objects,
}


def counter(written: Format) -> Rows | None:
    """Return a counter for the rows of a SELECT in a format, if there is a rule."""
    rule = _RULES.get(written.name)
    return None if rule is None else rule()
