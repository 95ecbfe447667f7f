"""Neighbours: what of a release a graph is looked at beside.

A release may be a thousand times larger than what is given. Rules ask of a thing what
it is, what it leads to, what points at it and what else has its name: so much is looked
up, beside all terms and codes. The build, which looks at everything, has the last word.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    Store,
)

from kg.rdf.iri import graph
from kg.rdf.terms import SKOS

STEPS = 3
"""Links that are followed from what is given."""

SURE = 2
"""Those of them that are followed however much is said there.

Else what is given would seem to lead to things of which nothing is known.
"""

MOST = 50_000
"""Statements that are looked up, at which no more links are followed."""

MOST_POINTING, LEAST_POINTING = 1_000, 10
"""Statements that point at one thing by one property and are looked up.

Fewer when much is given. A judgement about a country is one among thousands of events.
"""

READ = 50_000
"""Statements that point at one thing, among which these are chosen."""

_SAID = 20
"""Statements about a thing, more or less."""

_AT_ONCE = 1_000
_SAID_OF = """
SELECT * {{
  VALUES ?node {{ {0} }}
  GRAPH ?graph {{ ?node ?property ?value }}
  FILTER({1})
}}
"""

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

    def of(
        self, given: Iterable[Quad], own: str = "", apart: NamedNode | None = None
    ) -> list[Quad]:
        """List what the release says of what is given, terms and codes first.

        Args:
            given: the statements.
            own: how the names of graphs begin that they are to replace; none when "".
            apart: the graph of the release that they are, if they are one.
        """
        listed, left_out = list(given), _left_out(own, apart)
        found, seen = dict.fromkeys(self._terms), set[NamedNode]()
        beside = chain(self._namesakes(listed), self._pointing(listed))
        for start, sure in ((_nodes(listed), SURE), (beside, 1)):
            wanted = set(start) - seen
            for step in range(STEPS):
                if step >= sure and len(found) - len(self._terms) > MOST:
                    break
                seen |= wanted
                said = list(self._said(wanted, left_out))
                found |= dict.fromkeys(said)
                wanted = set(_nodes(said)) - seen
        return [quad for quad in found if quad.graph_name != apart]

    def _said(self, nodes: Iterable[NamedNode], left_out: str) -> Iterator[Quad]:
        """Yield what named graphs say of some nodes, but for those that are left out.

        The engine leaves them out, and the merge of all: what it finds of things is
        most often what is given, and to look at it here takes four times as long.
        """
        asked = iter(nodes)
        while part := list(islice(asked, _AT_ONCE)):
            query = _SAID_OF.format(" ".join(map(str, part)), left_out)
            solutions = self._store.query(query)
            if not isinstance(solutions, QuerySolutions):
                raise TypeError("not a SELECT query")
            for it in solutions:
                yield Quad(it["node"], it["property"], it["value"], it["graph"])

    def _pointing(self, given: Iterable[Quad]) -> Iterator[NamedNode]:
        """Yield things that point at what something is said of."""
        subjects = {quad.subject for quad in given}
        share = MOST // (_SAID * max(len(subjects), 1))
        each = min(max(share, LEAST_POINTING), MOST_POINTING)
        for subject in subjects:
            if isinstance(subject, NamedNode):
                pattern = (None, None, subject, DefaultGraph())
                known = self._store.quads_for_pattern(*pattern)
                met = Counter[NamedNode]()
                for quad in islice(known, READ):
                    met[quad.predicate] += 1
                    few = met[quad.predicate] <= each
                    if few and isinstance(quad.subject, NamedNode):
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


def _left_out(own: str, apart: NamedNode | None) -> str:
    """Write a condition on graphs: no terms, not the one apart, none that begin so."""
    names = " ".join(f"&& ?graph != {it}" for it in (*TERMS, apart) if it is not None)
    begin = f"&& !STRSTARTS(STR(?graph), {Literal(own)})" if own else ""
    return f"true {names} {begin}"
