"""Which engine answers: worker processes over a release, or one on the network."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kg.api.releases.release import Served
from kg.publishing.holding import address_of, holding_of
from kg.settings import Settings
from kg.store.engine import Engine
from kg.store.limits import Limits
from kg.store.pool.workers import WorkerPool
from kg.store.remote.engine import RemoteEngine
from kg.store.remote.holding import Holding


@asynccontextmanager
async def engine_of(
    settings: Settings, release: Served, limits: Limits
) -> AsyncIterator[Engine]:
    """Open the engine that settings choose over a release, and close it.

    Raises:
        SetupError: it cannot serve the release.
    """
    if settings.store is not None:
        engine = RemoteEngine(limits, settings.store_profile)
        try:
            await engine.open(*_held(settings.store, settings, release))
            yield engine
        finally:
            await engine.close()
        return
    pool = WorkerPool(limits)
    await pool.open(release.store, release.version)
    try:
        yield pool
    finally:
        await pool.close()


async def switch(engine: Engine, settings: Settings, release: Served) -> None:
    """Have an engine answer from another release.

    Raises:
        SetupError, EngineError: it cannot; the release before stays.
    """
    if isinstance(engine, WorkerPool):
        await engine.switch(release.store, release.version)
    elif isinstance(engine, RemoteEngine) and settings.store is not None:
        await engine.switch(*_held(settings.store, settings, release))


def is_ready(engine: Engine) -> bool:
    """Say whether queries are answered."""
    return not isinstance(engine, WorkerPool | RemoteEngine) or engine.ready


def _held(url: str, settings: Settings, release: Served) -> tuple[str, Holding]:
    address = address_of(url, release.version, release.audience)
    held = holding_of(release.release, release.audience, settings.store_dataset)
    return address, held
