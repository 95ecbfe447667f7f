"""What a mediator is sent out for, and what it brings back."""

from dataclasses import dataclass
from enum import StrEnum

import orjson


class Fate(StrEnum):
    """What became of a call."""

    ANSWERED = "answered"
    FAILED = "failed"
    LATE = "late"
    UNUSABLE = "unusable"
    """Answered, but not so that it can be used here: SILENT does not hide that."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Queries to ask, each of an endpoint, and what that may take.

    `due` is the time of the monotonic clock at which all must be back; `own_hosts` may
    have addresses that are not public.
    """

    asked: tuple[tuple[str, str], ...]
    due: float
    rows: int
    most_bytes: int
    own_hosts: tuple[str, ...]
    memory_mb: int
    sandbox: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one call: its solutions as VALUES, or what went wrong."""

    fate: Fate
    text: str


def write_errand(errand: Errand) -> bytes:
    """Write what a mediator reads."""
    return orjson.dumps(errand)


def read_errand(content: bytes) -> Errand:
    """Read an errand; the inverse of `write_errand`."""
    fields = orjson.loads(content)
    asked = tuple((endpoint, query) for endpoint, query in fields.pop("asked"))
    own_hosts = tuple(fields.pop("own_hosts"))
    return Errand(asked=asked, own_hosts=own_hosts, **fields)


def write_outcomes(outcomes: list[Outcome]) -> bytes:
    """Write what a mediator brings back."""
    return orjson.dumps(outcomes)


def read_outcomes(content: bytes) -> list[Outcome]:
    """Read outcomes; the inverse of `write_outcomes`."""
    return [Outcome(Fate(it["fate"]), it["text"]) for it in orjson.loads(content)]
