"""Dates and times of XSD: read, checked and put on the time line.

https://www.w3.org/TR/xmlschema11-2/#dateTime. A moment without a zone is earlier or
later than one with a zone only when it is so in every zone, 14 hours either way.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

_YEAR = r"(?P<year>-?(?:[1-9]\d{3,}|0\d{3}))"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12]\d|3[01])"
_TIME = (
    r"(?:(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d(?:\.\d+)?)"
    r"|(?P<midnight>24:00:00(?:\.0+)?))"
)
_ZONE = r"(?P<zone>Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"

PATTERNS = {
    name: re.compile(pattern, re.ASCII)
    for name, pattern in {
        "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}?",
        "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
        "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}?",
        "time": f"{_TIME}{_ZONE}?",
        "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}?",
        "gYear": f"{_YEAR}{_ZONE}?",
        "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}?",
        "gDay": f"---{_DAY}{_ZONE}?",
        "gMonth": f"--{_MONTH}{_ZONE}?",
    }.items()
}
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_HOUR, DAY = 3600, 86400
_WIDEST = 14 * _HOUR


@dataclass(frozen=True, slots=True)
class Moment:
    """Seconds on the time line; without a zone they are those of UTC, give or take."""

    seconds: Fraction
    zoned: bool

    def compare(self, other: "Moment") -> int | None:
        """Order two moments; None where it depends on the zone."""
        apart = self.seconds - other.seconds
        if self.zoned != other.zoned and abs(apart) <= _WIDEST:
            return None
        return (apart > 0) - (apart < 0)


def read_moment(name: str, text: str) -> Moment | None:
    """Read a date or time of a type; None when it is not well-formed."""
    match = PATTERNS[name].fullmatch(text)
    if match is None:
        return None
    part = match.groupdict().get
    year, month, day = (
        int(part(unit) or otherwise)
        for unit, otherwise in (("year", 1972), ("month", 1), ("day", 1))
    )
    if day > _length(year, month, dated="year" in match.groupdict()):
        return None
    days = count_days(year, month, day)
    zone = part("zone")
    seconds = days * DAY + _time(part) - _offset(zone)
    return Moment(Fraction(seconds), zone is not None)


def _length(year: int, month: int, *, dated: bool) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 if dated and month == 2 and not leap else _LENGTHS[month - 1]


def count_days(year: int, month: int, day: int) -> int:
    """Count days of the proleptic Gregorian calendar, year 0 being there as in XSD 1.1.

    The year begins in March here, so that the leap day is its last.
    """
    shifted = year - (month < 3)
    months = (month + 9) % 12
    leaps = shifted // 4 - shifted // 100 + shifted // 400
    return shifted * 365 + leaps + (months * 306 + 5) // 10 + day - 1


def _time(part: Callable[[str], str | None]) -> Fraction:
    if part("midnight"):
        return Fraction(DAY)
    hours, minutes = int(part("hour") or 0), int(part("minute") or 0)
    return hours * _HOUR + minutes * 60 + Fraction(part("second") or 0)


def _offset(zone: str | None) -> int:
    if zone is None or zone == "Z":
        return 0
    seconds = int(zone[1:3]) * _HOUR + int(zone[4:6]) * 60
    return -seconds if zone[0] == "-" else seconds
