"""Finding: what has the words of a question in its names, chosen by facets, counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from kg.search.index import Entry, Index
from kg.search.tokens import MOST_WORDS, all_of, mark, spelled_words
from kg.search.typing import beginning

MOST = 2_000
"""Things of a kind that are counted; where there are more, the numbers say so."""

_RANKED = 300
"""Things of a kind that are put in order by how well their names fit."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for.

    Attributes:
        words: as somebody typed them.
        kind: of things, or "" for any.
        chosen: facets and their values; each has to be there.
    """

    words: str
    kind: str = ""
    chosen: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Attributes:
        numbers: kind → numbers, the best first.
        counts: facet → values, each with how many of the found things have it.
        complete: whether that is all.
        guessed: whether words were looked for that are spelled alike, since no name
            has one of those that were asked for.
    """

    numbers: Mapping[str, list[int]]
    counts: Mapping[str, list[tuple[str, int]]] = field(default_factory=dict)
    complete: bool = True
    guessed: bool = False

    @property
    def count(self) -> int:
        """How many things were found."""
        return sum(map(len, self.numbers.values()))


def find(index: Index, question: Question) -> Found:
    """Find things by words of their names, by what they are chosen by, or both."""
    words = spelled_words(question.words)[:MOST_WORDS]
    marks = [[mark(*pair)] for pair in question.chosen]
    if not words and not marks:
        return Found({})
    spans = index.kinds()
    if question.kind:
        spans = {kind: it for kind, it in spans.items() if kind == question.kind}
    read_as = {word: index.meant(word) for word in words if not index.frequency(word)}
    numbers = _begun(index, question, spans) if read_as else {}
    if numbers:
        read_as = {}
    elif all(read_as.values()):
        groups = [read_as.get(word) or [word] for word in words]
        numbers = _matching(index, all_of([*groups, *marks]), spans)
    ranked = {
        kind: _ranked(index, found, words) for kind, found in numbers.items() if found
    }
    everything = list(chain.from_iterable(ranked.values()))
    return Found(
        ranked,
        index.counts(everything),
        all(len(found) < MOST for found in ranked.values()),
        bool(read_as and everything),
    )


Spans = Mapping[str, tuple[int, int]]


def _matching(index: Index, condition: str, spans: Spans) -> dict[str, list[int]]:
    return {kind: index.matches(condition, it, MOST) for kind, it in spans.items()}


def _begun(index: Index, question: Question, spans: Spans) -> dict[str, list[int]]:
    """Find names in which the last word is only begun."""
    condition = beginning(index, question.words)
    if not condition:
        return {}
    found = {
        kind: index.matches(condition, span, MOST, typing=True)
        for kind, span in spans.items()
    }
    facets = index.facets([*chain.from_iterable(found.values())])
    chosen = set(question.chosen)
    kept = {
        kind: [it for it in numbers if chosen <= set(facets.get(it, ()))]
        for kind, numbers in found.items()
    }
    return {kind: numbers for kind, numbers in kept.items() if numbers}


def _ranked(index: Index, numbers: list[int], words: tuple[str, ...]) -> list[int]:
    if not words:
        return numbers
    first, rest = numbers[:_RANKED], numbers[_RANKED:]
    entries = sorted(index.entries(first), key=lambda it: _rank(it, words))
    return [*(it.number for it in entries), *rest]


def _rank(entry: Entry, words: tuple[str, ...]) -> tuple[int, int, int]:
    """Rank how well the best name fits; those that fit alike stay in their order."""
    level = min(fit(spelled_words(name.text), words) for name in entry.names)
    return level, -entry.weight, entry.number


def fit(name: tuple[str, ...], words: Iterable[str]) -> int:
    """Say how a name fits some words: the whole, its beginning, all words, others.

    >>> fit(("rafto", "price"), ["rafto"])
    1
    """
    wanted = tuple(words)
    if name == wanted:
        return 0
    if name[: len(wanted)] == wanted:
        return 1
    return 2 if set(wanted) <= set(name) else 3
