"""Quads as rows of numbers: looked up by their terms, and made when asked for."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

import numpy as np
from pyoxigraph import NamedNode, Quad

from kg.validation.columns.dictionary import (
    BLANK,
    OTHER,
    Dictionary,
    Ids,
    Mask,
)
from kg.validation.columns.pairs import distinct, matches

SUBJECT, PREDICATE, OBJECT, GRAPH = range(4)


class Quads:
    """Quads in the order they were read; a list of them would take five times as much.

    Those of several sources have one dictionary where they are to be joined.
    """

    def __init__(self, dictionary: Dictionary, rows: Ids) -> None:
        """Take rows of subject, predicate, object and graph."""
        self.dictionary = dictionary
        self.rows = rows
        self._orders: dict[int, tuple[Ids, Ids]] = {}

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> "Quads":
        """Number quads."""
        dictionary = Dictionary()
        return cls(dictionary, dictionary.rows(quads))

    @classmethod
    def joined(cls, parts: Iterable["Quads"]) -> "Quads":
        """Join the quads of sources that have one dictionary.

        Raises:
            ValueError: they have several.
        """
        listed = list(parts)
        if not listed:
            return cls.of(())
        first = listed[0].dictionary
        if any(part.dictionary is not first for part in listed):
            raise ValueError("quads of several dictionaries")
        rows = [part.rows for part in listed]
        return cls(first, rows[0] if len(rows) == 1 else np.concatenate(rows))

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Quad]:
        return self._made(self.rows)

    def _made(self, rows: Ids) -> Iterator[Quad]:
        terms = cast("list[Any]", self.dictionary.terms)
        for s, p, o, g in rows.tolist():
            yield Quad(terms[s], terms[p], terms[o], terms[g])

    def about(self, node: object) -> Iterator[Quad]:
        """Yield the quads whose subject a node is."""
        return self._with(SUBJECT, node)

    def naming(self, node: object) -> Iterator[Quad]:
        """Yield the quads whose object a term is."""
        return self._with(OBJECT, node)

    def _with(self, column: int, node: object) -> Iterator[Quad]:
        if column not in self._orders:
            order = np.argsort(self.rows[:, column], kind="stable").astype(np.int32)
            self._orders[column] = order, self.rows[order, column]
        order, sorted_ = self._orders[column]
        _which, places = matches(sorted_, self.dictionary.find_all([node]))
        return self._made(self.rows[order[places]])

    def where(self, column: int, terms: Iterable[object]) -> "Quads":
        """Give the quads that have one of some terms in a column."""
        return self._at(self._has(column, terms))

    def stating(self, predicate: NamedNode) -> "Quads":
        """Give the quads with a predicate."""
        return self.where(PREDICATE, [predicate])

    def touching(self, terms: Iterable[object]) -> "Quads":
        """Give the quads that have one of some terms as subject or as object."""
        wanted = list(terms)
        return self._at(self._has(SUBJECT, wanted) | self._has(OBJECT, wanted))

    def blank(self) -> "Quads":
        """Give the quads that say something of a blank node, or name one."""
        return self._at(self._of_kind(BLANK))

    def has_triple_terms(self) -> bool:
        """Tell whether a subject or an object is a triple term of RDF 1.2."""
        return bool(self._of_kind(OTHER).any())

    def without_triple_terms(self) -> "Quads":
        """Give the quads of RDF 1.1."""
        return self._at(~self._of_kind(OTHER))

    def terms(self, column: int) -> list[object]:
        """List the terms of a column, each once, in the order they were met."""
        terms = self.dictionary.terms
        return [terms[number] for number in distinct(self.rows[:, column]).tolist()]

    def _of_kind(self, kind: int) -> Mask:
        kinds = self.dictionary.kinds
        mask: Mask = (kinds[self.rows[:, SUBJECT]] == kind) | (
            kinds[self.rows[:, OBJECT]] == kind
        )
        return mask

    def _has(self, column: int, terms: Iterable[object]) -> Mask:
        marks = np.zeros(len(self.dictionary), np.bool_)
        marks[self.dictionary.find_all(terms)] = True
        mask: Mask = marks[self.rows[:, column]]
        return mask

    def _at(self, mask: Mask) -> "Quads":
        return Quads(self.dictionary, self.rows[mask])
