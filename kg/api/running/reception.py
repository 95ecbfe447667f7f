"""Receiving what partners give: looked at in a process apart, then kept."""

import asyncio
import datetime
import time
from dataclasses import dataclass
from hashlib import sha256

from kg.api.errors import NoInboxError
from kg.api.releases.release import Served
from kg.api.running.examination import Examination
from kg.contributing.case import PROGRAM, Case, Outcome, read_outcome, write_case
from kg.contributing.inbox import Inbox, Quota
from kg.contributing.submission import Sent, Submission
from kg.errors import SetupError
from kg.settings import Settings
from kg.store.givers import Giver

_MIB = 1_048_576


@dataclass(frozen=True, slots=True)
class Receipt:
    """A graph that is in the inbox: `fresh` when it was not there before."""

    submission: Submission
    fresh: bool


class Reception:
    """Takes graphs for an inbox; knows what of them is there already."""

    def __init__(self, settings: Settings) -> None:
        """Start nothing yet.

        Raises:
            SetupError: there is an inbox, and nobody has a key.
        """
        folder = settings.inbox_dir
        if folder is not None and settings.keys_file is None:
            expected = "the keys of the partners who give, which `kg inbox key` makes"
            raise SetupError(
                f"KG_INBOX_DIR: found no KG_KEYS_FILE; expected {expected}"
            )
        self._inbox = None if folder is None else Inbox(folder)
        self._examination = Examination(settings, PROGRAM, settings.write_seconds)
        self.quota = Quota(settings.inbox_mb * _MIB, settings.inbox_waiting)

    @property
    def inbox(self) -> Inbox:
        """The inbox.

        Raises:
            NoInboxError: the service has none.
        """
        if self._inbox is None:
            raise NoInboxError("this service takes no graphs of others")
        return self._inbox

    async def receive(
        self, release: Served, sent: Sent, form: str, *, new: bool
    ) -> Receipt | Outcome:
        """Have a graph looked at, and keep it if it is in order.

        Args:
            release: by whose rules.
            sent: the graph.
            form: that of the report, where it is not in order.
            new: that there may be no such graph yet.

        Raises:
            DecidedError: there is one.
            TooManyWaitingError, InboxFullError: there is no room for it.
            QueryError: it could not be looked at.
        """
        inbox = self.inbox
        unchanged = await asyncio.to_thread(self._look, sent, new)
        if unchanged is not None:
            return Receipt(unchanged, fresh=False)
        source = await asyncio.to_thread(self._source, sent)
        case = Case(sent.graph, sent.written, form, sent.content, source)
        outcome = read_outcome(await self._examination.ask(release, write_case(case)))
        if not outcome.conforms:
            await asyncio.to_thread(inbox.refuse, sent, outcome.found, _now())
            return outcome
        kept = (sent, outcome.found, self.quota, _now())
        return Receipt(await asyncio.to_thread(inbox.receive, *kept), fresh=True)

    async def withdraw(self, giver: Giver, key: str, graph: str) -> None:
        """Take a graph back that waits.

        Raises:
            NotInGraphError: there is none.
            DecidedError: it has been decided on.
        """
        withdrawn = (giver.partner, key, graph, _now())
        await asyncio.to_thread(self.inbox.withdraw, *withdrawn)

    async def close(self) -> None:
        """End the process."""
        await self._examination.close()

    def _look(self, sent: Sent, new: bool) -> Submission | None:
        """Return the revision that is the same; see that there is room for another."""
        found = self.inbox.unchanged(sent)
        if found is None:
            if new:
                self.inbox.require_new(sent)
            self.inbox.admit(sent, self.quota)
        return found

    def _source(self, sent: Sent) -> str:
        """Return the key of the source that the graph became before, if it did."""
        found = self.inbox.accepted(sent.partner, sent.graph)
        return "" if found is None or found.decision is None else found.decision.source


def digest(content: bytes) -> str:
    """Give what tells one graph from another, byte for byte."""
    return sha256(content).hexdigest()


def _now() -> datetime.datetime:
    return datetime.datetime.fromtimestamp(time.time(), datetime.UTC)
