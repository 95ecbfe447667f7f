"""What speaks for two things being one, and what against it: features with weights.

A weight is the logarithm to base 2 of how many times likelier the observation is with
one thing than with two (Fellegi and Sunter, 1969). They are set by hand and written
down here, so that a reviewer is told why, and the same data always give the same list.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from kg.model.alike import bones
from kg.pipeline.identity.thing import Thing

PRIOR = {
    "person": -5.5,
    "organisation": -5.0,
    "place": -5.0,
    "document": -6.0,
    "event": -8.0,
}
"""How unlikely it is that two things which meet in a block are one, as a weight."""

LIKE = 0.8
"""The similarity from which two words are taken for spellings of one."""

Spelling = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that was compared, what it weighs, and what was seen."""

    name: str
    weight: float
    seen: str


def features(one: Thing, other: Thing) -> tuple[Feature, ...]:
    """List what was compared; the order of the two does not matter."""
    first, second = sorted((one, other), key=lambda thing: thing.iri)
    return tuple(f for compare in _COMPARISONS for f in compare(first, second))


def score(kind: str, found: tuple[Feature, ...]) -> float:
    """Give the probability that two things of a kind are one."""
    weight = PRIOR[kind] + sum(feature.weight for feature in found)
    return float(1.0 / (1.0 + 2.0**-weight))


def _names(one: Thing, other: Thing) -> Iterator[Feature]:
    if not one.names or not other.names:
        return
    same = one.names & other.names
    if same:
        name = min(same, key=lambda it: (-len(it), it))
        weight = 8.0 if " " in name or one.kind == "place" else 6.5
        weight = 2.0 if one.kind == "event" else weight
        yield Feature("name", weight, f"both are called {name!r}")
        return
    found = _best(one, other)
    if found is not None:
        yield found


def _best(one: Thing, other: Thing) -> Feature | None:
    """Compare every spelling of the one with every one of the other."""
    pairs = ((a, b) for a in sorted(one.spellings) for b in sorted(other.spellings))
    weighed = (_compared(a, b, one.kind) for a, b in pairs)
    best = max(weighed, key=lambda it: (it.weight, it.seen), default=None)
    if best is not None and one.kind == "event":
        # Events have no names of their own: each source describes them in its words.
        return Feature(best.name, max(-1.0, min(best.weight, 2.0)), best.seen)
    return best


def _compared(one: Spelling, other: Spelling, kind: str) -> Feature:
    left, right = " ".join(one), " ".join(other)
    if one == other:
        # One word alone is a surname, or what many are called.
        weight = 7.5 if len(one) > 1 or kind == "place" else 5.0
        return Feature("name", weight, f"the same when spelled alike: {left!r}")
    weight, told = _weighed(one, other)
    return Feature("name", weight, f"{told}: {left!r} and {right!r}")


def _weighed(one: Spelling, other: Spelling) -> tuple[float, str]:
    if _digits(one) != _digits(other):
        return -8.0, "other numbers"
    lone, lonely = _unmatched(one, other)
    if not lone and not lonely:
        return 6.0, "spelled nearly alike"
    if lone and lonely:
        ratio = fuzz.ratio(" ".join(one), " ".join(other)) / 100
        return 2.0 if ratio > 0.93 else -6.0, "words differ"
    return 3.0 if min(len(one), len(other)) > 1 else -1.0, "one has more words"


def _digits(spelling: Spelling) -> list[str]:
    return [word for word in spelling if any(map(str.isdigit, word))]


def _unmatched(one: Spelling, other: Spelling) -> tuple[list[str], list[str]]:
    """List the words of each that are no spelling of a word of the other."""
    left, right = list(one), list(other)
    for word in one:
        match = max(right, key=lambda it: _likeness(word, it), default=None)
        if match is not None and _likeness(word, match) >= LIKE:
            left.remove(word)
            right.remove(match)
    return _spelled_out(left, other), _spelled_out(right, one)


def _spelled_out(lone: list[str], other: Spelling) -> list[str]:
    """Leave out the initials of what the other name spells out."""
    initials = sorted(word[0] for word in other)
    return [word for word in lone if len(word) < 3 or sorted(word) != initials]


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if len(one) > 3 and bones(one) == bones(other):
        return 0.97
    if len(one) < 5 or len(other) < 5:
        return 0.0  # of short words, another letter makes another word
    return float(DamerauLevenshtein.normalized_similarity(one, other))


def _days(one: Thing, other: Thing) -> Iterator[Feature]:
    if one.span is None or other.span is None:
        return
    (first, last), (start, end) = one.span, other.span
    apart = max((start - last).days, (first - end).days, 0)
    width = max((last - first).days, (end - start).days)
    weights = (5.0, 2.0) if one.kind == "event" else (3.0, 1.0)
    if apart > 1:
        yield Feature("days", -8.0, f"{apart} days apart")
    elif apart == 1:
        yield Feature("days", -1.0, "a day apart")
    else:
        weight = weights[0] if width == 0 else weights[1]
        yield Feature("days", weight, "the same day" if width == 0 else "days overlap")


def _places(one: Thing, other: Thing) -> Iterator[Feature]:
    if not one.places or not other.places:
        return
    if one.places & other.places:
        yield Feature("place", 3.0 if one.kind == "event" else 1.5, "the same place")
    else:
        yield Feature("place", -4.0, "other places")


def _types(one: Thing, other: Thing) -> Iterator[Feature]:
    if not one.types or not other.types:
        return
    if one.types & other.types:
        yield Feature("type", 1.5 if one.kind == "event" else 0.5, "of one type")
    else:
        yield Feature("type", -1.5, "of other types")


_COMPARISONS: tuple[Callable[[Thing, Thing], Iterator[Feature]], ...] = (
    _names,
    _days,
    _places,
    _types,
)
