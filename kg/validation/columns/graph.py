"""The data as constraints see it: one graph of columns, with classes and values."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import cast

import numpy as np
from pyoxigraph import Literal, NamedNode, Store

from kg.rdf.terms import RDF, RDFS
from kg.validation.columns.dictionary import (
    IRI,
    LITERAL,
    OTHER,
    Dictionary,
    Ids,
    Kinds,
    Mask,
)
from kg.validation.columns.pairs import Pairs, distinct
from kg.validation.columns.table import Table
from kg.validation.columns.walk import Walk
from kg.validation.columns.writing import (
    AnyTerm,
    language_of,
    read_term,
    tail_of,
    text_of,
)
from kg.validation.literals.values import Value, read_value
from kg.validation.paths import CompoundPath, Operator, Path

_SUBCLASSES = CompoundPath(
    Operator.INVERSE, (CompoundPath(Operator.ZERO_OR_MORE, (RDFS.subClassOf,)),)
)


class Graph:
    """A merged graph; what is worked out of it is kept."""

    def __init__(self, dictionary: Dictionary, table: Table) -> None:
        """Take the table, and the dictionary that numbers its terms."""
        self.dictionary = dictionary
        self.table = table
        self._store: Callable[[], Store] | None = None
        self._walk = Walk(dictionary, table)
        self._instances: dict[NamedNode, Ids] = {}
        self._values: dict[int, Value | None] = {}

    @property
    def store(self) -> Store:
        """The same triples, for queries.

        Raises:
            TypeError: there is none, because nothing was said to ask for it.
        """
        if self._store is None:
            raise TypeError("columns without a store cannot be queried")
        return self._store()

    def attach(self, store: Callable[[], Store]) -> None:
        """Take what gives a store with the same triples, for constraints that ask."""
        self._store = store

    def follow(self, path: Path, nodes: Ids) -> Pairs:
        """Give the pairs of a node of a set and what a path leads to from it."""
        return self._walk.follow(path, nodes)

    def pairs(self, predicate: NamedNode, *, inverse: bool = False) -> Pairs:
        """Give subjects and objects of a predicate, or objects and subjects."""
        return self.table.pairs(self.dictionary.find(predicate), inverse=inverse)

    def instances(self, iri: NamedNode) -> Ids:
        """Give the set of the SHACL instances of a class, those of subclasses too."""
        if iri not in self._instances:
            start = self.dictionary.find_all([iri])
            classes = distinct(self.follow(_SUBCLASSES, start).right)
            typed = self._types.of(classes)
            self._instances[iri] = distinct(typed.right)
        return self._instances[iri]

    @cached_property
    def _types(self) -> Pairs:
        return self.pairs(RDF.type, inverse=True)

    def terms(self, ids: Ids) -> list[AnyTerm]:
        """List the terms of numbers."""
        return list(map(self.dictionary.terms.__getitem__, ids.tolist()))

    def written(self, ids: Ids) -> list[bytes]:
        """List the terms of numbers as they are written."""
        return list(map(self.dictionary.written.__getitem__, ids.tolist()))

    def triple_terms(self) -> list[AnyTerm]:
        """List the triple terms of RDF 1.2 that are subjects or objects."""
        others = np.flatnonzero(self.dictionary.kinds == OTHER).astype(np.int32)
        return self.terms(others[self.table.has(others)])

    def kinds(self, ids: Ids) -> Kinds:
        """Tell what terms are: IRI, BLANK, LITERAL or OTHER."""
        return self.dictionary.kinds[ids]

    def test_literals(self, ids: Ids, passes: Callable[[Literal], bool]) -> Mask:
        """Tell of each term whether it is a literal that passes a test."""
        mask: Mask = self.kinds(ids) == LITERAL
        literals = cast("Iterator[Literal]", map(read_term, self.written(ids[mask])))
        mask[mask] = [passes(it) for it in literals]
        return mask

    def languages(self, ids: Ids) -> list[str | None]:
        """List the languages of literals."""
        tails = list(map(tail_of, self.written(ids)))
        known = {tail: language_of(tail) for tail in set(tails)}
        return [known[tail] for tail in tails]

    def map_texts(self, ids: Ids, passes: Callable[[str], bool]) -> Mask:
        """Tell of each term whether what SPARQL's STR gives of it passes a test.

        A blank node has no text and does not pass.
        """
        kinds = self.kinds(ids)
        mask: Mask = (kinds == IRI) | (kinds == LITERAL)
        mask[mask] = [passes(text) for text in map(text_of, self.written(ids[mask]))]
        return mask

    def value(self, number: int) -> Value | None:
        """Give the value of a literal as SPARQL compares it; None if it has none."""
        if number not in self._values:
            term = self.dictionary.terms[number]
            found = read_value(term) if isinstance(term, Literal) else None
            self._values[number] = found
        return self._values[number]
