"""What an examiner is given to validate, and what comes of it.

It is apart from the examiner (kg.validation.examiner), so that whoever only asks for it
need not load an engine.
"""

from dataclasses import dataclass

import orjson

from kg.store.processes.job import read_job, write_job

PROGRAM = "kg.validation.examiner"


@dataclass(frozen=True, slots=True)
class Case:
    """Data, the rules to hold it to, and the form of the report.

    `graph` is the graph of the release that is the data, where none is sent; without
    `shapes` the release's own rules hold, and its graphs are what the data builds on.
    `form` is one of `kg.validation.reports.forms`.
    """

    form: str
    data: bytes = b""
    data_format: str = ""
    shapes: bytes = b""
    shapes_format: str = ""
    graph: str = ""

    @property
    def has_shapes(self) -> bool:
        """Whether rules were sent with the data."""
        return bool(self.shapes_format)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether everything could be read and nothing was found, and the report."""

    conforms: bool
    report: bytes


def write_case(case: Case) -> bytes:
    """Write a case as a job."""
    fields = {
        "form": case.form,
        "data": case.data_format,
        "shapes": case.shapes_format,
        "graph": case.graph,
        "length": str(len(case.data)),
    }
    return write_job(fields, case.data + case.shapes)


def read_case(job: bytes) -> Case:
    """Read a case; the inverse of `write_case`."""
    fields, content = read_job(job)
    length = int(fields["length"] or 0)
    return Case(
        form=fields["form"] or "",
        data=content[:length],
        data_format=fields["data"] or "",
        shapes=content[length:],
        shapes_format=fields["shapes"] or "",
        graph=fields["graph"] or "",
    )


def write_verdict(verdict: Verdict) -> bytes:
    """Write what came of a case."""
    head = orjson.dumps({"conforms": verdict.conforms})
    return head + b"\n" + verdict.report


def read_verdict(outcome: bytes) -> Verdict:
    """Read what came of a case; the inverse of `write_verdict`."""
    head, _, report = outcome.partition(b"\n")
    return Verdict(orjson.loads(head)["conforms"], report)
