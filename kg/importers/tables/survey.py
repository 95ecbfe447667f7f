"""A first look through the XML of a sheet, for what its cells do not tell."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import Position, SyntaxFaultError, UnexpectedValueError
from kg.importers.tables.archive import reading_workbook
from kg.importers.tables.merging import Merged
from kg.model.records.dialect import Dialect

_CHUNK = 1 << 16
_LONGEST = 1 << 25
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([^"]+)"')
_HIDDEN = re.compile(rb"<(?:\w+:)?(?:row|col)\s[^>]*\bhidden=\"(?:1|true)\"")
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*'
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?P<value><(?:\w+:)?v>[^<])?"
)


@dataclass(slots=True)
class Survey:
    """What a sheet has beside its cells.

    Attributes:
        merged: ranges of merged cells, below the header.
        formulas: how many cells are computed.
        hidden: how many rows and groups of columns are not shown.
    """

    merged: list[Merged] = field(default_factory=list)
    formulas: int = 0
    hidden: int = 0

    @property
    def said(self) -> tuple[str, ...]:
        """Say what was found, a sentence each, for people."""
        told = (
            (self.formulas, "cells computed by formulas: read as last computed"),
            (self.hidden, "hidden rows or columns: read as the others"),
            (len(self.merged), "ranges of merged cells: each cell has the value"),
        )
        return tuple(f"{number} {words}" for number, words in told if number)


def survey_sheet(path: Path, name: str, part: str, dialect: Dialect) -> Survey:
    """Look through a sheet.

    Raises:
        UnexpectedValueError: cells are merged and the dialect does not allow it.
        SyntaxFaultError: a formula has no value.
    """
    survey = Survey()
    for piece in _pieces(path, name, part):
        survey.hidden += len(_HIDDEN.findall(piece))
        for found in _FORMULA.finditer(piece):
            survey.formulas += 1
            if found["value"] is None:
                raise _uncomputed(name, found)
        for found in _MERGED.finditer(piece):
            merged = Merged.parse(found[1].decode())
            if merged.bottom > dialect.header_row:
                survey.merged.append(merged)
                _refuse(merged, found[1].decode(), name, dialect)
    return survey


def _pieces(path: Path, name: str, part: str) -> Iterator[bytes]:
    """Yield the XML in pieces that end with a row."""
    rest = b""
    with (
        reading_workbook(name),
        zipfile.ZipFile(path) as archive,
        archive.open(part) as file,
    ):
        while chunk := file.read(_CHUNK):
            rest += chunk
            end = rest.rfind(b"row>") + 1
            if not end and len(rest) > _LONGEST:
                found = f"a row of more than {_LONGEST} bytes"
                raise SyntaxFaultError(Position(name), found, "shorter rows")
            yield rest[:end]
            rest = rest[end:]
    yield rest


def _uncomputed(name: str, found: re.Match[bytes]) -> SyntaxFaultError:
    column, row = found[1].decode(), int(found[2])
    where = Position(name, row, Merged.parse(f"A1:{column}1").right)
    expected = "its value: open the workbook in a spreadsheet program and save it"
    return SyntaxFaultError(where, f"a formula in {column}{row} without one", expected)


def _refuse(merged: Merged, text: str, name: str, dialect: Dialect) -> None:
    if dialect.merged == "refuse":
        where = Position(name, merged.top, merged.left)
        expected = "a value in each; 'merged: fill' gives the value to all of them"
        raise UnexpectedValueError(where, f"the merged cells {text}", expected)
