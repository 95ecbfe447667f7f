"""The lines of a file, found as far as they are asked for: it is never read whole."""

from bisect import bisect_left
from pathlib import Path
from typing import BinaryIO

from kg.validation.source import BOM

BLOCK = 1 << 20
LONGEST = 1 << 24
"""Bytes of a line that are read; what stands behind them is not shown."""


class Lines:
    """Gives lines by their number; of what was passed, line breaks are counted once."""

    def __init__(self, path: Path) -> None:
        """Take a file, which may be gone."""
        self._path = path
        self._before = [0]

    def line(self, number: int) -> str:
        """Give a line, from 1 on, without its end; an empty one where there is none."""
        if not self._path.is_file():
            return ""
        with self._path.open("rb") as file:
            start = self._start(file, number - 1)
            if start is None:
                return ""
            file.seek(start)
            line = file.readline(LONGEST)
        if start == 0:
            line = line.removeprefix(BOM)
        return line.rstrip(b"\r\n").decode("utf-8", "replace")

    def _start(self, file: BinaryIO, breaks: int) -> int | None:
        """Find what follows so many line breaks."""
        if breaks <= 0:
            return 0 if breaks == 0 else None
        while self._before[-1] < breaks:
            block = self._read(file, len(self._before) - 1)
            if not block:
                return None
            self._before.append(self._before[-1] + block.count(b"\n"))
        place = bisect_left(self._before, breaks) - 1
        block, end = self._read(file, place), -1
        for _break in range(breaks - self._before[place]):
            end = block.find(b"\n", end + 1)
        return place * BLOCK + end + 1

    def _read(self, file: BinaryIO, place: int) -> bytes:
        file.seek(place * BLOCK)
        return file.read(BLOCK)
