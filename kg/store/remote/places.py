"""The places of queries that another engine answers: so many at once, and who waits.

Short queries have places of their own, as with worker processes
(kg.store.pool.workers). One that turns out long takes a place among the long ones.
Another engine cannot be paused: it works on while its query waits for that place, which
bounds the wait.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from kg.errors import KgError, OverloadedError
from kg.store.account import ACCOUNT
from kg.store.limits import Limits
from kg.store.pool.lanes import Lane, Turn
from kg.store.pool.tally import Census, Tally

T = TypeVar("T")

_FULL = "too many queries are waiting: come back later"
_FULL_OF_LONG = "too many long queries are running: come back later"


@dataclass(slots=True)
class _Place:
    """Where a query is: in a lane, or waiting for one."""

    lane: Lane | None
    task: asyncio.Task[object]
    turn: Turn | None = None
    fault: KgError | None = None

    def fail(self, fault: KgError) -> None:
        self.fault = fault
        self.task.cancel()


class Places:
    """Lets queries run, as `Limits` say."""

    def __init__(self, limits: Limits) -> None:
        """All places are free."""
        wait = limits.queue_seconds
        self._fast = Lane(limits.workers, limits.queue, wait, _FULL)
        self._slow = Lane(limits.slow, limits.slow_queue, wait, _FULL_OF_LONG)
        self._fast_seconds = limits.fast_seconds
        self._tally = Tally()
        self._running = 0

    def census(self) -> Census:
        """Count queries, for metrics; there are no workers."""
        waiting = {"fast": self._fast.waiting, "slow": self._slow.waiting}
        return Census(0, self._running, waiting, self._tally)

    def close(self) -> None:
        """Send away whoever waits."""
        self._fast.close()
        self._slow.close()

    async def run(self, work: Callable[[], Coroutine[Any, Any, T]], *, dear: bool) -> T:
        """Do some work when its turn has come.

        Raises:
            OverloadedError: it did not come; or the work takes long, and too much does.
        """
        account = ACCOUNT.get()
        account.admit()
        account.begin()
        lane = self._slow if dear else self._fast
        try:
            await self._enter(lane)
        except BaseException:
            account.end(0.0)
            raise
        task = asyncio.create_task(work())
        place = _Place(lane, task)
        loop = asyncio.get_running_loop()
        timer = loop.call_later(self._fast_seconds, self._overrun, place)
        start = loop.time()
        self._running += 1
        try:
            return await task
        except asyncio.CancelledError:
            if place.fault is None:
                raise
            raise place.fault from None
        finally:
            timer.cancel()
            self._running -= 1
            spent = loop.time() - start
            account.end(spent)
            self._count(place, spent)
            self._leave(place)

    async def _enter(self, lane: Lane) -> None:
        if lane.try_enter():
            return
        loop = asyncio.get_running_loop()
        start = loop.time()
        try:
            await lane.enter()
        finally:
            self._tally.waits.add(loop.time() - start)

    def _overrun(self, place: _Place) -> None:
        """Move a query that takes long to the slow lane, or end it."""
        if place.lane is not self._fast:
            return
        place.lane = None
        self._fast.leave()
        if self._slow.try_enter():
            place.lane = self._slow
            return
        try:
            place.turn = self._slow.line_up()
        except OverloadedError as error:
            place.fail(error)
        else:
            place.turn.add_done_callback(lambda turn: self._placed(place, turn))

    def _placed(self, place: _Place, turn: Turn) -> None:
        place.turn = None
        if turn.cancelled():
            return
        if isinstance(fault := turn.exception(), KgError):
            place.fail(fault)
        else:
            place.lane = self._slow

    def _leave(self, place: _Place) -> None:
        if place.turn is not None:
            self._slow.give_up(place.turn)
        elif place.lane is not None:
            place.lane.leave()

    def _count(self, place: _Place, seconds: float) -> None:
        lane = "fast" if place.lane is self._fast else "slow"
        self._tally.queries[lane].add(seconds)
