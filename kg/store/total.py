"""What a whole answer amounts to: its rows, and the digest of its bytes."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, islice
from operator import itemgetter
from struct import Struct
from typing import IO, Self

from pyoxigraph import QuerySolutions, QueryTriples, Triple, serialize

from kg.errors import AnswerTooLargeError
from kg.rdf.formats import Format, Kind, Result
from kg.store.oxigraph import write, writing
from kg.store.rows import Rows, counter

_PACKED = Struct("!q32s")
_UNKNOWN = -1
_FIRST = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Total:
    """The rows of a table, or the statements of a graph; and the SHA-256 of all of it.

    `rows` is None where nothing is counted: for ASK.
    """

    rows: int | None
    digest: bytes

    def pack(self) -> bytes:
        """Write it in few bytes."""
        return _PACKED.pack(_UNKNOWN if self.rows is None else self.rows, self.digest)

    @classmethod
    def unpack(cls, content: bytes) -> Self:
        """Read it; the inverse of `pack`."""
        rows, digest = _PACKED.unpack(content)
        return cls(None if rows == _UNKNOWN else rows, digest)

    @property
    def field(self) -> str:
        """The digest as HTTP writes it (RFC 9530)."""
        return f"sha-256=:{b64encode(self.digest).decode()}:"


class Count:
    """Counts an answer while it is written, and ends one that has too many rows."""

    def __init__(self, most: int = 0) -> None:
        """Allow so many rows; 0 is without limit."""
        self._most = most
        self._digest = hashlib.sha256()
        self._rows: Rows | None = None
        self._statements: count[int] | None = None

    def write(self, result: Result, written: Format, output: IO[bytes]) -> None:
        """Write a result as `kg.store.oxigraph.write` does; `add` is given the bytes.

        Raises:
            AnswerTooLargeError: there are more rows than may be.
        """
        if isinstance(result, QueryTriples) and Kind.GRAPH in written.holds:
            self.write_triples(result, written, output)
        else:
            self._rows = (
                counter(written) if isinstance(result, QuerySolutions) else None
            )
            write(result, written, output)

    def write_triples(
        self, triples: Iterable[Triple], written: Format, output: IO[bytes]
    ) -> None:
        """Write a graph; `add` is given the bytes."""
        with writing(written):
            serialize(self._counted(triples), output, written.rdf)

    def add(self, block: bytes) -> None:
        """Take the next block of the answer.

        Raises:
            AnswerTooLargeError: there are more rows than may be.
        """
        self._digest.update(block)
        if self._rows is not None:
            self._rows.add(block)
            self._check(self._rows.known)

    def total(self) -> Total:
        """Say what it amounts to, now that all of it has been written.

        Raises:
            AnswerTooLargeError: there are more rows than may be.
        """
        rows = None
        if self._statements is not None:
            rows = next(self._statements)
        elif self._rows is not None:
            rows = self._rows.whole()
        self._check(rows or 0)
        return Total(rows, self._digest.digest())

    def _counted(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """Count without a step in Python for each."""
        self._statements = count()
        counted = map(_FIRST, zip(triples, self._statements, strict=False))
        return islice(counted, self._most + 1) if self._most else counted

    def _check(self, rows: int) -> None:
        if self._most and rows > self._most:
            message = f"the answer has more than {self._most} rows, the most given out"
            raise AnswerTooLargeError(message, "max_answer_rows")
