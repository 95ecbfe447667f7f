"""Answers while they are not passed on yet: in memory when short, else in a file.

All spools of an engine share one room, so that many long answers at once fill neither
memory nor disk.
"""

from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import Protocol

from kg.errors import AnswerTooLargeError, KgError, OverloadedError

SHORT = 262_144
"""Bytes of one answer that are kept in memory."""

_MIB = 1_048_576


class Room:
    """How many bytes answers may take together."""

    def __init__(self, size: int) -> None:
        """Offer `size` bytes."""
        self.left = size
        self._lock = Lock()

    def take(self, length: int) -> None:
        """Take some.

        Raises:
            OverloadedError: so many are not left.
        """
        with self._lock:
            if length > self.left:
                raise OverloadedError(
                    "the answers under way take all the room: come back later"
                )
            self.left -= length

    def give(self, length: int) -> None:
        """Give some back."""
        with self._lock:
            self.left += length


class Sink(Protocol):
    """What an answer is written into while it comes."""

    def write(self, block: bytes) -> int:
        """Take a block."""

    def clear(self) -> None:
        """Begin anew."""


class Tally:
    """Counts how often some bytes stand in an answer, and keeps nothing of it."""

    def __init__(self, mark: bytes) -> None:
        """Count from now on."""
        self.number = 0
        self._mark = mark
        self._end = b""

    def write(self, block: bytes) -> int:
        """Count in a block; a mark may begin in the one before."""
        text = self._end + block
        self.number += text.count(self._mark)
        self._end = text[max(0, len(text) - len(self._mark) + 1) :]
        return len(block)

    def clear(self) -> None:
        """Begin anew."""
        self.number, self._end = 0, b""


class GivenUpError(KgError):
    """Nobody waits for the answer any more."""


class Spool:
    """One answer: written from its beginning, then read from there, then closed.

    It is a file for code that wants one; `fault` is what stopped a writer, which
    native code in between may tell in other words.
    """

    def __init__(self, room: Room, most: int) -> None:
        """Hold `most` bytes, of those that the room has."""
        self.length = 0
        self.fault: KgError | None = None
        self._room = room
        self._most = most
        self._given_up = False
        self._file = SpooledTemporaryFile(max_size=SHORT)  # noqa: SIM115 - `close`

    def write(self, block: bytes) -> int:
        """Add a block.

        Raises:
            AnswerTooLargeError: the answer is longer than answers may be.
            OverloadedError: there is no room for it now.
        """
        try:
            self._take(len(block))
            return self._file.write(block)
        except KgError as error:
            self.fault = error
            raise
        except OSError as error:
            self.fault = OverloadedError(f"no room for the answer: {error.strerror}")
            raise self.fault from error

    def flush(self) -> None:
        """Do nothing: it is read where it was written."""

    def rewind(self) -> None:
        """Read from the beginning."""
        self._file.seek(0)

    def read(self, size: int = -1) -> bytes:
        """Read on.

        Raises:
            GivenUpError: nobody waits any more.
        """
        if self._given_up:
            raise GivenUpError("given up")
        return self._file.read(size)

    def tail(self, size: int) -> bytes:
        """Give its last bytes; it is not read on after that."""
        self._file.seek(max(0, self.length - size))
        return self._file.read()

    def clear(self) -> None:
        """Begin anew."""
        self._room.give(self.length)
        self.length = 0
        self._file.seek(0)
        self._file.truncate()

    def give_up(self) -> None:
        """Stop whoever reads, in whichever thread."""
        self._given_up = True

    def close(self) -> None:
        """Give room and file back."""
        if not self._file.closed:
            self._room.give(self.length)
            self._file.close()

    def __del__(self) -> None:
        """Close it when it has been forgotten: its room is others' room."""
        self.close()

    def _take(self, length: int) -> None:
        if self.length + length > self._most:
            raise AnswerTooLargeError(
                f"the answer is longer than {self._most / _MIB:g} MiB: ask for less of "
                "it, or take the dumps"
            )
        self._room.take(length)
        self.length += length
