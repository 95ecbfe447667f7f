"""What a pool counts: workers by the cause of their end, queries by lane."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.errors import KgError
from kg.rdf.formats import CSV
from kg.store.engine import read_whole
from kg.store.limits import Limits
from kg.store.pool.tally import Durations
from kg.store.pool.workers import WorkerPool

LIMITS = Limits(workers=1, slow=1, memory_mb=1024, seconds=20)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FLOOD = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_durations_are_counted_by_the_first_bound_that_holds_them() -> None:
    durations = Durations()
    for seconds in (0.005, 0.2, 31.0):
        durations.add(seconds)

    assert durations.up_to() == [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3]
    assert durations.total == pytest.approx(31.205)


async def ended(
    path: Path, query: str, limits: Limits, *, reads: bool = True
) -> dict[str, int]:
    pool = WorkerPool(limits)
    await pool.open(path, "first")
    try:
        answer = await pool.answer(query, CSV)
        if reads:
            await read_whole(answer)
        answer.close()
    except KgError:
        pass
    finally:
        census = pool.census()
        await pool.close()
    assert census.tally.started >= 2
    assert sum(it.up_to()[-1] for it in census.tally.queries.values()) == 1
    return dict(census.tally.ended)


@pytest.mark.anyio
@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "changes", "reads", "causes"),
    [
        pytest.param(COUNT, {}, True, {}, id="none"),
        pytest.param(
            COUNT, {"worker_answers": 1}, True, {"recycled": 1}, id="recycled"
        ),
        pytest.param(BOMB, {"seconds": 0.3}, True, {"deadline": 1}, id="deadline"),
        pytest.param(FLOOD, {"answer_mb": 1}, True, {"too-large": 1}, id="too-large"),
        pytest.param(FLOOD, {}, False, {"left": 1}, id="left"),
        pytest.param(
            f"{FLOOD} ORDER BY ?c ?f ?i",
            {"memory_mb": 512},
            True,
            {"died": 1},
            id="died",
        ),
    ],
)
async def test_workers_are_counted_by_why_they_ended(
    store_path: Path,
    query: str,
    changes: dict[str, Any],
    reads: bool,
    causes: dict[str, int],
) -> None:
    found = await ended(store_path, query, replace(LIMITS, **changes), reads=reads)

    assert found == causes


@pytest.mark.anyio
async def test_a_pool_at_rest_has_idle_workers_and_nobody_waits(
    store_path: Path,
) -> None:
    pool = WorkerPool(LIMITS)
    await pool.open(store_path, "first")
    census = pool.census()
    await pool.close()

    assert (census.idle, census.busy) == (2, 0)
    assert census.waiting == {"fast": 0, "slow": 0}
