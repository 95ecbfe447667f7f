"""The ways of a SPARQL constraint: from `$this` over each pattern of its query.

A row about a node uses triples that match the patterns of the query, and patterns hang
together by their variables. So each has a way from `$this`, and a row can change only
where such a way leads over a triple that changed. A pattern that nothing leads to holds
of all rows alike: where it has changed, the query is asked of everything again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod

from pyoxigraph import NamedNode
from rdflib import BNode, Variable

from kg.validation.paths import CompoundPath, Operator, Path, predicates
from kg.validation.ways.patterns import THIS, End, Pattern, Scope, read_patterns
from kg.validation.ways.ways import ANY, OpaqueError, Way

Spread = tuple[float, float]
"""How many ends a triple has beside it, of one subject and of one object."""

USUAL: Spread = (10.0, 10.0)
_ANY: Spread = (1e6, 1e6)
_REPEATED = 3.0


@dataclass(frozen=True, slots=True)
class QueryWays:
    """The ways of a query, and the predicates of patterns that no way leads to."""

    ways: frozenset[Way]
    apart: frozenset[NamedNode] = frozenset()


def query_ways(
    query: str, spreads: Mapping[NamedNode, Spread] | None = None
) -> QueryWays:
    """Give the ways of a constraint, whose focus nodes are `?this`.

    Args:
        query: what is asked.
        spreads: how far predicates spread; of several ways the one is taken that
            leads to the fewest nodes.

    Raises:
        OpaqueError: it cannot be told what its rows follow from.
    """
    reader = _Reader({} if spreads is None else spreads)
    reader.read(read_patterns(query))
    if ANY in reader.apart:
        raise OpaqueError("a pattern of any predicate that nothing leads to")
    return QueryWays(frozenset(reader.ways), frozenset(reader.apart))


class _Reader:
    def __init__(self, spreads: Mapping[NamedNode, Spread]) -> None:
        self._spreads = spreads
        self.ways: set[Way] = set()
        self.apart: set[NamedNode] = set()

    def read(self, scope: Scope) -> None:
        known = self._joined(scope)
        for start, step, end in scope.patterns:
            ends = ((start, step), (end, _back(step)))
            ways = [(*known[here][1], over) for here, over in ends if here in known]
            if ways:
                self.ways.add(min(ways, key=self._size))
            else:
                self.apart.update(predicates(step))
        for inner in scope.inner:
            self.read(inner)

    def _joined(self, scope: Scope) -> dict[End, tuple[float, Way]]:
        """Find the way from `?this` to every variable that is bound with it."""
        patterns = list(scope.all())
        known: dict[End, tuple[float, Way]] = {THIS: (1.0, ())}
        while found := list(self._beyond(known, patterns)):
            size, end, way = min(found, key=lambda it: it[0])
            known[end] = size, way
        return known

    def _beyond(
        self, known: Mapping[End, tuple[float, Way]], patterns: list[Pattern]
    ) -> Iterator[tuple[float, End, Way]]:
        """Yield the variables that one pattern leads to from those that are known."""
        for start, step, end in patterns:
            for here, over, there in ((start, step, end), (end, _back(step), start)):
                joins = isinstance(there, Variable | BNode) and there not in known
                if here in known and joins:
                    size, way = known[here]
                    yield size * self._spread(over)[0], there, (*way, over)

    def _size(self, way: Way) -> float:
        return prod(self._spread(step)[0] for step in way)

    def _spread(self, step: Path) -> Spread:
        """Tell how many nodes a step leads to, and how many lead to where it leads."""
        if not isinstance(step, CompoundPath):
            return _ANY if step == ANY else self._spreads.get(step, USUAL)
        ahead, behind = zip(*map(self._spread, step.parts), strict=True)
        found = sum(ahead), sum(behind)
        if step.operator is Operator.INVERSE:
            found = behind[0], ahead[0]
        elif step.operator is Operator.SEQUENCE:
            found = prod(ahead), prod(behind)
        elif step.operator is not Operator.ALTERNATIVE:
            found = ahead[0] * _REPEATED, behind[0] * _REPEATED
        return found


def _back(step: Path) -> Path:
    return CompoundPath(Operator.INVERSE, (step,))
