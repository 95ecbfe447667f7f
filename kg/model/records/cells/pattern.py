"""Patterns of dates, such as `%d.%m.%Y`, and the parts that they find in a text."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.model.cleaning import shorten
from kg.model.records.cells.months import MONTHS
from kg.model.values import CellError

_DIRECTIVE = re.compile(r"%(.)")
_PARTS = {
    "Y": r"(?P<Y>[0-9]{4})",
    "y": r"(?P<y>[0-9]{2})",
    "m": r"(?P<m>[0-9]{1,2})",
    "d": r"(?P<d>[0-9]{1,2})",
    "B": r"(?P<B>[^\W\d_]+)\.?",
    "A": r"[^\W\d_]+\.?",
    "H": r"(?P<H>[0-9]{1,2})",
    "M": r"(?P<M>[0-9]{2})",
    "S": r"(?P<S>[0-9]{2})(?:\.0+)?",
    "%": "%",
}
DIRECTIVES = (
    "%Y (year), %y (its last two digits), %m, %d, %B (name of a month), "
    "%A (name of a day, passed over), %H, %M, %S"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a date that a text has; None where it has not."""

    year: int | None
    month: int | None
    day: int | None
    time: datetime.time | None

    def fill(self, later: "Parts") -> "Parts":
        """Take the parts that are left out from a date after this one."""
        year = later.year if self.year is None else self.year
        month = later.month if self.month is None else self.month
        return Parts(year, month, self.day, self.time)


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Return the regular expression of a pattern; its groups have directives' names.

    Raises:
        ValueError: it has no date, an unknown directive, or one twice.
    """
    names = _DIRECTIVE.findall(pattern)
    unknown = [f"%{name}" for name in names if name not in _PARTS]
    if unknown:
        raise ValueError(f"{', '.join(unknown)} in {pattern!r}")
    if len(set(names)) < len(names) or {"m", "B"} <= set(names):
        raise ValueError(f"the same part twice in {pattern!r}")
    if not set(names) & set("Yymd"):
        raise ValueError(f"no part of a date in {pattern!r}")
    pieces = _DIRECTIVE.split(pattern)
    joined = "".join(
        _PARTS[piece] if index % 2 else _literal(piece)
        for index, piece in enumerate(pieces)
    )
    if re.search(r"%.%", pattern):  # 20220131: nothing but the width tells them apart
        joined = joined.replace("[0-9]{1,2}", "[0-9]{2}")
    return re.compile(rf"(?<!\d){joined}(?!\d)")


def _literal(text: str) -> str:
    return r"\s+".join(re.escape(part) for part in re.split(r"\s+", text))


def signature(pattern: str) -> str:
    """Return what a pattern looks like: two that look alike cannot be told apart."""
    return _DIRECTIVE.sub(lambda it: "##" if it[1] in "dmy" else it[0], pattern)


def read_parts(found: Mapping[str, str | None], latest_year: int | None) -> Parts:
    """Read what the groups of a pattern have found.

    Args:
        found: directive → its text.
        latest_year: the last year that two digits can mean.

    Raises:
        CellError: it is not a time of day, or not the name of a month.
    """
    year = _number(found.get("Y"))
    short = _number(found.get("y"))
    if short is not None and latest_year is not None:
        year = latest_year - (latest_year - short) % 100
    month = _number(found.get("m"))
    name = found.get("B")
    if name is not None:
        month = _month(name)
    return Parts(year, month, _number(found.get("d")), _time(found))


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def _month(name: str) -> int:
    month = MONTHS.get(name.casefold())
    if month is None:
        raise CellError(shorten(name), "the name of a month", tuple(MONTHS))
    return month


def _time(found: Mapping[str, str | None]) -> datetime.time | None:
    hour = found.get("H")
    if hour is None:
        return None
    minute, second = found.get("M") or "0", found.get("S") or "0"
    try:
        return datetime.time(int(hour), int(minute), int(second))
    except ValueError as error:
        raise CellError(f"{hour}:{minute}:{second}", "a time of day") from error
