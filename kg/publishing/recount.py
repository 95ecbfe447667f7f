"""A census after a change, counted again as far as the change reaches.

What is added up follows from the triples that came or went, and from those of things
that got another class. Of what is counted once however often it is there, a subject or
an object of some property, it is asked whether another triple still has it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Protocol

from kg.model.room import NoRoomError
from kg.publishing.census import Census
from kg.publishing.changes.lines import Lines
from kg.publishing.counts import ALL, Counts, Key, What, census_of, counts_of
from kg.publishing.difference import Change
from kg.publishing.numbered import TYPE, datatype_of, is_entity, triple_of

MOST = 50_000
"""Triples that are looked at; where it were more, all of them are."""


class Index(Protocol):
    """Finds triples by their values: all that were there before and are there now."""

    def having(self, predicate: bytes, value: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield subjects and predicates of triples, and perhaps of some others.

        Args:
            predicate: of the triples; empty for any.
            value: that they have, as it is numbered.
        """


class Triples:
    """The triples of a graph: lines of a file, without some and with others."""

    def __init__(
        self,
        lines: Lines,
        less: frozenset[bytes] = frozenset(),
        more: Iterable[bytes] = (),
    ) -> None:
        """Take lines, and what is not of the graph, or is beside them."""
        self._lines, self._less = lines, less
        self._more: dict[bytes, list[bytes]] = {}
        for line in more:
            self._more.setdefault(line.partition(b" ")[0], []).append(line)
        self._said: dict[bytes, tuple[bytes, ...]] = {}

    def of(self, subject: bytes, predicate: bytes = ALL) -> Iterator[bytes]:
        """Yield the lines about a thing."""
        if subject not in self._said:
            begin = subject + b" "
            found = (it for it in self._lines.of(begin) if it not in self._less)
            self._said[subject] = (*found, *self._more.get(subject, ()))
        begin = b"%b %b" % (subject, predicate + b" " if predicate else b"")
        return (it for it in self._said[subject] if it.startswith(begin))

    def classes(self, thing: bytes) -> set[bytes]:
        """List the classes of a thing."""
        if not thing.startswith(b"<"):
            return set()
        values = (triple_of(line)[2] for line in self.of(thing, TYPE))
        return {it for it in values if it.startswith(b"<")}


def count_again(
    census: Census, both: tuple[Triples, Triples], change: Change, index: Index
) -> Census:
    """Count what a change leads to.

    Args:
        census: of the triples before.
        both: the triples before, and after the change.
        change: what came, and what went.
        index: finds triples by their values.

    Raises:
        NoRoomError: so much is touched that counting everything takes no longer.
    """
    (was, now), counts = both, counts_of(census)
    gone, come = set(change.removed), set(change.added)
    for thing in _retyped(was, now, change):
        places = [it for it in index.having(ALL, thing) if _is_used(counts, it[1])]
        gone |= set(_with(was, thing, places))
        come |= set(_with(now, thing, places))
        if len(gone) + len(come) > MOST:
            raise NoRoomError
    sums, had = _tally(gone, was)
    new_sums, has = _tally(come, now)
    others = _Others(counts, now, come, index)
    found = Counts(counts)
    found.update(new_sums)
    found.subtract(sums)
    for key in had ^ has:
        if not others.have(key):
            found[*key[:-1], ALL] += 1 if key in has else -1
    return census_of(found)


def _retyped(was: Triples, now: Triples, change: Change) -> set[bytes]:
    """List the things that have other classes than before."""
    typed = (line.split(b" ", 2) for line in (*change.added, *change.removed))
    things = {subject for subject, predicate, _rest in typed if predicate == TYPE}
    return {it for it in things if was.classes(it) != now.classes(it)}


def _is_used(counts: Counts, predicate: bytes) -> bool:
    """Tell whether a predicate was used before: else all with it are new."""
    return counts[What.TRIPLES, ALL, predicate, ALL] > 0


def _with(
    triples: Triples, thing: bytes, places: Iterable[tuple[bytes, bytes]]
) -> Iterator[bytes]:
    """Yield the lines that are about a thing, or have it as a value at some places."""
    yield from triples.of(thing)
    for place in places:
        yield from (it for it in triples.of(*place) if triple_of(it)[2] == thing)


def _tally(lines: Iterable[bytes], among: Triples) -> tuple[Counter[Key], set[Key]]:
    """Add up lines, and list what is in them that is counted once."""
    sums, once = Counter[Key](), set[Key]()
    for subject, predicate, value in map(triple_of, lines):
        groups = [(it, predicate) for it in (ALL, *among.classes(subject))]
        kinds = _kinds(value, among)
        for class_, property_ in (*groups, (ALL, ALL)):
            sums[What.TRIPLES, class_, property_, ALL] += 1
            once.add((What.SUBJECTS, class_, property_, subject))
            once.add((What.OBJECTS, class_, property_, value))
        sums.update((what, *group, it) for group in groups for what, it in kinds)
        if is_entity(subject):
            once.add((What.ENTITIES, ALL, ALL, subject))
        if predicate == TYPE and value.startswith(b"<"):
            sums[What.THINGS, value, ALL, ALL] += 1
    return sums, once


def _kinds(value: bytes, among: Triples) -> list[tuple[What, bytes]]:
    """List the classes of a value, or its datatype."""
    datatype = datatype_of(value)
    if datatype:
        return [(What.BY_DATATYPE, datatype)]
    return [(What.BY_CLASS, it) for it in among.classes(value)]


class _Others:
    """The triples that are what they were, and so are those of the things they name."""

    def __init__(
        self, counts: Counts, now: Triples, come: set[bytes], index: Index
    ) -> None:
        self._counts, self._now, self._come = counts, now, come
        self._index = index

    def have(self, key: Key) -> bool:
        """Tell whether one of them has what is counted once."""
        what, class_, property_, term = key
        if not self._counts[What.TRIPLES, class_, property_, ALL]:
            return False
        if what is not What.OBJECTS:
            return self._has(class_, (term, property_), None)
        places = self._index.having(property_, term)
        return any(self._has(class_, place, term) for place in places)

    def _has(
        self, class_: bytes, place: tuple[bytes, bytes], value: bytes | None
    ) -> bool:
        found = (it for it in self._now.of(*place) if it not in self._come)
        if value is not None:
            found = (it for it in found if triple_of(it)[2] == value)
        return next(found, None) is not None and (
            not class_ or class_ in self._now.classes(place[0])
        )
