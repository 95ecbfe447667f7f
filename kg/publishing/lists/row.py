"""A row of a list: what is said of a thing, and what it is found and ordered by."""

import unicodedata
from dataclasses import dataclass, field
from typing import TypedDict

from kg.publishing.lists.catalogue import List

LAST = "~"
"""Comes after every date and every letter that names are compared by."""


class Reference(TypedDict):
    """A thing that a row speaks of, with its names by language ("" for none)."""

    iri: str
    label: dict[str, str]


class When(TypedDict):
    """A time of a row: as it is written, and the days between which it lies."""

    written: str
    first: str | None
    last: str | None


Value = Reference | str


class Record(TypedDict):
    """What a row says; `fields` has the values of each field that has any."""

    iri: str
    label: dict[str, str]
    when: list[When]
    judged: bool
    fields: dict[str, list[Value]]


@dataclass(slots=True)
class Row:
    """A row, and the values of each parameter by which it is found."""

    record: Record
    found_by: dict[str, set[str]] = field(default_factory=dict)

    @property
    def bounds(self) -> tuple[str | None, str | None]:
        """The days between which all its times lie, None where that is open."""
        when = self.record["when"]
        first, last = [it["first"] for it in when], [it["last"] for it in when]
        return (
            min((it for it in first if it), default=None) if all(first) else None,
            max((it for it in last if it), default=None) if all(last) else None,
        )

    @property
    def days(self) -> tuple[int | None, int | None]:
        """The bounds as numbers."""
        first, last = (None if it is None else day_number(it) for it in self.bounds)
        return first, last

    def marks(self) -> list[tuple[str, str]]:
        """List the parameters and values that it is found by, in order."""
        return sorted((name, it) for name, them in self.found_by.items() for it in them)

    def keys(self, listed: List) -> dict[str, str]:
        """Return what it is ordered by in each order of a list.

        What is not known comes last, both ways.
        """
        found = {"label": folded(name_in(self.record["label"])) or LAST}
        if listed.dated:
            day = date_key(*self.bounds)
            found |= {"date": day, "-date": backwards(day)}
        return {sort: found[sort] for sort in listed.sorts}


def day_number(day: str) -> int:
    """Write a day as a number that compares as days do.

    >>> day_number("2011-01-16")
    20110116
    """
    return int(day.replace("-", ""))


def date_key(first: str | None, last: str | None) -> str:
    """Order by the first day that is possible; what has no beginning comes first."""
    if first is None:
        return LAST if last is None else f"0000/{last}"
    return f"{first}/{last or '9999'}"


def backwards(key: str) -> str:
    """Turn the order of dates round; what is not known stays last.

    >>> backwards("2011-01-16/2011-01-16")
    '7988-98-83/7988-98-83'
    """
    return key.translate(_TURNED)


_TURNED = str.maketrans("0123456789", "9876543210")


def folded(text: str) -> str:
    """Fold a name for comparison: no case, no accents, no quotation marks before it."""
    plain = text.casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(it for it in apart if not unicodedata.combining(it))
    return plain.lstrip("\"'“”„«»() ")


def name_in(label: dict[str, str], *languages: str) -> str:
    """Return the name in the first language that there is, else in English or any."""
    for language in (*languages, "en", ""):
        if language in label:
            return label[language]
    return label[min(label)] if label else ""
