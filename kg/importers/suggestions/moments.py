"""Dates in a text, in EDTF, as precise as they are written."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.importers.suggestions.cues import Cues, alternatives, compiled
from kg.importers.suggestions.hit import Hit, overlap
from kg.importers.suggestions.quote import quote
from kg.model.dates import Edtf
from kg.model.text import SourceText, Span

_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|\.)?"
_ORDINAL = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DASH = r"\s*[-\u2010-\u2015]\s*"


@dataclass(frozen=True, slots=True)
class Moment:
    """A date where it stands."""

    span: Span
    edtf: str
    confidence: int
    counted_from: datetime.date | None = None
    """The day that it is told by its distance from."""

    @property
    def day(self) -> datetime.date | None:
        """The day that it is, if it is one and is said in full."""
        return (
            datetime.date.fromisoformat(self.edtf)
            if _DATE.fullmatch(self.edtf)
            else None
        )

    @property
    def is_partial(self) -> bool:
        """The year is not said."""
        return "XXXX" in self.edtf


@dataclass(frozen=True, slots=True)
class _Form:
    """A way of writing dates, and how surely it is one."""

    pattern: re.Pattern[str]
    confidence: int


def find_moments(text: SourceText, cues: Cues) -> list[Moment]:
    """Find dates; of several readings of the same words the longest is taken."""
    found: list[Moment] = []
    for form in _forms(cues):
        for match in form.pattern.finditer(text.content):
            span = Span(*match.span())
            if any(overlap(span, other.span) for other in found):
                continue
            edtf = _edtf(match, cues)
            if edtf is not None:
                found.append(Moment(span, edtf, form.confidence))
    return sorted(found, key=lambda moment: moment.span)


@cache
def _forms(cues: Cues) -> tuple[_Form, ...]:
    """List the ways of writing dates, the longest first."""
    month = rf"(?P<month>{alternatives(cues.months())})"
    since = rf"(?P<since>{cues.pattern('since')})\s+"
    until = cues.pattern("to")
    between = cues.pattern("between")
    year = rf"(?:[.,]?\s+(?:of\s+)?{_YEAR})"
    days = rf"(?P<first>[0-3]?\d)\.?(?:{_DASH}|\s+{until}\s+){_DAY}\s+{month}"
    return tuple(
        _Form(compiled(expression), confidence)
        for expression, confidence in (
            (r"(?<![\d/-])(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)(?![\d/-])", 95),
            (r"(?<!\d)(?P<dotted>[0-3]?\d\.[01]?\d\.(?:19|20)\d\d)(?!\d)", 90),
            (rf"(?:{between}\s+)?(?<![\d.,]){days}{year}?(?!\d)", 85),
            (rf"(?:{since})?(?<![\d.,]){_DAY}(?:\s+of)?\s+{month}{year}(?!\d)", 95),
            (rf"(?:{since})?{month}\.?\s+{_ORDINAL}{year}(?!\d)", 95),
            (rf"(?:{since})?(?<![\d.,]){_DAY}(?:\s+of)?\s+{month}", 80),
            (rf"(?:{since})?{month}{year}(?!\d)", 90),
            (rf"(?:{since})?{month}\.?\s+{_ORDINAL}(?![\d.,]*\d)", 80),
            (rf"{since}{_YEAR}(?!\d)", 85),
            (rf"{cues.pattern('in')}\s+{_YEAR}(?![\d.,]*\d)", 70),
            (rf"{cues.pattern('in')}\s+{month}(?!\w)", 50),
            (rf"(?<![\d.,/-]){_YEAR}(?![\d/-]|[.,]\d)", 40),
        )
    )


def _edtf(match: re.Match[str], cues: Cues) -> str | None:
    """Write what was matched in EDTF; None when there is no such day."""
    parts = {name: value for name, value in match.groupdict().items() if value}
    text = _expression(parts, cues)
    try:
        Edtf.parse(text)
    except ValueError:
        return None
    return text


def _expression(parts: dict[str, str], cues: Cues) -> str:
    if "iso" in parts:
        return parts["iso"]
    if "dotted" in parts:
        day, month, year = parts["dotted"].split(".")
        return f"{year}-{int(month):02}-{int(day):02}"
    last = _date(parts, parts.get("day"), cues)
    if "first" in parts:
        return f"{_date(parts, parts['first'], cues)}/{last}"
    return f"{last}/.." if "since" in parts else last


def _date(parts: dict[str, str], day: str | None, cues: Cues) -> str:
    date = parts.get("year", "XXXX")
    if "month" in parts:
        date += f"-{cues.months()[parts['month'].lower()]:02}"
    return f"{date}-{int(day):02}" if day else date


def moment_hits(text: SourceText, moments: list[Moment], source: str) -> Iterator[Hit]:
    """Suggest a time for each date that is written; events refer to it by its key."""
    seen: set[str] = set()
    for moment in moments:
        if moment.edtf in seen:
            continue
        seen.add(moment.edtf)
        record = {"key": key_of(moment, source), **time_record(text, moment)}
        yield Hit(
            kind="date",
            span=moment.span,
            value=moment.edtf,
            confidence=moment.confidence,
            why=_why(moment),
            section="times",
            record=record,
        )


def _why(moment: Moment) -> str:
    if moment.counted_from is not None:
        return (
            f"a date counted from {moment.counted_from}: {moment.edtf}, if it is that"
        )
    partial = ", without a year" if moment.is_partial else ""
    return f"a date{partial}, read as {moment.edtf}"


def key_of(moment: Moment, source: str) -> str:
    """Make a key of a date: no other source has it."""
    written = re.sub(r"[^0-9a-z]+", "-", moment.edtf.lower()).strip("-")
    return f"on-{written}-{source}"[:80].rstrip("-")


def time_record(text: SourceText, moment: Moment) -> dict[str, object]:
    """Write a date as the time of an event: with its words, and how it is known."""
    record: dict[str, object] = {"edtf": moment.edtf}
    if moment.is_partial or moment.counted_from is not None:
        record["basis"] = "stated-partial"
    return {**record, "quote": quote(text, moment.span)}
