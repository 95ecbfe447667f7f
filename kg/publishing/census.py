"""A census: how much of what a graph holds, counted in columns of numbered terms.

What VoID (https://www.w3.org/TR/void/) asks for: sizes, and the uses of classes and
properties, also of each property with the things of each class.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from pyoxigraph import NamedNode

from kg.publishing.numbered import (
    PREDICATE,
    SUBJECT,
    TYPE,
    VALUE,
    Numbers,
    Terms,
    datatype_of,
    iri_of,
    is_entity,
)
from kg.publishing.sizes import Size

T = TypeVar("T")

_NONE = -1
_WIDTH = 32
"""Bits of the number of a term."""


@dataclass(frozen=True, slots=True)
class Use:
    """How a property is used: how often, and with how many subjects and objects.

    Of objects, the triples are counted by class or by datatype: an object of two
    classes counts for both, one without a class for none.
    """

    triples: int
    subjects: int
    objects: int
    by_class: dict[NamedNode, int]
    by_datatype: dict[NamedNode, int]


@dataclass(frozen=True, slots=True)
class Census:
    """What a graph holds.

    Attributes:
        size: of the whole.
        classes: class → how many things have it.
        properties: property → its use.
        uses: class → property → its use with the things of the class.
    """

    size: Size
    classes: dict[NamedNode, int]
    properties: dict[NamedNode, Use]
    uses: dict[NamedNode, dict[NamedNode, Use]]


class Tally:
    """The triples of a graph, counted when a census is asked for."""

    def __init__(self) -> None:
        """Start with an empty graph."""
        self._terms = Terms()
        self._rows: list[Numbers] = [np.empty((0, 3), np.int32)]

    def add(self, lines: Iterable[bytes]) -> None:
        """Add triples, each once, as lines."""
        self._rows.append(self._terms.triples(lines))

    def census(self) -> Census:
        """Count what has been added so far."""
        return _Counted(self._terms, np.concatenate(self._rows)).census()


class _Counted:
    """Triples in columns, and what is known of their terms."""

    def __init__(self, terms: Terms, rows: Numbers) -> None:
        self._texts = terms.texts()
        self._rows = rows
        self._things, self._classes = self._types(terms.find(TYPE))
        kinds = [datatype_of(text) for text in self._texts]
        self._datatypes = sorted(set(kinds) - {b""})
        place = {name: number for number, name in enumerate(self._datatypes)}
        self._kinds = np.array([place.get(it, _NONE) for it in kinds], np.int32)

    def _types(self, predicate: int) -> tuple[Numbers, Numbers]:
        """List things with their classes, one at a place, in the order of things."""
        typed = self._rows[self._rows[:, PREDICATE] == predicate]
        named = [self._texts[it].startswith(b"<") for it in typed[:, VALUE].tolist()]
        typed = typed[np.array(named, np.bool_)]
        typed = typed[np.argsort(typed[:, SUBJECT], kind="stable")]
        return typed[:, SUBJECT], typed[:, VALUE]

    def census(self) -> Census:
        """Count everything."""
        predicates, used = np.unique(self._rows[:, PREDICATE], return_inverse=True)
        which, class_ = self._classes_of(self._rows[:, SUBJECT])
        classes, having = np.unique(class_, return_inverse=True)
        groups = having.astype(np.int64) * len(predicates) + used[which]
        uses: dict[int, dict[int, Use]] = {}
        for group, use in self._uses(groups, self._rows[which]).items():
            class_number, number = divmod(group, len(predicates))
            uses.setdefault(class_number, {})[number] = use
        properties = [self._texts[it] for it in predicates.tolist()]
        kinds = [self._texts[it] for it in classes.tolist()]
        things = np.bincount(np.searchsorted(classes, self._classes)).tolist()
        within = {it: _named(uses[it], properties) for it in uses}
        return Census(
            self._size(len(kinds), len(properties)),
            _named(dict(enumerate(things)), kinds),
            _named(self._uses(used, self._rows), properties),
            _named(within, kinds),
        )

    def _size(self, classes: int, properties: int) -> Size:
        subjects = np.unique(self._rows[:, SUBJECT]).tolist()
        return Size(
            len(self._rows),
            sum(is_entity(self._texts[it]) for it in subjects),
            len(subjects),
            len(np.unique(self._rows[:, VALUE])),
            classes,
            properties,
        )

    def _classes_of(self, column: Numbers) -> tuple[Numbers, Numbers]:
        """Pair each place of a column with every class of the term that stands there.

        Returns:
            the places, and the class of each.
        """
        first = np.searchsorted(self._things, column, "left")
        counts = np.searchsorted(self._things, column, "right") - first
        which = np.repeat(np.arange(len(column)), counts)
        before = np.cumsum(counts) - counts
        return which, self._classes[np.arange(len(which)) + (first - before)[which]]

    def _uses(self, groups: Numbers, rows: Numbers) -> dict[int, Use]:
        """Add up the triples of each group."""
        which, classes = self._classes_of(rows[:, VALUE])
        by_class = _counts(groups[which], classes, self._texts)
        kinds = self._kinds[rows[:, VALUE]]
        literal = kinds != _NONE
        by_datatype = _counts(groups[literal], kinds[literal], self._datatypes)
        triples = np.bincount(groups).tolist()
        subjects = _different(groups, rows[:, SUBJECT])
        values = _different(groups, rows[:, VALUE])
        return {
            group: Use(
                triples[group],
                subjects[group],
                values[group],
                by_class.get(group, {}),
                by_datatype.get(group, {}),
            )
            for group in np.unique(groups).tolist()
        }


def _different(groups: Numbers, column: Numbers) -> list[int]:
    """Count the different numbers of each group."""
    keys = np.unique((groups.astype(np.int64) << _WIDTH) | column)
    counts: list[int] = np.bincount(keys >> _WIDTH).tolist()
    return counts


def _counts(
    groups: Numbers, column: Numbers, texts: Sequence[bytes]
) -> dict[int, dict[NamedNode, int]]:
    """Count how often each group has each term."""
    keys, counts = np.unique(
        (groups.astype(np.int64) << _WIDTH) | column, return_counts=True
    )
    found: dict[int, dict[int, int]] = {}
    for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
        group, number = divmod(key, 1 << _WIDTH)
        found.setdefault(group, {})[number] = count
    return {group: _named(found[group], texts) for group in found}


def _named(found: Mapping[int, T], texts: Sequence[bytes]) -> dict[NamedNode, T]:
    """Name terms by their numbers, in the order of their names."""
    ordered = sorted(found, key=texts.__getitem__)
    return {iri_of(texts[number]): found[number] for number in ordered}
