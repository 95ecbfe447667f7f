"""How many values there are: in all, of each language, of those a shape accepts."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.validation.columns.dictionary import LITERAL, NOTHING, Ids
from kg.validation.columns.graph import Graph
from kg.validation.columns.pairs import Pairs, distinct, member
from kg.validation.plan import Component, Faults, Plan, Values


@dataclass(frozen=True, slots=True)
class Bounds:
    """A least and a greatest number."""

    least: int = 0
    greatest: int | None = None

    def outside(self, focus: Ids, owners: Ids) -> Ids:
        """Give the focus nodes that own too few or too many values."""
        counts = np.zeros(len(focus), np.int64)
        counts[member(owners, focus)] = run_lengths(owners)
        wrong = counts < self.least
        if self.greatest is not None:
            wrong |= counts > self.greatest
        return focus[wrong]


def run_lengths(owners: Ids) -> NDArray[np.int64]:
    """Count how often each of a sorted column stands there."""
    starts = np.flatnonzero(owners[1:] != owners[:-1]) + 1
    return np.diff(starts, prepend=0, append=len(owners))[: len(owners)]


def missing(focus: Ids) -> Faults:
    """Say that something is wrong with focus nodes, but with no value."""
    return Faults(focus, np.full(len(focus), NOTHING, np.int32))


@dataclass(frozen=True, slots=True)
class Count:
    """A focus node has enough values, and not too many."""

    component: Component
    bounds: Bounds

    def faults(self, _graph: Graph, values: Values) -> Faults:
        """Count the values of each focus node."""
        return missing(self.bounds.outside(values.focus, values.pairs.left))


@dataclass(frozen=True, slots=True)
class UniqueLanguage:
    """A focus node has one value of a language at most."""

    component: Component

    def faults(self, graph: Graph, values: Values) -> Faults:
        """Find each language that a focus node has twice, and tell it once."""
        pairs = values.pairs.where(graph.kinds(values.pairs.right) == LITERAL)
        tags = graph.languages(pairs.right)
        numbers = _numbers(tags)
        found = np.array([numbers[tag] for tag in tags], np.int64)
        tagged = found != NOTHING
        keys = (pairs.left[tagged].astype(np.int64) << 32) | found[tagged]
        named, counts = np.unique(keys, return_counts=True)
        return missing((named[counts > 1] >> 32).astype(np.int32))


def _numbers(tags: Iterable[str | None]) -> dict[str | None, int]:
    """Number language tags, `en` and `EN` alike; none at all is NOTHING."""
    known = dict.fromkeys(tags)
    plain = sorted({tag.lower() for tag in known if tag is not None})
    return {tag: NOTHING if tag is None else plain.index(tag.lower()) for tag in known}


@dataclass(frozen=True, slots=True)
class QualifiedCount:
    """A focus node has enough values that a shape accepts, and not too many.

    A value that one of the siblings accepts does not count.
    """

    component: Component
    bounds: Bounds
    plan: Plan
    siblings: tuple[Plan, ...]

    def faults(self, graph: Graph, values: Values) -> Faults:
        """Count the values of each focus node that the shape accepts."""
        counted = self._accepted(graph, values.pairs)
        return missing(self.bounds.outside(values.focus, counted.left))

    def _accepted(self, graph: Graph, pairs: Pairs) -> Pairs:
        nodes = distinct(pairs.right)
        mask = self.plan.conforming(graph, nodes)
        for sibling in self.siblings:
            mask &= ~sibling.conforming(graph, nodes)
        return pairs.where(member(nodes[mask], pairs.right))
