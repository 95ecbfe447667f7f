"""Dates that are told by their distance from the article's day, or another date."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.importers.suggestions.cues import Cues, alternatives, compiled
from kg.importers.suggestions.hit import overlap
from kg.importers.suggestions.moments import Moment
from kg.importers.suggestions.sentence import Sentence
from kg.model.text import Span

_WEEK = 7
_BESIDE = 3
"""Code points between a weekday and the date that it belongs to."""

_TOLD, _SAID, _BARE, _NEAR = 65, 60, 50, 45
"""How sure: `last Thursday`; `yesterday`; `on Thursday`; `the day before`."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a language for days that are counted from another."""

    weekday: re.Pattern[str]
    day: re.Pattern[str]
    beside: re.Pattern[str]
    ago: re.Pattern[str]
    future: re.Pattern[str]


def find_relative(
    sentences: list[Sentence],
    cues: Cues,
    moments: list[Moment],
    published: datetime.date | None,
) -> list[Moment]:
    """Find days that are counted from the article's, or from a date just before them.

    Args:
        sentences: the sentences of a text.
        cues: the words of its language.
        moments: the dates that it writes out.
        published: the day of the article; without it, only what counts from a date
            of the text is found.
    """
    found: list[Moment] = []
    for number, sentence in enumerate(sentences):
        start = sentences[max(0, number - 1)].span.start
        dates = [it for it in moments if it.span.start >= start and it.day is not None]
        found += _beside(sentence, cues, dates)
        if published is not None:
            found += _counted(sentence, cues, published)
    return [it for it in found if not any(_belongs(it, other) for other in moments)]


def day_of(published: str) -> datetime.date | None:
    """Read the day of an article; None when it is unknown, or no day."""
    try:
        return datetime.date.fromisoformat(published)
    except ValueError:
        return None


@cache
def _words(cues: Cues) -> _Words:
    numbers = alternatives(cues.numbers())
    weekday = rf"(?P<weekday>{alternatives(cues.weekdays())})"
    on, last, next_ = map(cues.pattern, ("on", "last", "next"))
    ago = cues.text("ago").replace("#", rf"(?P<number>\d\d?|{numbers})")
    turned = rf"(?:{on}\s+)?(?:(?P<last>{last})|(?P<next>{next_}))\s+"
    return _Words(
        compiled(rf"(?:{turned}|{on}\s+){weekday}"),
        compiled(alternatives(cues.table("days"))),
        compiled(alternatives(cues.table("days-beside"))),
        compiled(rf"\b{ago}(?!\w)"),
        compiled(cues.pattern("future")),
    )


def _counted(
    sentence: Sentence, cues: Cues, published: datetime.date
) -> Iterator[Moment]:
    """Yield what counts from the day of the article."""
    words = _words(cues)
    for match in words.weekday.finditer(sentence.words):
        days, sure = _to_weekday(match, sentence, cues, published)
        yield _moment(match, sentence, published, (days, sure))
    for match in words.day.finditer(sentence.words):
        days = cues.table("days")[_plain(match[0])]
        if days or not match.start():  # within a sentence, `today` is `these days`
            yield _moment(match, sentence, published, (days, _SAID))
    for match in words.ago.finditer(sentence.words):
        number = match["number"].lower()
        days = int(number) if number.isdigit() else cues.numbers()[number]
        yield _moment(match, sentence, published, (-days, _SAID))


def _to_weekday(
    match: re.Match[str], sentence: Sentence, cues: Cues, published: datetime.date
) -> tuple[int, int]:
    """Say how many days away a weekday is, and how sure that is.

    What is said to have been `last Thursday` on a Thursday was a week before; what was
    `on Thursday` was that day; of what is still to come, the next one is meant.
    """
    wanted = cues.weekdays()[match["weekday"].lower()]
    away = (wanted - published.weekday()) % _WEEK
    if match["last"]:
        return away - _WEEK, _TOLD
    if match["next"]:
        return away or _WEEK, _BARE
    if _words(cues).future.search(sentence.words):
        return away, _BARE
    return away - _WEEK if away else 0, _BARE


def _beside(sentence: Sentence, cues: Cues, dates: list[Moment]) -> Iterator[Moment]:
    """Yield what counts from the date before it, a sentence back at most."""
    for match in _words(cues).beside.finditer(sentence.words):
        start = sentence.span.start + match.start()
        before = [it.day for it in dates if it.span.end <= start]
        if before and before[-1] is not None:
            days = cues.table("days-beside")[_plain(match[0])]
            yield _moment(match, sentence, before[-1], (days, _NEAR))


def _moment(
    match: re.Match[str],
    sentence: Sentence,
    origin: datetime.date,
    counted: tuple[int, int],
) -> Moment:
    days, confidence = counted
    start = sentence.span.start
    day = origin + datetime.timedelta(days=days)
    span = Span(start + match.start(), start + match.end())
    return Moment(span, day.isoformat(), confidence, origin)


def _plain(words: str) -> str:
    return " ".join(words.lower().split())


def _belongs(one: Moment, other: Moment) -> bool:
    """Tell whether a weekday only goes with a date that is written out beside it."""
    apart = max(one.span.start - other.span.end, other.span.start - one.span.end)
    return overlap(one.span, other.span) or apart <= _BESIDE
