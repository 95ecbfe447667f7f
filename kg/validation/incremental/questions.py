"""Questions whose rows are faults, asked again of what a change can reach."""

from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import NamedNode

from kg.rdf.namespaces import SHAPES
from kg.rdf.query.catalogue import Query
from kg.rdf.query.lexer import Sort, tokens
from kg.validation.background import Background
from kg.validation.checks.questions import FOCUS, question_findings
from kg.validation.finding import Finding
from kg.validation.incremental.change import Change, Heads
from kg.validation.incremental.surroundings import (
    Ground,
    Known,
    Nodes,
    Surroundings,
    View,
)
from kg.validation.queries.reach import reached
from kg.validation.ways.patterns import THIS
from kg.validation.ways.queryways import Spread, query_ways
from kg.validation.ways.ways import OpaqueError

_CUT = {"LIMIT", "OFFSET"}
"""Words by which a row depends on all others."""


class Questions:
    """Asks again, of the rows that a change can have touched."""

    def __init__(
        self,
        background: Background,
        known: Known,
        change: Change,
        spreads: Mapping[NamedNode, Spread],
    ) -> None:
        """Take the data after a change, and what has changed."""
        view = View(known, Ground(background.triples))
        self._background = background
        self._change = change
        self._spreads = spreads
        self._now = Surroundings(view)
        ever = View(known, view.ground, more=change.removed_store())
        self._heads = Heads(change, Surroundings(ever))

    def findings(
        self, queries: Sequence[Query], before: Sequence[Finding]
    ) -> list[Finding]:
        """List what the questions find now, from what they found before.

        Raises:
            OpaqueError: a question has to be asked of everything.
        """
        found = [it for query in queries for it in self._asked(query, before)]
        return sorted(set(found))

    def _asked(self, query: Query, before: Sequence[Finding]) -> Iterator[Finding]:
        touched = self._touched(query.bind())
        shape = NamedNode(SHAPES + query.name)
        yield from (
            it for it in before if it.shape == shape and it.focus not in touched
        )
        if touched:
            with self._background.store_with(self._now.met) as store:
                found = question_findings(store, [query])
            yield from (it for it in found if it.focus in touched)

    def _touched(self, text: str) -> Nodes:
        """Find the nodes whose rows may be others now, and read what these rest on."""
        reach, changed = reached([text]), self._change.by_predicate
        if reach is not None and reach.isdisjoint(changed):
            return set()
        names = {
            token.text[1:] for token in tokens(text) if token.sort is Sort.VARIABLE
        }
        if str(THIS) in names or any(token.word in _CUT for token in tokens(text)):
            raise OpaqueError("a question that is cut off, or has a name of ours")
        told = query_ways(_of_this(text), self._spreads)
        if not told.apart.isdisjoint(changed):
            raise OpaqueError("a pattern that nothing leads to")
        found = {node for way in told.ways for node in self._heads.of(way)}
        for way in told.ways:
            self._now.follow(found, way)
        for predicate in told.apart if found else ():
            self._now.read(predicate)
        return found


def _of_this(text: str) -> str:
    """Call the focus of a question as a constraint of a shape does."""
    parts: list[str] = []
    end = 0
    for token in tokens(text):
        if token.sort is Sort.VARIABLE and token.text[1:] == FOCUS:
            parts += [text[end : token.start], f"?{THIS}"]
            end = token.start + len(token.text)
    return "".join([*parts, text[end:]])
