"""How the bytes of a table are text: declared or detected, and checked to the end."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import Position, SyntaxFaultError, UnexpectedValueError

CHUNK = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; UTF-32's begins with UTF-16's."""
_KINDS = (
    (b"PK\x03\x04", "a zip archive, such as a workbook (.xlsx)"),
    (b"\xd0\xcf\x11\xe0", "a workbook of an old kind (.xls)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF"),
)
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<?xml")
_FEW = 0.25
"""Of letters, in a language of Western Europe, fewer than these are not in ASCII."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding of a file: the name of its codec, and how that is known."""

    codec: str
    said: str


def refuse_other_kinds(path: Path, name: str, expected: str) -> None:
    """Refuse a file that by its first bytes is something else, whatever its name.

    Raises:
        SyntaxFaultError: it is empty, an archive, a workbook, a PDF or a page.
    """
    with path.open("rb") as file:
        start = file.read(512)
    if not start:
        raise SyntaxFaultError(Position(name), "an empty file", expected)
    for mark, kind in _KINDS:
        if start.startswith(mark):
            raise SyntaxFaultError(Position(name), kind, expected)
    text = start.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if text.startswith(_PAGES):
        found = "a web page: perhaps the message that something went wrong"
        raise SyntaxFaultError(Position(name), found, expected)


def read_encoding(path: Path, name: str, declared: str | None) -> Encoding:
    """Find the encoding of a file and read all of it once, to know that it holds.

    Raises:
        UnexpectedValueError: there is no such encoding, a byte order mark says
            otherwise, or it has to be declared.
        SyntaxFaultError: a byte is not text, or is NUL.
    """
    with path.open("rb") as file:
        start = file.read(CHUNK)
    found = _marked(start)
    encoding = found if declared is None else _declared(name, declared, found)
    if encoding is None:
        encoding = _detect(path, name, start)
    _check(path, name, encoding.codec)
    return encoding


def _marked(start: bytes) -> Encoding | None:
    for mark, codec in _MARKS:
        if start.startswith(mark):
            plain = codec.removesuffix("-sig")
            return Encoding(codec, f"encoding {plain}, by its byte order mark")
    return None


def _declared(name: str, declared: str, marked: Encoding | None) -> Encoding:
    try:
        codec = codecs.lookup(declared).name
    except LookupError as error:
        expected = "the name of an encoding, such as utf-8 or cp1252"
        raise UnexpectedValueError(Position(name), repr(declared), expected) from error
    if marked is None:
        return Encoding(codec, f"encoding {codec}, as declared")
    if not marked.codec.startswith(codec[:6].removesuffix("-")):
        found = f"the byte order mark of {marked.codec.removesuffix('-sig')}"
        raise UnexpectedValueError(Position(name), found, f"{codec}, as declared")
    return marked


def _detect(path: Path, name: str, start: bytes) -> Encoding:
    if start[1::2].count(0) > len(start) // 4:
        return Encoding("utf-16-le", "encoding utf-16-le, detected by its zeros")
    if start[::2].count(0) > len(start) // 4:
        return Encoding("utf-16-be", "encoding utf-16-be, detected by its zeros")
    try:
        for _chunk in _decoded(path, "utf-8"):
            pass
    except UnicodeDecodeError as error:
        fault = error
    else:
        return Encoding("utf-8", "encoding utf-8, detected")
    if _western(path):
        return Encoding("cp1252", "encoding cp1252, detected: it is not utf-8")
    where = _place(path, name, "utf-8")
    found = f"byte {fault.object[fault.start]:#04x}"
    expected = "text in UTF-8, or 'encoding' declared, such as cp1251 or koi8-r"
    raise SyntaxFaultError(where, found, expected)


def _western(path: Path) -> bool:
    """Tell whether a file has few letters beyond ASCII, all of them of cp1252."""
    letters = beyond = 0
    try:
        for chunk in _decoded(path, "cp1252"):
            letters += sum(map(str.isalpha, chunk))
            beyond += sum(1 for it in chunk if it > "\x7f" and it.isalpha())
    except UnicodeDecodeError:
        return False
    return beyond < _FEW * letters


def _decoded(path: Path, codec: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _check(path: Path, name: str, codec: str) -> None:
    lines, last = 1, ""
    try:
        for chunk in _decoded(path, codec):
            if "\0" in chunk:
                before = last + chunk[: chunk.index("\0")]
                where = Position(name, lines + before.count("\n"), 1)
                raise SyntaxFaultError(where, "a NUL byte", "text")
            lines += chunk.count("\n")
    except UnicodeDecodeError as error:
        found = f"byte {error.object[error.start]:#04x}"
        where = _place(path, name, codec)
        raise SyntaxFaultError(where, found, f"text in {codec}") from error


def _place(path: Path, name: str, codec: str) -> Position:
    """Find the line and the column of the first byte that is not text."""
    decoder = codecs.getincrementaldecoder(codec)()
    line = 0
    with path.open("rb") as file:
        for line, data in enumerate(iter(lambda: file.readline(CHUNK), b""), start=1):
            try:
                decoder.decode(data)
            except UnicodeDecodeError as error:
                return Position(name, line, error.start + 1)
    return Position(name, line or 1)
