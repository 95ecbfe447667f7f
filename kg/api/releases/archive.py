"""Releases that are asked for by name, beside the one that is served."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from kg.api.releases.kept import UnknownReleaseError, absence
from kg.api.releases.release import Served, read_served
from kg.errors import OverloadedError
from kg.publishing.audience import Audience
from kg.publishing.release import find_release, finished_releases
from kg.rdf.formats import Format
from kg.settings import Settings
from kg.store.cache import AnswerCache
from kg.store.engine import Answer, Engine
from kg.store.limits import Limits
from kg.store.pool.workers import WorkerPool
from kg.store.protocol import STORED, Dataset

_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,99}")
_MOST_NAMED = 20


@dataclass(slots=True)
class _Mounted:
    """A release that is answered from, and by how many requests just now."""

    release: Served
    pool: WorkerPool
    users: int = 0

    @property
    def idle(self) -> bool:
        return not (self.users or self.pool.busy)


class Archive:
    """The finished releases of a build directory, as one audience sees them.

    So many as the settings say are open at once, each by few worker processes of its
    own; the one that was asked longest ago makes room.
    """

    def __init__(
        self, settings: Settings, limits: Limits, answers: AnswerCache
    ) -> None:
        """Open none yet; `answers` are kept of those that are open."""
        self._build = settings.build_dir
        self._audience = Audience(settings.audience)
        self._limits = replace(limits, workers=1, slow=1, slow_queue=0)
        self._most = settings.pinned_releases if settings.workspace is None else 0
        self._answers = answers
        self._opening = asyncio.Lock()
        self._mounted: OrderedDict[str, _Mounted] = OrderedDict()

    def __len__(self) -> int:
        """Count the releases that are open."""
        return len(self._mounted)

    @asynccontextmanager
    async def at(self, version: str) -> AsyncIterator[tuple[Served, Engine]]:
        """Offer a release, and what answers from it.

        Raises:
            UnknownReleaseError: there is none of this name.
            OverloadedError: as many as may be are open, and all of them in use.
        """
        mounted = await self._find(version)
        self._mounted.move_to_end(version)
        mounted.users += 1
        try:
            yield mounted.release, mounted.pool
        finally:
            mounted.users -= 1

    async def close(self) -> None:
        """Close every release."""
        for version in list(self._mounted):
            await self._unmount(version)

    async def _find(self, version: str) -> _Mounted:
        mounted = self._mounted.get(version)
        if mounted is not None and self._exists(version):
            return mounted
        async with self._opening:
            if not self._exists(version):
                await self._unmount(version)  # whoever takes a release down means it
                raise self._absence(version)
            if version not in self._mounted:
                await self._mount(version)
            return self._mounted[version]

    def _exists(self, version: str) -> bool:
        if not (self._most and _VERSION.fullmatch(version)):
            return False
        release = find_release(self._build, version)
        return release is not None and release.store(self._audience).is_dir()

    def _absence(self, version: str) -> UnknownReleaseError:
        names = (
            [it.version for it in finished_releases(self._build)] if self._most else []
        )
        found = [name for name in reversed(names) if self._exists(name)]
        told = f"; there are {', '.join(found[:_MOST_NAMED])}" if found else ""
        more = f" and {len(found) - _MOST_NAMED} more" if found[_MOST_NAMED:] else ""
        return absence(self._build, self._audience, version, told + more)

    async def _mount(self, version: str) -> None:
        while len(self._mounted) >= self._most:
            await self._make_room()
        release = find_release(self._build, version)
        if release is None:
            raise self._absence(version)
        served = read_served(release, self._audience, pinned=True)
        pool = WorkerPool(self._limits)
        try:
            await pool.open(served.store, version)
        except BaseException:
            await pool.close()
            raise
        self._mounted[version] = _Mounted(served, pool)
        self._answers.serve(version)

    async def _make_room(self) -> None:
        idle = (name for name, it in self._mounted.items() if it.idle)
        oldest = next(idle, None)
        if oldest is None:
            message = "as many earlier releases as may be are being asked just now"
            raise OverloadedError(message)
        await self._unmount(oldest)

    async def _unmount(self, version: str) -> None:
        mounted = self._mounted.pop(version, None)
        if mounted is not None:
            self._answers.forget(version)
            await mounted.pool.close()


class Steady:
    """An engine as long as it answers from one release: an `Engine`."""

    def __init__(self, engine: Engine, label: str) -> None:
        self.label = label
        self._engine = engine

    async def answer(
        self,
        query: str,
        written: Format,
        dataset: Dataset = STORED,
        *,
        dear: bool = False,
    ) -> Answer:
        """Answer as the engine does.

        Raises:
            OverloadedError: it has just gone over to another release.
        """
        answer = await self._engine.answer(query, written, dataset, dear=dear)
        if answer.label == self.label:
            return answer
        answer.close()
        raise OverloadedError("the release has just been replaced: ask again")
