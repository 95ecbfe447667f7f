"""Tables of a workbook (XLSX): cells as the sheet shows them."""

import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from kg.errors import Position, SyntaxFaultError, UnexpectedValueError
from kg.importers.tables.columns import name_columns
from kg.importers.tables.encoding import refuse_other_kinds
from kg.importers.tables.merging import Merging
from kg.importers.tables.row import Row
from kg.importers.tables.shown import shown
from kg.importers.tables.survey import Survey, survey_sheet
from kg.importers.tables.table import Refusal, Table
from kg.model.records.dialect import Dialect

LARGEST_PART = 1 << 26
"""Bytes of a part of a workbook that is held in memory, such as its shared texts."""
_FAULTS = (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError)
"""What openpyxl raises of a file that is no workbook, or a broken one."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet whose dialect is known; `merging` is None where cells are not merged."""

    path: Path
    name: str
    title: str
    survey: Survey
    dialect: Dialect

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows that are not empty, with their numbers."""
        merging = Merging(self.survey.merged)
        with closing(_load(self.path, self.name)) as book:
            sheet = book[self.title]
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                texts = [shown(cell) for cell in cells]
                if self.dialect.merged == "fill":
                    texts = merging.fill(number, texts)
                if any(texts):
                    yield number, texts


def open_sheet(path: Path, name: str, dialect: Dialect) -> Table:
    """Open a sheet of a workbook.

    Raises:
        InputError: it is no workbook, it is not said which sheet, cells are merged that
            may not be, a formula has no value, or the header is at fault.
    """
    _check_archive(path, name)
    with closing(_load(path, name)) as book:
        title = _choose(book, name, dialect.sheet)
        part = book[title]._worksheet_path  # there is no other way to the file
    survey = survey_sheet(path, name, part, dialect)
    sheet = _Sheet(path, name, title, survey, dialect)
    before = max(0, dialect.header_row - 1)
    records = sheet.records()
    first = next((it for it in records if it[0] > before), None)
    if first is None:
        raise UnexpectedValueError(Position(name, before + 1), "no rows", "a header")
    header = _trim(first[1]) if dialect.header_row else [""] * len(first[1])
    columns, unnamed = name_columns(header, dialect.columns, name, first[0])
    above = [f"{before} rows above the header are not read"] if before else []
    said = (f"sheet {title!r}", *survey.said, *above, *unnamed)
    return Table(columns, said, partial(_rows, sheet, columns, first[0]))


def _check_archive(path: Path, name: str) -> None:
    if not zipfile.is_zipfile(path):
        refuse_other_kinds(path, name, "a workbook (.xlsx)")
        raise SyntaxFaultError(Position(name), "no workbook", "a workbook (.xlsx)")
    with zipfile.ZipFile(path) as archive:
        for part in archive.infolist():
            streamed = part.filename.startswith("xl/worksheets/")
            if part.file_size > LARGEST_PART and not streamed:
                found = f"{part.filename} of {part.file_size} bytes"
                expected = f"at most {LARGEST_PART}; a larger table can be saved as CSV"
                raise UnexpectedValueError(Position(name), found, expected)


def _load(path: Path, name: str) -> Workbook:
    try:
        return load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except _FAULTS as error:
        found = f"a fault: {error}".splitlines()[0]
        raise SyntaxFaultError(Position(name), found, "a workbook (.xlsx)") from error


def _choose(book: Workbook, name: str, wanted: str | None) -> str:
    titles = [sheet.title for sheet in book.worksheets]
    if wanted is not None and wanted in titles:
        return wanted
    if wanted is None and len(titles) == 1:
        return str(titles[0])
    found = f"the sheets {', '.join(map(repr, titles))}"
    expected = "one sheet: declare 'sheet'" if wanted is None else repr(wanted)
    raise UnexpectedValueError(Position(name), found, expected)


def _trim(cells: list[str]) -> list[str]:
    """Drop the empty cells at the end: sheets are as wide as they once were."""
    width = max(number for number, text in enumerate(cells, start=1) if text)
    return cells[:width]


def _rows(
    sheet: _Sheet, columns: tuple[str, ...], header: int, refuse: Refusal
) -> Iterator[Row]:
    width, name = len(columns), sheet.name
    empty = True
    skipped = header if sheet.dialect.header_row else 0
    for number, texts in sheet.records():
        if number <= skipped:
            continue
        empty = False
        if any(islice(texts, width, None)):
            found = f"{len(_trim(texts))} cells"
            expected = f"{width}, as many as there are columns"
            refuse(UnexpectedValueError(Position(name, number), found, expected))
            continue
        texts += [""] * (width - len(texts))
        yield Row(name, number, dict(zip(columns, texts, strict=False)))
    if empty:
        expected = "at least one row below the header"
        raise UnexpectedValueError(Position(name, header), "no rows", expected)
