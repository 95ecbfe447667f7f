"""Editing an index of lists: rows are taken out and put in, the others stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import Any

from kg.model.room import NoRoomError, spread
from kg.publishing.lists.catalogue import List
from kg.publishing.lists.row import Row
from kg.publishing.lists.tables import EVERY, GAP, SPACE, begin_of, item_of

_ITEM_BEFORE = (
    "SELECT id FROM item WHERE list = ? AND iri < ? ORDER BY iri DESC LIMIT 1"
)
_ITEM_AFTER = "SELECT id FROM item WHERE id > ? AND id < ? ORDER BY id LIMIT 1"
_PLACE_BEFORE = """
SELECT number FROM place WHERE sorting = ? AND (key, item) < (?, ?)
  ORDER BY key DESC, item DESC LIMIT 1
"""
_PLACE_AFTER = """
SELECT number FROM place WHERE sorting = ? AND number > ? ORDER BY number LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a row keeps that is taken out and put in again."""

    number: int
    modified: str


@dataclass(frozen=True, slots=True)
class Editor:
    """An index that rows are taken out of and put into.

    Attributes:
        index: the file, with a release before in it.
        time: that of the release.
        new: the values that rows are found by now and were not before.
    """

    index: Connection
    time: str
    new: set[str] = field(default_factory=set)

    def remove(self, listed: List, row: Row) -> Kept:
        """Take a row out, as it was.

        Raises:
            NoRoomError: the index has no such row.
        """
        number, modified = self._one(
            "DELETE FROM item WHERE list = ? AND iri = ? RETURNING id, modified",
            listed.name,
            row.record["iri"],
        )
        terms = self._counted(listed, row, -1)
        for sort, key in row.keys(listed).items():
            sorting = self._sorting(listed, sort)
            (place,) = self._one(
                "DELETE FROM place WHERE sorting = ? AND key = ? AND item = ?"
                " RETURNING number",
                *(sorting, key, number),
            )
            self.index.executemany(
                "DELETE FROM posting WHERE term = ? AND sorting = ? AND number = ?",
                [(term, sorting, place) for term in terms],
            )
        return Kept(number, modified)

    def add(self, listed: List, rows: Sequence[Row], kept: Mapping[str, Kept]) -> None:
        """Put rows in, in the order of IRIs; what was in keeps its number and time.

        Raises:
            NoRoomError: there is no number left between two rows.
        """
        again = {
            was.number: row for row in rows if (was := kept.get(row.record["iri"]))
        }
        self._write(listed, again, kept)
        new = self._numbered(
            listed, [row for row in rows if row.record["iri"] not in kept]
        )
        self._write(listed, new, kept)
        items = again | new
        terms = {number: self._counted(listed, row, 1) for number, row in items.items()}
        for sort in listed.sorts:
            keyed = sorted((row.keys(listed)[sort], it) for it, row in items.items())
            self._place(self._sorting(listed, sort), keyed, items, terms)

    def finish(self) -> None:
        """Drop the values that nothing is found by any more."""
        self.index.execute("DELETE FROM term WHERE rows = 0")

    def _numbered(self, listed: List, rows: Sequence[Row]) -> dict[int, Row]:
        """Number rows among those of their list."""
        begin = begin_of(listed)

        def before(row: Row) -> int:
            return self._found(_ITEM_BEFORE, listed.name, row.record["iri"]) or begin

        def after(number: int) -> int | None:
            return self._found(_ITEM_AFTER, number, begin + SPACE)

        return spread(rows, before, after, GAP)

    def _write(
        self, listed: List, items: Mapping[int, Row], kept: Mapping[str, Kept]
    ) -> None:
        for number, row in items.items():
            was = kept.get(row.record["iri"])
            modified = self.time if was is None else was.modified
            self.index.execute(
                "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?)",
                item_of(number, listed, row, modified),
            )

    def _place(
        self,
        sorting: int,
        keyed: Sequence[tuple[str, int]],
        items: Mapping[int, Row],
        terms: Mapping[int, Sequence[int]],
    ) -> None:
        """Give rows their places in an order, and these to what they are found by."""

        def before(it: tuple[str, int]) -> int:
            return self._found(_PLACE_BEFORE, sorting, *it) or 0

        def after(number: int) -> int | None:
            return self._found(_PLACE_AFTER, sorting, number)

        for place, (key, number) in spread(keyed, before, after, GAP).items():
            self.index.execute(
                "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)",
                (sorting, place, number, key, *items[number].days),
            )
            self.index.executemany(
                "INSERT INTO posting VALUES (?, ?, ?)",
                [(term, sorting, place) for term in terms[number]],
            )

    def _counted(self, listed: List, row: Row, change: int) -> list[int]:
        """Count a row by all that it is found by; return the numbers of that."""
        terms = [self._term(listed, *mark) for mark in row.marks()]
        every = self._term(listed, EVERY, EVERY)
        self.index.executemany(
            "UPDATE term SET rows = rows + ? WHERE id = ?",
            [(change, term) for term in (every, *terms)],
        )
        return terms

    def _term(self, listed: List, name: str, value: str) -> int:
        key = (listed.name, name, value)
        query = "SELECT id FROM term WHERE list = ? AND filter = ? AND value = ?"
        found = self._found(query, *key)
        if found is None:
            insert = "INSERT INTO term (list, filter, value) VALUES (?, ?, ?)"
            found = self.index.execute(insert, key).lastrowid or 0
            self.new.add(value)
        return found

    def _sorting(self, listed: List, sort: str) -> int:
        query = "SELECT id FROM sorting WHERE list = ? AND sort = ?"
        (found,) = self._one(query, listed.name, sort)
        return int(found)

    def _found(self, query: str, *values: object) -> int | None:
        row = self.index.execute(query, values).fetchone()
        return None if row is None else int(row[0])

    def _one(self, query: str, *values: object) -> tuple[Any, ...]:
        rows: list[tuple[Any, ...]] = self.index.execute(query, values).fetchall()
        if len(rows) != 1:
            raise NoRoomError
        return rows[0]
