"""The ways of a SPARQL constraint: from `$this` over each pattern of its query.

A row about a node uses triples that match the patterns of the query, and patterns hang
together by their variables. So each has a way from `$this`, and a row can change only
where such a way leads over a triple that changed. Where that cannot be told, the query
is asked of everything again.
"""

from collections.abc import Iterable, Iterator

from rdflib import BNode, Variable

from kg.validation.incremental.patterns import THIS, End, Pattern, Scope, read_patterns
from kg.validation.incremental.ways import ANY, OpaqueError, Way
from kg.validation.paths import CompoundPath, Operator, Path


def query_ways(query: str) -> frozenset[Way]:
    """Give the ways of a constraint, whose focus nodes are `?this`.

    Raises:
        OpaqueError: its patterns do not all hang together with `?this`.
    """
    return frozenset(_ways(read_patterns(query)))


def _ways(scope: Scope) -> Iterator[Way]:
    known = _joined(scope)
    for start, step, end in scope.patterns:
        ends = ((start, step), (end, _back(step)))
        ways = [(*known[here], over) for here, over in ends if here in known]
        if not ways:
            raise OpaqueError("a pattern that does not hang together with $this")
        yield min(ways, key=len)
    for inner in scope.inner:
        yield from _ways(inner)


def _joined(scope: Scope) -> dict[End, Way]:
    """Find a way from `?this` to every variable that is bound together with it.

    Over any predicate it leads only to what nothing else leads to.
    """
    patterns = list(scope.all())
    narrow = [pattern for pattern in patterns if pattern[1] != ANY]
    known: dict[End, Way] = {THIS: ()}
    while _extend(known, narrow) or _extend(known, patterns):
        pass
    return known


def _extend(known: dict[End, Way], patterns: Iterable[Pattern]) -> bool:
    """Add a variable that a pattern leads to; tell whether there was one."""
    for start, step, end in patterns:
        for here, over, there in ((start, step, end), (end, _back(step), start)):
            joins = isinstance(there, Variable | BNode) and there not in known
            if here in known and joins:
                known[there] = (*known[here], over)
                return True
    return False


def _back(step: Path) -> Path:
    return CompoundPath(Operator.INVERSE, (step,))
