"""Worker processes over a release: each answers one query at a time, and can be killed.

No query is stopped from inside the engine, so each runs in a process of its own. A
deadline, a client that leaves or an answer too long ends the process; another, already
warm, takes its place. Every query begins in the fast lane, unless it is known to be
dear; one that stays too long goes over to the slow lane with its process, so that
nothing is run twice, and the fast lane gets a fresh process.
"""

import asyncio
import logging
from pathlib import Path

from kg.errors import OverloadedError, WorkerDiedError
from kg.rdf.formats import Format
from kg.store.account import ACCOUNT
from kg.store.limits import Limits
from kg.store.pool.lanes import Lane
from kg.store.pool.running import Running
from kg.store.pool.staff import Staff
from kg.store.pool.tally import Census, Tally
from kg.store.processes.frames import Request, ask
from kg.store.processes.process import Origin, Worker
from kg.store.protocol import STORED, Dataset

log = logging.getLogger(__name__)


class WorkerPool:
    """Worker processes over one release at a time: an `Engine`."""

    def __init__(self, limits: Limits) -> None:
        """Prepare a pool that is opened by `open` and ended by `close`."""
        self._limits = limits
        self._staff = Staff(limits.workers + limits.slow, limits)
        self._fast = Lane(
            limits.workers,
            limits.queue,
            limits.queue_seconds,
            "too many queries are waiting: come back later",
        )
        self._slow = Lane(
            limits.slow,
            limits.slow_queue,
            limits.queue_seconds,
            "too many long queries are running: come back later, or ask for less",
        )
        self._running: set[Running] = set()
        self._tally = Tally()

    @property
    def label(self) -> str:
        """The release that new queries are answered from."""
        return "" if self._staff.origin is None else self._staff.origin.label

    @property
    def busy(self) -> int:
        """How many queries are running, or paused until they may go on."""
        return len(self._running)

    @property
    def ready(self) -> bool:
        """Whether any worker is there to answer."""
        return self._staff.there

    @property
    def filtered(self) -> bool:
        """Whether the system shuts the workers off from network and files."""
        return self._staff.filtered

    def census(self) -> Census:
        """Count workers and queries, for metrics."""
        self._tally.started = self._staff.started
        waiting = {"fast": self._fast.waiting, "slow": self._slow.waiting}
        return Census(self._staff.idle, self.busy, waiting, self._tally)

    async def open(self, path: Path, label: str) -> None:
        """Start the workers over a store directory.

        Raises:
            SetupError: they cannot open it.
        """
        await self.switch(path, label)

    async def switch(self, path: Path, label: str) -> None:
        """Answer from another release from now on; what is running runs to its end.

        Raises:
            SetupError: no worker can open it; the release before stays.
        """
        await self._staff.serve(Origin(path, label))
        sandbox = "in a sandbox" if self.filtered else "WITHOUT a sandbox"
        log.info("answering from %s, by workers %s", label, sandbox)

    async def move(self, path: Path, label: str) -> None:
        """Answer from another state of a workspace, whatever is asked from now on."""
        await self._staff.move(Origin(path, label))

    async def close(self) -> None:
        """End every worker; whoever waits is told that the service is overloaded."""
        self._fast.close()
        self._slow.close()
        await self._staff.close()

    async def answer(
        self,
        query: str,
        written: Format,
        dataset: Dataset = STORED,
        *,
        dear: bool = False,
    ) -> Running:
        """Run a query that has passed `kg.rdf.query.preflight.check`: see `Engine`."""
        lane = self._slow if dear else self._fast
        request = ask(Request(query, written, dataset, self._limits.answer_rows))
        running = await self._run(lane)
        try:
            await running.begin(request)
        except WorkerDiedError:
            if not running.worker.unread:
                raise
            # It ended before it had read the query: something else has ended it.
            running = await self._run(lane)
            await running.begin(request)
        return running

    async def _run(self, lane: Lane) -> Running:
        """Have a worker at hand for a query, on account of whoever asks."""
        worker = await self._lend(lane)
        for other in self._running:
            other.make_room()
        dear = lane is self._slow
        running = Running(worker, lane, self._limits, self, dear=dear)
        self._running.add(running)
        return running

    async def _lend(self, lane: Lane) -> Worker:
        """Take a worker, after a wait if need be, on account of whoever asks."""
        account = ACCOUNT.get()
        account.admit()
        account.begin()
        try:
            if not lane.try_enter():
                await self._wait(lane)
            return await self._worker(lane)
        except BaseException:
            account.end(0.0)
            raise

    async def _wait(self, lane: Lane) -> None:
        loop = asyncio.get_running_loop()
        start = loop.time()
        try:
            await lane.enter()
        finally:
            self._tally.waits.add(loop.time() - start)

    async def _worker(self, lane: Lane) -> Worker:
        """Take a worker for somebody who has a place in a lane, or the place back."""
        try:
            return self._staff.take() or await self._staff.wait()
        except BaseException:
            lane.leave()
            raise

    def overrun(self, running: Running) -> None:
        """Move a query to the slow lane, with its worker.

        Where there is no room it is paused for as long as it waits, and ended when too
        many wait already.
        """
        self._staff.let_go(running.worker)
        if running.lane is self._fast:
            running.lane = None
            self._fast.leave()
            self._place(running)
        else:
            running.go_on()

    def _place(self, running: Running) -> None:
        if self._slow.try_enter():
            running.lane = self._slow
            running.go_on()
            return
        try:
            turn = self._slow.line_up()
        except OverloadedError as error:
            running.fail(error)
        else:
            running.pause(turn, self._slow)

    def end(self, running: Running, *, reusable: bool) -> None:
        """Take the worker of a query back, and give its place to the next."""
        self._running.discard(running)
        self._count(running, reusable=reusable)
        if running.lane is not None:
            running.lane.leave()
        self._staff.take_back(running.worker, reusable=reusable)

    def _count(self, running: Running, *, reusable: bool) -> None:
        lane = "fast" if running.lane is self._fast else "slow"
        spent = asyncio.get_running_loop().time() - running.began
        self._tally.queries[lane].add(spent)
        if not reusable:
            self._tally.ended[running.ended_by] += 1
