"""How the bytes of a table are text: declared or detected, and checked to the end."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import Position, SyntaxFaultError, UnexpectedValueError
from kg.importers.tables.alphabets import WESTERN, beyond_ascii, rivals

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
_EXPECTED = "text in UTF-8, or 'encoding' declared, such as cp1251 or koi8-r"
_NOTHING = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
"""Bytes that are no character in cp1252."""
_FEW = 0.25
"""Of letters, in a language of Western Europe, fewer than these are not in ASCII."""
_WITHIN = re.compile(r"[^\W\d_][¡¤-¦¨©¬®±-³¶¸¹¼-¿×÷][^\W\d_]")  # noqa: RUF001
"""Signs in the middle of words: letters of Central Europe, `zg³oszenie` by cp1250."""


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
    found = _marked(start) or _zeroed(start)
    encoding = found if declared is None else _declared(name, declared, found)
    if encoding is None:
        return _detect(path, name)
    _check(path, name, encoding.codec, f"text in {encoding.codec}")
    return encoding


def _marked(start: bytes) -> Encoding | None:
    for mark, codec in _MARKS:
        if start.startswith(mark):
            plain = codec.removesuffix("-sig")
            return Encoding(codec, f"encoding {plain}, by its byte order mark")
    return None


def _declared(name: str, declared: str, marked: Encoding | None) -> Encoding:
    try:
        "".encode(declared)  # which base64 and its like, that are no text, refuse
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


def _zeroed(start: bytes) -> Encoding | None:
    """Tell UTF-16 without a byte order mark by the zeros beside letters of ASCII."""
    for offset, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        if start[offset::2].count(0) > len(start) // 4:
            return Encoding(codec, f"encoding {codec}, detected by its zeros")
    return None


def _detect(path: Path, name: str) -> Encoding:
    try:
        _check(path, name, "utf-8", _EXPECTED)
    except SyntaxFaultError:
        _refuse_rivals(path, name)
        if not _western(path):
            raise
        _check(path, name, WESTERN, _EXPECTED)
        return Encoding(WESTERN, f"encoding {WESTERN}, detected: it is not utf-8")
    return Encoding("utf-8", "encoding utf-8, detected")


def _refuse_rivals(path: Path, name: str) -> None:
    """Do nothing for a file that is in no language of another encoding.

    Raises:
        SyntaxFaultError: it may be, and then its letters would be others.
    """
    found: Counter[int] = Counter()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found += beyond_ascii(chunk)
    listed = list(rivals(found))
    if not listed:
        return
    first = listed[0]
    letter = bytes([first.byte])
    here = repr(letter.decode(WESTERN)) if letter not in _NOTHING else "nothing"
    there = repr(letter.decode(first.codec))
    codecs_ = " or ".join(it.codec for it in listed)
    raise SyntaxFaultError(
        _place_of(path, name, letter),
        f"byte {first.byte:#04x}, {there} in {first.codec} ({first.language}) and "
        f"{here} in {WESTERN}",
        f"'encoding' declared: {codecs_}, or {WESTERN} where it is that",
    )


def _place_of(path: Path, name: str, byte: bytes) -> Position:
    """Return where a byte stands first."""
    line, column = 1, 1
    wanted = byte.decode("latin-1")
    for chunk in _decoded(path, "latin-1"):
        before, met, _rest = chunk.partition(wanted)
        line, column = _after(line, column, before)
        if met:
            break
    return Position(name, line, column)


def _western(path: Path) -> bool:
    """Tell whether a file has few letters beyond ASCII, all of them of cp1252.

    Signs of cp1252 that stand in the middle of words are letters of another encoding.
    """
    letters = beyond = 0
    try:
        for chunk in _decoded(path, WESTERN):
            if _WITHIN.search(chunk):
                return False
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


def _check(path: Path, name: str, codec: str, expected: str) -> None:
    line, column = 1, 1
    try:
        for chunk in _decoded(path, codec):
            if "\0" in chunk:
                before = chunk[: chunk.index("\0")]
                where = Position(name, *_after(line, column, before))
                raise SyntaxFaultError(where, "a NUL byte", "text")
            line, column = _after(line, column, chunk)
    except UnicodeDecodeError as error:
        where = Position(name, *_after(line, column, _before(error, codec)))
        found = f"byte {error.object[error.start]:#04x}"
        raise SyntaxFaultError(where, found, expected) from error


def _before(error: UnicodeDecodeError, codec: str) -> str:
    """Return what was read of the chunk before its first wrong byte."""
    return error.object[: error.start].decode(codec, "ignore")


def _after(line: int, column: int, text: str) -> tuple[int, int]:
    """Return the line and the column behind a text that begins at others."""
    lines = text.count("\n")
    return line + lines, len(text) - text.rfind("\n") if lines else column + len(text)
