"""Whose time a query takes: who asked is told when a worker begins and ends for them.

The account of a request travels in its context, through whatever lies between the
request and the workers: caches, tasks, threads.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Account(Protocol):
    """What the queries of one request are written down on."""

    def admit(self) -> None:
        """Let a query that will need a worker go on.

        Raises:
            KgError: whoever asks has used all they may.
        """

    def begin(self) -> None:
        """Note that a query wants a worker, now or when one is free."""

    def end(self, seconds: float) -> None:
        """Note that it wants none any more; one has worked so long on it."""


class Nobody:
    """The account of what the service does for itself."""

    def admit(self) -> None:
        """Let everything go on."""

    def begin(self) -> None:
        """Note nothing."""

    def end(self, seconds: float) -> None:
        """Note nothing."""


ACCOUNT: ContextVar[Account] = ContextVar("account", default=Nobody())  # noqa: B039 - it has no state
"""The account of the request that this runs for."""


@contextmanager
def charged() -> Iterator[None]:
    """Do some work on account of whoever asks, who pays the time that it takes.

    Raises:
        KgError: they have used all they may.
    """
    account = ACCOUNT.get()
    account.admit()
    account.begin()
    began = time.monotonic()
    try:
        yield
    finally:
        account.end(time.monotonic() - began)
