"""The named graph that holds what a finding is about."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import cast

import numpy as np

from kg.validation.columns.dictionary import Ids
from kg.validation.core import Columns
from kg.validation.finding import Finding
from kg.validation.index import Node
from kg.validation.paths import predicates


def in_graphs(findings: Iterable[Finding], columns: Columns) -> Iterator[Finding]:
    """Say of each finding which named graph holds its triple, else its focus node.

    Of several graphs it is the one whose name comes first.
    """
    found = list(findings)
    holders = _Holders(columns, found)
    for finding in found:
        yield replace(finding, graph=holders.of(finding))


class _Holders:
    """The quads of some focus nodes that are in named graphs, sorted by subject."""

    def __init__(self, columns: Columns, findings: Iterable[Finding]) -> None:
        self._dictionary = columns.graph.dictionary
        focus = self._dictionary.find_all({it.focus for it in findings})
        rows = columns.rows[np.isin(columns.rows[:, 0], focus)]
        rows = rows[rows[:, 3] != columns.default]
        self._rows = rows[np.argsort(rows[:, 0], kind="stable")]

    def of(self, finding: Finding) -> Node | None:
        rows = self._about(self._dictionary.find(finding.focus))
        for wanted in self._choices(finding, rows):
            if len(wanted):
                return self._first(wanted)
        return None

    def _about(self, subject: int) -> Ids:
        start, stop = np.searchsorted(self._rows[:, 0], [subject, subject + 1])
        rows: Ids = self._rows[start:stop]
        return rows

    def _choices(self, finding: Finding, rows: Ids) -> Iterator[Ids]:
        """Yield quads that fit less and less."""
        steps = [] if finding.path is None else list(predicates(finding.path))
        numbers = [self._dictionary.find(step) for step in steps]
        with_step = [rows[rows[:, 1] == number] for number in numbers]
        if finding.value is not None:
            value = self._dictionary.find(finding.value)
            yield from (part[part[:, 2] == value] for part in with_step)
        yield from with_step
        yield rows

    def _first(self, rows: Ids) -> Node:
        terms = self._dictionary.terms
        graphs = [terms[number] for number in np.unique(rows[:, 3]).tolist()]
        return cast("Node", min(graphs, key=str))
