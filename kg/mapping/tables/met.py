"""What has been met: texts, as many as there are, remembered in bounded memory."""

import sqlite3
from dataclasses import dataclass, field

HELD = 1 << 17
"""Texts that are remembered in memory; then they go into a file, some 20 bytes each."""

_BITS = 1 << 27
_MASK = _BITS - 1
_SHIFTS = (0, 19, 37)


@dataclass(slots=True)
class Met:
    """Texts that have been met, as numbers of 64 bits.

    What no longer fits into memory is in a file that is nobody else's and goes when
    this does. A filter of 16 MB, which is made with the file, tells of nearly all
    that is new that it is, without asking the file.
    """

    held: int = HELD
    _recent: set[int] = field(default_factory=set)
    _file: "_File | None" = None

    def add(self, text: str) -> bool:
        """Remember a text; tell whether it is new."""
        number = hash(text)
        if number in self._recent:
            return False
        new = self._file is None or not self._file.has(number)
        if len(self._recent) >= self.held:
            if self._file is None:
                self._file = _File()
            self._file.take(self._recent)
            self._recent.clear()
        self._recent.add(number)
        return new


class _File:
    """Numbers in a file: a tree of SQLite, some megabytes of it in memory."""

    def __init__(self) -> None:
        """Make a file without a name."""
        self._filter = bytearray(_BITS // 8)
        self._numbers = sqlite3.connect("", isolation_level=None)
        for setting in (
            "journal_mode = off",
            "synchronous = off",
            "cache_size = -4000",
        ):
            self._numbers.execute(f"PRAGMA {setting}")
        self._numbers.execute("CREATE TABLE met (number INTEGER PRIMARY KEY)")

    def has(self, number: int) -> bool:
        """Tell whether a number is in the file."""
        bits = self._filter
        for shift in _SHIFTS:
            place = number >> shift & _MASK
            if not bits[place >> 3] >> (place & 7) & 1:
                return False
        found = self._numbers.execute("SELECT 1 FROM met WHERE number = ?", (number,))
        return found.fetchone() is not None

    def take(self, numbers: set[int]) -> None:
        """Put numbers into the file."""
        bits = self._filter
        for number in numbers:
            for shift in _SHIFTS:
                place = number >> shift & _MASK
                bits[place >> 3] |= 1 << (place & 7)
        rows = ((number,) for number in sorted(numbers))
        self._numbers.execute("BEGIN")
        self._numbers.executemany("INSERT OR IGNORE INTO met VALUES (?)", rows)
        self._numbers.execute("COMMIT")
