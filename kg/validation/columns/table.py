"""The table: triples as sorted columns, by predicate and by subject."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kg.validation.columns.dictionary import Ids, Mask
from kg.validation.columns.pairs import Pairs, Places, matches

_EMPTY = np.empty(0, np.int32)
_NONE = Pairs(_EMPTY, _EMPTY)


@dataclass(frozen=True, slots=True)
class Triples:
    """Columns of triples, in one order."""

    subjects: Ids
    predicates: Ids
    objects: Ids

    def at(self, places: Places | Mask) -> "Triples":
        """Give the triples at some places."""
        columns = (self.subjects, self.predicates, self.objects)
        return Triples(*(column[places] for column in columns))


class Table:
    """Triples, each once, whatever graphs they are in."""

    def __init__(self, rows: Ids) -> None:
        """Sort rows of subject, predicate, object and possibly more."""
        subjects, predicates, objects = rows[:, 0], rows[:, 1], rows[:, 2]
        pairs = (subjects.astype(np.int64) << 32) | objects
        order = np.lexsort((pairs, predicates))
        pairs, predicates = pairs[order], predicates[order]
        fresh = np.ones(len(order), np.bool_)
        fresh[1:] = (pairs[1:] != pairs[:-1]) | (predicates[1:] != predicates[:-1])
        kept = order[fresh]
        self.triples = Triples(rows[kept, 0], rows[kept, 1], rows[kept, 2])
        self._starts = _starts(self.triples.predicates)
        self._inverse: dict[int, Pairs] = {}

    def pairs(self, predicate: int, *, inverse: bool = False) -> Pairs:
        """Give subjects and objects of a predicate, or objects and subjects."""
        if inverse:
            if predicate not in self._inverse:
                self._inverse[predicate] = self.pairs(predicate).swapped()
            return self._inverse[predicate]
        start, stop = self._starts.get(predicate, (0, 0))
        if start == stop:
            return _NONE
        return Pairs(
            self.triples.subjects[start:stop], self.triples.objects[start:stop]
        )

    def about(self, nodes: Ids) -> Triples:
        """Give every triple whose subject is in a set."""
        _which, places = matches(self._by_subject.subjects, nodes)
        return self._by_subject.at(places)

    @cached_property
    def _by_subject(self) -> Triples:
        return self.triples.at(np.argsort(self.triples.subjects, kind="stable"))


def _starts(predicates: Ids) -> dict[int, tuple[int, int]]:
    """Find where the triples of each predicate begin and end."""
    if len(predicates) == 0:
        return {}
    found, first = np.unique(predicates, return_index=True)
    stops = [*first[1:].tolist(), len(predicates)]
    spans = zip(first.tolist(), stops, strict=True)
    return dict(zip(found.tolist(), spans, strict=True))
