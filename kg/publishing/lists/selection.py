"""Selecting rows: what is asked of a list, and a page of what is found."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from kg.publishing.lists.catalogue import List
from kg.publishing.lists.row import Record
from kg.publishing.lists.tables import EVERY, FILE
from kg.publishing.lists.walk import Dates, Walk

COUNTED = 2000
"""How many rows are counted that several things are asked of; of more it is said that
there are more. Those of one value are counted when the index is made."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A row in an order, by what lasts when rows are added: its key and its IRI."""

    key: str
    iri: str


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked of a list.

    Attributes:
        found_by: parameter → the IRI or the text that rows are found by.
        modified_since: the time of a release, at or after which rows have changed.
        after: the row that the page begins behind.
        before: the row that the page ends before, if `after` is None.
    """

    listed: List
    sort: str
    limit: int
    found_by: Mapping[str, str] = field(default_factory=dict)
    dates: Dates = field(default_factory=Dates)
    modified_since: str | None = None
    after: Cursor | None = None
    before: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A row of a page: what it says, where it stands, and when it last changed."""

    record: Record
    cursor: Cursor
    modified: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows, and how many are found: `is_counted` says whether that is all."""

    rows: tuple[Found, ...]
    count: int
    is_counted: bool
    has_earlier: bool
    has_later: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that rows are found by, its names by language, and how many rows."""

    value: str
    label: Mapping[str, str]
    rows: int


@dataclass(frozen=True, slots=True)
class Index:
    """The lists of a release as one audience sees it."""

    connection: sqlite3.Connection

    def page(self, asked: Selection) -> Page:
        """Select a page, and see whether there is more on either side of it."""
        walk = self._walk(asked)
        if walk is None:
            return Page((), 0, is_counted=True, has_earlier=False, has_later=False)
        backward = asked.after is None and asked.before is not None
        found = self._rows(walk, asked, backward=backward)
        more, rows = len(found) > asked.limit, found[: asked.limit]
        if backward:
            rows.reverse()
        count, is_counted = self._count(walk)
        return Page(
            tuple(rows),
            count,
            is_counted=is_counted,
            has_earlier=more if backward else asked.after is not None,
            has_later=backward or more,
        )

    def choices(self, listed: List, name: str, most: int) -> list[Choice]:
        """List the values that most rows are found by."""
        rows = self.connection.execute(
            "SELECT value, label, rows FROM term WHERE list = ? AND filter = ?"
            " ORDER BY rows DESC, value LIMIT ?",
            (listed.name, name, most),
        )
        return [
            Choice(value, orjson.loads(label or "{}"), number)
            for value, label, number in rows
        ]

    def _walk(self, asked: Selection) -> Walk | None:
        """Plan a walk; None when nothing is found by one of the values."""
        sorting = self._one(
            "SELECT id FROM sorting WHERE list = ? AND sort = ?",
            asked.listed.name,
            asked.sort,
        )
        terms = []
        for name, value in asked.found_by.items():
            term = self.connection.execute(
                "SELECT rows, id FROM term WHERE list = ? AND filter = ? AND value = ?",
                (asked.listed.name, name, value),
            ).fetchone()
            if term is None:
                return None
            terms.append(term)
        walk = Walk.along(sorting, [term for _rows, term in sorted(terms)])
        if len(terms) < 2:
            walk.total = terms[0][0] if terms else self._every(asked.listed, sorting)
        if asked.modified_since is not None:
            walk.require(_MODIFIED, modified=asked.modified_since)
        if asked.dates:
            walk.require(*asked.dates.conditions, **asked.dates.days)
            for bound, key in asked.dates.stretch(asked.sort).items():
                name = "begin" if bound == ">=" else "end"
                walk.require(
                    f"{walk.number} {bound} :{name}",
                    **{name: self._number(sorting, key)},
                )
        return walk

    def _every(self, listed: List, sorting: int) -> int:
        """Return how many rows a list has; older indexes number them one by one."""
        return self._one(
            "SELECT coalesce("
            " (SELECT rows FROM term WHERE list = ? AND filter = ? AND value = ?),"
            " (SELECT max(number) FROM place WHERE sorting = ?), 0)",
            *(listed.name, EVERY, EVERY, sorting),
        )

    def _rows(self, walk: Walk, asked: Selection, *, backward: bool) -> list[Found]:
        """Read the rows of a page, and one more if there is one."""
        values, conditions = dict(walk.values), list(walk.conditions)
        cursor = asked.before if backward else asked.after
        if cursor is not None:
            item = self._item(asked.listed, cursor.iri, ">=" if backward else ">")
            values["at"] = self._number(walk.sorting, cursor.key, item)
            conditions.append(f"{walk.number} {'<' if backward else '>='} :at")
        query = (
            f"SELECT record, p.key, i.iri, i.modified FROM {walk.tables}"  # noqa: S608 - words of ours
            f" JOIN item i ON i.id = p.item WHERE {' AND '.join(conditions)}"
            f" ORDER BY {walk.number} {'DESC' if backward else ''}"
            f" LIMIT {asked.limit + 1}"
        )
        return [
            Found(orjson.loads(record), Cursor(key, iri), modified)
            for record, key, iri, modified in self.connection.execute(query, values)
        ]

    def _count(self, walk: Walk) -> tuple[int, bool]:
        """Count what a walk finds; the answer says whether that is all of it."""
        if walk.total is not None:
            return walk.total, True
        query = (
            f"SELECT count(*) FROM (SELECT 1 FROM {walk.tables}"  # noqa: S608 - words of ours
            f" WHERE {' AND '.join(walk.conditions)} LIMIT {COUNTED + 1})"
        )
        (found,) = self.connection.execute(query, walk.values).fetchone()
        return min(int(found), COUNTED), int(found) <= COUNTED

    def _item(self, listed: List, iri: str, bound: str) -> int:
        """Return the first row whose IRI is or comes after one, which may be gone."""
        query = (
            f"SELECT id FROM item WHERE list = ? AND iri {bound} ?"  # noqa: S608 - words of ours
            " ORDER BY iri LIMIT 1"
        )
        return self._one(query, listed.name, iri)

    def _number(self, sorting: int, key: str, item: int = 0) -> int:
        """Return the number of the first row that does not come before a place."""
        return self._one(
            "SELECT min(number) FROM (SELECT number FROM place WHERE sorting = ?"
            " AND (key, item) >= (?, ?) ORDER BY key, item LIMIT 1)",
            sorting,
            key,
            item,
        )

    def _one(self, query: str, *values: str | int) -> int:
        """Ask for a number; what there is none of comes behind everything."""
        row = self.connection.execute(query, values).fetchone()
        return _BEHIND if row is None or row[0] is None else int(row[0])


_BEHIND = 1 << 62
_MODIFIED = "(SELECT modified FROM item WHERE id = p.item) >= :modified"


@contextmanager
def opened(folder: Path) -> Iterator[Index | None]:
    """Open the index of an audience's folder; None when its release has none."""
    path = folder / FILE
    if not path.is_file():
        yield None
        return
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        yield Index(connection)
