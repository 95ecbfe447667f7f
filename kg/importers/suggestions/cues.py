"""The words by which suggestions are found: `cues.toml`, as patterns."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("cues.toml")
_FALLBACK = {"nn": "nb", "be-tarask": "be", "uk": "ru"}
"""Languages that are read by the words of a neighbour."""

Pattern = re.Pattern[str]


@dataclass(frozen=True, eq=False)
class Cues:
    """The words of one language."""

    language: str
    _table: Mapping[str, Any]

    def words(self, field: str) -> list[str]:
        """List the words of a field as they are written."""
        return list(self._table[field])

    def text(self, field: str) -> str:
        """Return a field that is one piece of text."""
        return str(self._table[field])

    def pattern(self, field: str) -> str:
        """Write an expression for any of a field's words, the longest first."""
        return alternatives(self._table[field])

    def table(self, field: str) -> Mapping[str, Any]:
        """Return a field that has a value, or words, for each of its names."""
        found: Mapping[str, Any] = self._table[field]
        return found

    def months(self) -> dict[str, int]:
        """Return each form of a month's name, in small letters, with its number."""
        return {
            form: number
            for number, forms in enumerate(self._table["months"], start=1)
            for form in forms.split("|")
        }

    def weekdays(self) -> dict[str, int]:
        """Return each form of a weekday's name, in small letters; Monday is 0."""
        return {
            form: number
            for number, forms in enumerate(self._table["weekdays"])
            for form in forms.split("|")
        }

    def numbers(self) -> dict[str, int]:
        """Return the words that are numbers."""
        return {
            form: number
            for number, forms in enumerate(self._table["numbers"], start=1)
            for form in forms.split("|")
        }


@cache
def read_cues(language: str) -> Cues | None:
    """Return the words of a language; None where there are none yet."""
    tables = tomllib.loads(_FILE.read_text("utf-8"))
    name = _FALLBACK.get(language, language)
    return Cues(name, tables[name]) if name in tables else None


def alternatives(words: Iterable[str]) -> str:
    """Write an expression for any of some words; a star stands for any ending.

    >>> re.findall(
    ...     alternatives(["vigil", "torch* march*"]), "a vigil, torchlit marches"
    ... )
    ['vigil', 'torchlit marches']
    """
    written = sorted(words, key=len, reverse=True)
    return rf"\b(?:{'|'.join(map(_expression, written))})(?!\w)"


def _expression(word: str) -> str:
    escaped = re.escape(word).replace(r"\*", r"\w*")
    return escaped.replace(r"\ ", r"\s+")


def compiled(expression: str) -> Pattern:
    """Compile an expression that does not look at the size of letters."""
    return re.compile(expression, re.IGNORECASE)
