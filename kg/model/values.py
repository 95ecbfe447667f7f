"""What the cell of a table says, once it has been read."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from kg.model.dates import Edtf

LIST_SEPARATOR = "\x1f"
"""Stands between the items of an array of JSON in the cell that it becomes."""


class CellError(ValueError):
    """The text of a cell is not what its parser reads; who reads the row knows where.

    `known` are words that it may have meant.
    """

    def __init__(self, found: str, expected: str, known: tuple[str, ...] = ()) -> None:
        """Say what was found, and what was expected."""
        super().__init__(f"found {found}; expected {expected}")
        self.found = found
        self.expected = expected
        self.known = known


@dataclass(frozen=True, slots=True)
class Absent:
    """The cell gives no value, and why: it is empty, or says "not stated"."""

    reason: str


EMPTY = Absent("empty")
"""Nothing but space stands in the cell."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text in NFC, its white space normalised."""

    text: str


@dataclass(frozen=True, slots=True)
class Texts:
    """Several texts, in the order of the cell, none empty."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """What a lookup gives for a spelling: a key or a notation."""

    code: str


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a cell in its order, each a day, a month, a year or an interval.

    Attributes:
        spans: the dates.
        times: the time of day of each where the parser keeps it, else empty.
    """

    spans: tuple[Edtf, ...]
    times: tuple[datetime.time | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many, between the bounds that the words give.

    Attributes:
        verbatim: the words of this count as the cell has them.
        lower: the lower bound, or None where none is said.
        upper: the upper bound, or None where none is said.
        lower_inclusive: the lower bound itself is possible: "at least", not "over".
        upper_inclusive: the upper bound itself is possible: "at most", not "under".
        approximate: the words say "about".
        unit: what is counted, in the codes that the parser declares.
        beside: what else the same cell counts, such as vehicles beside people.
    """

    verbatim: str
    lower: int | None
    upper: int | None
    lower_inclusive: bool = True
    upper_inclusive: bool = True
    approximate: bool = False
    unit: str | None = None
    beside: tuple["Count", ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A number, exactly as precise as it is written."""

    number: Decimal


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the Earth in degrees (WGS 84), as precise as it is written."""

    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True, slots=True)
class Name:
    """The name of an organisation: names that may be a person's are `Absent`."""

    name: str


Value: TypeAlias = Absent | Code | Count | Dates | Name | Number | Point | Text | Texts
