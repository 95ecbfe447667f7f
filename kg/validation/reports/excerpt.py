"""Excerpts: the line where a finding stands, and a caret under the word it is about."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.cells import cell_len

from kg.errors import Position
from kg.validation.reports.lines import Lines

WORD = re.compile(
    r"""<[\w:.-]+(?=[\s/>])(?!>)|<[^<>\s]*>
    |"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^[^\s;,.\])]+)?
    |'(?:[^'\\]|\\.)*'(?:@[\w-]+)?
    |[^\s,;\[\](){}"'<>]+""",
    re.VERBOSE,
)
VALUE = re.compile(
    r"""(?:(?<=:[ ])|(?<=-[ ])|(?<=\[)|(?<=,[ ]))
    [^\s,;\[\](){}"'<>&*!|#][^,\[\]{}:#]*[^\s,\[\]{}:#](?=\s*(?:[,\]}]|\s\#|$))""",
    re.VERBOSE,
)
"""A value of YAML without quotes, which may have spaces in it."""

CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], "\ufffd")
"""Characters that command a terminal, shown as what cannot be shown."""

_ROWS = re.compile(r"(?:.*/)?data/sources/.+/raw/.+\.(?:csv|tsv|jsonl?|xlsx)")
"""Tables of sources: their columns are cells, and a row may name people, whom a log of
a build that all may read must not tell."""

WIDEST = 100
"""Characters of a line that are shown."""

BEFORE = 40
"""Of a longer line, how many are shown before the place."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line of a file, and which part of it is meant."""

    number: int
    line: str
    start: int
    width: int

    @property
    def parts(self) -> tuple[str, str, str]:
        """The line before, at and after what is meant."""
        end = self.start + self.width
        return self.line[: self.start], self.line[self.start : end], self.line[end:]

    @property
    def carets(self) -> str:
        """What stands under the line: as wide as letters are on a terminal."""
        before, meant, _after = self.parts
        return " " * cell_len(before) + "^" * max(cell_len(meant), 1)


class Texts:
    """The files that findings are in, read when they are shown."""

    def __init__(
        self, root: Path | None = None, given: Mapping[str, str] | None = None
    ) -> None:
        """Take the folder that paths are relative to, and texts that are no files."""
        self._root = root or Path()
        self._given = {path: t.split("\n") for path, t in (given or {}).items()}
        self._files: dict[str, Lines] = {}

    def excerpt(self, position: Position | None) -> Excerpt | None:
        """Cut out the line at a place; None when there is none, or nothing on it."""
        if position is None or _ROWS.fullmatch(position.path):
            return None
        line = self._line(position.path, position.line).rstrip("\r")
        line = line.replace("\t", " ").translate(CONTROLS)
        return _cut(line, position) if line.strip() else None

    def _line(self, path: str, number: int) -> str:
        if path in self._given:
            lines = self._given[path]
            return lines[number - 1] if 0 < number <= len(lines) else ""
        if path not in self._files:
            self._files[path] = Lines(self._root / path)
        return self._files[path].line(number)


def _cut(line: str, position: Position) -> Excerpt:
    start = min(position.column - 1, len(line))
    word = _word(line, start, position.path)
    width = max(1, word.end() - start) if word is not None else 1
    if len(line) > WIDEST:
        first = max(0, start - BEFORE)
        cut = line[first : first + WIDEST]
        tail = "…" if first + WIDEST < len(line) else ""
        head = "…" if first else ""
        line, start = head + cut + tail, start - first + len(head)
        width = min(width, len(head) + WIDEST - start)
    return Excerpt(position.line, line, start, max(width, 1))


def _word(line: str, start: int, path: str) -> re.Match[str] | None:
    value = VALUE.match(line, start) if path.endswith((".yml", ".yaml")) else None
    return value or WORD.match(line, start)
