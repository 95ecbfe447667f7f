"""The inbox: what partners give, until a curator has decided on it.

It is a folder of its own, which no release is made of and no answer is read from. One
who changes it holds a lock, so that the service and a curator's command can do so at
once. Whoever is told that a graph was taken can rely on it: it is on the disk.
"""

import datetime
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import orjson

from kg.contributing.drawer import Drawer
from kg.contributing.durable import append_line, make_folder
from kg.contributing.refusals import (
    DecidedError,
    InboxFullError,
    TooManyWaitingError,
)
from kg.contributing.submission import (
    Decision,
    Found,
    Sent,
    State,
    Submission,
    written_time,
)
from kg.errors import NotInGraphError

TRAIL = "audit.jsonl"
"""What was done, when, by which key or curator: a line each, without any content."""

_LOCK = ".lock"
_DIGITS = 32
_STANDING = (State.WAITING, State.ACCEPTED, State.REJECTED)
"""States in which the same graph once more changes nothing."""


@dataclass(frozen=True, slots=True)
class Quota:
    """What one partner may keep in the inbox: bytes, and graphs that wait."""

    size: int
    waiting: int


class Inbox:
    """A folder with a drawer for each graph of each partner."""

    def __init__(self, folder: Path) -> None:
        """Touch nothing yet."""
        self.folder = folder

    def drawer(self, partner: str, graph: str) -> Drawer:
        """Return where the revisions of a graph are; its name is not in the path."""
        digest = sha256(graph.encode()).hexdigest()[:_DIGITS]
        return Drawer(self.folder / partner / digest)

    def history(self, partner: str, graph: str) -> list[Submission]:
        """List the revisions of a graph, the first one first.

        Raises:
            NotInGraphError: the partner has given no such graph.
        """
        found = self.drawer(partner, graph).submissions()
        if not found:
            raise NotInGraphError(f"no graph {graph} has been given")
        return found

    def last(self, partner: str, graph: str) -> Submission:
        """Return the last revision of a graph (raises as `history`)."""
        return self.history(partner, graph)[-1]

    def of(self, partner: str) -> list[Submission]:
        """List the last revision of each graph of a partner, in the graphs' order."""
        drawers = sorted((self.folder / partner).glob("*"))
        found = [Drawer(it).submissions() for it in drawers if it.is_dir()]
        return sorted((it[-1] for it in found if it), key=lambda it: it.graph)

    def all(self) -> list[Submission]:
        """List the last revision of each graph of all partners."""
        partners = sorted(it for it in self.folder.glob("*") if it.is_dir())
        return [submission for it in partners for submission in self.of(it.name)]

    def unchanged(self, sent: Sent) -> Submission | None:
        """Return the last revision if it is what is sent, and stands."""
        found = self.drawer(sent.partner, sent.graph).submissions()
        if not found or found[-1].state not in _STANDING:
            return None
        same = (found[-1].sha256, found[-1].written) == (sent.sha256, sent.written)
        return found[-1] if same else None

    def require_new(self, sent: Sent) -> None:
        """Do nothing for a graph that was never given.

        Raises:
            DecidedError: it was; its next revision is PUT.
        """
        if self.drawer(sent.partner, sent.graph).submissions():
            message = f"{sent.graph} was given before, and nothing is added to it here"
            raise DecidedError(f"{message}: PUT all of it")

    def admit(self, sent: Sent, quota: Quota, further: int = 0) -> None:
        """Do nothing for a graph that there is room for.

        Args:
            sent: the graph.
            quota: what the partner may keep.
            further: bytes that are kept beside those that were sent.

        Raises:
            TooManyWaitingError: as many others wait as may.
            InboxFullError: it does not fit in.
        """
        others = [it for it in self.of(sent.partner) if it.graph != sent.graph]
        if sum(it.state is State.WAITING for it in others) >= quota.waiting:
            message = f"{quota.waiting} graphs of {sent.partner} wait to be looked at"
            raise TooManyWaitingError(f"{message}, and no more may")
        kept = sum(self.drawer(it.partner, it.graph).size() for it in others)
        if kept + len(sent.content) + further > quota.size:
            message = f"what {sent.partner} may keep here, {quota.size} bytes, "
            raise InboxFullError(f"{message}does not hold this graph beside the others")

    def receive(
        self, sent: Sent, found: Found, quota: Quota, now: datetime.datetime
    ) -> Submission:
        """Keep a graph as the next revision; the same once more is the same revision.

        Raises:
            TooManyWaitingError, InboxFullError: see `admit`.
        """
        drawer = self.drawer(sent.partner, sent.graph)
        with self._locked():
            drawer.clear()  # one that was killed may have left something
            unchanged = self.unchanged(sent)
            if unchanged is not None:
                return unchanged
            self.admit(sent, quota, len(found.lines) + len(found.report))
            revision = len(drawer.submissions()) + 1
            submission = Submission.of(sent, found, revision, now)
            make_folder(self.folder / sent.partner)
            drawer.put(submission, sent.content, found)
            self._note("received", submission, sent.key, now)
        return submission

    def refuse(self, sent: Sent, found: Found, now: datetime.datetime) -> None:
        """Note that a graph was not taken, because of what was found in it."""
        with self._locked():
            self._note("refused", Submission.of(sent, found, 0, now), sent.key, now)

    def withdraw(
        self, partner: str, key: str, graph: str, now: datetime.datetime
    ) -> None:
        """Take a graph back, as long as nobody has decided on it.

        Raises:
            NotInGraphError: there is none.
            DecidedError: it does not wait any more.
        """
        decision = Decision(State.WITHDRAWN, written_time(now), key)
        last = self.last(partner, graph)
        self.decide(partner, graph, last.revision, decision)

    def decide(
        self, partner: str, graph: str, revision: int, decision: Decision
    ) -> Submission:
        """Decide on the revision of a graph that waits.

        Raises:
            NotInGraphError: there is none.
            DecidedError: this one does not wait (any more).
        """
        drawer = self.drawer(partner, graph)
        with self._locked():
            drawer.clear()
            last = self.last(partner, graph)
            require_waiting(last, revision)
            drawer.decide(revision, decision)
            self._note(decision.state, last, decision.by, _time(decision))
        return last.decided(decision)

    def accepted(self, partner: str, graph: str) -> Submission | None:
        """Return the revision of a graph that was accepted last, if one was."""
        found = self.drawer(partner, graph).submissions()
        return next((it for it in found[::-1] if it.state is State.ACCEPTED), None)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        make_folder(self.folder)
        descriptor = os.open(self.folder / _LOCK, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _note(
        self, action: str, submission: Submission, by: str, now: datetime.datetime
    ) -> None:
        line = {
            "time": written_time(now),
            "action": action,
            "by": by,
            "partner": submission.partner,
            "graph": submission.graph,
            "revision": submission.revision or None,
            "sha256": submission.sha256,
            "findings": submission.findings,
        }
        append_line(self.folder / TRAIL, orjson.dumps(line))


def require_waiting(last: Submission, revision: int) -> None:
    """Do nothing for a revision that waits.

    Raises:
        DecidedError: it does not (any more), or another one does.
    """
    if last.state is not State.WAITING:
        message = f"revision {last.revision} of {last.graph} is {last.state}"
        raise DecidedError(f"{message}: nothing waits to be decided on")
    if last.revision != revision:
        message = f"revision {last.revision} of {last.graph} waits, not {revision}"
        raise DecidedError(f"{message}: look at that one first")


def _time(decision: Decision) -> datetime.datetime:
    return datetime.datetime.fromisoformat(decision.time)
