"""Whether what an engine on the network sent is an answer, and all of it.

HTTP 200 says little: engines append an error to half an answer and close in good order,
or say in a header of their own that rows are missing; proxies send pages of theirs.
The head is checked here before the body is read, its brackets while it comes. What a
truncated transfer is, the client of HTTP tells; what breaks a format, its parser.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Protocol

import numpy as np

from kg.errors import EngineCutError, EngineError, QueryTimeoutError

DEEPEST = 64
"""Brackets inside brackets in an answer: results have five, and two for each triple
in a triple. Native parsers recurse, and end the process where they cannot."""

_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_COMMENT = re.compile(rb"^[ \t]*#[^\r\n]*", re.MULTILINE)
_NOTHING_CUT = frozenset({"", "0"})


def check_head(
    status: int, headers: Mapping[str, str], media_types: Iterable[str]
) -> None:
    """Do nothing for the head of an answer that may be whole; names are lower-case.

    Raises:
        QueryTimeoutError: the engine's own deadline has cut the answer.
        EngineError: it is cut otherwise, or of another type than was asked for.
    """
    if (state := headers.get("x-sql-state")) is not None:  # Virtuoso's "anytime"
        said = headers.get("x-sql-message", state)
        raise QueryTimeoutError(f"the engine gave up before the end: {said[:200]}")
    most = headers.get("x-sparql-maxrows", "")
    if most not in _NOTHING_CUT:
        raise EngineCutError(f"the engine cut the answer after {most[:20]} rows")
    if status != 200:
        raise EngineError(f"found status {status}; expected 200, the whole answer")
    found = headers.get("content-type", "none").partition(";")[0].strip().lower()
    if found not in media_types:
        expected = " or ".join(media_types)
        raise EngineError(f"the engine sent {found[:80]}; expected {expected}")


def check_framing(headers: Mapping[str, str]) -> None:
    """Do nothing for a body whose end is told by its transfer.

    For formats that end anywhere, such as N-Triples: a body that ends when the
    connection does may have been cut there.

    Raises:
        EngineError: neither a length nor chunks tell the end.
    """
    if "content-length" not in headers and "transfer-encoding" not in headers:
        raise EngineError("the engine does not tell where its answer ends")


class Text(Protocol):
    """The text of an answer, read as it comes."""

    def feed(self, block: bytes) -> None:
        """Read on.

        Raises:
            EngineError: what has come cannot be part of an answer.
        """

    def end(self) -> None:
        """Do nothing when the text may end here.

        Raises:
            EngineError: it may not.
        """


class JsonText:
    """JSON: one value, which closes what it opens and ends where it closes."""

    def __init__(self) -> None:
        """Begin before its first letter."""
        self._brackets = _Brackets(b"{[", b"}]")
        self._last = b""
        self._values = 0

    def feed(self, block: bytes) -> None:
        """Read on: see `Text`."""
        self._values += self._brackets.feed(block)
        self._last = block.rstrip()[-1:] or self._last

    def end(self) -> None:
        """Look at the end: see `Text`."""
        if self._brackets.depth or self._last not in (b"}", b"]"):
            raise EngineError("the answer is not whole: it ends before it closes")
        if self._values != 1:
            raise EngineError("the answer goes on after its end")


class TriplesText:
    """N-Triples, whose lines end anywhere: without comments, but for those allowed.

    Some engines say in a comment that they gave up, and a parser would skip it.
    """

    def __init__(self, allowed: re.Pattern[bytes] | None = None) -> None:
        """Begin before its first letter."""
        self._brackets = _Brackets(b"<", b">")
        self._allowed = allowed
        self._starts = True

    def feed(self, block: bytes) -> None:
        """Read on: see `Text`."""
        self._brackets.feed(block)
        for found in _COMMENT.findall(block if self._starts else b"." + block):
            if self._allowed is None or not self._allowed.match(found):
                said = found[:200].decode(errors="replace")
                raise EngineError(f"the engine wrote into its answer: {said}")
        self._starts = block.endswith(b"\n")

    def end(self) -> None:
        """Look at the end: see `Text`."""
        if self._brackets.depth:
            raise EngineError("the answer is not whole: it ends within a line")


class _Brackets:
    """Follows brackets outside strings; `depth` is how many are open."""

    def __init__(self, opening: bytes, closing: bytes) -> None:
        self.depth = 0
        self._steps = np.zeros(256, dtype=np.int32)
        self._steps[list(opening)] = 1
        self._steps[list(closing)] = -1
        self._others = bytes(set(range(256)) - set(opening + closing))
        self._letters = self._others.replace(b'"', b"")
        self._inside = False
        self._carried = b""

    def feed(self, block: bytes) -> int:
        """Read on; say how often everything was closed."""
        brackets = np.frombuffer(self._outside(block), dtype=np.uint8)
        if not brackets.size:
            return 0
        depths = self.depth + np.cumsum(self._steps[brackets])
        if depths.max() > DEEPEST:
            raise EngineError(f"the answer is nested deeper than {DEEPEST}")
        if depths.min() < 0:
            raise EngineError("the answer closes more than it opens")
        self.depth = int(depths[-1])
        return int(np.count_nonzero(depths == 0))

    def _outside(self, block: bytes) -> bytes:
        """Give the brackets outside strings, of which one may go on after the block."""
        text = (b'"' if self._inside else b"") + self._carried + block
        if b"\\" not in text:  # then quotes are quotes, and most of it can go first
            text = text.translate(None, self._letters).replace(b'""', b"")
        rest = _STRING.sub(b"", text)
        start = rest.find(b'"')
        self._inside, self._carried = start >= 0, b""
        if self._inside:
            if (len(rest) - len(rest.rstrip(b"\\"))) % 2:
                self._carried = b"\\"  # what it escapes comes with the next block
            rest = rest[:start]
        return rest.translate(None, self._others)
