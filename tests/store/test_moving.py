"""Workers that go over to another store, as they do after each write to a workspace."""

import asyncio
from pathlib import Path

import pytest

from kg.rdf.formats import CSV
from kg.store.engine import read_whole
from kg.store.limits import Limits
from kg.store.pool.workers import WorkerPool

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

NAMES = "SELECT (COUNT(*) AS ?n) { ?s <http://example.org/name> ?o }"


async def count(pool: WorkerPool) -> tuple[str, bytes]:
    answer = await pool.answer(NAMES, CSV)
    return answer.label, await read_whole(answer)


async def test_all_open_the_other_store_and_no_process_is_started(
    store_path: Path, other_path: Path
) -> None:
    pool = WorkerPool(Limits(workers=2, slow=1, memory_mb=1024))
    await pool.open(store_path, "before")
    try:
        assert await count(pool) == ("before", b"n\r\n2000\r\n")
        for label, path, names in (
            ("one", other_path, b"n\r\n1\r\n"),
            ("two", store_path, b"n\r\n2000\r\n"),
            ("three", other_path, b"n\r\n1\r\n"),
        ):
            await pool.move(path, label)
            found = await asyncio.gather(*(count(pool) for _ in range(4)))
            assert found == [(label, names)] * 4
        census = pool.census()
        assert (census.idle, census.tally.started) == (3, 3)
    finally:
        await pool.close()


async def test_what_is_running_runs_to_its_end_on_what_it_began_with(
    store_path: Path, other_path: Path
) -> None:
    limits = Limits(workers=2, slow=1, memory_mb=1024, seconds=60, fast_seconds=30)
    pool = WorkerPool(limits)
    await pool.open(store_path, "before")
    try:
        under_way = await pool.answer("SELECT * { ?s ?p ?o }", CSV)
        await pool.move(other_path, "after")
        assert await count(pool) == ("after", b"n\r\n1\r\n")
        assert under_way.label == "before"
        assert (await read_whole(under_way)).count(b"\r\n") == 4001
        assert await count(pool) == ("after", b"n\r\n1\r\n")
    finally:
        await pool.close()


async def test_a_store_that_cannot_be_opened_ends_no_service(
    store_path: Path, tmp_path: Path
) -> None:
    """The workers are ended; others take their places once there is a store."""
    pool = WorkerPool(Limits(workers=1, slow=1, memory_mb=1024))
    await pool.open(store_path, "before")
    try:
        await pool.move(tmp_path / "nothing", "missing")
        assert pool.census().idle == 0
        await pool.move(store_path, "back")
        async with asyncio.timeout(30):
            assert await count(pool) == ("back", b"n\r\n2000\r\n")
    finally:
        await pool.close()
