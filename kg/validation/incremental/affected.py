"""What a change affects: of each unit the nodes that may have other findings now."""

from collections.abc import Iterable

from pyoxigraph import NamedNode

from kg.validation.incremental.change import Change, Heads
from kg.validation.incremental.looking import Regard
from kg.validation.incremental.surroundings import Nodes, Surroundings
from kg.validation.incremental.units import Key, Unit, Units
from kg.validation.index import Term
from kg.validation.queries.reach import reached


class Affected:
    """The nodes that are looked at again, by unit; of some units it is every node."""

    def __init__(self, units: Units, change: Change, ever: Surroundings) -> None:
        """Find them.

        Args:
            units: what rules say.
            change: what was added and removed.
            ever: all that was and is.
        """
        self._change = change
        self._heads = Heads(change, ever)
        self._regard = Regard(units.shapes, change, ever)
        self._nodes: dict[Key, Nodes] = {}
        self._whole: set[Key] = set()
        for unit in units.all:
            self._add(unit)

    def _add(self, unit: Unit) -> None:
        nodes = set(self._regard.of(unit.shape))
        if unit.queries:
            nodes |= self._regard.turned
        for way in unit.ways or ():
            nodes |= self._heads.of(way)
        self._nodes[unit.key] = nodes
        if unit.ways is None and (nodes or self._reaches(unit)):
            self._whole.add(unit.key)

    def _reaches(self, unit: Unit) -> bool:
        reach = unit_reach([unit])
        return reach is None or not reach.isdisjoint(self._change.by_predicate)

    def nodes(self, key: Key) -> Nodes:
        """Give the nodes of a unit; none when it is all of them."""
        return set() if key in self._whole else self._nodes[key]

    def is_whole(self, key: Key) -> bool:
        """Tell whether a unit is looked at again at every node."""
        return key in self._whole

    def includes(self, key: Key, node: Term) -> bool:
        """Tell whether a node is looked at again."""
        return key in self._whole or node in self._nodes[key]


def unit_reach(units: Iterable[Unit]) -> frozenset[NamedNode] | None:
    """Give the predicates that the queries of units can ask for; None for any."""
    queries = [query for unit in units for query in unit.queries]
    return reached(text for query in queries for text in (query.query, query.focus))
