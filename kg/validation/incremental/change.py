"""A change: the quads that were added to data, and those that were removed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import NamedNode, Quad, Store, Triple

from kg.errors import UnexpectedValueError
from kg.validation.incremental.surroundings import Nodes, Surroundings
from kg.validation.index import Term
from kg.validation.paths import CompoundPath, Operator, Path, predicates
from kg.validation.ways.ways import ANY, Way

Ends = tuple[Term, Term]


@dataclass(frozen=True)
class Change:
    """Quads as the store has them: it writes `01` as `1`."""

    added: frozenset[Quad] = field(default_factory=frozenset)
    removed: frozenset[Quad] = field(default_factory=frozenset)

    @classmethod
    def between(cls, before: Iterable[Quad], after: Iterable[Quad]) -> "Change":
        """Compare what was with what is."""
        old, new = frozenset(before), frozenset(after)
        return cls(new - old, old - new)

    @property
    def quads(self) -> frozenset[Quad]:
        """All that was added or removed."""
        return self.added | self.removed

    def without(self, quads: frozenset[Quad]) -> "Change":
        """Leave out what is not of the data."""
        return Change(self.added - quads, self.removed - quads)

    @cached_property
    def subjects(self) -> frozenset[object]:
        """Every subject of what changed, in whatever graph."""
        return frozenset(quad.subject for quad in self.quads)

    @cached_property
    def by_predicate(self) -> dict[NamedNode, list[Ends]]:
        """The ends of what changed, by predicate.

        Raises:
            UnexpectedValueError: it has a triple term, which SHACL does not know.
        """
        found: dict[NamedNode, list[Ends]] = {}
        for quad in self.quads:
            if isinstance(quad.subject, Triple) or isinstance(quad.object, Triple):
                raise UnexpectedValueError("data", "a triple term", "terms of RDF 1.1")
            ends = (quad.subject, quad.object)
            found.setdefault(quad.predicate, []).append(ends)
        return found

    @cached_property
    def ends(self) -> Nodes:
        """Every subject and object of what changed."""
        listed = self.by_predicate.values()
        return {end for pairs in listed for pair in pairs for end in pair}

    def with_(self, predicate: NamedNode) -> list[Ends]:
        """List the ends of what changed that has a predicate, or `ANY`."""
        if predicate != ANY:
            return self.by_predicate.get(predicate, [])
        return [pair for pairs in self.by_predicate.values() for pair in pairs]

    def removed_store(self) -> Store:
        """Give what was removed, to be read beside what is there."""
        store = Store()
        store.extend(self.removed)
        return store


class Heads:
    """Finds the nodes from which ways lead over what changed.

    Ways are followed through what was and what is together: a way that used a triple
    before, or uses it now, is found.
    """

    def __init__(self, change: Change, around: Surroundings) -> None:
        """Take a change, and a view of all that was and is."""
        self._change = change
        self._around = around

    def of(self, way: Way, *, inverse: bool = False) -> Nodes:
        """Give the nodes from which a way leads over what changed."""
        if not any(map(self._concerns, way)):
            return set()
        found: Nodes = set()
        for step in way if inverse else reversed(way):
            found = self._around.walk(found, step, inverse=not inverse)
            found |= self._of_step(step, inverse=inverse)
        return found

    def _concerns(self, step: Path) -> bool:
        known = self._change.by_predicate.keys()
        steps = set(predicates(step))
        return ANY in steps or not known.isdisjoint(steps)

    def _of_step(self, step: Path, *, inverse: bool) -> Nodes:
        if not isinstance(step, CompoundPath):
            return {pair[inverse] for pair in self._change.with_(step)}
        match step.operator:
            case Operator.INVERSE:
                return self._of_step(step.parts[0], inverse=not inverse)
            case Operator.SEQUENCE:
                return self.of(step.parts, inverse=inverse)
            case Operator.ALTERNATIVE:
                ways = (self._of_step(it, inverse=inverse) for it in step.parts)
                found = {node for nodes in ways for node in nodes}
            case _:
                found = self._of_repeated(step, inverse=inverse)
        return found

    def _of_repeated(self, path: CompoundPath, *, inverse: bool) -> Nodes:
        found = self._of_step(path.parts[0], inverse=inverse)
        if path.operator is Operator.ZERO_OR_ONE:
            return found
        before = CompoundPath(Operator.ZERO_OR_MORE, path.parts)
        return self._around.walk(found, before, inverse=not inverse)
