"""The process that judges drafts of a workspace: `python -m kg.validation.judge DUTY`.

It reads the rules of a project once. A job is the path of a store; what comes of it is
what the rules find there, as both of the reports that a curator may ask for.
"""

import sys
from functools import cached_property
from pathlib import Path
from typing import IO

import orjson
from pyoxigraph import DefaultGraph, NamedNode, Store

from kg.rdf import iri
from kg.rdf.ontology import read_ontology
from kg.store.processes.attendance import Work, attend
from kg.store.processes.duty import Duty
from kg.store.processes.job import Fields, read_job
from kg.store.processes.sandbox import confine
from kg.validation.checks.registry import check
from kg.validation.engine import Background, validate
from kg.validation.finding import Finding, Severity
from kg.validation.incremental.change import Change
from kg.validation.incremental.increment import Increments
from kg.validation.reports.json import write_json
from kg.validation.reports.turtle import write_turtle
from kg.validation.shapes import Shapes, read_shapes

SHAPES = "ontology/shapes"
MANY = 20_000
"""Quads from which on a change is looked at by itself; fewer are quick to look at."""

FEW = 4
"""A change of more than one in so many quads is not looked at by itself: that is slower
than to look at everything."""

KEPT = 4
"""States whose findings are kept: drafts that were refused are among them."""


class Judge:
    """The rules of a project, read once, and what they found in the last states."""

    def __init__(self, root: Path) -> None:
        """Read them.

        Raises:
            InputErrors: all that is wrong with them.
        """
        self._ontology = frozenset(read_ontology(root))
        self._background = Background(self._ontology)
        self._shapes: Shapes = read_shapes(root / SHAPES)
        self._found: dict[str, list[Finding]] = {}

    @cached_property
    def _increments(self) -> Increments:
        return Increments(self._shapes, self._background)

    def findings(self, fields: Fields) -> list[Finding]:
        """List what the rules find in a draft, the gravest first.

        The ontology itself is not looked at again, and of a draft of a state that was
        judged before, no more than what the difference can reach.
        """
        store = Store.read_only(fields["store"] or "")
        own = [quad for quad in store if quad not in self._ontology]
        found = self._found_by_change(fields, store, len(own))
        if found is None:
            found = validate(own, self._shapes, self._background)
        self._keep(fields["version"], found)
        found = found + check(own, self._background.triples, texts={})
        return sorted(found, key=lambda finding: (-finding.severity, finding))

    def _found_by_change(
        self, fields: Fields, store: Store, size: int
    ) -> list[Finding] | None:
        """Validate what a draft changes; None when a look at everything is due."""
        before = self._found.pop(fields["base_version"] or "", None)
        if before is None:
            return None
        self._keep(fields["base_version"], before)
        if size < MANY:
            return None
        change = _difference(Store.read_only(fields["base"] or ""), store, fields)
        if len(change.quads) * FEW > size:
            return None
        return self._increments.validate(store, change, before, self._ontology)

    def _keep(self, version: str | None, found: list[Finding]) -> None:
        """Keep what was found in a state: the next may be made from it."""
        self._found[version or ""] = found
        for old in list(self._found)[:-KEPT]:
            del self._found[old]

    def judge(self, job: bytes, output: IO[bytes]) -> None:
        """Do a job."""
        fields, _ = read_job(job)
        findings = self.findings(fields)
        violations = sum(it.severity is Severity.VIOLATION for it in findings)
        name = iri.graph(f"report/{fields['version']}")
        report, turtle = write_json(findings), write_turtle(findings, name)
        told = {"violations": violations, "report": report, "turtle": turtle}
        output.write(orjson.dumps(told))


def _difference(base: Store, draft: Store, fields: Fields) -> Change:
    """Compare the graph that differs, or everything when any may."""
    graph = fields["graph"]
    if graph is None:
        return Change.between(base, draft)
    name = NamedNode(graph) if graph else DefaultGraph()
    parts = (it.quads_for_pattern(None, None, None, name) for it in (base, draft))
    return Change.between(*parts)


def _prepare(duty: Duty) -> tuple[Work, bool]:
    filtered = confine(duty.memory_mb, duty.cpu_seconds, duty.sandbox)
    return Judge(Path(duty.store)).judge, filtered


if __name__ == "__main__":
    attend(sys.argv[1], _prepare)
