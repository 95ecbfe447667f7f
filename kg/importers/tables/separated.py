"""Tables of text with a mark between the cells: CSV and TSV."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from kg.errors import Position, SyntaxFaultError, UnexpectedValueError
from kg.importers.tables.columns import above_header, name_columns
from kg.importers.tables.delimiter import LONGEST, NAMES, find_delimiter, read_records
from kg.importers.tables.encoding import read_encoding, refuse_other_kinds
from kg.importers.tables.lines import read_lines
from kg.importers.tables.row import Row
from kg.importers.tables.table import Refusal, Table
from kg.model.records.dialect import Dialect

_SAMPLE, _SAMPLED = 100, 1 << 20
"""Lines, and characters of them, in which what stands between cells is looked for."""
_FAULTS = {
    "field larger": (f"a cell of more than {LONGEST} characters", "shorter cells"),
    "unexpected end": ("the end of the file", "the mark that closes a quoted cell"),
    "expected after": ("text after a quoted cell", "the mark between cells"),
}
"""What `csv` says → what was found, what was expected."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A file whose dialect is known."""

    path: Path
    name: str
    codec: str
    delimiter: str
    quote: str
    skipped: int

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each record that is not blank, with the line it begins on."""
        with self.path.open(encoding=self.codec, newline="") as stream:
            lines = read_lines(stream, self.name)
            for _skipped in islice(lines, self.skipped):
                pass
            yield from self._records(lines)

    def _records(self, lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
        reader = read_records(lines, self.delimiter, self.quote, strict=True)
        line = self.skipped + 1
        try:
            for record in reader:
                if record:
                    yield line, record
                line = self.skipped + reader.line_num + 1
        except csv.Error as error:
            raise _explain(error, Position(self.name, line)) from error


def open_separated(path: Path, name: str, dialect: Dialect) -> Table:
    """Open a table of CSV or TSV.

    Raises:
        InputError: it is not such a table, or its header is at fault.
    """
    refuse_other_kinds(path, name, "a table of text (CSV)")
    encoding = read_encoding(path, name, dialect.encoding)
    skipped = max(0, dialect.header_row - 1)
    delimiter, how = _delimiter(path, name, dialect, encoding.codec)
    source = _Source(path, name, encoding.codec, delimiter, dialect.quote, skipped)
    first = next(source.records(), None)
    if first is None:
        expected = "a header" if dialect.header_row else "rows"
        raise UnexpectedValueError(Position(name, skipped + 1), "no lines", expected)
    line, header = first
    if not dialect.header_row:
        header = ["" for _cell in header]
    columns, unnamed = name_columns(header, dialect.columns, name, line)
    above = [above_header(skipped, "line")] if skipped else []
    said = (encoding.said, how, *above, *unnamed)
    return Table(columns, said, partial(_rows, source, columns, dialect))


def _delimiter(path: Path, name: str, dialect: Dialect, codec: str) -> tuple[str, str]:
    if dialect.delimiter is not None:
        return dialect.delimiter, f"cells parted by {dialect.delimiter!r}, as declared"
    if dialect.format == "tsv":
        return "\t", "cells parted by tabs"
    skipped = max(0, dialect.header_row - 1)
    with path.open(encoding=codec, newline="") as stream:
        lines = list(_sample(islice(read_lines(stream, name), skipped, None)))
    found = find_delimiter(lines, dialect.quote, Position(name, skipped + 1))
    if found is None:
        return ",", "one column"
    return found, f"cells parted by {NAMES[found]}, detected"


def _sample(lines: Iterator[str]) -> Iterator[str]:
    characters = 0
    for line in islice(lines, _SAMPLE):
        yield line
        characters += len(line)
        if characters > _SAMPLED:
            return


def _rows(
    source: _Source, columns: tuple[str, ...], dialect: Dialect, refuse: Refusal
) -> Iterator[Row]:
    width, name = len(columns), source.name
    records = source.records()
    line = next(records)[0] if dialect.header_row else 1
    empty = True
    for line, cells in records:
        empty = False
        if len(cells) != width:
            if len(cells) > width or dialect.short_rows == "refuse":
                refuse(_ragged(Position(name, line), len(cells), width))
                continue
            cells += [""] * (width - len(cells))
        yield Row(name, line, dict(zip(columns, cells, strict=True)))
    if empty:
        expected = "at least one row below the header"
        raise UnexpectedValueError(Position(name, line), "no rows", expected)


def _ragged(where: Position, found: int, width: int) -> UnexpectedValueError:
    hint = "'short-rows: fill' would allow it"
    if found > width:
        hint = "'header-row' says where the names of columns stand"
    expected = f"{width}, as many as there are columns; {hint}"
    return UnexpectedValueError(where, f"{found} cells", expected)


def _explain(error: csv.Error, where: Position) -> SyntaxFaultError:
    for words, (found, expected) in _FAULTS.items():
        if words in str(error):
            return SyntaxFaultError(where, found, expected)
    return SyntaxFaultError(where, str(error), "a table of text (CSV)")
