"""Cells with text: one text, several, an identifier, a web address."""

import re
from typing import Annotated, Literal, Self

from pydantic import AnyUrl, Field, PrivateAttr, model_validator

from kg.model.cleaning import clean, refuse_damage, shorten
from kg.model.records.base import Words, unexpected
from kg.model.records.cells.parser import Parser
from kg.model.values import LIST_SEPARATOR, Absent, CellError, Text, Texts

_URL = re.compile(r"""[^\s<>"{}|\\^`]+""")


class TextCell(Parser):
    """A text, in NFC, each run of white space one space."""

    parser: Literal["text"] = "text"
    public: Words | None = None
    """Why all may read its words although people may be named in them."""

    def read(self, text: str) -> Text:
        """Read a text; refuse what a spreadsheet has made of it."""
        words = clean(text)
        refuse_damage(words)
        return Text(words)


class ListCell(Parser):
    """Several texts with something between them; empty places are passed over."""

    parser: Literal["list"] = "list"
    separators: Annotated[tuple[str, ...], Field(min_length=1)] = (";",)
    """What stands between items; the items of an array of JSON are always apart."""
    public: Words | None = None
    """Why all may read its words although people may be named in them."""

    def read(self, text: str) -> Texts | Absent:
        """Read the items in their order."""
        marks = "|".join(map(re.escape, (*self.separators, LIST_SEPARATOR)))
        items = tuple(filter(None, (clean(item) for item in re.split(marks, text))))
        return Texts(items) if items else Absent("a list without items")


class IdentifierCell(Parser):
    """A text that must be exact to the letter: a number of a file, a code of ISO."""

    parser: Literal["identifier"] = "identifier"
    pattern: str | None = None
    """A regular expression that all of the text matches."""
    digits: Annotated[int, Field(ge=1)] | None = None
    """How many digits it has: a spreadsheet loses leading zeros."""
    restore_zeros: bool = False
    """Put leading zeros back, up to `digits`."""

    _pattern: re.Pattern[str] | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.restore_zeros and self.digits is None:
            raise unexpected("'restore-zeros' without 'digits'", "how many digits")
        try:
            self._pattern = re.compile(self.pattern) if self.pattern else None
        except re.error as error:
            expected = f"a regular expression ({error})"
            raise unexpected(repr(self.pattern), expected, "pattern") from error
        return self

    def read(self, text: str) -> Text:
        """Read an identifier; refuse what a spreadsheet has made of it."""
        words = clean(text)
        refuse_damage(words)
        if self.digits is not None:
            words = self._count_digits(words, self.digits)
        if self._pattern is not None and not self._pattern.fullmatch(words):
            raise CellError(shorten(words), f"text that matches {self.pattern}")
        return Text(words)

    def _count_digits(self, words: str, digits: int) -> str:
        if self.restore_zeros and words.isascii() and words.isdigit():
            words = words.zfill(digits)
        if not (words.isascii() and words.isdigit() and len(words) == digits):
            expected = f"{digits} digits; leading zeros are lost in a spreadsheet"
            raise CellError(shorten(words), expected)
        return words


class UrlCell(Parser):
    """A web address: http:// or https://, without spaces."""

    parser: Literal["url"] = "url"

    def read(self, text: str) -> Text:
        """Read a web address as it is written."""
        try:
            scheme = AnyUrl(text).scheme
        except ValueError:
            scheme = ""
        if scheme not in ("http", "https") or not _URL.fullmatch(text):
            expected = "a web address: http:// or https://, without spaces"
            raise CellError(shorten(text), expected)
        return Text(text)
