"""The most that a query may have is what the engine takes without harm."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path

import pytest

from kg.errors import QueryTimeoutError
from kg.rdf.formats import CSV
from kg.rdf.query.complexity import DEFAULT
from kg.store.engine import read_whole
from kg.store.limits import Limits
from kg.store.pool.workers import WorkerPool
from tests.rdf.complexity import OF

pytestmark = [pytest.mark.anyio, pytest.mark.slow]


@asynccontextmanager
async def opened(path: Path, seconds: float) -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(Limits(workers=1, slow=1, seconds=seconds, memory_mb=1024))
    await pool.open(path, "first")
    yield pool
    await pool.close()


@pytest.fixture
async def pool(store_path: Path) -> AsyncIterator[WorkerPool]:
    async with opened(store_path, 10) as pool:
        yield pool


@pytest.mark.parametrize(("name", "most"), asdict(DEFAULT).items())
async def test_the_most_is_planned_in_time(
    pool: WorkerPool, name: str, most: int
) -> None:
    assert await read_whole(await pool.answer(OF[name](most), CSV))


async def test_the_planner_takes_too_long_for_four_times_the_joins(
    store_path: Path,
) -> None:
    """When this fails the limit can be raised: the most takes a tenth of a second."""
    async with opened(store_path, 3) as pool:
        with pytest.raises(QueryTimeoutError):
            await pool.answer(OF["joined"](4 * DEFAULT.joined), CSV)
