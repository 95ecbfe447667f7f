"""What a check of the machine or the release comes to: well, doubtful or broken."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How things are."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


EXIT_CODES = {Level.OK: 0, Level.WARNING: 1, Level.FAULT: 2}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what was found, and what to do about it."""

    name: str
    level: Level
    found: str
    advice: str = ""


def ok(name: str, found: str) -> Check:
    """All is well."""
    return Check(name, Level.OK, found)


def warning(name: str, found: str, advice: str) -> Check:
    """The service runs, but not as well as it should."""
    return Check(name, Level.WARNING, found, advice)


def fault(name: str, found: str, advice: str) -> Check:
    """The service does not run, or not safely."""
    return Check(name, Level.FAULT, found, advice)


def worst(checks: Iterable[Check]) -> Level:
    """Return the most severe level there is."""
    return max((check.level for check in checks), key=list(Level).index)
