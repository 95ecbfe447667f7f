"""The process that looks at what partners give: `python -m kg.contributing.inspector`.

It works on a release's folder, as the one that validates does, and is shut off from
network and files as that is. A graph is read, refused what it may not say, and what is
left of it is held to the release's rules, beside what the release says of it.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import IO

from pyoxigraph import BlankNode, Quad, RdfFormat, serialize

from kg.contributing.case import Case, Outcome, read_case, write_outcome
from kg.contributing.sayable import faults_in, given
from kg.contributing.submission import Found
from kg.errors import InputError, MissingFieldError
from kg.mapping.foreign.blanks import blank_names
from kg.mapping.foreign.people import withheld
from kg.rdf.formats import by_name
from kg.rdf.iri import graph as graph_iri
from kg.rdf.statement import Statement
from kg.store.processes.attendance import Work, attend
from kg.store.processes.duty import Duty
from kg.store.processes.sandbox import confine
from kg.validation.columns.quads import Quads
from kg.validation.examiner import Examiner
from kg.validation.finding import Severity
from kg.validation.neighbours import Neighbours
from kg.validation.reading import read_data
from kg.validation.reports.counts import count_severities
from kg.validation.reports.excerpt import Texts
from kg.validation.reports.forms import FORMS, Wish
from kg.validation.reports.report import Report, Result, faults_of
from kg.validation.source import Source
from kg.validation.standalone import judge

NAME = "the graph"
MOST = 1000
"""Findings, and faults, that are told of one graph; more are counted."""


class Inspector(Examiner):
    """A release's rules and graphs, to hold what partners give to."""

    def examine(self, job: bytes, output: IO[bytes]) -> None:
        """Look at the graph of a job, and write what came of it."""
        case = read_case(job)
        source = _read(case)
        sent = given(source)
        errors = list(source.faults) or list(faults_in(source, sent, case.graph))
        counts: Counter[str] = Counter()
        left = withheld([it.statement for it in sent], counts)
        if not errors and not left:
            expected = "statements of RDF"
            errors = [MissingFieldError(NAME, "no statements", expected)]
        report = Report() if errors else self._judged(source, left, case)
        whole = _told(report, source, errors, counts)
        lines = b"" if errors else _lines(it.statement.quad for it in sent)
        found = Found(len(sent), _counted(report, errors), dict(counts))
        output.write(write_outcome(_outcome(case, whole, found, lines)))

    @cached_property
    def _neighbours(self) -> Neighbours:
        return Neighbours(self._store)

    def _judged(self, source: Source, left: list[Statement], case: Case) -> Report:
        """Validate what would be published, beside what is known of it."""
        quads = [Quad(*it.quad.triple) for it in left]
        own = graph_iri(f"source/{case.source}/").value if case.source else ""
        known = self._neighbours.of(quads, own)
        given = replace(source, quads=Quads.of(quads))
        return judge(self._rules, [given], known)


def _read(case: Case) -> Source:
    written = by_name(case.written)
    if written is None:
        raise ValueError(f"{case.written!r} is not the name of a format")
    return read_data(NAME, case.content, written.rdf, case.graph)


def _told(
    report: Report,
    source: Source,
    errors: list[InputError],
    counts: Counter[str],
) -> Report:
    """Give the report as it is told: not too long, and with what is withheld."""
    notes = [f"withheld: {number} statements {why}" for why, number in counts.items()]
    for name, number in (("findings", len(report.results)), ("faults", len(errors))):
        if number > MOST:
            notes.append(f"{MOST} of {number} {name} are told")
    faults = tuple(fault for it in errors[:MOST] for fault in faults_of(it))
    return replace(
        report,
        results=_gravest(report.results),
        faults=faults,
        texts=Texts(given={source.name: source.text}),
        notes=(*report.notes, *notes),
    )


def _gravest(results: Iterable[Result]) -> tuple[Result, ...]:
    """Give as many as are told, the gravest first."""
    return tuple(sorted(results, key=lambda it: -it.finding.severity)[:MOST])


def _counted(report: Report, errors: list[InputError]) -> dict[str, int]:
    severities = count_severities(report.findings).items()
    counts = {str(severity).lower(): number for severity, number in severities}
    return {**counts, "fault": len(errors)}


def _outcome(case: Case, report: Report, found: Found, lines: bytes) -> Outcome:
    conforms = not report.faults and report.worst is not Severity.VIOLATION
    form = partial(_written, report)
    if not conforms:
        return Outcome(False, replace(found, report=form("json")), form(case.form))
    kept = replace(found, report=form("json"), turtle=form("turtle"), lines=lines)
    return Outcome(True, kept, b"")


def _written(report: Report, form: str) -> bytes:
    return FORMS[form](report, Wish()).encode()


def _lines(quads: Iterable[Quad]) -> bytes:
    """Write triples so that the same ones are the same lines, whatever their order."""
    listed = [Quad(*quad.triple) for quad in quads]
    names = blank_names(listed)
    named = (_named(quad, names) for quad in listed)
    written = serialize((it.triple for it in named), format=RdfFormat.N_TRIPLES) or b""
    return b"".join(sorted(set(written.splitlines(keepends=True))))


def _named(quad: Quad, names: dict[BlankNode, str]) -> Quad:
    parts = (
        BlankNode(names[it]) if isinstance(it, BlankNode) else it
        for it in (quad.subject, quad.object)
    )
    subject, value = parts
    return Quad(subject, quad.predicate, value)  # type: ignore[arg-type]


def _prepare(duty: Duty) -> tuple[Work, bool]:
    os.chdir(duty.store)  # reports name rules by their file, not by where ours are
    filtered = confine(duty.memory_mb, duty.cpu_seconds, duty.sandbox)
    return Inspector(Path()).examine, filtered


if __name__ == "__main__":
    attend(sys.argv[1], _prepare)
