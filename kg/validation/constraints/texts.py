"""How a value is written: its length, its pattern, its language."""

import re
from dataclasses import dataclass

from kg.validation.columns.dictionary import LITERAL, Ids, Mask
from kg.validation.columns.graph import Graph
from kg.validation.constraints.counts import Bounds
from kg.validation.constraints.test import Test


@dataclass(frozen=True, slots=True)
class LengthTest(Test):
    """A text has enough code points, and not too many."""

    bounds: Bounds

    def passes(self, graph: Graph, nodes: Ids) -> Mask:
        """Count the code points of each value."""
        least, greatest = self.bounds.least, self.bounds.greatest
        if greatest is None:
            return graph.map_texts(nodes, lambda text: len(text) >= least)
        return graph.map_texts(nodes, lambda text: least <= len(text) <= greatest)


@dataclass(frozen=True, slots=True)
class PatternTest(Test):
    """A text matches a pattern somewhere."""

    pattern: re.Pattern[str]

    def passes(self, graph: Graph, nodes: Ids) -> Mask:
        """Search each value for the pattern."""
        search = self.pattern.search
        return graph.map_texts(nodes, lambda text: search(text) is not None)


@dataclass(frozen=True, slots=True)
class LanguageTest(Test):
    """A text is in one of some languages, as SPARQL's langMatches tells."""

    ranges: tuple[str, ...]

    def passes(self, graph: Graph, nodes: Ids) -> Mask:
        """Match the language of each value."""
        mask: Mask = graph.kinds(nodes) == LITERAL
        tags = graph.languages(nodes[mask])
        accepted = {tag: self._is_in(tag) for tag in set(tags)}
        mask[mask] = [accepted[tag] for tag in tags]
        return mask

    def _is_in(self, tag: str | None) -> bool:
        return tag is not None and any(_matches(tag, it) for it in self.ranges)


def _matches(tag: str, range_: str) -> bool:
    """Compare as basic filtering of RFC 4647 does."""
    return range_ == "*" or f"{tag}-".lower().startswith(f"{range_}-".lower())
