"""Which shapes look at a node, and how a change alters that."""

from collections.abc import Iterator

from kg.rdf.terms import SH
from kg.validation.incremental.change import Change, Heads
from kg.validation.incremental.surroundings import Nodes, Surroundings
from kg.validation.index import Node, Term
from kg.validation.paths import CompoundPath, Path
from kg.validation.shape import Shape, Targets
from kg.validation.shapes import Shapes
from kg.validation.ways.ways import OF_CLASS


class Looking:
    """Tells whether shapes look at nodes; what that follows from is met on the way."""

    def __init__(self, shapes: Shapes, around: Surroundings) -> None:
        """Take the shapes, and what is now."""
        self._shapes = shapes
        self._around = around
        self._owners: dict[Node, list[Shape]] = {}
        self._told: dict[tuple[Node, Term], bool] = {}

    def looks(self, shape: Shape, node: Term) -> bool:
        """Tell whether a shape looks at a node: by itself, or as a property shape."""
        key = (shape.node, node)
        if key not in self._told:
            self._told[key] = not shape.deactivated and (
                self._is_root(shape.targets, node) or self._is_below(shape, node)
            )
        return self._told[key]

    def _is_root(self, targets: Targets, node: Term) -> bool:
        return self._is_target(targets, node) and not self._around.is_foreign(node)

    def _is_target(self, targets: Targets, node: Term) -> bool:
        around = self._around
        if node in targets.nodes:
            return True
        for predicates, inverse in (
            (targets.subjects_of, False),
            (targets.objects_of, True),
        ):
            for predicate in predicates:
                ends = around.ends_one_by_one(node, predicate, inverse=inverse)
                if next(ends, None) is not None:
                    return True
        return bool(targets.classes) and not around.follow([node], OF_CLASS).isdisjoint(
            targets.classes
        )

    def _is_below(self, shape: Shape, node: Term) -> bool:
        """Tell whether a shape that has this one leads to a node.

        Of the nodes that lead there, no more are read than it takes to find one.
        """
        if shape.node not in self._owners:
            self._owners[shape.node] = owners(self._shapes, shape)
        return any(
            self.looks(owner, before)
            for owner in self._owners[shape.node]
            for before in self._before(owner.path, node)
        )

    def _before(self, path: Path | None, node: Term) -> Iterator[Term]:
        if path is None:
            yield node
        elif isinstance(path, CompoundPath):
            yield from self._around.walk({node}, path, inverse=True)
        else:
            yield from self._around.ends_one_by_one(node, path, inverse=True)


def owners(shapes: Shapes, shape: Shape) -> list[Shape]:
    """List the shapes that have a property shape."""
    found = shapes.graph.subjects(SH.property, shape.node)
    return [shapes.by_node[node] for node in found]


class Regard:
    """Finds the nodes that a shape may look at no longer, or anew."""

    def __init__(self, shapes: Shapes, change: Change, around: Surroundings) -> None:
        """Take the shapes, a change, and a view of all that was and is."""
        self._shapes = shapes
        self._around = around
        self._heads = Heads(change, around)
        self.turned = {
            node for node in change.ends if not around.is_own(node, change.quads)
        }
        self._found: dict[Node, Nodes] = {}

    def of(self, shape: Shape) -> Nodes:
        """Give these nodes, and possibly others."""
        if shape.node not in self._found:
            self._found[shape.node] = self._by_itself(shape.targets)
            for owner in owners(self._shapes, shape):
                self._found[shape.node] |= self._below(owner)
        return self._found[shape.node]

    def _by_itself(self, targets: Targets) -> Nodes:
        if not targets:
            return set()
        found = set(self.turned)
        if targets.classes:
            found |= self._heads.of(OF_CLASS)
        for predicate in targets.subjects_of:
            found |= self._heads.of((predicate,))
        for predicate in targets.objects_of:
            found |= self._heads.of((predicate,), inverse=True)
        return found

    def _below(self, owner: Shape) -> Nodes:
        above = self.of(owner)
        if owner.path is None:
            return above
        reached = self._around.walk(above, owner.path)
        return reached | self._heads.of((owner.path,), inverse=True)
