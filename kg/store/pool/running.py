"""A query that a worker is answering, until the answer is complete or given up."""

import asyncio
from collections.abc import AsyncIterator
from signal import Signals
from typing import Protocol

from kg.errors import (
    AnswerTooLargeError,
    KgError,
    QueryTimeoutError,
    WorkerDiedError,
)
from kg.store.account import ACCOUNT
from kg.store.limits import Limits
from kg.store.pool.lanes import Lane, Turn
from kg.store.processes.frames import Say, faulted
from kg.store.processes.process import Frame, Worker
from kg.store.processes.processors import for_long, processors
from kg.store.total import Total

_LINGERS = 0.1
"""Seconds after which a query keeps to the processors of long ones."""

_MIB = 1_048_576
_CAUSES: dict[type[KgError], str] = {
    QueryTimeoutError: "deadline",
    AnswerTooLargeError: "too-large",
}


class Desk(Protocol):
    """Where running queries are kept: it is told how they go."""

    @property
    def busy(self) -> int:
        """How many there are."""

    def overrun(self, running: "Running") -> None:
        """Place a query that has run for longer than short queries do."""

    def end(self, running: "Running", *, reusable: bool) -> None:
        """Take the worker of a query back, which may not be able to answer again."""


class Running:
    """An `Answer` that comes from a worker.

    `lane` is where it has a place now: it has none while its worker is paused. `total`
    is what the answer amounts to, once its end is near. One that is `dear` is known to
    take long, and counts as a long query as soon as it lingers.
    """

    def __init__(
        self, worker: Worker, lane: Lane, limits: Limits, desk: Desk, *, dear: bool
    ) -> None:
        self.worker = worker
        self.lane: Lane | None = lane
        self.label = worker.origin.label
        self.first = b""
        self.complete = False
        self.total: Total | None = None
        self._account = ACCOUNT.get()
        self._limits = limits
        self._desk = desk
        self._cause: KgError | None = None
        self._awaited: tuple[Lane, Turn] | None = None
        self._ended = False
        self._length = 0
        self._loop = asyncio.get_running_loop()
        self._left = limits.seconds
        self.began = self._since = self._loop.time()
        self._lingers = self._long = False
        soon = min(_LINGERS, limits.fast_seconds, limits.seconds)
        self._first = soon if dear else min(limits.fast_seconds, limits.seconds)
        self._timer = self._loop.call_later(soon, self._linger)

    @property
    def ended_by(self) -> str:
        """Why its worker cannot answer again: a cause of `Tally`."""
        if self.complete:
            return "recycled"
        if self._cause is not None:
            return _CAUSES.get(type(self._cause), "overloaded")
        return "died" if self.worker.ended else "left"

    @property
    def spent(self) -> float:
        """How long its worker has worked, in seconds: not while it was paused."""
        before = self._limits.seconds - self._left
        paused = self._awaited is not None
        return before if paused else before + self._loop.time() - self._since

    async def begin(self, request: bytes) -> None:
        """Send the request and wait for the first block.

        Raises:
            QueryError: there is no answer; the worker has been given back.
        """
        try:
            self.worker.ask(request)
            self.first = await self._block()
        except BaseException:
            self.close()
            raise

    async def rest(self) -> AsyncIterator[bytes]:
        """Yield the blocks after the first."""
        try:
            while not self.complete:
                yield await self._block()
        finally:
            self.close()

    def close(self) -> None:
        """Give up what is left of the answer."""
        self._end(reusable=False)

    def go_on(self) -> None:
        """Run until the deadline, as a long query."""
        self._long = True
        self._share()
        self._count_on()

    def make_room(self) -> None:
        """Leave to short queries what they need, unless this is one."""
        if self._lingers:
            self.worker.keep_to(for_long(processors()))
        if self._long:
            self.worker.give_way()

    def _share(self) -> None:
        """Make room if any other query is there. If not, it is told when one comes."""
        if self._desk.busy > 1:
            self.make_room()

    def pause(self, turn: Turn, lane: Lane) -> None:
        """Stand still until a turn has come in a lane; the time does not count."""
        self._timer.cancel()
        self._left -= self._loop.time() - self._since
        self._awaited = lane, turn
        self.worker.pause()
        turn.add_done_callback(lambda _: self._resume(turn, lane))

    def fail(self, cause: KgError) -> None:
        """End the query for a reason that whoever waits for it is told."""
        self._cause = cause
        self.worker.kill()

    def _resume(self, turn: Turn, lane: Lane) -> None:
        if self._ended:
            return
        self._awaited = None
        self._since = self._loop.time()
        if isinstance(cause := turn.exception(), KgError):
            self.fail(cause)
            return
        self.lane = lane
        self.worker.resume()
        self.go_on()

    async def _frame(self) -> Frame:
        """Take the next frame; one that tells of the others is noted."""
        found = self.worker.next_frame() or await self.worker.frame()
        if found is None:
            raise await self._failure()
        if found[0] is not Say.TOTAL:
            return found
        self.total = Total.unpack(found[1])
        return await self._frame()

    async def _block(self) -> bytes:
        kind, content = await self._frame()
        if kind is Say.FAULT:
            self._end(reusable=True)
            raise faulted(content)
        self._length += len(content)
        if self._length > self._limits.answer_mb * _MIB:
            self._cause = AnswerTooLargeError(
                f"the answer is longer than {self._limits.answer_mb} MiB: "
                "ask for less of it, or take the dumps"
            )
            raise self._cause
        if kind is not Say.BLOCK:
            self.complete = True
            self._end(reusable=kind is Say.LAST)
        return content

    async def _failure(self) -> KgError:
        """Say why the worker has ended before its answer."""
        if self._cause is not None:
            return self._cause
        code = await self.worker.wait()
        return WorkerDiedError(
            f"the process that ran the query ended ({_cause(code)}); most often the "
            f"query needs more memory than the {self._limits.memory_mb} MiB it may take"
        )

    def _end(self, *, reusable: bool) -> None:
        if self._ended:
            return
        self._ended = True
        self._account.end(self.spent)
        self._timer.cancel()
        if self._awaited is not None:
            lane, turn = self._awaited
            lane.give_up(turn)
        if self._lingers and reusable:
            self.worker.keep_to(processors())
        self._desk.end(self, reusable=reusable)

    def _linger(self) -> None:
        self._lingers = True
        self._share()
        self._timer = self._loop.call_at(self._since + self._first, self._overrun)

    def _overrun(self) -> None:
        if self._first >= self._limits.seconds:
            self._end_late()
        else:
            self._desk.overrun(self)

    def _count_on(self) -> None:
        due = self._since + self._left
        self._timer = self._loop.call_at(due, self._end_late)

    def _end_late(self) -> None:
        seconds = self._limits.seconds
        message = f"the query was not answered within {seconds:g} seconds"
        self.fail(QueryTimeoutError(message))


def _cause(code: int) -> str:
    return Signals(-code).name if code < 0 else f"exit code {code}"
