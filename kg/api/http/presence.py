"""Noticing that the client has left: Starlette does not stop a handler by itself."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from starlette.types import Receive

from kg.errors import KgError

T = TypeVar("T")

_SOON = 0.05
"""Seconds within which most work is done, and nobody looks whether the client left."""


class ClientLeftError(KgError):
    """The client has closed the connection: nobody will read the answer."""


async def while_present(receive: Receive, work: Awaitable[T]) -> T:
    """Do some work as long as the client is there; the request has been read whole.

    Raises:
        ClientLeftError: the client has left; the work has been cancelled.
    """
    watch = _Watch(receive)
    try:
        return await work
    except asyncio.CancelledError:
        watch.explain()
        raise
    finally:
        watch.end()


class _Watch:
    """Cancels the task that it is made in when the client leaves."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._working = asyncio.current_task()
        self._looking: asyncio.Task[None] | None = None
        self._left = False
        self._soon = asyncio.get_running_loop().call_later(_SOON, self._look)

    def explain(self) -> None:
        """Raise the reason, if it was this that cancelled the task."""
        if self._left and self._working is not None:
            self._working.uncancel()
            raise ClientLeftError("the client has left") from None

    def end(self) -> None:
        """Look no more."""
        self._soon.cancel()
        if self._looking is not None:
            self._looking.cancel()

    def _look(self) -> None:
        self._looking = asyncio.create_task(self._wait())

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._left = True
        if self._working is not None:
            self._working.cancel()
