"""The process that judges drafts of a workspace: `python -m kg.validation.judge DUTY`.

It reads the rules of a project once. A job is the path of a store; what comes of it is
what the rules find there, as both of the reports that a curator may ask for.
"""

import sys
from pathlib import Path
from typing import IO

import orjson
from pyoxigraph import Quad, Store

from kg.rdf import iri
from kg.rdf.ontology import read_ontology
from kg.store.processes.attendance import Work, attend
from kg.store.processes.duty import Duty
from kg.store.processes.job import read_job
from kg.store.processes.sandbox import confine
from kg.validation.checks.registry import check
from kg.validation.engine import Background, validate
from kg.validation.finding import Finding, Severity
from kg.validation.reports.json import write_json
from kg.validation.reports.turtle import write_turtle
from kg.validation.shapes import Shapes, read_shapes

SHAPES = "ontology/shapes"


class Judge:
    """The rules of a project, read once."""

    def __init__(self, root: Path) -> None:
        """Read them.

        Raises:
            InputErrors: all that is wrong with them.
        """
        self._ontology = frozenset(read_ontology(root))
        self._background = Background(self._ontology)
        self._shapes: Shapes = read_shapes(root / SHAPES)

    def findings(self, quads: list[Quad]) -> list[Finding]:
        """List what the rules find, the gravest first.

        The ontology itself is not looked at again.
        """
        own = [quad for quad in quads if quad not in self._ontology]
        found = validate(own, self._shapes, self._background)
        found += check(own, self._background.triples, texts={})
        return sorted(found, key=lambda finding: (-finding.severity, finding))

    def judge(self, job: bytes, output: IO[bytes]) -> None:
        """Do a job."""
        fields, _ = read_job(job)
        findings = self.findings(list(Store.read_only(fields["store"] or "")))
        violations = sum(it.severity is Severity.VIOLATION for it in findings)
        name = iri.graph(f"report/{fields['version']}")
        report, turtle = write_json(findings), write_turtle(findings, name)
        told = {"violations": violations, "report": report, "turtle": turtle}
        output.write(orjson.dumps(told))


def _prepare(duty: Duty) -> tuple[Work, bool]:
    filtered = confine(duty.memory_mb, duty.cpu_seconds, duty.sandbox)
    return Judge(Path(duty.store)).judge, filtered


if __name__ == "__main__":
    attend(sys.argv[1], _prepare)
