"""Property paths, walked from many nodes at once."""

from functools import reduce

from kg.validation.columns.dictionary import Dictionary, Ids
from kg.validation.columns.pairs import Pairs, distinct, itself
from kg.validation.columns.table import Table
from kg.validation.paths import CompoundPath, Operator, Path


class Walk:
    """Follows paths through a table."""

    def __init__(self, dictionary: Dictionary, table: Table) -> None:
        """Take the table, and the dictionary that numbers its terms."""
        self._dictionary = dictionary
        self._table = table

    def follow(self, path: Path, nodes: Ids, *, inverse: bool = False) -> Pairs:
        """Give the pairs of a node of a set and what a path leads to from it."""
        if isinstance(path, CompoundPath):
            return self._compound(path, nodes, inverse=inverse)
        predicate = self._dictionary.find(path)
        return self._table.pairs(predicate, inverse=inverse).of(nodes)

    def _compound(self, path: CompoundPath, nodes: Ids, *, inverse: bool) -> Pairs:
        match path.operator:
            case Operator.INVERSE:
                return self.follow(path.parts[0], nodes, inverse=not inverse)
            case Operator.SEQUENCE:
                return self._sequence(path.parts, nodes, inverse=inverse)
            case Operator.ALTERNATIVE:
                found = (self.follow(p, nodes, inverse=inverse) for p in path.parts)
                return reduce(Pairs.united, found)
            case _:
                return self._repeated(path, nodes, inverse=inverse)

    def _sequence(self, parts: tuple[Path, ...], nodes: Ids, *, inverse: bool) -> Pairs:
        first, *rest = reversed(parts) if inverse else parts
        found = self.follow(first, nodes, inverse=inverse)
        for part in rest:
            found = found.joined(
                self.follow(part, distinct(found.right), inverse=inverse)
            )
        return found

    def _repeated(self, path: CompoundPath, nodes: Ids, *, inverse: bool) -> Pairs:
        step = path.parts[0]
        once = self.follow(step, nodes, inverse=inverse)
        if path.operator is not Operator.ONE_OR_MORE:
            start = itself(nodes)
            found, fresh = once.united(start), once.without(start)
        else:
            found = fresh = once
        while len(fresh) and path.operator is not Operator.ZERO_OR_ONE:
            further = self.follow(step, distinct(fresh.right), inverse=inverse)
            fresh = fresh.joined(further).without(found)
            found = found.united(fresh)
        return found
