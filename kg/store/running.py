"""A query that a worker is answering, until the answer is complete or given up."""

import asyncio
from collections.abc import AsyncIterator, Callable
from signal import Signals

from kg.errors import (
    AnswerTooLargeError,
    KgError,
    QueryTimeoutError,
    WorkerDiedError,
)
from kg.store.frames import Say, faulted
from kg.store.limits import Limits
from kg.store.process import Worker

_MIB = 1_048_576


class Running:
    """An `Answer` that comes from a worker.

    `give_back` is called once, with the worker and whether it can answer again: the
    answer has ended, in one way or another.
    """

    def __init__(
        self,
        worker: Worker,
        limits: Limits,
        give_back: Callable[[Worker, bool], None],
    ) -> None:
        self.label = worker.origin.label
        self.first = b""
        self.complete = False
        self._worker = worker
        self._limits = limits
        self._give_back = give_back
        self._given_back = False
        self._late = False
        self._length = 0
        loop = asyncio.get_running_loop()
        self._deadline = loop.call_later(limits.seconds, self._end_late)

    async def begin(self, request: bytes) -> None:
        """Send the request and wait for the first block.

        Raises:
            QueryError: there is no answer; the worker has been given back.
        """
        try:
            self._worker.ask(request)
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

    async def _block(self) -> bytes:
        found = await self._worker.frame()
        if found is None:
            raise await self._failure()
        kind, content = found
        if kind is Say.FAULT:
            self._end(reusable=True)
            raise faulted(content)
        self._length += len(content)
        if self._length > self._limits.answer_mb * _MIB:
            raise AnswerTooLargeError(
                f"the answer is longer than {self._limits.answer_mb} MiB: "
                "ask for less of it, or take the dumps"
            )
        if kind is not Say.BLOCK:
            self.complete = True
            self._end(reusable=kind is Say.LAST)
        return content

    async def _failure(self) -> KgError:
        """Say why the worker has ended before its answer."""
        code = await self._worker.wait()
        if self._late:
            return QueryTimeoutError(
                f"the query was not answered within {self._limits.seconds:g} seconds"
            )
        return WorkerDiedError(
            f"the process that ran the query ended ({_cause(code)}); most often the "
            f"query needs more memory than the {self._limits.memory_mb} MiB it may take"
        )

    def _end(self, *, reusable: bool) -> None:
        self._deadline.cancel()
        if not self._given_back:
            self._given_back = True
            self._give_back(self._worker, reusable)

    def _end_late(self) -> None:
        self._late = True
        self._worker.kill()


def _cause(code: int) -> str:
    return Signals(-code).name if code < 0 else f"exit code {code}"
