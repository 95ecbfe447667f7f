"""The line with the names of columns, where titles stand above it."""

from pathlib import Path

from kg.errors import InputError
from kg.importers.tables.reading import open_table
from kg.importers.tables.table import Table
from kg.model.records.dialect import Dialect

_LOOKED_AT = 12
"""Lines that are looked at."""

_ENOUGH = 2 / 3
"""The share of columns that have a name."""


def find_header(
    path: Path, name: str, dialect: Dialect
) -> tuple[Dialect, tuple[str, ...]]:
    """Return the dialect with the line of the header, and what is to be said of it.

    Only where the first line can be none, and nothing was declared, others are tried.

    Raises:
        InputError: the file is not such a table, or its header is at fault.
    """
    table = open_table(path, name, dialect)
    if "header_row" in dialect.model_fields_set or _is_headed(table):
        return dialect, ()
    found: tuple[Dialect, Table] | None = None
    for line in range(2, _LOOKED_AT + 1):
        other = dialect.model_copy(update={"header_row": line})
        other.model_fields_set.add("header_row")
        below = _read(path, name, other)
        if found is not None and (below is None or below.columns != found[1].columns):
            break  # what stands above an empty line has the header below it
        found = found if below is None else (other, below)
    if found is None:
        return dialect, ()
    line = found[0].header_row
    return found[0], (
        f"line {line} is taken for the header: the first hardly names columns",
    )


def _read(path: Path, name: str, dialect: Dialect) -> Table | None:
    """Open the table as if a line were its header; None when it cannot be."""
    try:
        table = open_table(path, name, dialect)
    except InputError:
        return None
    return table if _is_headed(table) else None


def _is_headed(table: Table) -> bool:
    """Tell whether most of several columns have a name, and a row fits them."""
    named = sum(not column.startswith("#") for column in table.columns)
    if named < max(2, _ENOUGH * len(table.columns)):
        return False
    try:
        next(table.rows())
    except InputError:
        return False
    return True
