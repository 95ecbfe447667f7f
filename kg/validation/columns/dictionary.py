"""The dictionary: every term has a number, given in the order terms are met."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

Ids = NDArray[np.int32]
"""Numbers of terms; a set of them is sorted and has each once."""

Mask = NDArray[np.bool_]
Kinds = NDArray[np.uint8]

NOTHING = -1
"""The number of a term that the dictionary does not know."""

IRI, BLANK, LITERAL, OTHER = range(4)
_KINDS: dict[type, int] = {NamedNode: IRI, BlankNode: BLANK, Literal: LITERAL}


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
        numbers = map(self._numbers.__getitem__, chain.from_iterable(quads))
        return np.fromiter(numbers, np.int32).reshape(-1, 4)

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
            kinds = (_KINDS.get(type(term), OTHER) for term in self._numbers)
            self._kinds = np.fromiter(kinds, np.uint8, len(self._numbers))
        return self._kinds

    def __len__(self) -> int:
        return len(self._numbers)
