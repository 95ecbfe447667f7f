"""Pairs of terms, and the operations on sets of them that paths are made of."""

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from kg.validation.columns.dictionary import Ids, Mask

_WIDTH = np.int64(32)
_LOW = np.int64(2**32 - 1)

_FEW = 16
"""Places to look at for each node that is searched for by halves."""

_MANY = 1000
"""Numbers from which on it is quicker to mark places than to search by halves."""

_SPARSE = 256
"""Places for each number that is looked up: of more, few would be looked at."""

Places = NDArray[np.intp]
Numbers = NDArray[np.int32] | NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A set of pairs, sorted by their left and then by their right term."""

    left: Ids
    right: Ids

    def __len__(self) -> int:
        return len(self.left)

    def keys(self) -> NDArray[np.int64]:
        """Give each pair as one number, in order."""
        return (self.left.astype(np.int64) << _WIDTH) | self.right

    def swapped(self) -> "Pairs":
        """Give the pairs the other way round."""
        return make_pairs(self.right, self.left)

    def joined(self, other: "Pairs") -> "Pairs":
        """Give (a, c) for every (a, b) here and (b, c) there."""
        which, places = matches(other.left, self.right)
        return make_pairs(self.left[which], other.right[places])

    def united(self, other: "Pairs") -> "Pairs":
        """Give what is in either."""
        return from_keys(np.union1d(self.keys(), other.keys()))

    def without(self, other: "Pairs") -> "Pairs":
        """Give what is here and not there."""
        return self.where(~member(other.keys(), self.keys()))

    def of(self, nodes: Ids) -> "Pairs":
        """Give the pairs whose left term is in a set."""
        if len(nodes) * _FEW > len(self.left):
            return self.where(member(nodes, self.left))
        _which, places = matches(self.left, nodes)
        return Pairs(self.left[places], self.right[places])

    def where(self, mask: Mask) -> "Pairs":
        """Give the pairs that a mask marks."""
        return Pairs(self.left[mask], self.right[mask])


def make_pairs(left: Ids, right: Ids) -> Pairs:
    """Make a set of pairs of two columns in any order."""
    return from_keys(unique((left.astype(np.int64) << _WIDTH) | right))


def from_keys(keys: NDArray[np.int64]) -> Pairs:
    """Read pairs from sorted keys."""
    return Pairs((keys >> _WIDTH).astype(np.int32), (keys & _LOW).astype(np.int32))


def itself(nodes: Ids) -> Pairs:
    """Pair each node of a set with itself."""
    return Pairs(nodes, nodes)


def matches(column: NDArray[np.int32], keys: Ids) -> tuple[Places, Places]:
    """Find every place in a sorted column that has one of the keys.

    Returns:
        for each match the place of its key, and its place in the column.
    """
    first = np.searchsorted(column, keys, "left")
    counts = np.searchsorted(column, keys, "right") - first
    which = np.repeat(np.arange(len(keys)), counts)
    before = np.cumsum(counts) - counts
    return which, np.arange(len(which)) + (first - before)[which]


def distinct(ids: Ids) -> Ids:
    """Give the set of the terms of a column.

    Of many terms it is quicker to mark a place for each than to sort them.
    """
    if len(ids) < _MANY:
        return np.unique(ids)
    marks = np.zeros(int(ids.max()) + 1, np.bool_)
    marks[ids] = True
    return np.flatnonzero(marks).astype(np.int32)


def unique(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sort numbers, and keep each once: quicker than numpy, which hashes them first."""
    ordered = np.sort(keys)
    fresh = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return ordered[fresh]


def member(column: Numbers, keys: Numbers) -> Mask:
    """Tell of each key whether it is in a sorted column.

    Many numbers of terms are looked up at places that are marked, others by halves.
    """
    if len(column) == 0 or len(keys) == 0:
        return np.zeros(len(keys), np.bool_)
    if keys.dtype == np.int32 and len(keys) > _MANY:
        size = int(max(column[-1], keys.max())) + 1
        if size < len(keys) * _SPARSE:
            marks = np.zeros(size, np.bool_)
            marks[column] = True
            return cast("Mask", marks[keys])
    places = np.minimum(np.searchsorted(column, keys), len(column) - 1)
    found: Mask = column[places] == keys
    return found


def intersection(some: Ids, others: Ids) -> Ids:
    """Give the terms that are in both sets."""
    return some[member(others, some)]
