"""Opening a table of any format."""

from collections.abc import Callable, Mapping
from pathlib import Path

from kg.errors import Position, UnexpectedValueError
from kg.importers.tables.jsonfile import open_json
from kg.importers.tables.jsonlines import open_jsonl
from kg.importers.tables.separated import open_separated
from kg.importers.tables.sheet import open_sheet
from kg.importers.tables.table import Table
from kg.model.records.dialect import Dialect, Format

_READERS: Mapping[Format, Callable[[Path, str, Dialect], Table]] = {
    "csv": open_separated,
    "tsv": open_separated,
    "xlsx": open_sheet,
    "json": open_json,
    "jsonl": open_jsonl,
}


def open_table(path: Path, name: str, dialect: Dialect) -> Table:
    """Open a table: its columns are read, its rows when they are asked for.

    Args:
        path: the file.
        name: how the file is called in positions: its path from the project's root.
        dialect: how it is written down; what is left out is detected, and said.

    Raises:
        InputError: the file is not such a table, or its header is at fault.
    """
    suffix = path.suffix.removeprefix(".").lower()
    for kind, reader in _READERS.items():
        if kind == (dialect.format or suffix):
            known = dialect.model_copy(update={"format": kind})
            return reader(path, name, known)
    formats = ", ".join(_READERS)
    expected = f"one of {formats}, by its suffix or declared as 'format'"
    raise UnexpectedValueError(Position(name), f"a file .{suffix}", expected)
