"""Places: where findings stand, in what curators wrote and in what stages are of."""

from collections.abc import Iterable
from dataclasses import replace

from kg.pipeline.content import Content
from kg.pipeline.marks import statements_about
from kg.validation.finding import Finding
from kg.validation.positions import Positions


def place(findings: Iterable[Finding], content: Content) -> list[Finding]:
    """Give findings their places in source files, and sort them by these.

    A stage is looked into only when a finding has no other place.
    """
    known = Positions.from_statements(content.statements)
    placed = [replace(it, position=known.of(it) or it.position) for it in findings]
    for stage in content.stages:
        nodes = {str(it.focus).encode() for it in placed if it.position is None}
        if nodes:
            found = Positions.from_statements(statements_about(stage.path, nodes))
            placed = [
                it if it.position else replace(it, position=found.of(it))
                for it in placed
            ]
    return sorted(placed)
