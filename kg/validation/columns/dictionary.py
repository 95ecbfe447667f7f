"""The dictionary: every term has a number, given in the order terms are met."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

Ids = NDArray[np.int32]
"""Numbers of terms; a set of them is sorted and has each once."""

Mask = NDArray[np.bool_]
Kinds = NDArray[np.uint8]

NOTHING = -1
"""The number of a term that the dictionary does not know."""

IRI, BLANK, LITERAL, OTHER = range(4)
_KINDS = defaultdict(
    lambda: OTHER, {NamedNode: IRI, BlankNode: BLANK, Literal: LITERAL}
)
_parts = attrgetter("subject", "predicate", "object")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: terms are in no circles, but there are many."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Dictionary:
    """Terms and their numbers. Terms are kept as they were parsed: `01` is not `1`."""

    def __init__(self, known: "Dictionary | None" = None) -> None:
        """Begin with nothing, or with the numbers that another dictionary gave."""
        numbers = {} if known is None else known._numbers
        self._numbers: defaultdict[object, int] = defaultdict(None, numbers)
        self._numbers.default_factory = self._numbers.__len__
        self._terms: list[object] = []
        self._kinds: Kinds = np.empty(0, np.uint8)

    def rows(self, quads: Iterable[Quad]) -> Ids:
        """Number the terms of quads: subject, predicate, object and graph in a row.

        This is the loop that costs the most; it runs in C but for the hash of a term.
        """
        return self._numbered(chain.from_iterable(quads)).reshape(-1, 4)

    def rows_of_triples(self, quads: Iterable[Quad]) -> Ids:
        """Number the terms of quads that are all in the default graph."""
        parts = self._numbered(chain.from_iterable(map(_parts, quads))).reshape(-1, 3)
        rows = np.empty((len(parts), 4), np.int32)
        rows[:, :3], rows[:, 3] = parts, self.number(DefaultGraph())
        return rows

    def _numbered(self, terms: Iterable[object]) -> Ids:
        with _uncollected():
            return np.fromiter(map(self._numbers.__getitem__, terms), np.int32)

    def number(self, term: object) -> int:
        """Give the number of a term, a new one to a new term."""
        return self._numbers[term]

    def find(self, term: object) -> int:
        """Give the number of a term; NOTHING when it is not known."""
        return self._numbers.get(term, NOTHING)

    def find_all(self, terms: Iterable[object]) -> Ids:
        """Give the set of the numbers of those terms that are known."""
        found = {self.find(term) for term in terms} - {NOTHING}
        return np.array(sorted(found), np.int32)

    @property
    def terms(self) -> list[object]:
        """Every term, at the place of its number."""
        if len(self._terms) != len(self._numbers):
            self._terms = list(self._numbers)
        return self._terms

    @property
    def kinds(self) -> Kinds:
        """What every term is: IRI, BLANK, LITERAL or OTHER."""
        if len(self._kinds) != len(self._numbers):
            kinds = map(_KINDS.__getitem__, map(type, self._numbers))
            self._kinds = np.fromiter(kinds, np.uint8, len(self._numbers))
        return self._kinds

    def __len__(self) -> int:
        return len(self._numbers)
