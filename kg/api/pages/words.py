"""Numbers, lengths of time and lists in English words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<year>\d+)Y)?(?:(?P<month>\d+)M)?(?:(?P<week>\d+)W)?"
    r"(?:(?P<day>\d+)D)?(?:T(?:(?P<hour>\d+)H)?(?:(?P<minute>\d+)M)?.*)?"
)


def count(number: int, noun: str) -> str:
    """Write a number of things.

    >>> count(1, "claim"), count(12, "party")
    ('1 claim', '12 parties')
    """
    return f"{grouped(number)} {noun if number == 1 else plural(noun)}"


def grouped(number: int) -> str:
    """Write a number so that it is read at a glance, with thin spaces.

    >>> grouped(14255)
    '14\u202f255'
    """
    return f"{number:,}".replace(",", "\u202f")


def plural(noun: str) -> str:
    """Write an English noun in the plural."""
    if noun == "person":
        return "people"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch")) else f"{noun}s"


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Gather numbers that follow each other.

    >>> ranges((1, 2, 3, 7))
    [(1, 3), (7, 7)]
    """
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def listed(words: Sequence[str]) -> str:
    """Join words into a list: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def sentence(text: str) -> str:
    """Begin with a capital letter; nothing else changes."""
    return text[:1].upper() + text[1:]


def duration(text: str) -> str:
    """Write an ISO 8601 duration in words, or as it is when it is not one.

    >>> duration("P1M"), duration("P5Y")
    ('one month', '5 years')
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        return text
    parts = [
        f"one {unit}" if match[unit] == "1" else f"{int(match[unit])} {unit}s"
        for unit in ("year", "month", "week", "day", "hour", "minute")
        if match[unit]
    ]
    return listed(parts) or text


def span_of_durations(shortest: str, longest: str) -> str:
    """Write two durations as a span, the unit once when it is the same.

    >>> span_of_durations("P5Y", "P15Y")
    'from 5 to 15 years'
    """
    start, end = duration(shortest), duration(longest)
    number, _space, unit = start.partition(" ")
    same = end.endswith(f" {unit}") and unit.count(" ") == 0 and unit
    return f"from {number if same else start} to {end}"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of a number, as far as there are any."""

    lower: int | None
    lower_inclusive: bool
    upper: int | None
    upper_inclusive: bool

    def in_words(self) -> str:
        """Say what the bounds leave open: "more than 600", "25", "" for nothing."""
        if self.lower is not None and self.upper is not None:
            return self._both(self.lower, self.upper)
        if self.lower is not None:
            return f"{'at least' if self.lower_inclusive else 'more than'} {self.lower}"
        if self.upper is not None:
            return f"{'at most' if self.upper_inclusive else 'fewer than'} {self.upper}"
        return ""

    def _both(self, lower: int, upper: int) -> str:
        if lower == upper:
            return str(lower)
        start = str(lower) if self.lower_inclusive else f"more than {lower}"
        end = str(upper) if self.upper_inclusive else f"fewer than {upper}"
        plain = self.lower_inclusive and self.upper_inclusive
        return f"from {start} to {end}" if plain else f"{start} and {end}"
