"""Text of a table made regular, and what files and spreadsheets do to it found."""

import re
import unicodedata

from kg.model.values import LIST_SEPARATOR, CellError

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens, zero-width spaces, marks of byte order: they break words unseen."""
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]"
)
"""Characters that no text has; those that turn the direction can hide text."""
_LOST = "\ufffd"
_TWICE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u0192-\u2122]{1,3}")
"""What letters of UTF-8 look like when they were read as cp1252."""
_ERROR = re.compile(r"#(?:REF!|NAME\?|VALUE!|DIV/0!|N/A|NULL!|NUM!|SPILL!|CALC!)")
_MONTH = "jan|feb|mär|mrz|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec"
_DAMAGE = re.compile(
    rf"(?P<scientific>\d(?:[.,]\d+)?E\+?\d+)"
    rf"|(?P<date>\d{{1,2}}-(?:{_MONTH})|(?:{_MONTH})-\d{{2}})",
    re.IGNORECASE,
)
"""`1. Mai` is no damage: it is a day that people demonstrate on."""
_DAMAGES = {
    "scientific": "all digits: a spreadsheet has rounded this number",
    "date": "what stood there before a spreadsheet made a date of it",
}


def clean(text: str) -> str:
    """Return a text in NFC, each run of white space one space, nothing invisible.

    Raises:
        CellError: it has control characters, or letters were lost or read wrongly.
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
        refuse_garbled(text)
    found = _CONTROL.search(text)
    if found is None:
        return " ".join(text.split())
    if found[0] == LIST_SEPARATOR:
        raise CellError("several texts", "one text; the parser 'list' reads several")
    raise CellError(f"the control character U+{ord(found[0]):04X}", "plain text")


def refuse_garbled(text: str) -> None:
    """Refuse text whose letters were lost or read in a wrong encoding.

    Raises:
        CellError: it has U+FFFD, or letters of UTF-8 that were read as cp1252.
    """
    if _LOST in text:
        raise CellError(shorten(text), "text without U+FFFD: a letter was lost here")
    for found in _TWICE.finditer(text):
        meant = _decode_again(found[0])
        if meant:
            expected = f"{meant!r} for {found[0]!r}: UTF-8 that was read as cp1252"
            raise CellError(shorten(text), expected)


def _decode_again(letters: str) -> str:
    try:
        return letters.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""


def refuse_error(text: str) -> None:
    """Refuse what a spreadsheet shows in place of a value.

    Raises:
        CellError: it is an error of a formula, or hashes where a column is narrow.
    """
    if not text.startswith("#"):
        return
    if _ERROR.fullmatch(text):
        raise CellError(text, "the value that a formula has lost")
    if len(text) > 2 and not text.strip("#"):
        raise CellError(text, "the value: a narrow column has hidden it")


def refuse_damage(text: str) -> None:
    """Refuse text that a spreadsheet took for a number or a date.

    Raises:
        CellError: it is such as `1.23E+05` or `Mar-01`.
    """
    found = _DAMAGE.fullmatch(text)
    if found:
        raise CellError(repr(text), _DAMAGES[str(found.lastgroup)])


def shorten(text: str) -> str:
    """Quote a text in a message, at most 60 characters of it."""
    return repr(text if len(text) <= 60 else f"{text[:60]}…")
