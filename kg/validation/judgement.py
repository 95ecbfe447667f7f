"""What the judge of a workspace is asked, and what it answers.

It is apart from the judge (kg.validation.judge), so that whoever only asks it need not
load an engine.
"""

from dataclasses import dataclass
from pathlib import Path

import orjson

from kg.store.processes.job import write_job

PROGRAM = "kg.validation.judge"


@dataclass(frozen=True, slots=True)
class Judgement:
    """How many violations there are, and the report of all findings in two forms."""

    violations: int
    report: str
    turtle: str


def write_draft_path(store: Path, version: str) -> bytes:
    """Write the job of judging a draft that is to have a name."""
    return write_job({"store": str(store.resolve()), "version": version})


def read_judgement(outcome: bytes) -> Judgement:
    """Read what came of a job."""
    return Judgement(**orjson.loads(outcome))
