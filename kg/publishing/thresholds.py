"""What a release must reach to be published: `data/quality.toml`.

[least]                         # per cent of a measure, in all or of each thing
facts-with-evidence = 100
names-in-languages = {en = 100, nb = 80}

[most]                          # findings of a severity, or of a rule
Warning = 40
EventShape-place = 3
"""

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kg.errors import (
    Position,
    SyntaxFaultError,
    UnexpectedValueError,
    UnknownFieldError,
)
from kg.model.faults import Faults
from kg.publishing.quality import FOLDER, Measurement, Quality

THRESHOLDS = "data/quality.toml"
_TABLES = ("least", "most")
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bound, and where it is written.

    `name` is a measure, or a rule or severity; `of` is what a share is taken of, ""
    for all of it.
    """

    position: Position
    least: bool
    name: str
    of: str
    bound: float

    def missed(self, quality: Quality) -> str | None:
        """Say how a release misses it, or None."""
        return self._too_little(quality) if self.least else self._too_much(quality)

    def _too_little(self, quality: Quality) -> str | None:
        for item in self._measured(quality):
            if 100 * item.share < self.bound:
                of = f" of {self.of}" if self.of else ""
                return (
                    f"{self.position}: {self.name}{of}: found {100 * item.share:.1f} % "
                    f"({item.good} of {item.all}); expected at least {self.bound:g} %"
                )
        return None

    def _measured(self, quality: Quality) -> Iterator[Measurement]:
        parts = quality.of(self.name)
        if self.of:
            yield from (it for it in parts if it.of == self.of)
        elif parts:
            yield quality.total(self.name)

    def _too_much(self, quality: Quality) -> str | None:
        counts = quality.severities()
        for rule, by_severity in quality.found.items():
            counts[rule] = sum(by_severity.values())
        number = counts.get(self.name, 0)
        if number <= self.bound:
            return None
        return (
            f"{self.position}: {self.name}: found {number} findings; "
            f"expected at most {self.bound:g}"
        )


def read_thresholds(root: Path, metrics: Collection[str]) -> list[Threshold]:
    """Read the bounds of a project; none where it sets none.

    Args:
        root: the project.
        metrics: the names of the measures there are.

    Raises:
        InputErrors: all that is wrong in the file, each fault with its line.
    """
    path = root / THRESHOLDS
    if not path.is_file():
        return []
    text = path.read_text("utf-8")
    faults = Faults()
    found = [
        threshold
        for entry in _entries(text)
        if (threshold := faults.catch(partial(_threshold, entry, metrics)))
    ]
    faults.raise_any()
    return found


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the file: its table, its key, what the share is of, and the bound."""

    position: Position
    table: str
    name: str
    of: str
    bound: object


def _entries(text: str) -> Iterator[_Entry]:
    for table, content in _parse(text).items():
        where = _position(text, rf"\[{re.escape(table)}\]|{re.escape(table)}\b")
        if table not in _TABLES or not isinstance(content, dict):
            raise UnknownFieldError(where, table, "a table [least] or [most]", _TABLES)
        for name, bound in content.items():
            where = _position(text, rf"[\"']?{re.escape(name)}[\"']?\s*=")
            parts = bound.items() if isinstance(bound, dict) else [("", bound)]
            for of, number in parts:
                yield _Entry(where, table, name, of, number)


def _parse(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        found = _PLACE.sub("", str(error)).strip().lower()
        where = Position(THRESHOLDS, line, column)
        raise SyntaxFaultError(where, found, "TOML") from error


def _position(text: str, pattern: str) -> Position:
    """Say where a line begins with a pattern; TOML's reader does not."""
    match = re.search(rf"^\s*({pattern})", text, re.MULTILINE)
    line = text.count("\n", 0, match.start(1)) + 1 if match else 1
    return Position(THRESHOLDS, line, 1)


def _threshold(entry: _Entry, metrics: Collection[str]) -> Threshold:
    """Read an entry.

    Raises:
        InputError: no measure has its name, or its bound is no number.
    """
    least = entry.table == "least"
    if least and entry.name not in metrics:
        expected = f"a query of queries/{FOLDER}"
        raise UnknownFieldError(entry.position, entry.name, expected, metrics)
    bound = entry.bound
    if isinstance(bound, bool) or not isinstance(bound, int | float):
        expected = "a number of per cent" if least else "a number of findings"
        raise UnexpectedValueError(entry.position, repr(bound), expected)
    return Threshold(entry.position, least, entry.name, entry.of, bound)
