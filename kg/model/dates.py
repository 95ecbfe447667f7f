"""Partial and uncertain dates: EDTF expressions and the bounds that follow from them.

The subset of EDTF (ISO 8601-2:2019, https://www.loc.gov/standards/datetime/) that
sources need: days, months and years, unspecified digits in a whole component
(`2011-01-XX`, `XXXX-01-16`) or at the end of a year (`201X`), the qualifiers `?`, `~`
and `%` after the whole expression, and intervals with `..` or nothing on the open side.

Bounds are outer bounds: the thing cannot lie outside them. An approximate date has
none, because how far "about" reaches is not said; a side that is open or unknown has
none either.
"""

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Literal

Precision = Literal["day", "month", "year", "decade", "century", "interval", "unknown"]

_DATE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX|XXXX)"
    r"(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?"
    r"(?P<qualifier>[?~%]?)"
)
_OPEN = ("", "..")


@dataclass(frozen=True, slots=True)
class Edtf:
    """An EDTF expression with the bounds it implies.

    Attributes:
        text: the expression as written.
        not_before: earliest possible day, or None where none follows.
        not_after: latest possible day, or None where none follows.
        month_day: `--MM-DD` when month and day are known and the year is not.
        precision: the coarsest component that is known.
        approximate: the source says "about" or is unsure.
    """

    text: str
    not_before: datetime.date | None
    not_after: datetime.date | None
    month_day: str | None
    precision: Precision
    approximate: bool

    @classmethod
    def parse(cls, text: str) -> "Edtf":
        """Read an expression.

        Raises:
            ValueError: it is not in the subset above, no such day exists, or an
            interval ends before it starts.

        >>> Edtf.parse("2011-01").not_after
        datetime.date(2011, 1, 31)
        """
        if "/" not in text:
            return _parse_date(text)
        start, _slash, end = text.partition("/")
        if start in _OPEN and end in _OPEN:
            raise ValueError(f"{text!r} is an interval without a start or an end")
        first = None if start in _OPEN else _parse_date(start)
        last = None if end in _OPEN else _parse_date(end)
        not_before = first.not_before if first else None
        not_after = last.not_after if last else None
        if not_before and not_after and not_after < not_before:
            raise ValueError(f"{text!r} ends before it starts")
        approximate = any(side.approximate for side in (first, last) if side)
        return cls(text, not_before, not_after, None, "interval", approximate)


def _parse_date(text: str) -> Edtf:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(
            f"{text!r} is not an EDTF date such as 2011-01-16 or XXXX-01-16"
        )
    year, month, day = match["year"], match["month"], match["day"]
    approximate = bool(match["qualifier"])
    if year == "XXXX":
        return _parse_yearless(text, month, day, approximate=approximate)
    first, last = _bounds(year, month, day)
    if approximate:
        return Edtf(text, None, None, None, _precision(year, month, day), True)
    return Edtf(text, first, last, None, _precision(year, month, day), False)


def _parse_yearless(
    text: str, month: str | None, day: str | None, *, approximate: bool
) -> Edtf:
    if month is None or day is None or "X" in month + day:
        return Edtf(text, None, None, None, "unknown", approximate)
    datetime.date(2000, int(month), int(day))  # a leap year: 29 February may be meant
    return Edtf(text, None, None, f"--{month}-{day}", "day", approximate)


def _bounds(
    year: str, month: str | None, day: str | None
) -> tuple[datetime.date, datetime.date]:
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if month in (None, "XX"):
        if day not in (None, "XX"):
            raise ValueError(f"{year}-{month}-{day} has a day but no month")
        return datetime.date(low, 1, 1), datetime.date(high, 12, 31)
    if low != high:
        raise ValueError(f"{year}-{month} has a month but no year")
    number = int(str(month))
    if not 1 <= number <= 12:
        raise ValueError(f"{year}-{month} has no such month")
    if day in (None, "XX"):
        end = calendar.monthrange(low, number)[1]
        return datetime.date(low, number, 1), datetime.date(low, number, end)
    exact = datetime.date(low, number, int(str(day)))
    return exact, exact


def _precision(year: str, month: str | None, day: str | None) -> Precision:
    if "X" in year:
        return "century" if year.endswith("XX") else "decade"
    if month in (None, "XX"):
        return "year"
    return "month" if day in (None, "XX") else "day"
