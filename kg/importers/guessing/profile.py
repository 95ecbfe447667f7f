"""What stands in the columns of a table: different texts, how often each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.importers.tables.row import Row
from kg.importers.tables.table import Table
from kg.model.records.cells.parser import Parser
from kg.model.values import CellError

KEPT = 2_000
"""Different texts of a column that are looked at."""


@dataclass(slots=True)
class Profile:
    """A column.

    Attributes:
        name: its name.
        texts: different texts that are not empty → how many cells have them; of a
            column with very many the first ones.
        filled: how many cells are not empty.
        empty: how many are.
    """

    name: str
    texts: Counter[str] = field(default_factory=Counter)
    filled: int = 0
    empty: int = 0

    def add(self, text: str) -> None:
        """Count the text of a cell."""
        text = text.strip()
        if not text:
            self.empty += 1
            return
        self.filled += 1
        if text in self.texts or len(self.texts) < KEPT:
            self.texts[text] += 1

    @property
    def seen(self) -> int:
        """How many cells have the texts that are looked at."""
        return self.texts.total()

    @property
    def identifies(self) -> bool:
        """Every cell is filled, and none looked at is like another."""
        return not self.empty and len(self.texts) == self.seen > 1

    def unread(self, parser: Parser) -> Counter[str]:
        """Return the texts that a parser does not read."""
        return Counter(
            {text: n for text, n in self.texts.items() if not _reads(parser, text)}
        )

    def share(self, parser: Parser) -> float:
        """Return which part of the cells a parser reads."""
        return 1 - self.unread(parser).total() / max(1, self.seen)


def _reads(parser: Parser, text: str) -> bool:
    try:
        parser.parse(text)
    except CellError:
        return False
    return True


def profile_columns(table: Table) -> tuple[dict[str, Profile], int]:
    """Read a table to its end; return its columns by name, and how many rows it has.

    Raises:
        InputError: a row is malformed.
    """
    profiles = {column: Profile(column) for column in table.columns}
    rows = 0
    for row in table.rows():
        rows += 1
        for column, text in _cells(row, ""):
            profiles[column].add(text)
    return profiles, rows


def _cells(row: Row, prefix: str) -> Iterator[tuple[str, str]]:
    for column, text in row.cells.items():
        yield prefix + column, text
    for name, inner in row.nested.items():
        for part in inner:
            yield from _cells(part, f"{prefix}{name}[*].")
