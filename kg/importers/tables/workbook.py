"""A workbook (XLSX): its sheets by name, and their rows one after the other, none kept.

openpyxl's own way through a sheet keeps an empty element for each row that it has read,
and where a sheet does not say how large it is, reads all of it to see. What is left to
openpyxl is what a cell means: its type, shared texts, dates, formats.
"""

import warnings
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from xml.etree.ElementTree import Element, iterparse

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from kg.importers.tables.archive import check_archive, reading_workbook
from kg.importers.tables.shown import shown

_ROWS = f"{{{SHEET_MAIN_NS}}}sheetData"
_INLINE, _RUN, _TEXT = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("is", "r", "t"))


class _Cells(WorkSheetParser):  # type: ignore[misc]
    """Reads texts that stand in their cells: half of the time of a sheet, elsewhere."""

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """Return a cell as openpyxl has it."""
        inline = element.find(_INLINE) if element.get("t") == "inlineStr" else None
        if inline is None:
            cell: dict[str, Any] = super().parse_cell(element)
            return cell
        element.remove(inline)
        cell = super().parse_cell(element)
        runs = [inline, *inline.findall(_RUN)]  # without how they are pronounced
        cell["value"] = "".join(run.findtext(_TEXT) or "" for run in runs)
        return cell


class WorkbookFile:
    """A workbook that is open for reading.

    Attributes:
        sheets: name → the part of the archive with its cells.
    """

    def __init__(self, path: Path, name: str) -> None:
        """Read all but the cells; `name` is the file's in positions.

        Raises:
            SyntaxFaultError: it is no workbook, or a broken one.
            UnexpectedValueError: it has too many different texts.
        """
        self._name = name
        check_archive(path, name)
        with reading_workbook(name):
            self.sheets = self._open(path)

    def _open(self, path: Path) -> dict[str, str]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions: not of cells
            self._reader = ExcelReader(path, read_only=True, keep_links=False)
            self._reader.read_manifest()
            self._reader.read_strings()
            self._reader.read_workbook()
            apply_stylesheet(self._reader.archive, self._reader.wb)
            return {
                sheet.name: link.target.removeprefix("/")
                for sheet, link in self._reader.parser.find_sheets()
                if "worksheet" in link.Type
            }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._reader.archive.close()

    def rows(self, part: str) -> Iterator[tuple[int, list[str]]]:
        """Yield the number of each row of a sheet and its cells as text.

        Raises:
            SyntaxFaultError: the sheet is broken.
        """
        rows = None
        with reading_workbook(self._name), self._reader.archive.open(part) as source:
            parser = self._parser(source)
            for event, element in iterparse(source, ("start", "end")):  # noqa: S314
                if event == "start":
                    rows = element if element.tag == _ROWS else rows
                elif element.tag == ROW_TAG and rows is not None:
                    number, cells = parser.parse_row(element)
                    yield number, self._texts(cells)
                    rows.clear()
                    parser.row_dimensions.clear()

    def _parser(self, source: object) -> _Cells:
        book = self._reader.wb
        return _Cells(
            source,
            self._reader.shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )

    def _texts(self, cells: list[dict[str, object]]) -> list[str]:
        texts: list[str] = []
        for cell in cells:
            column = int(str(cell["column"]))
            texts += [""] * (column - len(texts))
            number_format = self._number_format(int(str(cell["style_id"])))
            texts[column - 1] = shown(cell["value"], number_format)
        return texts

    def _number_format(self, style: int) -> str:
        book = self._reader.wb
        number = book._cell_styles[style].numFmtId
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return str(BUILTIN_FORMATS.get(number, "General"))
        return str(book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])
