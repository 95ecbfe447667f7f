"""Cells with numbers: whole ones, decimal ones."""

import re
from decimal import Decimal
from typing import Literal, Self

from pydantic import PrivateAttr, model_validator

from kg.model.cleaning import refuse_damage, shorten
from kg.model.records.base import unexpected
from kg.model.records.cells.parser import Parser
from kg.model.values import CellError, Number

Mark = Literal[".", ",", " ", "'"]
_SPACES = "[ \u00a0\u2009\u202f]"
_LONGEST = 30


def digits_pattern(thousands: str | None) -> str:
    """Return the regular expression of a number, with marks between thousands."""
    if thousands is None:
        return r"\d+"
    mark = _SPACES if thousands == " " else re.escape(thousands)
    return rf"\d{{1,3}}(?:{mark}\d{{3}})+|\d+"


class _NumberCell(Parser):
    thousands: Mark | None = None
    """What stands between thousands: `.` in 1.000."""
    lowest: Decimal | None = None
    """The least number that can be meant."""
    highest: Decimal | None = None
    """The greatest number that can be meant."""

    def _bound(self, number: Decimal, text: str) -> Number:
        if self.lowest is not None and number < self.lowest:
            raise CellError(shorten(text), f"at least {self.lowest}")
        if self.highest is not None and number > self.highest:
            raise CellError(shorten(text), f"at most {self.highest}")
        return Number(number)


class IntegerCell(_NumberCell):
    """A whole number."""

    parser: Literal["integer"] = "integer"

    _pattern: re.Pattern[str] = PrivateAttr()

    @model_validator(mode="after")
    def _compile(self) -> Self:
        self._pattern = re.compile(f"-?(?:{digits_pattern(self.thousands)})", re.ASCII)
        return self

    def read(self, text: str) -> Number:
        """Read a whole number; `1.0` and `1.23E+05` are none."""
        refuse_damage(text)
        if len(text) > _LONGEST or not self._pattern.fullmatch(text):
            raise CellError(shorten(text), "a whole number")
        return self._bound(Decimal(re.sub(r"[^\d-]", "", text)), text)


class DecimalCell(_NumberCell):
    """A decimal number, kept as precise as it is written."""

    parser: Literal["decimal"] = "decimal"
    decimal_mark: Literal[".", ","] = "."
    """What stands before the fraction."""

    _pattern: re.Pattern[str] = PrivateAttr()

    @model_validator(mode="after")
    def _compile(self) -> Self:
        if self.thousands == self.decimal_mark:
            expected = "another mark than 'decimal-mark'"
            raise unexpected(repr(self.thousands), expected, "thousands")
        whole, mark = digits_pattern(self.thousands), re.escape(self.decimal_mark)
        pattern = rf"(-?(?:{whole}))(?:{mark}(\d+))?"
        self._pattern = re.compile(pattern, re.ASCII)
        return self

    def read(self, text: str) -> Number:
        """Read a decimal number; an exponent is refused."""
        refuse_damage(text)
        found = self._pattern.fullmatch(text) if len(text) <= _LONGEST else None
        if found is None:
            raise CellError(shorten(text), f"a number such as 1{self.decimal_mark}5")
        whole = re.sub(r"[^\d-]", "", found[1])
        number = Decimal(f"{whole}.{found[2]}" if found[2] else whole)
        return self._bound(number, text)
