"""The surroundings of nodes, read from a store as far as ways lead, and no further."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kg.validation.index import Term
from kg.validation.paths import CompoundPath, Operator, Path
from kg.validation.ways.ways import ANY, Way

Nodes = set[Term]


class Ground:
    """What data build on, by subject and by object; its terms are as written."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Index triples."""
        self._all = list(triples)
        self._about: dict[object, list[Triple]] = {}
        self._naming: dict[object, list[Triple]] = {}
        for triple in self._all:
            self._about.setdefault(triple.subject, []).append(triple)
            self._naming.setdefault(triple.object, []).append(triple)

    def triples(
        self, subject: Term | None, predicate: NamedNode | None, value: Term | None
    ) -> Iterator[Triple]:
        """Yield the triples that match; a subject and a value are not asked at once."""
        found = self._all
        if subject is not None:
            found = self._about.get(subject, [])
        elif value is not None:
            found = self._naming.get(value, [])
        return (it for it in found if predicate in (None, it.predicate))


class Known(Protocol):
    """Quads that can be looked up: a store, or what answers as one does."""

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | None,
        predicate: NamedNode | None,
        value: Term | None,
        /,
    ) -> Iterator[Quad]:
        """Yield the quads that match, of whatever graph."""


@dataclass(frozen=True, slots=True)
class View:
    """Quads that are known, without some and with others, and what they build on."""

    store: Known
    ground: Ground
    without: frozenset[Quad] = frozenset()
    more: Store | None = None

    def data(
        self, subject: Term | None, predicate: NamedNode | None, value: Term | None
    ) -> Iterator[Quad]:
        """Yield the quads of the data that match, of whatever graph."""
        if isinstance(subject, Literal):
            return
        for store in (self.store, self.more):
            if store is not None:
                for quad in store.quads_for_pattern(subject, predicate, value):
                    if quad not in self.without:
                        yield quad


class Surroundings:
    """Follows ways, and keeps every quad of the data that it met."""

    def __init__(self, view: View) -> None:
        """Take the view that is read."""
        self.view = view
        self.met: dict[Quad, None] = {}
        self._steps: dict[tuple[Term, NamedNode, bool], Nodes] = {}

    def follow(
        self, nodes: Iterable[Term], way: Way, *, inverse: bool = False
    ) -> Nodes:
        """Give the nodes that a way leads to, or those it leads from."""
        found = set(nodes)
        for step in reversed(way) if inverse else way:
            found = self.walk(found, step, inverse=inverse)
        return found

    def walk(self, nodes: Nodes, step: Path, *, inverse: bool = False) -> Nodes:
        """Give the nodes that a step leads to, or those it leads from."""
        if not isinstance(step, CompoundPath):
            ends = (self._ends(node, step, inverse=inverse) for node in nodes)
            return {end for found in ends for end in found}
        match step.operator:
            case Operator.INVERSE:
                return self.walk(nodes, step.parts[0], inverse=not inverse)
            case Operator.SEQUENCE:
                return self.follow(nodes, step.parts, inverse=inverse)
            case Operator.ALTERNATIVE:
                ways = (self.walk(nodes, it, inverse=inverse) for it in step.parts)
                reached = {node for found in ways for node in found}
            case _:
                reached = self._repeated(nodes, step, inverse=inverse)
        return reached

    def _repeated(self, nodes: Nodes, path: CompoundPath, *, inverse: bool) -> Nodes:
        step = path.parts[0]
        fresh = self.walk(nodes, step, inverse=inverse)
        found = set(fresh)
        if path.operator is not Operator.ONE_OR_MORE:
            found |= nodes
        while fresh and path.operator is not Operator.ZERO_OR_ONE:
            fresh = self.walk(fresh, step, inverse=inverse) - found
            found |= fresh
        return found

    def _ends(self, node: Term, step: NamedNode, *, inverse: bool) -> Nodes:
        key = (node, step, inverse)
        if key not in self._steps:
            self._steps[key] = set(self.ends_one_by_one(node, step, inverse=inverse))
        return self._steps[key]

    def ends_one_by_one(
        self, node: Term, step: NamedNode, *, inverse: bool
    ) -> Iterator[Term]:
        """Yield where a step leads; no more is read than is taken."""
        predicate = None if step == ANY else step
        wanted = (None, predicate, node) if inverse else (node, predicate, None)
        for quad in self.view.data(*wanted):
            self.met[quad] = None
            yield _end(quad, inverse=inverse)
        for triple in self.view.ground.triples(*wanted):
            yield _end(triple, inverse=inverse)

    def read(self, predicate: NamedNode) -> None:
        """Meet every quad that has a predicate."""
        self.met |= dict.fromkeys(self.view.data(None, predicate, None))

    def is_own(self, node: Term, besides: frozenset[Quad] = frozenset()) -> bool:
        """Tell whether a node is the data's, for other quads than some.

        It is when they describe it, or name it and what they build on does not describe
        it; see `kg.validation.core`.
        """
        if self._has(node, None, besides):
            return True
        told = next(self.view.ground.triples(node, None, None), None)
        return told is None and self._has(None, node, besides)

    def is_foreign(self, node: Term) -> bool:
        """Tell whether a node is not the data's, but of what they build on."""
        if self.is_own(node):
            return False
        ground = self.view.ground
        told = ground.triples(node, None, None), ground.triples(None, None, node)
        return any(next(it, None) is not None for it in told)

    def _has(
        self, subject: Term | None, value: Term | None, besides: frozenset[Quad]
    ) -> bool:
        for quad in self.view.data(subject, None, value):
            if quad not in besides:
                self.met[quad] = None
                return True
        return False


def _end(quad: Quad | Triple, *, inverse: bool) -> Term:
    end = quad.subject if inverse else quad.object
    if isinstance(end, Triple):
        raise TypeError("triple terms are not part of the model")
    return end
