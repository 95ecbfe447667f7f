"""Cells with dates: one, several, from one to another."""

import datetime
import re
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from kg.model.cleaning import shorten
from kg.model.dates import Edtf
from kg.model.records.base import Day, unexpected
from kg.model.records.cells.parser import Parser
from kg.model.records.cells.pattern import (
    DIRECTIVES,
    Parts,
    compile_pattern,
    read_parts,
    signature,
)
from kg.model.values import Absent, CellError, Dates

_MIDNIGHT = datetime.time()


@dataclass(frozen=True, slots=True)
class _Found:
    """A date met in a text.

    Attributes:
        parts: what it says.
        text: how it is written.
        end: where it ends.
        shortened: a later date says the rest.
        ranged: "to" stands between the date before and this one.
    """

    parts: Parts
    text: str
    end: int
    shortened: bool
    ranged: bool


class DateCell(Parser):
    """Dates by patterns; a cell that no pattern reads to its end is an error."""

    parser: Literal["date"] = "date"
    patterns: Annotated[tuple[str, ...], Field(min_length=1)]
    """How dates are written, such as `%d.%m.%Y` or `%B %d, %Y`."""
    shortened: tuple[str, ...] = ()
    """Patterns of dates whose year, or month, stands with a later date: `%d.%m.`."""
    separators: tuple[str, ...] = ()
    """What stands between several dates; a space is any white space."""
    ranges: tuple[str, ...] = ()
    """What stands between the first and the last day of a range, such as `-`."""
    latest_year: Annotated[int, Field(ge=99, le=9999)] | None = None
    """The last year that `%y`, two digits, can mean: of 2030, 31 is 1931."""
    time: Literal["midnight", "drop", "keep"] = "midnight"
    """A time of day: only 00:00 as spreadsheets write it; left out; kept."""
    zeros: Literal["refuse", "unknown"] = "refuse"
    """What 1961-00-00 is: a fault, or the year alone."""
    earliest: Day | None = None
    """The first day that can be meant."""
    latest: Day | None = None
    """The last day that can be meant."""

    _full: tuple[re.Pattern[str], ...] = PrivateAttr()
    _short: tuple[re.Pattern[str], ...] = PrivateAttr()
    _joint: re.Pattern[str] = PrivateAttr()

    @model_validator(mode="after")
    def _check(self) -> Self:
        self._full = self._compile("patterns", self.patterns)
        self._short = self._compile("shortened", self.shortened)
        looks = groupby(sorted(self.patterns, key=signature), signature)
        for alike in (list(group) for _look, group in looks):
            if len(alike) > 1:
                expected = "patterns that can be told apart"
                raise unexpected(" beside ".join(alike), expected, "patterns")
        if self.latest_year is None and any("%y" in it for it in self.patterns):
            raise unexpected("%y without 'latest-year'", "the last year it can mean")
        marks, ranges = _any_of(self.separators), _any_of(self.ranges)
        self._joint = re.compile(rf"(?P<range>\s*(?:{ranges})\s*)|\s*(?:{marks})\s*")
        return self

    def _compile(
        self, field: str, patterns: tuple[str, ...]
    ) -> tuple[re.Pattern[str], ...]:
        for number, pattern in enumerate(patterns):
            try:
                compile_pattern(pattern)
            except ValueError as error:
                raise unexpected(str(error), DIRECTIVES, field, number) from error
        return tuple(compile_pattern(pattern) for pattern in patterns)

    def read(self, text: str) -> Dates | Absent:
        """Read the dates of a cell, in its order."""
        found = self._fill(self._scan(text), text)
        spans = self._spans(found)
        if not spans:
            return Absent("a date of zeros")
        times = tuple(it.parts.time for it in found) if self.time == "keep" else ()
        return Dates(tuple(spans), times)

    def _scan(self, text: str) -> list[_Found]:
        found = [self._match(text, 0, ranged=False)]
        while found[-1].end < len(text):
            joint = self._joint.match(text, found[-1].end)
            if joint is None or joint.end() == joint.start():
                rest = shorten(text[found[-1].end :].strip())
                raise CellError(f"{rest} after a date", self._expectation())
            ranged = joint["range"] is not None
            found.append(self._match(text, joint.end(), ranged=ranged))
        return found

    def _match(self, text: str, start: int, *, ranged: bool) -> _Found:
        for patterns, shortened in ((self._full, False), (self._short, True)):
            matches = (pattern.match(text, start) for pattern in patterns)
            best = max(filter(None, matches), key=re.Match.end, default=None)
            if best is not None:
                parts = read_parts(best.groupdict(), self.latest_year)
                self._check_time(parts, best[0])
                return _Found(parts, best[0], best.end(), shortened, ranged)
        raise CellError(shorten(text[start:]), self._expectation())

    def _expectation(self) -> str:
        return f"a date as {' or '.join((*self.patterns, *self.shortened))}"

    def _check_time(self, parts: Parts, text: str) -> None:
        if self.time == "midnight" and parts.time not in (None, _MIDNIGHT):
            expected = "no time of day; 'time: drop' or 'keep' would allow one"
            raise CellError(shorten(text), expected)

    def _fill(self, found: list[_Found], text: str) -> list[_Found]:
        """Give shortened dates what the next full date after them says."""
        filled: list[_Found] = []
        for it in reversed(found):
            if not it.shortened:
                filled.append(it)
            elif not filled:
                raise CellError(shorten(text), "a last date that is not shortened")
            else:
                parts = it.parts.fill(filled[-1].parts)
                filled.append(_Found(parts, it.text, it.end, False, it.ranged))
        return filled[::-1]

    def _spans(self, found: list[_Found]) -> list[Edtf]:
        spans: list[Edtf] = []
        for it in found:
            written = self._write(it.parts, it.text)
            if it.ranged:
                if not spans or "/" in spans[-1].text or not written:
                    raise CellError(it.text, "a range of two dates")
                spans.append(self._parse(f"{spans.pop().text}/{written}", it.text))
            elif written:
                spans.append(self._parse(written, it.text))
        return spans

    def _write(self, parts: Parts, text: str) -> str:
        """Write a date in EDTF; "" where all of it is zeros."""
        if self.zeros == "refuse" and 0 in (parts.year, parts.month, parts.day):
            raise CellError(shorten(text), "a day, month and year that are not 0")
        year = f"{parts.year:04d}" if parts.year else "XXXX"
        if not parts.month:
            if parts.day:
                raise CellError(shorten(text), "a month for the day")
            return year if parts.year else ""
        if not parts.day:
            return f"{year}-{parts.month:02d}"
        return f"{year}-{parts.month:02d}-{parts.day:02d}"

    def _parse(self, written: str, text: str) -> Edtf:
        try:
            span = Edtf.parse(written)
        except ValueError as error:
            raise CellError(shorten(text), f"a day of the calendar: {error}") from error
        if self.earliest and span.not_before and span.not_before < self.earliest:
            raise CellError(shorten(text), f"a date from {self.earliest} on")
        if self.latest and span.not_after and span.not_after > self.latest:
            raise CellError(shorten(text), f"a date up to {self.latest}")
        return span


def _any_of(marks: tuple[str, ...]) -> str:
    """Return the alternatives of a regular expression; none never matches."""
    longest = sorted(marks, key=len, reverse=True)
    return "|".join(re.escape(it) if it.strip() else r"\s+" for it in longest) or "(?!)"
