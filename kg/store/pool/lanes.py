"""Lanes: how many queries run at once, and who waits for a turn.

A query that turns out long leaves the fast lane for the slow one, so that short queries
wait for short queries alone.
"""

import asyncio
from collections import deque

from kg.errors import OverloadedError

Turn = asyncio.Future[None]
"""A place in the line: done when its turn has come, or with an `OverloadedError`."""


class Lane:
    """So many may be in it at once; those who wait enter first come, first served."""

    def __init__(self, slots: int, places: int, seconds: float, full: str) -> None:
        """Let `places` wait for `seconds` each; `full` is said to all others."""
        self.busy = 0
        self._slots = slots
        self._places = places
        self._seconds = seconds
        self._full = full
        self._line: deque[Turn] = deque()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(not turn.done() for turn in self._line)

    def try_enter(self) -> bool:
        """Enter if there is room now."""
        if self.busy >= self._slots:
            return False
        self.busy += 1
        return True

    def line_up(self) -> Turn:
        """Wait for a turn, which may come too late.

        Raises:
            OverloadedError: too many wait already.
        """
        if self.waiting >= self._places:
            raise OverloadedError(self._full)
        loop = asyncio.get_running_loop()
        turn: Turn = loop.create_future()
        late = loop.call_later(self._seconds, self._expire, turn)
        turn.add_done_callback(lambda _: late.cancel())
        self._line.append(turn)
        return turn

    async def enter(self) -> None:
        """Enter, after a wait if need be.

        Raises:
            OverloadedError: too many wait, or the turn did not come in time.
        """
        if self.try_enter():
            return
        turn = self.line_up()
        try:
            await turn
        except asyncio.CancelledError:
            self.give_up(turn)
            raise

    def give_up(self, turn: Turn) -> None:
        """Wait no longer for a turn, which may have come just now."""
        if not turn.cancel() and not turn.cancelled() and turn.exception() is None:
            self.leave()

    def leave(self) -> None:
        """Make room for the next."""
        self.busy -= 1
        while self._line and self.busy < self._slots:
            turn = self._line.popleft()
            if not turn.done():
                self.busy += 1
                turn.set_result(None)

    def close(self) -> None:
        """Send everybody who waits away."""
        for turn in self._line:
            if not turn.done():
                turn.set_exception(OverloadedError("the service is closing"))
        self._line.clear()

    def _expire(self, turn: Turn) -> None:
        if not turn.done():
            turn.set_exception(OverloadedError(f"no turn came in time: {self._full}"))
