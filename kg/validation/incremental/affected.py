"""What a change affects: of each unit the nodes that may have other findings now."""

from collections.abc import Iterable

from pyoxigraph import NamedNode

from kg.validation.incremental.change import Change, Heads
from kg.validation.incremental.looking import Regard
from kg.validation.incremental.surroundings import Nodes, Surroundings
from kg.validation.incremental.units import Key, Unit, Units
from kg.validation.index import Term
from kg.validation.ways.queryways import QueryWays


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
        reaches = self._reaches(unit)
        told = unit.told if nodes or reaches else None
        for way in told.ways if told is not None and reaches else ():
            nodes |= self._heads.of(way)
        self._nodes[unit.key] = nodes
        if (told is None and (nodes or reaches)) or self._is_apart(told):
            self._whole.add(unit.key)

    def _is_apart(self, told: QueryWays | None) -> bool:
        """Tell whether something has changed that no way leads to."""
        changed = self._change.by_predicate
        return told is not None and not told.apart.isdisjoint(changed)

    def _reaches(self, unit: Unit) -> bool:
        """Tell whether a unit can ask for what has changed."""
        if not unit.queries or unit.reach is None:
            return True
        return not unit.reach.isdisjoint(self._change.by_predicate)

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
    found: frozenset[NamedNode] = frozenset()
    for unit in units:
        if unit.reach is None:
            return None
        found |= unit.reach
    return found
