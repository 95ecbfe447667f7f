"""Durations of XSD: months and seconds, in an order that is partial.

https://www.w3.org/TR/xmlschema11-2/#duration: one is longer when it is so from each of
four dates.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from kg.validation.literals.moments import DAY, count_days

_PARTS = re.compile(
    r"(?P<sign>-?)P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)
_REFERENCES = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
_SECONDS = {"days": DAY, "hours": 3600, "minutes": 60, "seconds": 1}


@dataclass(frozen=True, slots=True)
class Duration:
    """A number of months and a number of seconds, of one sign."""

    months: int
    seconds: Fraction

    def compare(self, other: "Duration") -> int | None:
        """Order two durations; None where it depends on the month."""
        pairs = zip(self._ends(), other._ends(), strict=True)
        signs = {(mine > others) - (mine < others) for mine, others in pairs}
        return signs.pop() if len(signs) == 1 else None

    def _ends(self) -> list[Fraction]:
        """Add the duration to each of the four dates."""
        ends = []
        for year, month in _REFERENCES:
            years, months = divmod(month - 1 + self.months, 12)
            ends.append(count_days(year + years, months + 1, 1) * DAY + self.seconds)
        return ends


def read_duration(text: str) -> Duration:
    """Read a well-formed duration.

    >>> read_duration("P1Y2M").months
    14
    """
    match = _PARTS.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a duration")
    sign = -1 if match["sign"] else 1
    months = int(match["years"] or 0) * 12 + int(match["months"] or 0)
    seconds = sum(Fraction(match[unit] or 0) * size for unit, size in _SECONDS.items())
    return Duration(sign * months, sign * Fraction(seconds))
