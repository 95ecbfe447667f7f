"""Candidates: what may be meant by a query, before anything is weighed."""

from collections.abc import Sequence
from typing import NamedTuple

from kg.search.company import narrowed
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


class Group(NamedTuple):
    """Words of which a candidate has one: a word, or what it may be a slip for.

    Attributes:
        things: how many have one of them.
        common: those that have company.
    """

    things: int
    words: list[str]
    common: list[str]


def candidates(index: Index, query: Query) -> list[Entry]:
    """List what may be meant by names, or by IRIs, in no order that matters."""
    named = list(index.named([it for it in query.names if ":" in it]).values())
    if named:
        return named
    required = _required(query)
    names = [it for it in query.names if spelled_words(it)]
    if not names:
        return index.entries(_by_values(index, query, required))
    found = (it for name in names for it in _by_name(index, name, required))
    return list({entry.number: entry for entry in found}.values())


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


def _by_name(index: Index, name: str, required: Groups) -> list[Entry]:
    """List what fits, the strictest first: the name, all its words, some of them."""
    words = spelled_words(name)[:MOST_WORDS]
    numbers = dict.fromkeys(_fitting(index, [[whole(name)], *required]))
    enough = 1 if numbers else _ENOUGH  # names that share a word with one are no rivals
    groups = sorted(it for word in words if (it := _known(index, word)))
    if groups:
        numbers |= dict.fromkeys(_with_all_words(index, groups, required))
    for group in groups[:_SINGLE_WORDS]:
        if len(numbers) >= enough:
            break
        numbers |= dict.fromkeys(_fitting(index, [group.words, *required]))
    return index.entries(list(numbers)[: 2 * _TRIED])


def _fitting(index: Index, groups: Groups) -> list[int]:
    return index.matches(all_of(groups), _ANY, _TRIED)


def _known(index: Index, word: str) -> Group | None:
    """Return a word, or what it may be a slip for; None where nothing is like it."""
    things, common = index.known(word)
    if things:
        return Group(things, [word], [word] if common else [])
    meant = {it: index.known(it) for it in index.meant(word)}
    if not meant:
        return None
    things = sum(count for count, _common in meant.values())
    return Group(things, [*meant], [it for it, (_, common) in meant.items() if common])


def _with_all_words(
    index: Index, groups: Sequence[Group], required: Groups
) -> list[int]:
    """List what has all words, but for those that very many have.

    They are asked for only where the others leave many: to go through all that have
    them takes the longer, the more things there are.
    """
    told = _told(groups)
    found = _with(index, groups[:told], required)
    if told == len(groups) or len(found) < _TRIED:
        return found
    return _with(index, groups, required)


def _with(index: Index, groups: Sequence[Group], required: Groups) -> list[int]:
    common = {word for group in groups for word in group.common}
    asked = narrowed([it.words for it in groups], common)
    return _fitting(index, [*asked, *required])


def _told(groups: Sequence[Group]) -> int:
    """Count the words, the rarest first, that things are told apart by."""
    rare = sum(group.things <= _MANY for group in groups)
    return max(rare, min(_LEAST, len(groups)))


def _by_values(index: Index, query: Query, required: Groups) -> list[int]:
    """List what has values of a query without names, if they say enough."""
    marks = [
        mark(facet, value)
        for condition in query.properties
        for value in condition.positive
        for facet in ("same", "country")
    ]
    return _fitting(index, [marks, *required]) if marks else []
