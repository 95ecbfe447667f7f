"""Another engine on the network as an `Engine`: what the API asks under `KG_STORE`."""

import asyncio
import contextlib
import logging

from kg.errors import KgError, SetupError
from kg.rdf.formats import Format
from kg.store.limits import Limits
from kg.store.pool.tally import Census
from kg.store.protocol import STORED, Dataset
from kg.store.remote.holding import Holding
from kg.store.remote.peer import Peer
from kg.store.remote.places import Places
from kg.store.remote.profiles import AUTO
from kg.store.remote.spool import Room
from kg.store.remote.store import SpooledAnswer

log = logging.getLogger(__name__)

_MIB = 1_048_576
_WATCH_SECONDS = 5.0
_AWAY_SECONDS = 1.0
"""How often an engine is looked after: while it is well, and while it is not."""


class RemoteEngine:
    """Answers from an engine that has shown that it holds the release."""

    def __init__(self, limits: Limits, profile: str = AUTO) -> None:
        """Ask as much at once as limits say, as the profile says."""
        self._limits = limits
        self._profile = profile
        self._places = Places(limits)
        answers = limits.workers + limits.slow + limits.slow_queue
        self._room = Room(2 * answers * limits.answer_mb * _MIB)
        self._peer: Peer | None = None
        self._retired: list[Peer] = []
        self._watching: asyncio.Task[None] | None = None

    @property
    def label(self) -> str:
        """The release that new queries are answered from."""
        return self._there.holding.label

    @property
    def ready(self) -> bool:
        """Whether the engine has shown its release, and is there."""
        return not self._there.fault

    @property
    def standing(self) -> str:
        """What the engine is and can do, or why it is not asked."""
        peer = self._there
        if peer.fault or peer.proof is None:
            return peer.fault
        return peer.proof.words

    def census(self) -> Census:
        """Count queries, for metrics."""
        return self._places.census()

    async def open(self, url: str, holding: Holding) -> None:
        """Meet the engine at an address; one that is away is waited for, later.

        Raises:
            SetupError: it is there, and does not hold the release.
        """
        self._peer = self._new(url, holding)
        try:
            await self._peer.meet()
        except SetupError:
            await self._peer.close()
            raise
        except KgError:
            log.warning("queries are refused until the engine is there")
        self._watching = asyncio.create_task(self._watch())

    async def switch(self, url: str, holding: Holding) -> None:
        """Answer from another release from now on; what is running runs to its end.

        Raises:
            SetupError: the engine does not hold it; the release before stays.
            EngineError: the engine cannot be asked; the release before stays.
        """
        peer = self._new(url, holding)
        try:
            await peer.meet()
        except BaseException:
            await peer.close()
            raise
        await self._close_retired()
        self._retired.append(self._there)
        self._peer = peer

    async def close(self) -> None:
        """Send away whoever waits; close all connections."""
        self._places.close()
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait([self._watching])
        await self._close_retired()
        if self._peer is not None:
            await self._peer.close()

    async def answer(
        self,
        query: str,
        written: Format,
        dataset: Dataset = STORED,
        *,
        dear: bool = False,
    ) -> SpooledAnswer:
        """Run a query that has passed `kg.rdf.query.preflight.check`: see `Engine`."""
        peer = self._there
        return await self._places.run(
            lambda: peer.answer(query, written, dataset), dear=dear
        )

    @property
    def _there(self) -> Peer:
        if self._peer is None:
            raise SetupError("no engine has been opened")
        return self._peer

    def _new(self, url: str, holding: Holding) -> Peer:
        return Peer(url, holding, self._limits, self._profile, self._room)

    async def _close_retired(self) -> None:
        while self._retired:
            await self._retired.pop().close()

    async def _watch(self) -> None:
        """Look after the engine: one that was away is asked again as it comes back."""
        while True:
            await asyncio.sleep(_WATCH_SECONDS if self.ready else _AWAY_SECONDS)
            with contextlib.suppress(KgError):  # told by the peer, and by `standing`
                await self._there.meet()
