"""The running service: settings, the release it serves and the engine that answers."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import fields, replace
from typing import Self

from kg.api.citing.permalink import Permalinks
from kg.api.releases.advice import Advisor
from kg.api.releases.archive import Archive, Steady
from kg.api.releases.release import Served, served
from kg.api.running.editor import Editor, begin_workspace, editing
from kg.api.running.engines import engine_of, is_ready, switch
from kg.api.running.examination import Examination
from kg.api.running.reception import Reception
from kg.api.usage.clients import Clients
from kg.api.usage.enquiries import Enquiries
from kg.api.usage.fairuse import FairUse
from kg.errors import KgError
from kg.publishing.audience import Audience
from kg.publishing.workspace import AUDIENCE
from kg.rdf.query.catalogue import read_catalogue
from kg.rdf.query.complexity import Allowed
from kg.settings import Settings
from kg.store.cache import AnswerCache
from kg.store.engine import Engine, EngineStore
from kg.store.limits import Limits, Sandbox
from kg.store.pool.workers import WorkerPool
from kg.store.remote.engine import RemoteEngine
from kg.store.services.mediation import Mediation, ServiceLimits

log = logging.getLogger(__name__)

_FOLLOW_SECONDS = 1.0
_LOADING_SECONDS = 10.0


class Service:
    """What routes ask: `app.state.service`, there from start to end.

    `store` is for routes that run in threads (`def`); `engine` for those that run on
    the event loop (`async def`), and `answers` asks it what may have been asked before;
    `allowed` is how much of each thing a stranger's query may have, `mediation`
    answers what it asks of other services, and `advisor` says what is doubtful in it.
    `examination` validates what strangers send, `reception` takes what partners give.
    `editor` writes, where a workspace is served.
    """

    def __init__(
        self, settings: Settings, release: Served, engine: Engine, limits: Limits
    ) -> None:
        self.settings = settings
        self.engine = engine
        self.store = EngineStore(engine, asyncio.get_running_loop())
        self.release = release
        self.allowed = _allowed(settings)
        self.catalogue = read_catalogue(settings.queries_dir)
        self.clients = Clients.of(settings)
        self.fair_use = FairUse()
        self.enquiries = Enquiries(self.fair_use, _limits_told(settings))
        self.answers = AnswerCache(settings.cache_mb)
        self.answers.serve(release.version)
        self.archive = Archive(settings, limits, self.answers)
        self.permalinks = Permalinks(settings.state_dir, settings.permalinks)
        self.mediation = Mediation(_services(settings))
        self.advisor = Advisor()
        self.examination = Examination(settings)
        self.reception = Reception(settings)
        self.editor: Editor | None = None
        self._refused = ""
        self._known = {release.version: release}

    @asynccontextmanager
    async def at(self, version: str) -> AsyncIterator[Self]:
        """Offer this service as it is over a release that is asked for by name.

        Raises:
            UnknownReleaseError: there is none of this name.
            OverloadedError: too many others are being asked.
        """
        if version == self.release.version:
            release = replace(self.release, pinned=True)
            yield self._over(release, Steady(self.engine, version))
            return
        async with self.archive.at(version) as (release, engine):
            yield self._over(release, engine)

    def _over(self, release: Served, engine: Engine) -> Self:
        """Give a service over another engine that shares all the rest with this one."""
        other = copy(self)
        other.release, other.engine = release, engine
        other.store = EngineStore(engine, asyncio.get_running_loop())
        other.editor, other._known = None, {release.version: release}
        return other

    def known(self, version: str) -> Served:
        """Return a release that is or was served, by the label of an answer."""
        return self._known.get(version, self.release)

    @property
    def ready(self) -> bool:
        """Whether queries are answered."""
        return is_ready(self.engine)

    @property
    def standing(self) -> str | None:
        """What another engine is and can do, or why it is not asked; None for ours."""
        return self.engine.standing if isinstance(self.engine, RemoteEngine) else None

    @property
    def sandbox(self) -> str:
        """Whether the system shuts queries off from network and files."""
        if not isinstance(self.engine, WorkerPool):
            return "remote"
        return "on" if self.engine.filtered else "off"

    async def follow(self) -> None:
        """Switch to the current release whenever it is another one."""
        while True:
            await asyncio.sleep(_FOLLOW_SECONDS)
            try:
                await self.refresh()
            except (KgError, OSError):
                log.exception("the current release cannot be served")
                if isinstance(self.engine, RemoteEngine):
                    await asyncio.sleep(_LOADING_SECONDS)
                    self._refused = ""

    async def refresh(self) -> None:
        """Switch to the current release if it is another one; no query fails.

        One that cannot be served is tried once; another engine may be loaded yet.
        """
        found = served(self.settings.build_dir, self.release.audience)
        if found.version in (self.release.version, self._refused):
            return
        self._known[found.version] = found
        self._refused = found.version
        await switch(self.engine, self.settings, found)
        self.answers.forget(self.release.version)
        self.answers.serve(found.version)
        self.release, self._refused = found, ""

    async def move(self) -> None:
        """Answer from the state of a workspace that is the current one by now.

        What is asked from now on sees it; the states before it are gone.
        """
        found = served(self.settings.build_dir, self.release.audience)
        self._known = {it.version: it for it in (self.release, found)}
        if isinstance(self.engine, WorkerPool):
            await self.engine.move(found.store, found.version)
        self.answers.forget(self.release.version)
        self.answers.serve(found.version)
        self.release = found


def _opened(settings: Settings) -> Settings:
    """Have the workspace of the settings served as a release is, if there is one."""
    if settings.workspace is None:
        return settings
    begin_workspace(settings.workspace)
    return replace(
        settings, build_dir=settings.workspace, audience=AUDIENCE.value, store=None
    )


def _limits_told(settings: Settings) -> tuple[tuple[bytes, bytes], ...]:
    """List what every answer says of limits that it may hit."""
    most = settings.max_answer_rows
    return ((b"x-row-limit", str(most).encode()),) if most else ()


def _allowed(settings: Settings) -> Allowed:
    return Allowed(
        **{item.name: getattr(settings, f"max_{item.name}") for item in fields(Allowed)}
    )


def _services(settings: Settings) -> ServiceLimits:
    return ServiceLimits(
        endpoints=frozenset(settings.services),
        own_hosts=settings.service_own_hosts,
        calls=settings.service_calls,
        seconds=settings.service_seconds,
        rows=settings.service_rows,
        megabytes=settings.service_mb,
        processes=settings.service_processes,
        queue=settings.queue,
        queue_seconds=settings.queue_seconds,
        sandbox=Sandbox(settings.sandbox),
    )


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Service]:
    """Open the current release, answer from it, follow the builds; end all of it.

    Raises:
        SetupError: there is no release, or it cannot be opened.
    """
    settings = _opened(settings)
    release = served(settings.build_dir, Audience(settings.audience))
    limits = Limits(
        workers=settings.workers,
        seconds=settings.query_seconds,
        memory_mb=settings.query_memory_mb,
        queue=settings.queue,
        queue_seconds=settings.queue_seconds,
        fast_seconds=settings.fast_seconds,
        slow=settings.slow_workers,
        slow_queue=settings.slow_queue,
        answer_mb=settings.max_answer_mb,
        answer_rows=settings.max_answer_rows,
        worker_answers=settings.worker_answers,
        worker_memory_mb=settings.worker_memory_mb,
        sandbox=Sandbox(settings.sandbox),
    )
    async with engine_of(settings, release, limits) as engine:
        service = Service(settings, release, engine, limits)
        try:
            async with _kept(service):
                yield service
        finally:
            service.mediation.close()
            await service.archive.close()
            await service.examination.close()
            await service.reception.close()


@asynccontextmanager
async def _kept(service: Service) -> AsyncIterator[None]:
    """Have a service follow the builds, or have the workspace that it serves edited."""
    folder = service.settings.workspace
    if folder is not None:
        async with editing(folder, service.settings, service.move) as service.editor:
            yield
        return
    following = asyncio.create_task(service.follow())
    try:
        yield
    finally:
        following.cancel()
        await asyncio.wait([following])
