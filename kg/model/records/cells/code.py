"""Cells with words that stand for a code or a key."""

from typing import Literal

from pydantic import Field, PrivateAttr

from kg.model.cleaning import clean, shorten
from kg.model.records.base import Words
from kg.model.records.cells.parser import Parser
from kg.model.values import CellError, Code


class CodeCell(Parser):
    """A spelling of a list; a spelling that the list has not is an error.

    The list stands in `codes`, or in the file of lookups under the name `lookup`; who
    reads that file fills it in: `cell.model_copy(update={"codes": …})`.
    """

    parser: Literal["code"] = "code"
    lookup: Words | None = None
    """The list in `lookups.yml` that has the spellings."""
    codes: dict[str, Words] = Field(default_factory=dict)
    """Spelling → code."""
    ignore_case: bool = False
    """Capital and small letters are alike."""

    _folded: dict[str, str] = PrivateAttr(default_factory=dict)

    def read(self, text: str) -> Code:
        """Look a spelling up."""
        if not self._folded:
            self._folded = {self._fold(it): code for it, code in self.codes.items()}
        code = self._folded.get(self._fold(text))
        if code is None:
            expected = f"a spelling of {self.lookup or 'the codes'}"
            raise CellError(shorten(text), expected, tuple(self.codes))
        return Code(code)

    def _fold(self, text: str) -> str:
        words = clean(text)
        return words.casefold() if self.ignore_case else words
