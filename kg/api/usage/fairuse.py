"""Fair use: how much of the service's time each client has left."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from kg.api.errors import TooManyRequestsError
from kg.api.usage.clients import Client
from kg.store.keys import Share

_MINUTE = 60.0
MOST_CLIENTS = 10_000
"""Clients that are remembered; of more, those who have asked for nothing longest are
forgotten, and have their share anew."""


@dataclass(slots=True)
class Purse:
    """What a client has left: `seconds` as of `since`; and its queries under way."""

    seconds: float
    since: float
    queries: int = 0


class FairUse:
    """A bucket of seconds for each client, which fills as time goes by.

    A query is paid for when it has ended, by the time that workers spent on it; whoever
    is in debt by then waits until it is paid back.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, most: int = MOST_CLIENTS
    ) -> None:
        """Know nobody yet."""
        self.refused = {"seconds": 0, "queries": 0}
        self._clock = clock
        self._most = most
        self._purses: OrderedDict[bytes, Purse] = OrderedDict()

    def __len__(self) -> int:
        """Count the clients that are remembered."""
        return len(self._purses)

    def admit(self, client: Client) -> None:
        """Let a client ask a query.

        Raises:
            TooManyRequestsError: they have used their share; it says when to come back.
        """
        purse = self._purses.get(client.mark)
        if purse is None:
            return
        share = client.share
        if share.queries and purse.queries >= share.queries:
            self.refused["queries"] += 1
            message = f"{purse.queries} queries of this client are under way already"
            raise TooManyRequestsError(f"{message}, and no more may be", "queries", 1)
        left = self._left(purse, share)
        if share.seconds and left <= 0:
            self.refused["seconds"] += 1
            wait = math.floor(-left * _MINUTE / share.seconds) + 1
            raise TooManyRequestsError(_used(share), "seconds", wait)

    def begin(self, client: Client) -> Purse | None:
        """Note that a query of a client wants a worker; give it back to `end`."""
        share = client.share
        if not (share.seconds or share.queries):
            return None
        purse = self._purses.get(client.mark)
        if purse is None:
            purse = Purse(_most(share), self._clock())
            self._purses[client.mark] = purse
            self._forget()
        self._purses.move_to_end(client.mark)
        purse.queries += 1
        return purse

    def end(self, purse: Purse, share: Share, seconds: float) -> None:
        """Take what workers have spent on a query from a purse."""
        purse.queries -= 1
        purse.seconds = self._left(purse, share) - seconds

    def _left(self, purse: Purse, share: Share) -> float:
        now = self._clock()
        gained = (now - purse.since) * share.seconds / _MINUTE
        purse.seconds = min(purse.seconds + gained, _most(share))
        purse.since = now
        return purse.seconds

    def _forget(self) -> None:
        while len(self._purses) > self._most:
            self._purses.popitem(last=False)


def _most(share: Share) -> float:
    return max(share.burst, share.seconds / _MINUTE)


def _used(share: Share) -> str:
    return (
        "the queries of this client have taken all of its share: "
        f"{share.seconds:g} seconds a minute, of which {share.burst:g} are kept"
    )
