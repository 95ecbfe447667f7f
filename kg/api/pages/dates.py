"""Dates in English words, no more precise than they are known."""

import datetime

from kg.model.dates import Edtf

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_QUALIFIERS = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}


def day_in_words(date: datetime.date) -> str:
    """Write a day: "16 January 2011"."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def edtf_in_words(text: str) -> str:
    """Write an EDTF expression; one that is not in our subset stays as it is.

    >>> edtf_in_words("XXXX-01-16")
    '16 January, year not stated'
    >>> edtf_in_words("2010-12-19/..")
    'from 19 December 2010 on'
    """
    try:
        Edtf.parse(text)
    except ValueError:
        return text
    start, slash, end = text.partition("/")
    return _interval(start, end) if slash else _date(text)


def _interval(start: str, end: str) -> str:
    if end in ("", ".."):
        return f"from {_date(start)}" + (" on" if end else ", until when is not known")
    if start in ("", ".."):
        return f"until {_date(end)}"
    return f"from {_date(start)} to {_date(end)}"


def _date(text: str) -> str:
    qualifier = _QUALIFIERS.get(text[-1], "")
    return qualifier + _plain(text.rstrip("?~%"))


def _plain(text: str) -> str:
    year, *rest = text.split("-")
    month = rest[0] if rest and rest[0] != "XX" else None
    day = rest[1] if len(rest) == 2 and rest[1] != "XX" else None
    if month is None:
        return _year(year)
    name = _MONTHS[int(month) - 1]
    known = f"{int(day)} {name}" if day else name
    return f"{known}, year not stated" if year == "XXXX" else f"{known} {year}"


def _year(year: str) -> str:
    if year == "XXXX":
        return "year not stated"
    if year.endswith("XX"):
        return f"a year from {year[:2]}00 to {year[:2]}99"
    return f"the {year[:3]}0s" if year.endswith("X") else year
