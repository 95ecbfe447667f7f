"""The dictionary: every term has a number, given in the order terms are met."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, repeat
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Quad

from kg.validation.columns.writing import (
    END_OF_LINE,
    LABELLED,
    NAMED,
    QUOTED,
    AnyTerm,
    Batch,
    read_term,
    write_quads,
    write_term,
)

Ids = NDArray[np.int32]
"""Numbers of terms; a set of them is sorted and has each once."""

Mask = NDArray[np.bool_]
Kinds = NDArray[np.uint8]

NOTHING = -1
"""The number of a term that the dictionary does not know."""

IRI, BLANK, LITERAL, OTHER = range(4)
_KINDS = np.full(256, OTHER, np.uint8)
_KINDS[[NAMED, LABELLED, QUOTED]] = IRI, BLANK, LITERAL
_first = itemgetter(0)


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


class Terms(dict[int, AnyTerm]):
    """Terms by their numbers; each is read when it is first asked for."""

    def __init__(self, dictionary: "Dictionary") -> None:
        """Take the dictionary that numbers them."""
        super().__init__()
        self._dictionary = dictionary

    def __missing__(self, number: int) -> AnyTerm:
        term = self[number] = read_term(self._dictionary.written[number])
        return term


class Dictionary:
    """Terms and their numbers. Terms are kept as they are written: `01` is not `1`."""

    def __init__(self, known: "Dictionary | None" = None) -> None:
        """Begin with nothing, or with the numbers that another dictionary gave."""
        numbers = {} if known is None else known._numbers
        self._numbers: defaultdict[bytes, int] = defaultdict(None, numbers)
        self._numbers.default_factory = self._numbers.__len__
        self._written: list[bytes] = []
        self._kinds: Kinds = np.empty(0, np.uint8)
        self.terms = Terms(self)

    def rows(self, quads: Iterable[Quad]) -> Ids:
        """Number the terms of quads: subject, predicate, object and graph in a row."""
        return self.rows_of(write_quads(quads))

    def rows_of(self, batches: Iterable[Batch]) -> Ids:
        """Number the terms of quads that are written.

        This is the loop that costs the most; within a batch it runs in C.
        """
        with _uncollected():
            return np.concatenate(
                [np.empty((0, 4), np.int32), *map(self._row, batches)]
            )

    def _row(self, batch: Batch) -> Ids:
        """Number a batch: no subject, and no predicate, has a space in it."""
        lines = batch.lines.split(END_OF_LINE)
        lines.pop()
        parts = chain.from_iterable(map(bytes.split, lines, repeat(b" "), repeat(2)))
        numbers = map(self._numbers.__getitem__, parts)
        rows = np.empty((len(lines), 4), np.int32)
        rows[:, :3] = np.fromiter(numbers, np.int32, 3 * len(lines)).reshape(-1, 3)
        graphs = [self._numbers[name] for name, _count in batch.graphs]
        rows[:, 3] = np.repeat(graphs, [count for _name, count in batch.graphs])
        return rows

    def number(self, term: object) -> int:
        """Give the number of a term, a new one to a new term."""
        return self._numbers[write_term(term)]

    def find(self, term: object) -> int:
        """Give the number of a term; NOTHING when it is not known."""
        return self._numbers.get(write_term(term), NOTHING)

    def find_all(self, terms: Iterable[object]) -> Ids:
        """Give the set of the numbers of those terms that are known."""
        found = {self.find(term) for term in terms} - {NOTHING}
        return np.array(sorted(found), np.int32)

    @property
    def written(self) -> list[bytes]:
        """Every term as it is written, at the place of its number."""
        if len(self._written) != len(self._numbers):
            self._written = list(self._numbers)
        return self._written

    @property
    def kinds(self) -> Kinds:
        """What every term is: IRI, BLANK, LITERAL or OTHER."""
        if len(self._kinds) != len(self._numbers):
            firsts = map(_first, self._numbers)
            self._kinds = _KINDS[np.fromiter(firsts, np.uint8, len(self._numbers))]
            self._kinds[self._spaced()] = OTHER
        return self._kinds

    def _spaced(self) -> list[int]:
        """List the triple terms: no node's name has a space."""
        nodes = np.flatnonzero(self._kinds != LITERAL).tolist()
        written = self.written
        return [number for number in nodes if b" " in written[number]]

    def __len__(self) -> int:
        return len(self._numbers)
