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


@dataclass(frozen=True, slots=True)
class Draft:
    """A state of a workspace that is to have a name, and the state it was made from.

    `graph` is the one graph that differs, empty for the default graph; None when any
    may.
    """

    store: Path
    version: str
    base: Path
    base_version: str
    graph: str | None


def write_draft_path(draft: Draft) -> bytes:
    """Write the job of judging a draft."""
    fields = {
        "store": str(draft.store.resolve()),
        "version": draft.version,
        "base": str(draft.base.resolve()),
        "base_version": draft.base_version,
        "graph": draft.graph,
    }
    return write_job(fields)


def read_judgement(outcome: bytes) -> Judgement:
    """Read what came of a job."""
    return Judgement(**orjson.loads(outcome))
