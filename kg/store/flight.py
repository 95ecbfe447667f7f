"""A question under way, which several may wait for.

Who asks first may leave: the work goes on as long as anybody waits for it.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from kg.store.engine import Answer


class Flight:
    """Work that ends with an answer, or with an error for all who wait."""

    def __init__(
        self, work: Coroutine[Any, Any, Answer], on_end: Callable[["Flight"], None]
    ) -> None:
        """Begin the work; `on_end` is called when nobody can join any more."""
        self._waiting = 0
        self._claimed = False
        self._on_end = on_end
        self._task = asyncio.create_task(work)
        self._task.add_done_callback(lambda _: on_end(self))

    async def join(self) -> Answer | None:
        """Wait for the answer; one that comes in blocks is given once, then None."""
        self._waiting += 1
        try:
            answer = await asyncio.shield(self._task)
            if answer.complete:
                return answer
            claimed, self._claimed = self._claimed, True
            return None if claimed else answer
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._abandon()

    def _abandon(self) -> None:
        """Give up work that nobody waits for, and an answer that nobody has taken."""
        if not self._task.done():
            self._on_end(self)
            self._task.cancel()
        elif not (self._claimed or self._task.cancelled() or self._task.exception()):
            self._task.result().close()
