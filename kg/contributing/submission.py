"""Submissions: what a partner has given, what was found, and what became of it."""

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

import orjson

_PRETTY = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


class State(StrEnum):
    """How it stands with a revision of a graph."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    """By a later revision, before anybody decided."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A graph as it is sent: by which key, under which name, in which format."""

    partner: str
    key: str
    graph: str
    written: str
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a graph.

    Attributes:
        statements: how many it has.
        findings: severity → how many; `fault` is what cannot be read, or be said.
        withheld: reason → how many statements no release would have.
        report: all findings, as JSON.
        turtle: the same as SHACL has it.
        lines: its statements as N-Triples, sorted, with names for its blank nodes.
    """

    statements: int
    findings: Mapping[str, int]
    withheld: Mapping[str, int]
    report: bytes = b""
    turtle: bytes = b""
    lines: bytes = b""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of a revision: `by` a curator, or the partner who withdrew it.

    `source` is where an accepted graph went, `access` who may see it there.
    """

    state: State
    time: str
    by: str
    reason: str = ""
    source: str = ""
    access: str = ""

    def write(self) -> bytes:
        """Write it as JSON."""
        return orjson.dumps(asdict(self), option=_PRETTY)

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Read what `write` has written."""
        fields = orjson.loads(content)
        return cls(**{**fields, "state": State(fields["state"])})


@dataclass(frozen=True, slots=True)
class Submission:
    """One revision of a graph that a partner gave.

    `key` is the name of the key it came with, `received` when (RFC 3339), `size` its
    bytes, `written` the name of its format.
    """

    graph: str
    revision: int
    partner: str
    key: str
    received: str
    sha256: str
    written: str
    size: int
    statements: int
    findings: Mapping[str, int]
    withheld: Mapping[str, int]
    state: State = State.WAITING
    decision: Decision | None = None

    @classmethod
    def of(
        cls, sent: Sent, found: Found, revision: int, received: datetime.datetime
    ) -> Self:
        """Make the next revision of what is sent."""
        return cls(
            graph=sent.graph,
            revision=revision,
            partner=sent.partner,
            key=sent.key,
            received=written_time(received),
            sha256=sent.sha256,
            written=sent.written,
            size=len(sent.content),
            statements=found.statements,
            findings=found.findings,
            withheld=found.withheld,
        )

    def write(self) -> bytes:
        """Write what never changes of it, as JSON."""
        return orjson.dumps(self._fields(), option=_PRETTY)

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Read what `write` has written."""
        return cls(**orjson.loads(content))

    def decided(self, decision: Decision) -> Self:
        """Give the same revision with a decision."""
        return replace(self, state=decision.state, decision=decision)

    def told(self) -> dict[str, Any]:
        """Tell its partner what there is to know of it: not who decided."""
        said: dict[str, Any] = {**self._fields(), "state": self.state}
        if self.decision is not None:
            said["decided"] = self.decision.time
            said["reason"] = self.decision.reason
        return said

    def _fields(self) -> dict[str, Any]:
        fields = asdict(self)
        return {name: fields[name] for name in fields if name not in _LATER}


_LATER = ("state", "decision")


def written_time(time: datetime.datetime) -> str:
    """Write a time in UTC, to the second."""
    return time.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
