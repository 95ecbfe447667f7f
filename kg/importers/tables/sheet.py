"""Tables of a sheet of a workbook (XLSX)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from kg.errors import Position, UnexpectedValueError
from kg.importers.tables.columns import above_header, name_columns
from kg.importers.tables.merging import Merging
from kg.importers.tables.row import Row
from kg.importers.tables.survey import Survey, survey_sheet
from kg.importers.tables.table import Refusal, Table
from kg.importers.tables.workbook import WorkbookFile
from kg.model.records.dialect import Dialect


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet whose dialect is known; `part` is its place in the archive."""

    path: Path
    name: str
    part: str
    survey: Survey
    dialect: Dialect

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows that are not empty, with their numbers."""
        merging = Merging(self.survey.merged)
        with WorkbookFile(self.path, self.name) as book:
            for number, texts in book.rows(self.part):
                if self.dialect.merged == "fill":
                    merging.fill(number, texts)
                if any(texts):
                    yield number, texts


def open_sheet(path: Path, name: str, dialect: Dialect) -> Table:
    """Open a sheet of a workbook.

    Raises:
        InputError: it is no workbook, it is not said which sheet, cells are merged that
            may not be, a formula has no value, or the header is at fault.
    """
    with WorkbookFile(path, name) as book:
        title = _choose(book, name, dialect.sheet)
        part = book.sheets[title]
    survey = survey_sheet(path, name, part, dialect)
    sheet = _Sheet(path, name, part, survey, dialect)
    before = max(0, dialect.header_row - 1)
    first = next((it for it in sheet.records() if it[0] > before), None)
    if first is None:
        raise UnexpectedValueError(Position(name, before + 1), "no rows", "a header")
    header = _trim(first[1]) if dialect.header_row else [""] * len(first[1])
    columns, unnamed = name_columns(header, dialect.columns, name, first[0])
    above = [above_header(before, "row")] if before else []
    said = (f"sheet {title!r}", *survey.said, *above, *unnamed)
    return Table(columns, said, partial(_rows, sheet, columns, first[0]))


def _choose(book: WorkbookFile, name: str, wanted: str | None) -> str:
    titles = list(book.sheets)
    if wanted is not None and wanted in titles:
        return wanted
    if wanted is None and len(titles) == 1:
        return titles[0]
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
            hint = "'header-row' says where the names of columns stand"
            expected = f"{width}, as many as there are columns; {hint}"
            refuse(UnexpectedValueError(Position(name, number), found, expected))
            continue
        texts += [""] * (width - len(texts))
        yield Row(name, number, dict(zip(columns, texts, strict=False)))
    if empty:
        expected = "at least one row below the header"
        raise UnexpectedValueError(Position(name, header), "no rows", expected)
