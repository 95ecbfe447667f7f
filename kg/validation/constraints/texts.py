"""How a value is written: its length, its pattern, its language."""

import re
from dataclasses import dataclass

import numpy as np
from pyoxigraph import Literal, NamedNode

from kg.validation.columns.dictionary import Ids, Mask
from kg.validation.columns.graph import Graph
from kg.validation.constraints.counts import Bounds
from kg.validation.constraints.test import Test


def _text(term: object) -> str | None:
    """Give what SPARQL's STR gives; a blank node has none."""
    return term.value if isinstance(term, NamedNode | Literal) else None


@dataclass(frozen=True, slots=True)
class LengthTest(Test):
    """A text has enough code points, and not too many."""

    bounds: Bounds

    def passes(self, graph: Graph, nodes: Ids) -> Mask:
        """Count the code points of each value."""
        greatest = self.bounds.greatest
        texts = map(_text, graph.terms(nodes))
        lengths = np.array([-1 if it is None else len(it) for it in texts], np.int64)
        mask: Mask = (lengths >= 0) & (lengths >= self.bounds.least)
        return mask if greatest is None else mask & (lengths <= greatest)


@dataclass(frozen=True, slots=True)
class PatternTest(Test):
    """A text matches a pattern somewhere."""

    pattern: re.Pattern[str]

    def passes(self, graph: Graph, nodes: Ids) -> Mask:
        """Search each value for the pattern."""
        texts = map(_text, graph.terms(nodes))
        search = self.pattern.search
        found = [it is not None and search(it) is not None for it in texts]
        return np.array(found, np.bool_)


@dataclass(frozen=True, slots=True)
class LanguageTest(Test):
    """A text is in one of some languages, as SPARQL's langMatches tells."""

    ranges: tuple[str, ...]

    def passes(self, graph: Graph, nodes: Ids) -> Mask:
        """Match the language of each value."""
        return graph.test_literals(nodes, self._is_in)

    def _is_in(self, literal: Literal) -> bool:
        tag = literal.language
        return tag is not None and any(_matches(tag, it) for it in self.ranges)


def _matches(tag: str, range_: str) -> bool:
    """Compare as basic filtering of RFC 4647 does."""
    return range_ == "*" or f"{tag}-".lower().startswith(f"{range_}-".lower())
