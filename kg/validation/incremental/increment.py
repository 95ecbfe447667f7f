"""Validation of a change: the findings of what is now, from those of what was.

A full validation looks at every node. Here, the nodes that a change affects are found
by the inverse of the ways that rules look along; what those ways reach is read from the
store, and the engine runs on that. The outcome is that of a full validation.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pyoxigraph import NamedNode, Quad, Store

from kg.validation.background import Background, in_default_graph
from kg.validation.engine import judge, validate
from kg.validation.finding import Finding
from kg.validation.holding import in_graphs
from kg.validation.incremental.affected import Affected, unit_reach
from kg.validation.incremental.change import Change
from kg.validation.incremental.looking import Looking
from kg.validation.incremental.surroundings import Ground, Known, Surroundings, View
from kg.validation.incremental.units import Units
from kg.validation.index import Term
from kg.validation.queries.asking import constraint_findings
from kg.validation.shapes import Shapes
from kg.validation.ways.queryways import QueryWays, Spread
from kg.validation.ways.ways import ANY, OpaqueError


class Increments:
    """Validates changes of data, again and again, by the same rules."""

    def __init__(
        self,
        shapes: Shapes,
        background: Background,
        spreads: Mapping[NamedNode, Spread] | None = None,
    ) -> None:
        """Compile the rules; `spreads` are those of the data (see `query_ways`)."""
        self._shapes = shapes
        self._background = background
        self._ground = Ground(background.triples)
        try:
            self._units: Units | None = Units(shapes, spreads)
        except OpaqueError:
            self._units = None

    @property
    def is_possible(self) -> bool:
        """Whether a change can be told by itself; if not, everything is looked at."""
        return self._units is not None

    def validate(
        self,
        store: Known,
        change: Change,
        before: Iterable[Finding],
        besides: frozenset[Quad] = frozenset(),
    ) -> list[Finding]:
        """List the faults of the quads of a store, as `engine.validate` does.

        Args:
            store: the data after the change; not changed meanwhile.
            change: what is there now and was not, and what was there and is not.
            before: the findings of what was, by the same rules.
            besides: quads of the store that are not the data's.

        Raises:
            UnexpectedValueError: the data has a triple term, which SHACL does not know.
        """
        view = View(store, self._ground, besides)
        if self._units is None:
            every = view.data(None, None, None)
            return validate(every, self._shapes, self._background)
        now = Surroundings(view)
        ever = Surroundings(replace(view, more=change.removed_store()))
        change = change.without(besides)
        affected = Affected(self._units, change, ever)
        again = _Again(self._units, now, self._background)
        fresh = {*again.in_surroundings(affected), *again.in_everything(affected)}
        key = self._units.key
        kept = [it for it in before if not affected.includes(key(it), it.focus)]
        moved = [it for it in kept if it.focus in change.subjects]
        still = (it for it in kept if it.focus not in change.subjects)
        return sorted([*still, *again.in_graphs([*moved, *fresh])])


class _Again:
    """Looks again at what a change affects."""

    def __init__(self, units: Units, now: Surroundings, ground: Background) -> None:
        self._units = units
        self._now = now
        self._background = ground

    def in_surroundings(self, affected: Affected) -> Iterator[Finding]:
        """Run the engine on the surroundings of the nodes that are affected."""
        looking = Looking(self._units.shapes, self._now)
        for unit in self._units.all:
            seen = [
                it for it in affected.nodes(unit.key) if looking.looks(unit.shape, it)
            ]
            told = unit.told if seen else None
            if told is not None:
                for node in seen:
                    self._read(node, told)
                for predicate in told.apart:
                    self._now.read(predicate)
        columns = self._background.columns(self._now.met)
        shapes = self._units.shapes
        for it in judge(columns, shapes, self._background, repeated=False):
            key = self._units.key(it)
            if not affected.is_whole(key) and affected.includes(key, it.focus):
                yield it

    def _read(self, node: Term, told: QueryWays) -> None:
        self._now.walk({node}, ANY)
        self._now.is_own(node)
        for way in told.ways:
            self._now.follow([node], way)

    def in_everything(self, affected: Affected) -> Iterator[Finding]:
        """Ask the queries again that may look anywhere."""
        units = [it for it in self._units.all if affected.is_whole(it.key)]
        if units:
            queries = [query for unit in units for query in unit.queries]
            store = self._filled(unit_reach(units))
            for query in queries:
                for it in constraint_findings(store, query):
                    if not self._now.is_foreign(it.focus):
                        yield it

    def _filled(self, reach: frozenset[NamedNode] | None) -> Store:
        """Fill a store with all that queries can reach, merged and by graph."""
        store = Store()
        store.extend(self._units.shapes.quads)
        for predicate in [None] if reach is None else reach:
            data = self._now.view.data(None, predicate, None)
            known = self._now.view.ground.triples(None, predicate, None)
            store.extend(it for quad in data for it in (quad, in_default_graph(quad)))
            store.extend(Quad(*triple) for triple in known)
        return store

    def in_graphs(self, findings: list[Finding]) -> Iterator[Finding]:
        """Say which named graph holds what findings are about."""
        nodes = {finding.focus for finding in findings}
        about = (it for node in nodes for it in self._now.view.data(node, None, None))
        return in_graphs(findings, self._background.columns(about))
