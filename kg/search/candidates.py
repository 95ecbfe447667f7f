"""Candidates: what may be meant by a query, before anything is weighed."""

from collections.abc import Iterator

from kg.search.index import Entry, Index
from kg.search.query import Query
from kg.search.tokens import (
    MOST_WORDS,
    all_of,
    mark,
    spelled_words,
    whole,
)

_ANY = (0, 1 << 62)
_ENOUGH = 10
_TRIED = 60
_SINGLE_WORDS = 3
_LEAST = 2
_MANY = 1_000
"""Things that have a word, from which on it tells little."""

_CHOSEN_BY = frozenset(("country", "year", "type", "source"))
"""Properties that things are chosen by, so that an index knows their values."""

Groups = list[list[str]]
"""Groups of tokens: a candidate has one of each."""


def candidates(index: Index, query: Query) -> list[Entry]:
    """List what may be meant by names, or by IRIs, in no order that matters."""
    named = list(index.named([it for it in query.names if ":" in it]).values())
    if named:
        return named
    numbers: dict[int, None] = {}
    required = _required(query)
    names = [it for it in query.names if spelled_words(it)]
    for name in names:
        numbers |= _found(_by_name(index, name, required))
    if not names:
        numbers = _found(_by_values(index, query, required))
    return index.entries(list(numbers)[: 2 * _TRIED * max(1, len(names))])


def _found(steps: Iterator[list[int]]) -> dict[int, None]:
    """Take the first steps that find enough."""
    numbers: dict[int, None] = {}
    enough = _ENOUGH
    for place, found in enumerate(steps):
        numbers |= dict.fromkeys(found)
        if place == 0 and numbers:
            enough = 1  # some are called just so: names that share a word are no rivals
        elif len(numbers) >= enough:
            break
    return numbers


def _required(query: Query) -> Groups:
    """List what every candidate has, as far as an index knows it."""
    types = [mark(facet, it) for it in query.types for facet in ("class", "type")]
    found = [types] if types else []
    for condition in query.properties:
        name, values = condition.attribute, condition.positive
        known = name in _CHOSEN_BY and all(_is_exact(it) for it in values)
        if condition.required and known and values:
            marks = [[mark(name, value)] for value in values]
            every = condition.quantifier == "all"
            found += marks if every else [[token for (token,) in marks]]
    return found


def _is_exact(value: str) -> bool:
    return value.startswith(("http://", "https://")) or value.isdecimal()


def _by_name(index: Index, name: str, required: Groups) -> Iterator[list[int]]:
    """Yield what fits, the strictest first: the name, all its words, some of them."""
    words = spelled_words(name)[:MOST_WORDS]
    yield _fitting(index, [[whole(name)], *required])
    groups = sorted(it for word in words if (it := _known(index, word))[1])
    if groups:
        yield _with_all_words(index, groups, required)
    for _count, group in groups[:_SINGLE_WORDS]:
        yield _fitting(index, [group, *required])


def _fitting(index: Index, groups: Groups) -> list[int]:
    return index.matches(all_of(groups), _ANY, _TRIED)


def _known(index: Index, word: str) -> tuple[int, list[str]]:
    """Return a word, or what it may be a slip for, after how many things have it."""
    count = index.frequency(word)
    if count:
        return count, [word]
    meant = index.meant(word)
    return sum(map(index.frequency, meant)), meant


def _with_all_words(
    index: Index, groups: list[tuple[int, list[str]]], required: Groups
) -> list[int]:
    """List what has all words.

    Words that very many have are left out where the others leave few: to go through all
    that have them takes the longer, the more things there are.
    """
    told = [
        group
        for place, (count, group) in enumerate(groups)
        if place < _LEAST or count <= _MANY
    ]
    found = _fitting(index, [*told, *required])
    if len(told) == len(groups) or len(found) < _TRIED:
        return found
    return _fitting(index, [*(group for _count, group in groups), *required])


def _by_values(index: Index, query: Query, required: Groups) -> Iterator[list[int]]:
    """Yield what has values of a query without names, if they say enough."""
    marks = [
        mark(facet, value)
        for condition in query.properties
        for value in condition.positive
        for facet in ("same", "country")
    ]
    if marks:
        yield _fitting(index, [marks, *required])
