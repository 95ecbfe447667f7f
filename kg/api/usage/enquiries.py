"""Queries under way: each has a name, somebody it belongs to, and can be ended."""

import asyncio
import re
import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable
from enum import StrEnum

from starlette.types import Message, Send

from kg.api.errors import (
    CancelledQueryError,
    LastingRequestError,
    NameTakenError,
    RequestError,
    UnknownQueryError,
)
from kg.api.usage.clients import Client
from kg.api.usage.fairuse import FairUse, Purse

KEPT_SECONDS = 60.0
MOST_KEPT = 2_000
"""How long, and how many at most, queries that have ended are remembered."""

NAME = re.compile(r"[A-Za-z0-9_-]{16,64}")

Header = tuple[bytes, bytes]


class State(StrEnum):
    """How a query is doing; one that runs may be waiting for a worker."""

    RUNNING = "running"
    COMPLETE = "complete"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Enquiry:
    """A request that may ask queries: its name, its client and what it has cost.

    It is the account of its queries (kg.store.account). `spent` are seconds of workers.
    One that is `lasting` may write, and is done to its end.
    """

    __slots__ = (
        "_fair_use",
        "_fields",
        "_purses",
        "_send",
        "_task",
        "began",
        "client",
        "ended",
        "lasting",
        "name",
        "spent",
        "started",
        "state",
    )

    def __init__(
        self, name: str, client: Client, fair_use: FairUse, fields: tuple[Header, ...]
    ) -> None:
        """Answer with some fields more; see `Enquiries.open`."""
        self.name = name
        self.client = client
        self.state = State.RUNNING
        self.spent = 0.0
        self.began = self.ended = time.monotonic()
        self.started = False
        self.lasting = False
        self._fair_use = fair_use
        self._fields = fields
        self._purses: list[Purse] = []
        self._task: asyncio.Task[object] | None = None
        self._send: Send | None = None

    def admit(self) -> None:
        """Let a query that will need a worker go on.

        Raises:
            TooManyRequestsError: the client has used its share.
        """
        self._fair_use.admit(self.client)

    def begin(self) -> None:
        """Note that a query wants a worker."""
        purse = self._fair_use.begin(self.client)
        if purse is not None:
            self._purses.append(purse)

    def end(self, seconds: float) -> None:
        """Note that it wants none any more; one has worked so long on it."""
        self.spent += seconds
        if self._purses:
            self._fair_use.end(self._purses.pop(), self.client.share, seconds)

    def answering(self, send: Send) -> Send:
        """Return what sends the answer, with the name of this in its head."""
        self._task = asyncio.current_task()
        self._send = send
        return self._sent

    def _sent(self, message: Message) -> Awaitable[None]:
        if message["type"] == "http.response.start":
            self.started = True
            name = (b"x-query-id", self.name.encode())
            message["headers"] = [*message["headers"], name, *self._fields]
            if message["status"] >= 400 and self.state is State.RUNNING:
                self.state = State.FAILED
        elif not message.get("more_body", False) and self.state is State.RUNNING:
            self.state = State.COMPLETE
        assert self._send is not None  # noqa: S101 - `answering` comes first
        return self._send(message)

    def let_go(self) -> None:
        """Keep nothing of the request, which has been answered, but how it ended."""
        self._task = self._send = None

    def cancel(self) -> None:
        """End it now, whoever waits for it.

        Raises:
            CancelledQueryError: it has ended already.
            LastingRequestError: it may write.
        """
        if self.lasting:
            raise LastingRequestError("what may write is done to its end")
        if self.state is not State.RUNNING or self._task is None:
            raise CancelledQueryError(f"the query has ended: it is {self.state}")
        self.state = State.CANCELLED
        self._task.cancel()

    def explain(self) -> None:
        """Raise the reason for which its task was cancelled, if `cancel` was it.

        Raises:
            CancelledQueryError: `cancel` was.
        """
        if self.state is State.CANCELLED and self._task is not None:
            self._task.uncancel()
            raise CancelledQueryError("the query was cancelled by its client") from None


class Enquiries:
    """Those under way, and those that ended a short while ago, by client and name.

    A client finds its own alone; the name of another client's query says nothing.
    """

    def __init__(
        self,
        fair_use: FairUse,
        fields: tuple[Header, ...] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Have every answer say some fields."""
        self.cancelled = 0
        self._fair_use = fair_use
        self._fields = fields
        self._clock = clock
        self._known: dict[tuple[bytes, str], Enquiry] = {}
        self._ended: deque[Enquiry] = deque()

    def __len__(self) -> int:
        """Count those that are known."""
        return len(self._known)

    def open(self, client: Client, wanted: str | None = None) -> Enquiry:
        """Begin one, under a name of the client's choice or one nobody can guess.

        Raises:
            RequestError: what is wanted is no such name.
            NameTakenError: another query of the client has it.
        """
        self._forget()
        name = secrets.token_hex(16) if wanted is None else self._free(client, wanted)
        enquiry = Enquiry(name, client, self._fair_use, self._fields)
        self._known[client.mark, name] = enquiry
        return enquiry

    def close(self, enquiry: Enquiry) -> None:
        """Remember for a while how one has ended."""
        if enquiry.state is State.RUNNING:
            enquiry.state = State.FAILED
        elif enquiry.state is State.CANCELLED:
            self.cancelled += 1
        enquiry.ended = self._clock()
        enquiry.let_go()
        self._ended.append(enquiry)

    def find(self, client: Client, name: str) -> Enquiry:
        """Find a query of a client.

        Raises:
            UnknownQueryError: the client has none of this name.
        """
        self._forget()
        enquiry = self._known.get((client.mark, name))
        if enquiry is None:
            raise UnknownQueryError(
                "no query of this client has the name, or lately had"
            )
        return enquiry

    def running(self, client: Client) -> list[Enquiry]:
        """List the queries of a client that are under way, those begun first first."""
        return [
            it
            for (mark, _), it in self._known.items()
            if mark == client.mark and it.state is State.RUNNING
        ]

    def _free(self, client: Client, name: str) -> str:
        if NAME.fullmatch(name) is None:
            message = "the name of a query is 16 to 64 letters, digits, '-' and '_'"
            raise RequestError(f"{message}; found {len(name)} characters")
        known = self._known.get((client.mark, name))
        if known is not None:
            raise NameTakenError("another query of this client has the name already")
        return name

    def _forget(self) -> None:
        ended, oldest = self._ended, self._clock() - KEPT_SECONDS
        while ended and (ended[0].ended < oldest or len(ended) > MOST_KEPT):
            enquiry = ended.popleft()
            del self._known[enquiry.client.mark, enquiry.name]
