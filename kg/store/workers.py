"""Worker processes over a release: each answers one query at a time, and can be killed.

No query is stopped from inside the engine, so each runs in a process of its own. A
deadline, a client that leaves or an answer too long ends the process; a spare one,
already warm, takes its place.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from pathlib import Path

from kg.errors import OverloadedError, SetupError
from kg.rdf.formats import Format
from kg.store.frames import Request, ask
from kg.store.limits import Limits
from kg.store.process import Origin, Worker
from kg.store.protocol import STORED, Dataset
from kg.store.running import Running

log = logging.getLogger(__name__)

_SPARE = 1
_RETRY_SECONDS = 1.0


class WorkerPool:
    """Worker processes over one release at a time: an `Engine`.

    `filtered` says whether the system shuts them off from network and files.
    """

    def __init__(self, limits: Limits) -> None:
        """Prepare a pool that is opened by `open` and ended by `close`."""
        self._limits = limits
        self._origin = Origin(Path(), "")
        self._idle: deque[Worker] = deque()
        self._busy: set[Worker] = set()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._tasks: set[asyncio.Task[object]] = set()
        self._starting = 0
        self._closed = True
        self.filtered = False

    @property
    def label(self) -> str:
        """The release that new queries are answered from."""
        return self._origin.label

    @property
    def busy(self) -> int:
        """How many queries are running."""
        return len(self._busy)

    @property
    def ready(self) -> bool:
        """Whether any worker is there to answer."""
        return bool(self._idle or self._busy)

    async def open(self, path: Path, label: str) -> None:
        """Start the workers over a store directory.

        Raises:
            SetupError: they cannot open it.
        """
        self._closed = False
        await self.switch(path, label)

    async def switch(self, path: Path, label: str) -> None:
        """Answer from another release from now on; what is running runs to its end.

        Raises:
            SetupError: no worker can open it; the release before stays.
        """
        origin = Origin(path, label)
        started = await asyncio.gather(
            *(self._start(origin) for _ in range(self._limits.workers + _SPARE)),
            return_exceptions=True,
        )
        workers = [worker for worker in started if isinstance(worker, Worker)]
        for failure in started:
            if isinstance(failure, BaseException):
                self._discard(workers)
                raise failure
        self._discard(self._idle)
        self._origin = origin
        self._idle = deque(workers)
        self.filtered = all(worker.filtered for worker in workers)
        log.info("answering from %s, %s", label, self._confinement())
        self._grant()

    def _confinement(self) -> str:
        return "workers in a sandbox" if self.filtered else "workers WITHOUT a sandbox"

    async def close(self) -> None:
        """End every worker; whoever waits is told that the service is overloaded."""
        self._closed = True
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_exception(OverloadedError("the service is closing"))
        self._discard([*self._idle, *self._busy])
        self._idle.clear()
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def answer(
        self, query: str, written: Format, dataset: Dataset = STORED
    ) -> Running:
        """Run a query that has passed `kg.rdf.preflight.check`: see `Engine`."""
        worker = await self._acquire()
        running = Running(worker, self._limits, self._take_back)
        await running.begin(ask(Request(query, written, dataset)))
        return running

    async def _acquire(self) -> Worker:
        """Wait in line for a worker."""
        waiter: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        self._grant()
        if not waiter.done() and len(self._waiting) > self._limits.queue:
            self._waiting.remove(waiter)
            raise OverloadedError("too many queries are waiting: come back later")
        try:
            async with asyncio.timeout(self._limits.queue_seconds):
                return await waiter
        except TimeoutError:
            self._leave(waiter)
            message = "no worker was free in time: come back later"
            raise OverloadedError(message) from None
        except asyncio.CancelledError:
            self._leave(waiter)
            raise

    def _leave(self, waiter: asyncio.Future[Worker]) -> None:
        """Take someone out of the line, who may have been given a worker just now."""
        if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
            self._take_back(waiter.result(), True)
        with suppress(ValueError):
            self._waiting.remove(waiter)

    def _take_back(self, worker: Worker, reusable: bool) -> None:
        self._busy.discard(worker)
        current = worker.origin == self._origin and not self._closed
        if reusable and current and worker.alive:
            self._idle.append(worker)
        else:
            self._discard([worker])
        self._grant()

    def _grant(self) -> None:
        """Give idle workers to those who wait, first come first served."""
        while self._waiting and self._idle and len(self._busy) < self._limits.workers:
            if self._waiting[0].done():
                self._waiting.popleft()
            elif not self._idle[0].alive:
                self._discard([self._idle.popleft()])
            else:
                worker = self._idle.popleft()
                self._busy.add(worker)
                self._waiting.popleft().set_result(worker)
        self._refill()

    def _refill(self) -> None:
        """Start workers until there are as many as there should be."""
        current = sum(worker.origin == self._origin for worker in self._busy)
        have = current + len(self._idle) + self._starting
        for _ in range(self._limits.workers + _SPARE - have):
            if not self._closed:
                self._starting += 1
                self._spawn(self._replace(self._origin))

    async def _replace(self, origin: Origin) -> None:
        """Start one worker in the place of one that has ended."""
        try:
            worker = await self._start(origin)
        except SetupError:
            log.exception("a worker did not start")
            await asyncio.sleep(_RETRY_SECONDS)
        else:
            if origin == self._origin and not self._closed:
                self._idle.append(worker)
            else:
                self._discard([worker])
        finally:
            self._starting -= 1
        self._grant()

    async def _start(self, origin: Origin) -> Worker:
        worker = Worker(origin, self._on_end)
        try:
            await worker.start(self._limits)
        except BaseException:
            self._discard([worker])
            raise
        return worker

    def _on_end(self, worker: Worker) -> None:
        """Replace a worker that has ended while it had nothing to do."""
        if worker in self._idle:
            self._idle.remove(worker)
            self._discard([worker])
            self._grant()

    def _discard(self, workers: Iterable[Worker]) -> None:
        for worker in workers:
            worker.kill()
            self._spawn(worker.wait())

    def _spawn(self, work: Coroutine[None, None, object]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
