"""What the process that looks at a graph is given, and what comes of it.

It is apart from that process (kg.contributing.inspector), so that whoever only asks it
need not load an engine.
"""

from dataclasses import dataclass

import orjson

from kg.contributing.submission import Found
from kg.store.processes.job import read_job, write_job

PROGRAM = "kg.contributing.inspector"


@dataclass(frozen=True, slots=True)
class Case:
    """A graph that a partner sends.

    `written` is the name of its format; `form` that of the report that its sender
    reads, one of `kg.validation.reports.forms`; `source` is the key of the source that
    it was made before, whose statements it is to replace, empty for none.
    """

    graph: str
    written: str
    form: str
    content: bytes
    source: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found: whether the graph may wait for a curator, and the report."""

    conforms: bool
    found: Found
    report: bytes
    """In the form that was asked for."""


def write_case(case: Case) -> bytes:
    """Write a case as a job."""
    fields = {
        "graph": case.graph,
        "written": case.written,
        "form": case.form,
        "source": case.source,
    }
    return write_job(fields, case.content)


def read_case(job: bytes) -> Case:
    """Read a case; the inverse of `write_case`."""
    fields, content = read_job(job)
    names = ("graph", "written", "form", "source")
    graph, written, form, source = (fields[name] or "" for name in names)
    return Case(graph, written, form, content, source)


def write_outcome(outcome: Outcome) -> bytes:
    """Write what came of a case: a line of JSON, then the texts one after another."""
    found = outcome.found
    parts = (outcome.report, found.report, found.turtle, found.lines)
    head = {
        "conforms": outcome.conforms,
        "statements": found.statements,
        "findings": dict(found.findings),
        "withheld": dict(found.withheld),
        "lengths": [len(part) for part in parts],
    }
    return b"".join((orjson.dumps(head), b"\n", *parts))


def read_outcome(written: bytes) -> Outcome:
    """Read what came of a case; the inverse of `write_outcome`."""
    line, _, rest = written.partition(b"\n")
    head = orjson.loads(line)
    parts = []
    for length in head["lengths"]:
        parts.append(rest[:length])
        rest = rest[length:]
    report, *kept = parts
    counts = (head["statements"], head["findings"], head["withheld"])
    return Outcome(head["conforms"], Found(*counts, *kept), report)
