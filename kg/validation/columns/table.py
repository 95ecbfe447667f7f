"""The table: triples as sorted columns, a pair of them for each predicate."""

from collections.abc import Iterator

import numpy as np

from kg.validation.columns.dictionary import Ids, Mask
from kg.validation.columns.pairs import Pairs, distinct, from_keys, member, unique

_EMPTY = np.empty(0, np.int32)
_NONE = Pairs(_EMPTY, _EMPTY)


class Table:
    """Triples, each once, whatever graphs they are in."""

    def __init__(self, rows: Ids) -> None:
        """Sort rows of subject, predicate, object and possibly more."""
        self._pairs = dict(_by_predicate(rows))
        self._inverse: dict[int, Pairs] = {}

    @property
    def predicates(self) -> Ids:
        """The set of the predicates."""
        return np.array(sorted(self._pairs), np.int32)

    def pairs(self, predicate: int, *, inverse: bool = False) -> Pairs:
        """Give subjects and objects of a predicate, or objects and subjects."""
        if not inverse:
            return self._pairs.get(predicate, _NONE)
        if predicate not in self._inverse:
            self._inverse[predicate] = self.pairs(predicate).swapped()
        return self._inverse[predicate]

    def has(self, nodes: Ids) -> Mask:
        """Tell of each node whether it is a subject or an object."""
        mask = np.zeros(len(nodes), np.bool_)
        for pairs in self._pairs.values() if len(nodes) else ():
            mask |= member(pairs.left, nodes) | np.isin(nodes, pairs.right)
        return mask

    def about(self, nodes: Ids, allowed: Ids) -> Iterator[tuple[int, Pairs]]:
        """Yield the predicates that nodes of a set have, but for some, with the pairs.

        The smaller of both sides is looked up in the larger.
        """
        besides = set(allowed.tolist())
        for predicate, pairs in self._pairs.items():
            if predicate not in besides:
                few = len(nodes) < len(pairs)
                mask = None if few else member(nodes, pairs.left)
                found = pairs.of(nodes) if mask is None else pairs.where(mask)
                if len(found):
                    yield predicate, found


def _by_predicate(rows: Ids) -> Iterator[tuple[int, Pairs]]:
    """Yield the pairs of each predicate.

    Predicates are few: small numbers are sorted by their digits.
    """
    if len(rows) == 0:
        return
    predicates = distinct(rows[:, 1])
    places = np.zeros(int(predicates[-1]) + 1, np.uint32)
    places[predicates] = np.arange(len(predicates))
    column = places[rows[:, 1]]
    short = len(predicates) < 1 << 16
    order = np.argsort(column.astype(np.uint16) if short else column, kind="stable")
    keys = (rows[:, 0][order].astype(np.int64) << 32) | rows[:, 2][order]
    stops = np.cumsum(np.bincount(column, minlength=len(predicates)))
    for number, part in zip(
        predicates.tolist(), np.split(keys, stops[:-1]), strict=True
    ):
        yield number, from_keys(unique(part))
