"""Numbers of people, organisations and other things in a text, with their bounds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.importers.suggestions.cues import Cues, alternatives, compiled
from kg.importers.suggestions.hit import overlap
from kg.importers.suggestions.moments import Moment
from kg.importers.suggestions.sentence import Sentence
from kg.model.text import Span

_DIGITS = r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3}){1,3}(?!\d)|(?<!\d)\d{1,9}(?![\d.,]*\d)"
"""A number with or without marks between its thousands, of nine digits at most."""
_BOUNDS = ("at-least", "above", "at-most", "below", "about")
_BETWEEN = 4
"""Words that may stand between a number and what it counts."""

_SEPARATORS = re.compile(r"[.,\u00a0\u202f ]")
_UNLIKELY = re.compile(
    r"\s*(?:%|percent|per cent|pro[sz]ent|процент|працэнт|°|kr\b|€|\$)", re.IGNORECASE
)
"""Shares, sums of money and degrees count nothing that is ours."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number where it stands, with its bounds and what it counts.

    Attributes:
        span: the bound and the number.
        whole: the same with what is counted.
        bounds: fields of a quantity.
    """

    span: Span
    whole: Span
    bounds: dict[str, str]
    unit: str | None
    confidence: int
    is_estimate: bool


@cache
def _number(cues: Cues) -> str:
    vague = alternatives(cues.table("vague"))
    return rf"(?:{_DIGITS}|{alternatives(cues.numbers())}|{vague})"


@cache
def _counted(cues: Cues) -> re.Pattern[str]:
    """Write the expression for a bound, a number or two, and what stands after them."""
    bounds = "|".join(
        rf"(?P<{bound.replace('-', '_')}>{cues.pattern(bound)})" for bound in _BOUNDS
    )
    number = _number(cues)
    dash = r"\s*[\u2010-\u2015-]\s*"
    second = rf"(?:(?:{dash}|\s+(?P<to>{cues.pattern('to')})\s+)(?P<last>{number}))"
    out_of = rf"(?:\s+{cues.pattern('out-of')}\s+(?P<whole>{number}))"
    half = rf"(?P<half>\s*{re.escape(cues.text('and-a-half'))})"
    return compiled(
        rf"(?:(?:{bounds})\s+|(?P<between>{cues.pattern('between')})\s+)?"
        rf"(?<![\w.,/-])(?P<first>{number}){half}?(?:{second}|{out_of})?"
    )


@cache
def _units(cues: Cues) -> tuple[tuple[str, re.Pattern[str]], ...]:
    skipped = rf"(?:\s+[\w\u2019'-]+){{0,{_BETWEEN}}}?\s+"
    return tuple(
        (unit, compiled(rf"{skipped}{alternatives(words)}"))
        for unit, words in cues.table("units").items()
    )


def find_amounts(
    sentences: list[Sentence], moments: list[Moment], cues: Cues
) -> Iterator[tuple[Amount, Sentence]]:
    """Yield the numbers that count something, with their sentences; no dates."""
    for sentence in sentences:
        for match in _counted(cues).finditer(sentence.words):
            start = sentence.span.start
            span = Span(start + match.start(), start + match.end())
            if not any(overlap(span, moment.span) for moment in moments):
                for amount in _amounts(match, span, sentence, cues):
                    yield amount, sentence


def _amounts(
    match: re.Match[str], span: Span, sentence: Sentence, cues: Cues
) -> Iterator[Amount]:
    rest = sentence.words[match.end() :]
    if _UNLIKELY.match(rest):
        return
    length = _length(match, rest, cues)
    if length is not None:
        bounds, end = length
        if re.search(cues.pattern("prison"), sentence.words, re.IGNORECASE):
            yield Amount(
                span, Span(span.start, span.end + end), bounds, None, 70, False
            )
        return
    found = _unit(rest, cues)
    numbers = _bounds(match, cues)
    if found is None or not numbers:
        return
    unit, end = found
    confidence = 85 if end < _NEAR else 65
    whole = Span(span.start, span.end + end)
    yield Amount(span, whole, numbers, unit, confidence, match["about"] is not None)


_NEAR = 16
"""Code points within which what is counted surely belongs to the number."""


def _unit(rest: str, cues: Cues) -> tuple[str, int] | None:
    """Find what is counted: the nearest known noun, with where it ends."""
    found = [
        (match.end(), unit)
        for unit, pattern in _units(cues)
        if (match := pattern.match(rest)) is not None
    ]
    if found:
        return min(found)[1], min(found)[0]
    befell = _befell(cues).match(rest)
    return ("person", befell.end()) if befell is not None else None


@cache
def _befell(cues: Cues) -> re.Pattern[str]:
    """Write the expression for what befalls people alone, soon after a number."""
    counts = cues.table("counts")
    words = alternatives([*counts["victim-count"], *counts["injured-count"]])
    return compiled(rf"(?:\s+\w+){{0,2}}?\s+{words}")


def _length(
    match: re.Match[str], rest: str, cues: Cues
) -> tuple[dict[str, str], int] | None:
    """Read a length of time: of a sentence or of a state, in years or months."""
    for field, letter in (("year-words", "Y"), ("month-words", "M")):
        unit = re.match(rf"[\s-]+{cues.pattern(field)}", rest, re.IGNORECASE)
        if unit is None:
            continue
        first = _value(match["first"], cues)
        last = _value(match["last"], cues) if match["last"] else first
        half = "6M" if match["half"] and letter == "Y" else ""
        return _longest(
            match, f"P{first}{letter}{half}", f"P{last}{letter}{half}"
        ), unit.end()
    return None


def _longest(match: re.Match[str], first: str, last: str) -> dict[str, str]:
    if match["at_most"] or match["below"]:
        return {"longest": last}
    if match["at_least"] or match["above"]:
        return {"shortest": first}
    return {"shortest": first, "longest": last}


def _bounds(match: re.Match[str], cues: Cues) -> dict[str, str]:
    """Read the bounds; none when it is no number of things after all."""
    first = _value(match["first"], cues)
    if match["half"]:
        return {}
    if match["last"]:
        return _range(match, first, _value(match["last"], cues))
    if match["whole"]:
        return {"exactly": str(first), "out-of": str(_value(match["whole"], cues))}
    return {_bound(match, cues): str(first)}


def _range(match: re.Match[str], first: int, last: int) -> dict[str, str]:
    """Read a range; "eleven and two" is none."""
    ranged = first < last and (match["between"] or not match["to"])
    return {"at-least": str(first), "at-most": str(last)} if ranged else {}


def _bound(match: re.Match[str], cues: Cues) -> str:
    if match["first"].lower() in cues.table("vague"):
        return "at-least"
    given = (bound for bound in _BOUNDS[:-1] if match[bound.replace("-", "_")])
    return next(given, "exactly")


def _value(number: str, cues: Cues) -> int:
    word = number.lower()
    vague: int | None = cues.table("vague").get(word)
    named = cues.numbers().get(word)
    if vague is not None or named is not None:
        return vague if vague is not None else named or 0
    return int(_SEPARATORS.sub("", number))
