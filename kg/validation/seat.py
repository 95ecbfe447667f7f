"""The triple that a finding is about, when a path of several steps leads to it."""

from collections.abc import Iterator
from dataclasses import replace

from pyoxigraph import NamedNode, Triple

from kg.validation.columns.quads import Quads
from kg.validation.finding import Finding
from kg.validation.index import Term
from kg.validation.paths import CompoundPath, Operator, Path

MOST = 1000
"""Findings that ways are followed for; others stand at their focus."""


class Seats:
    """Follows paths through the data, to the statement that bears a value."""

    def __init__(self, quads: Quads) -> None:
        """Take the data; it is looked at when a path has several steps."""
        self._quads = quads
        self._left = MOST

    def of(self, finding: Finding) -> Finding:
        """Move a finding to the last node on the way to its value."""
        path, value = finding.path, finding.value
        if not isinstance(path, CompoundPath) or value is None or not self._left:
            return finding
        self._left -= 1
        for node, step in self._lasts(finding.focus, path):
            if value in self._follow({node: None}, step):
                return replace(finding, focus=node, path=step)
        return finding

    def _lasts(self, node: Term, path: Path) -> Iterator[tuple[Term, Path]]:
        """Yield the nodes before the last step of a path, with that step."""
        if isinstance(path, NamedNode) or path.operator is Operator.INVERSE:
            yield node, path
        elif path.operator is Operator.SEQUENCE:
            nodes: dict[Term, None] = {node: None}
            for part in path.parts[:-1]:
                nodes = self._follow(nodes, part)
            for before in nodes:
                yield from self._lasts(before, path.parts[-1])
        elif path.operator is Operator.ALTERNATIVE:
            for part in path.parts:
                yield from self._lasts(node, part)
        else:
            for before in self._follow({node: None}, path):
                yield from self._lasts(before, path.parts[0])

    def _follow(self, nodes: dict[Term, None], path: Path) -> dict[Term, None]:
        """Collect the nodes that a path leads to."""
        if isinstance(path, NamedNode):
            return {end: None for n in nodes for end in self._step(n, path, False)}
        if path.operator is Operator.INVERSE:
            inner = path.parts[0]  # of a compound path the focus is near enough
            simple = [inner] if isinstance(inner, NamedNode) else []
            return {
                e: None for p in simple for n in nodes for e in self._step(n, p, True)
            }
        if path.operator in (Operator.SEQUENCE, Operator.ALTERNATIVE):
            return self._joined(nodes, path)
        return self._closure(nodes, path)

    def _joined(self, nodes: dict[Term, None], path: CompoundPath) -> dict[Term, None]:
        if path.operator is Operator.ALTERNATIVE:
            return {e: None for part in path.parts for e in self._follow(nodes, part)}
        for part in path.parts:
            nodes = self._follow(nodes, part)
        return nodes

    def _closure(self, nodes: dict[Term, None], path: CompoundPath) -> dict[Term, None]:
        found = {} if path.operator is Operator.ONE_OR_MORE else dict(nodes)
        once = path.operator is Operator.ZERO_OR_ONE
        waiting = nodes
        while waiting:
            reached = self._follow(waiting, path.parts[0])
            waiting = {} if once else {n: None for n in reached if n not in found}
            found |= reached
        return found

    def _step(self, node: Term, predicate: NamedNode, inverse: bool) -> list[Term]:
        quads = self._quads.naming(node) if inverse else self._quads.about(node)
        steps = (quad for quad in quads if quad.predicate == predicate)
        ends = (quad.subject if inverse else quad.object for quad in steps)
        return [end for end in ends if not isinstance(end, Triple)]
