"""The archive that a workbook (XLSX) is, and what may be wrong with it."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl.utils.exceptions import InvalidFileException

from kg.errors import Position, SyntaxFaultError, UnexpectedValueError
from kg.importers.tables.encoding import refuse_other_kinds

LARGEST_PART = 1 << 26
"""Bytes of a part of a workbook that is held in memory, such as its shared texts."""
_WORKBOOK = "a workbook (.xlsx)"
_MARK = b"PK\x03\x04"
_FAULTS = (
    AttributeError,
    EOFError,
    InvalidFileException,
    LookupError,
    OSError,
    RuntimeError,  # also what is encrypted, or packed in ways that are not known
    SyntaxError,  # also what is no XML
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What is raised of a broken archive, or of XML that openpyxl does not expect."""


@contextmanager
def reading_workbook(name: str) -> Iterator[None]:
    """Tell what goes wrong in reading a workbook as a fault of the file.

    Raises:
        SyntaxFaultError: something went wrong.
    """
    try:
        yield
    except _FAULTS as error:
        found = f"a fault: {error}".splitlines()[0]
        raise SyntaxFaultError(Position(name), found, _WORKBOOK) from error


def check_archive(path: Path, name: str) -> None:
    """Refuse what is no archive, and parts of it that are too large to be held.

    Raises:
        SyntaxFaultError: it is no archive, or a broken one.
        UnexpectedValueError: a part is too large.
    """
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            broken = file.read(len(_MARK)) == _MARK
        if not broken:
            refuse_other_kinds(path, name, _WORKBOOK)
        found = "an archive that is cut off, or broken" if broken else "no workbook"
        raise SyntaxFaultError(Position(name), found, _WORKBOOK)
    with reading_workbook(name), zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    for part in parts:
        streamed = part.filename.startswith("xl/worksheets/")
        if part.file_size > LARGEST_PART and not streamed:
            found = f"{part.filename} of {part.file_size} bytes"
            expected = f"at most {LARGEST_PART}; a larger table can be saved as CSV"
            raise UnexpectedValueError(Position(name), found, expected)
