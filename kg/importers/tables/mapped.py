"""Rows of a table as its mapping has them read: every cell is accounted for."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from kg.errors import InputError, Position, UnexpectedValueError, UnknownFieldError
from kg.importers.tables.jsonfile import KEY
from kg.importers.tables.row import Row
from kg.importers.tables.table import Table
from kg.model.account import Account
from kg.model.faults import Faults
from kg.model.reading import Reading
from kg.model.records.tables.conditions import Conditions
from kg.model.records.tables.map import Part, TableMap
from kg.model.values import EMPTY, Absent, Value

_TOLD = 20
"""Columns that are told one by one; the others are counted."""

_STEP = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, as its mapping sees them.

    Attributes:
        read: those that are read; of the parts of a row by part.
        ignored: how many of the row's own columns are not.
        places: column → its number.
    """

    read: tuple[str, ...]
    ignored: int
    places: Mapping[str, int]

    @classmethod
    def of(cls, table: Table, mapping: TableMap, name: str) -> "Columns":
        """Compare the columns of a table with those of its mapping.

        Raises:
            InputErrors: a column is neither read nor ignored, or read and not there.
        """
        faults = Faults(limit=_TOLD)
        patterns = [it for ignored in mapping.ignored for it in ignored.columns]
        places = {column: n for n, column in enumerate(table.columns, start=1)}
        ignored = [c for c in table.columns if _matches_any(c, patterns)]
        known = [*mapping.columns, *ignored]
        for column, number in places.items():
            if column not in known:
                at = Position(name, mapping.dialect.header_row or 1, number)
                expected = "a column that map.yml reads or ignores"
                faults.add(UnknownFieldError(at, column, expected, known))
        for fault in _missing(mapping, table.columns):
            faults.add(fault)
        faults.raise_any()
        return cls(tuple(mapping.columns), len(ignored), places)


def _matches_any(column: str, patterns: list[str]) -> bool:
    """Tell whether a column is named, or met by a pattern with `*`."""
    whole = (pattern.replace("[", "[[]") for pattern in patterns)
    return column in patterns or any(fnmatchcase(column, pattern) for pattern in whole)


def _missing(mapping: TableMap, columns: tuple[str, ...]) -> Iterator[InputError]:
    for column in mapping.columns:
        if column not in columns:
            at, expected = mapping.at("columns", column), "a column of the table"
            yield UnexpectedValueError(at, column, expected, columns)
    for index, ignored in enumerate(mapping.ignored):
        for pattern in ignored.columns:
            if not any(_matches_any(column, [pattern]) for column in columns):
                at = mapping.ignored[index].at("columns")
                yield UnexpectedValueError(
                    at, pattern, "a column of the table", columns
                )


@dataclass(slots=True)
class RowReader:
    """Reads the rows of a table by its mapping; faults and counts are collected.

    Attributes:
        name: how the file is called in positions.
    """

    table: Table
    mapping: TableMap
    name: str
    tests: Conditions
    account: Account
    faults: Faults
    _columns: Columns = field(init=False)
    _own: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """See that table and mapping have the same columns.

        Raises:
            InputErrors: they have not.
        """
        self._columns = Columns.of(self.table, self.mapping, self.name)
        arrays = [part.array for part in self.mapping.each.values() if part.array]
        nested = tuple(f"{array}[*]." for array in arrays)
        parts = {c for part in self.mapping.each.values() for c in part.parallel}
        self._own = tuple(
            column
            for column in self._columns.read
            if column not in parts and not column.startswith(nested)
        )

    def rows(self) -> Iterator[Reading]:
        """Yield the rows that are used, in the order of the file."""
        number = self.mapping.dialect.header_row
        for row in self.table.rows(self._refuse):
            number += 1
            self.account.read += 1
            because = self._ignored(row)
            if because is not None:
                self.account.ignored[because] += 1
                self.account.cells["ignored"] += len(row.cells)
                continue
            reading = self._read(row, number)
            if reading is not None:
                yield reading

    def _refuse(self, error: InputError) -> None:
        self.account.read += 1
        self.account.failed += 1
        self.faults.add(error)

    def _ignored(self, row: Row) -> str | None:
        for rule in self.mapping.ignored_rows:
            if self.tests.all_hold(rule.when, row.cells):
                return rule.because
        return None

    def _read(self, row: Row, number: int) -> Reading | None:
        """Read the cells of a row; None when one of them cannot be read."""
        values: dict[str, Value] = {}
        failed = self._fill(row, self._own, values, lambda column: column)
        self.account.cells["ignored"] += self._unread(row)
        selector = f"row={number}"
        if row.trail and self._is_open(row):
            selector = _pointer(row.trail)
        whole = Reading(
            row.file, row.line, selector, self._columns.places, row.cells, values
        )
        parts: dict[str, tuple[Reading, ...]] = {}
        for name, part in self.mapping.each.items():
            found = self._parts(part, row, whole)
            failed = failed or found is None
            parts[name] = found or ()
        if failed:
            self.account.failed += 1
            return None
        if not parts:
            return whole
        return Reading(
            row.file, row.line, selector, whole.places, row.cells, values, parts
        )

    def _is_open(self, row: Row) -> bool:
        """Tell whether all may read the name that a record of JSON stands under.

        A number tells nothing; other names may be people's, unless they are the keys
        of rows that the mapping says are public.
        """
        name = row.cells.get(KEY, "")
        return self.mapping.public_key or not name or name.isdecimal()

    def _unread(self, row: Row) -> int:
        """Count cells of a row that are not read; records of JSON have only some."""
        if len(row.cells) == len(self._columns.places):
            return self._columns.ignored
        return sum(column not in self.mapping.columns for column in row.cells)

    def _fill(
        self,
        row: Row,
        columns: tuple[str, ...],
        values: dict[str, Value],
        local: Callable[[str], str],
    ) -> bool:
        """Read columns of a row into values; tell whether one failed."""
        cells, failed = self.account.cells, False
        for column in columns:
            try:
                value = row.read(local(column), self.mapping.columns[column])
            except InputError as error:
                self.faults.add(error)
                cells["failed"] += 1
                failed = True
                continue
            values[column] = value
            if isinstance(value, Absent):
                self._absent(value, column)
            else:
                cells["handled"] += 1
        return failed

    def _absent(self, value: Absent, column: str) -> None:
        """Count a cell that is empty, or that gives no value for a reason."""
        if value is EMPTY:
            self.account.cells["empty"] += 1
            return
        self.account.cells["handled"] += 1
        self.account.left_out[f"{column}: {value.reason}"] += 1

    def _parts(
        self, part: Part, row: Row, whole: Reading
    ) -> tuple[Reading, ...] | None:
        """Read the parts of a row; None when a cell of them cannot be read."""
        if part.array is None:
            return self._parallel(part, row, whole)
        prefix = f"{part.array}[*]."
        columns = tuple(c for c in self._columns.read if c.startswith(prefix))
        return self._inner(
            tuple(row.each(part.array)), columns, whole, lambda c: c[len(prefix) :]
        )

    def _parallel(
        self, part: Part, row: Row, whole: Reading
    ) -> tuple[Reading, ...] | None:
        try:
            rows = row.parallel(part.parallel, part.separator or "")
        except InputError as error:
            if part.unequal is None:
                self.faults.add(error)
                return None
            self.account.left_out[part.unequal] += 1
            return ()
        return self._inner(rows, part.parallel, whole, lambda column: column)

    def _inner(
        self,
        rows: tuple[Row, ...],
        columns: tuple[str, ...],
        whole: Reading,
        local: Callable[[str], str],
    ) -> tuple[Reading, ...] | None:
        found: list[Reading] = []
        failed = False
        for row in rows:
            values = dict(whole.values)
            failed = self._fill(row, columns, values, local) or failed
            texts = {**whole.texts, **{c: row.cells.get(local(c), "") for c in columns}}
            places, line = whole.places, whole.line
            found.append(
                Reading(whole.file, line, whole.selector, places, texts, values)
            )
        return None if failed else tuple(found)


def _pointer(trail: str) -> str:
    """Write where a record of JSON stands as a pointer (RFC 6901).

    >>> _pointer("laureates[16].prizes[0]")
    '/laureates/16/prizes/0'
    """
    steps = (index or name for index, name in _STEP.findall(trail))
    return "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in steps)
