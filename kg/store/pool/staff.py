"""The workers over a release: so many are always there to be asked.

A worker that ends, or that leaves to work on its own, is replaced at once. One that
comes back whole is worth more than the one in its place, which has read nothing yet.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Coroutine, Iterable

from kg.errors import OverloadedError, SetupError
from kg.store.limits import Limits
from kg.store.processes.process import Origin, Worker

log = logging.getLogger(__name__)

QUERIES = "kg.store.processes.worker"
"""The module that the processes run."""

_RETRY_SECONDS = 1.0


class Staff:
    """Workers over one release at a time.

    `origin` is what they serve; `filtered` says whether the system shuts them off from
    network and files; `started` counts them all.
    """

    def __init__(self, size: int, limits: Limits) -> None:
        """Keep `size` workers, at rest and lent together."""
        self.origin: Origin | None = None
        self.filtered = False
        self.started = 0
        self._size = size
        self._limits = limits
        self._rest: deque[Worker] = deque()
        self._lent: set[Worker] = set()
        self._alone: set[Worker] = set()
        self._wanted: deque[asyncio.Future[Worker]] = deque()
        self._tasks: set[asyncio.Task[object]] = set()
        self._starting = 0
        self._moves = False

    @property
    def idle(self) -> int:
        """How many workers are at rest."""
        return len(self._rest)

    @property
    def there(self) -> bool:
        """Whether any worker is at rest or at work."""
        return bool(self._rest or self._lent)

    async def serve(self, origin: Origin) -> None:
        """Replace those at rest by workers over another store; the rest finish first.

        Raises:
            SetupError: no worker can open it; those before stay.
        """
        started = await asyncio.gather(
            *(self._start(origin) for _ in range(self._size)), return_exceptions=True
        )
        workers = [worker for worker in started if isinstance(worker, Worker)]
        for failure in started:
            if isinstance(failure, BaseException):
                self._discard(workers)
                raise failure
        self._discard(self._rest)
        self.origin = origin
        self.filtered = all(worker.filtered for worker in workers)
        self._rest = deque(workers)
        self._hand_out()

    async def move(self, origin: Origin) -> None:
        """Have all open another store: those at rest now, the lent when they come back.

        This is quicker than `serve`, and leaves nothing behind to go back to.
        """
        self.origin = origin
        self._moves = True
        moving = list(self._rest)
        self._rest.clear()
        self._starting += len(moving)
        await asyncio.gather(*(self._reopen(worker) for worker in moving))

    async def _reopen(self, worker: Worker) -> None:
        """Have a worker open what is served by now, and be at rest."""
        try:
            while self.origin is not None and worker.origin != self.origin:
                await worker.reopen(self.origin)
        except SetupError:
            log.exception("a worker did not open what is served")
            self._discard([worker])
        else:
            self._rest_or_end(worker)
        finally:
            self._starting -= 1
        self._hand_out()

    def _rest_or_end(self, worker: Worker) -> None:
        if self.origin is None:
            self._discard([worker])
        else:
            self._rest.append(worker)

    async def close(self) -> None:
        """End every worker."""
        self.origin = None
        for wanted in self._wanted:
            if not wanted.done():
                wanted.set_exception(OverloadedError("the service is closing"))
        self._discard([*self._rest, *self._lent, *self._alone])
        self._rest.clear()
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def take(self) -> Worker | None:
        """Lend a worker if one is at rest: that which came back last.

        What it has read of the store is still in its memory, and in the processor's.
        """
        while self._rest:
            worker = self._rest.pop()
            if worker.alive:
                self._lent.add(worker)
                return worker
            self._discard([worker])
        return None

    async def wait(self) -> Worker:
        """Lend a worker as soon as one is at rest.

        Raises:
            OverloadedError: the service closes.
        """
        wanted: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._wanted.append(wanted)
        self._hand_out()
        try:
            return await wanted
        except asyncio.CancelledError:
            if not wanted.cancelled() and wanted.exception() is None:
                self.take_back(wanted.result(), reusable=True)
            raise

    def take_back(self, worker: Worker, *, reusable: bool) -> None:
        """Take back a worker, which may not be able to answer again."""
        whole = reusable and not worker.ended and not worker.behind
        self._lent.discard(worker)
        self._alone.discard(worker)
        if whole and worker.origin == self.origin:
            self._rest.append(worker)
        elif whole and self._moves:
            self._starting += 1
            self._spawn(self._reopen(worker))
        else:
            self._discard([worker])
        self._hand_out()

    def let_go(self, worker: Worker) -> None:
        """Replace a lent worker now: when it comes back there is one too many."""
        self._lent.discard(worker)
        self._alone.add(worker)
        self._hand_out()

    def _hand_out(self) -> None:
        """Lend workers to those who wait, and see that there are just enough."""
        while self._wanted and (worker := self.take()) is not None:
            wanted = self._wanted.popleft()
            if wanted.done():
                self._lent.discard(worker)
                self._rest.append(worker)
            else:
                wanted.set_result(worker)
        if self.origin is not None:
            for _ in range(self._missing()):
                self._starting += 1
                self._spawn(self._replace(self.origin))
            while self._rest and self._missing() < 0:
                self._discard([self._rest.popleft()])

    def _missing(self) -> int:
        current = sum(
            self._moves or worker.origin == self.origin for worker in self._lent
        )
        return self._size - current - len(self._rest) - self._starting

    async def _replace(self, origin: Origin) -> None:
        """Start one worker in the place of another."""
        try:
            worker = await self._start(origin)
        except SetupError:
            log.exception("a worker did not start")
            await asyncio.sleep(_RETRY_SECONDS)
        else:
            if origin == self.origin:
                self._rest.append(worker)
            else:
                self._discard([worker])
        finally:
            self._starting -= 1
        self._hand_out()

    async def _start(self, origin: Origin) -> Worker:
        worker = Worker(origin, self._on_end, QUERIES)
        try:
            await worker.start(self._limits)
        except BaseException:
            self._discard([worker])
            raise
        self.started += 1
        return worker

    def _on_end(self, worker: Worker) -> None:
        """Replace a worker that has ended while it had nothing to do."""
        if worker in self._rest:
            self._rest.remove(worker)
            self._discard([worker])
            self._hand_out()

    def _discard(self, workers: Iterable[Worker]) -> None:
        for worker in workers:
            worker.kill()
            self._spawn(worker.wait())

    def _spawn(self, work: Coroutine[None, None, object]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
