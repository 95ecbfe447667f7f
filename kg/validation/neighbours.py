"""Neighbours: what of a release a graph is looked at beside.

A release may be a thousand times larger than what is given. Rules ask of a thing what
it is, what it leads to, what points at it and what else has its name: so much is looked
up, beside all terms and codes. The build, which looks at everything, has the last word.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.rdf.iri import graph
from kg.rdf.terms import SKOS

STEPS = 3
"""Links that are followed from what is given."""

MOST = 50_000
"""Statements that are looked up, at which no more links are followed."""

MOST_POINTING = 1_000
"""Statements that point at one thing, of which more are not looked up."""

TERMS = (graph("vocab"), graph("ontology"))
_LABELS = (SKOS.prefLabel, SKOS.altLabel)


class Neighbours:
    """Looks things up in the store of a release."""

    def __init__(self, store: Store) -> None:
        """Read all terms and codes."""
        self._store = store
        self._terms = [
            quad
            for name in TERMS
            for quad in store.quads_for_pattern(None, None, None, name)
        ]

    def of(self, given: Iterable[Quad], own: str = "") -> list[Quad]:
        """List what the release says of what is given, terms and codes first.

        Args:
            given: the statements.
            own: how the names of graphs begin that they are to replace; none when "".
        """
        listed = list(given)
        found = dict.fromkeys(self._terms)
        names = {graph.value for graph in TERMS}
        wanted = {*_nodes(listed), *self._namesakes(listed), *self._pointing(listed)}
        seen: set[NamedNode] = set()
        for _step in range(STEPS):
            seen |= wanted
            said = [
                quad
                for node in wanted
                for quad in self._about(node)
                if not _is_own(quad, own) and _graph(quad) not in names
            ]
            found |= dict.fromkeys(said)
            wanted = set(_nodes(said)) - seen
            if len(found) - len(self._terms) > MOST:
                break
        return list(found)

    def _about(self, node: NamedNode) -> Iterator[Quad]:
        """Yield what named graphs say of a node; the default graph merges these."""
        for quad in self._store.quads_for_pattern(node, None, None, None):
            if not isinstance(quad.graph_name, DefaultGraph):
                yield quad

    def _pointing(self, given: Iterable[Quad]) -> Iterator[NamedNode]:
        """Yield things that point at what something is said of."""
        for subject in {quad.subject for quad in given}:
            if isinstance(subject, NamedNode):
                pattern = (None, None, subject, DefaultGraph())
                known = self._store.quads_for_pattern(*pattern)
                for quad in islice(known, MOST_POINTING):
                    if isinstance(quad.subject, NamedNode):
                        yield quad.subject

    def _namesakes(self, given: Iterable[Quad]) -> Iterator[NamedNode]:
        """Yield things that are called as one that is given."""
        for quad in given:
            if quad.predicate in _LABELS and isinstance(quad.object, Literal):
                pattern = (None, quad.predicate, quad.object, DefaultGraph())
                for known in self._store.quads_for_pattern(*pattern):
                    if isinstance(known.subject, NamedNode):
                        yield known.subject


def _nodes(quads: Iterable[Quad]) -> Iterator[NamedNode]:
    for quad in quads:
        for node in (quad.subject, quad.object):
            if isinstance(node, NamedNode):
                yield node


def _graph(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def _is_own(quad: Quad, own: str) -> bool:
    return own != "" and _graph(quad).startswith(own)
