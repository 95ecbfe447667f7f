"""Noticing that the client has left: Starlette does not stop a handler by itself."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.types import Receive

from kg.errors import KgError

T = TypeVar("T")


class ClientLeftError(KgError):
    """The client has closed the connection: nobody will read the answer."""


async def while_present(receive: Receive, work: Coroutine[Any, Any, T]) -> T:
    """Do some work as long as the client is there; the request has been read whole.

    Raises:
        ClientLeftError: the client has left; the work has been cancelled.
    """
    working = asyncio.create_task(work)
    leaving = asyncio.create_task(_left(receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientLeftError("the client has left")
    finally:
        leaving.cancel()
        working.cancel()
        await asyncio.wait({working, leaving})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
