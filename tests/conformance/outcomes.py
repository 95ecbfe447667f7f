"""What the W3C's suites find, as it is kept in outcomes.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("outcomes.yml")


@dataclass(frozen=True)
class Reason:
    """Why a test fails: by the engine, or by our own policy."""

    by: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """How many tests a suite has, and why some of them fail, by name."""

    name: str
    tests: int
    failed: Mapping[str, Reason]


def read_outcomes(text: str, kind: str) -> tuple[Outcome, ...]:
    """Read every suite of a kind, in the order of the file."""
    content = yaml.safe_load(text)
    reasons = {name: Reason(**reason) for name, reason in content["reasons"].items()}
    return tuple(
        Outcome(
            name,
            suite["tests"],
            {test: reasons[why] for test, why in suite.get("failed", {}).items()},
        )
        for name, suite in content[kind].items()
    )


SUITES = read_outcomes(FILE.read_text("utf-8"), "suites")
UPDATES = read_outcomes(FILE.read_text("utf-8"), "updates")
PROTOCOLS = {
    suite.name: suite for suite in read_outcomes(FILE.read_text("utf-8"), "protocols")
}
