"""A process that does one job at a time for us, seen from here: asked, ended, replaced.

What is done in it may be late, break it or take all of its memory. It is then ended,
and the next job starts another one.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

from kg.errors import KgError
from kg.store.limits import Limits
from kg.store.processes.frames import Say, faulted, frame
from kg.store.processes.process import Origin, Worker


class Clerk:
    """A process that runs a module of ours, started when needed.

    `late` and `died` make the errors for a job that is not done in time, and for one
    that ends the process.
    """

    def __init__(
        self,
        program: str,
        folder: Path,
        limits: Limits,
        late: Callable[[], KgError],
        died: Callable[[], KgError],
    ) -> None:
        self._program = program
        self._origin = Origin(folder, program)
        self._limits = limits
        self._late = late
        self._died = died
        self._worker: Worker | None = None
        self._turn = asyncio.Lock()

    async def start(self) -> None:
        """Start the process now, so that the first job need not wait for it.

        Raises:
            SetupError: it does not start.
        """
        async with self._turn:
            await self._ready()

    async def do(self, job: bytes) -> bytes:
        """Have a job done, after those before it.

        Raises:
            KgError: whatever the process says of it, or that it was late or died.
        """
        async with self._turn:
            worker = await self._ready()
            try:
                async with asyncio.timeout(self._limits.seconds):
                    worker.ask(frame(Say.ASK, job))
                    return await self._outcome(worker)
            except TimeoutError:
                await self._end()
                raise self._late() from None
            except asyncio.CancelledError:
                await self._end()
                raise

    async def close(self) -> None:
        """End the process, in the middle of a job too."""
        await self._end()

    async def _ready(self) -> Worker:
        if self._worker is None or not self._worker.alive:
            await self._end()
            self._worker = Worker(self._origin, lambda _: None, self._program)
            await self._worker.start(self._limits)
        return self._worker

    async def _outcome(self, worker: Worker) -> bytes:
        parts = []
        while (found := worker.next_frame() or await worker.frame()) is not None:
            kind, content = found
            if kind is Say.FAULT:
                raise faulted(content)
            parts.append(content)
            if kind is Say.END:
                await self._end()
            if kind is not Say.BLOCK:
                return b"".join(parts)
        await self._end()
        raise self._died()

    async def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            await worker.wait()
