"""Merged cells of a sheet: one value shown across several of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

_RANGE = re.compile(r"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)")


@dataclass(frozen=True, slots=True, order=True)
class Merged:
    """A range of merged cells; rows and columns from 1, both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a range such as `A2:B7`.

        Raises:
            ValueError: it is not one.
        """
        found = _RANGE.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is not a range of cells")
        return cls(int(found[2]), _column(found[1]), int(found[4]), _column(found[3]))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class Merging:
    """Gives the value of merged cells to each of them, row after row."""

    def __init__(self, merged: Iterable[Merged]) -> None:
        """Take all ranges of a sheet."""
        self._coming = sorted(merged, reverse=True)
        self._present: list[tuple[Merged, str]] = []

    def fill(self, number: int, texts: list[str]) -> None:
        """Fill the merged cells of a row; rows come in their order."""
        while self._coming and self._coming[-1].top <= number:
            merged = self._coming.pop()
            value = texts[merged.left - 1] if merged.left <= len(texts) else ""
            self._present.append((merged, value))
        self._present = [it for it in self._present if it[0].bottom >= number]
        for merged, value in self._present:
            texts += [""] * (merged.right - len(texts))
            texts[merged.left - 1 : merged.right] = [value] * (
                merged.right - merged.left + 1
            )
