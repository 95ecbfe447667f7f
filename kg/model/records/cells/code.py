"""Cells with words that stand for a code."""

from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from kg.model.cleaning import clean, shorten
from kg.model.records.base import Words
from kg.model.records.cells.parser import Parser
from kg.model.values import CellError, Code


class CodeCell(Parser):
    """A spelling of a short list; a spelling that the list has not is an error.

    A long list, or one that needs reasons, is a lookup of `lookups.yml`, and its column
    is read as text.
    """

    parser: Literal["code"] = "code"
    codes: Annotated[dict[str, Words], Field(min_length=1)]
    """Spelling → code."""
    ignore_case: bool = False
    """Capital and small letters are alike."""

    _folded: dict[str, str] = PrivateAttr()

    @model_validator(mode="after")
    def _fold_all(self) -> Self:
        self._folded = {self._fold(it): code for it, code in self.codes.items()}
        return self

    def read(self, text: str) -> Code:
        """Look a spelling up."""
        code = self._folded.get(self._fold(text))
        if code is None:
            raise CellError(shorten(text), "a spelling of 'codes'", tuple(self.codes))
        return Code(code)

    def _fold(self, text: str) -> str:
        words = clean(text)
        return words.casefold() if self.ignore_case else words
