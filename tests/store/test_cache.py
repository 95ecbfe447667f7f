"""Answers are kept as long as they are true, and questions under way are shared."""

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest

from kg.errors import QueryTimeoutError
from kg.rdf.formats import CSV, JSON
from kg.store.cache import AnswerCache, Kept, Question
from kg.store.engine import read_whole, total_of
from kg.store.limits import Limits
from kg.store.pool.workers import WorkerPool
from kg.store.protocol import Dataset
from kg.store.total import Total

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMES = "SELECT ?n { ?s <http://example.org/name> ?n }"
# A tenth of a second and more: 2 000 names with 60 others each.
SLOW = (
    "SELECT (COUNT(*) AS ?n) { { SELECT ?b { ?a <http://example.org/name> ?b } "
    "LIMIT 60 } ?c <http://example.org/name> ?d FILTER(STRLEN(?b) < STRLEN(?d)) }"
)
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture
async def pool(store_path: Path) -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(Limits(workers=2, slow=1, seconds=20, memory_mb=1024))
    await pool.open(store_path, "first")
    yield pool
    await pool.close()


@pytest.fixture
def cache() -> AnswerCache:
    cache = AnswerCache(8)
    cache.serve("first")
    return cache


def asked(pool: WorkerPool) -> int:
    """Count the queries that have reached a worker and ended."""
    return sum(sum(it.counts) for it in pool.census().tally.queries.values())


async def test_an_answer_is_given_again(pool: WorkerPool, cache: AnswerCache) -> None:
    first = await cache.ask(pool, Question(COUNT, CSV))
    again = await cache.ask(pool, Question(COUNT, CSV))

    assert (first.first, again.first) == (b"n\r\n4000\r\n", b"n\r\n4000\r\n")
    assert not isinstance(first, Kept)
    assert again.label == "first"
    assert isinstance(again, Kept)
    assert again.total == total_of(first) == Total(1, sha256(first.first).digest())
    assert asked(pool) == 1
    assert (cache.tally.hits, cache.tally.misses, cache.tally.answers) == (1, 1, 1)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Question(f"{COUNT} ", CSV), id="query"),
        pytest.param(Question(COUNT, JSON), id="format"),
        pytest.param(
            Question(COUNT, CSV, Dataset(default=("http://example.org/g1",))),
            id="graphs",
        ),
        pytest.param(Question(COUNT, CSV, volatile=True), id="volatile"),
    ],
)
async def test_another_question_is_asked(
    pool: WorkerPool, cache: AnswerCache, other: Question
) -> None:
    await cache.ask(pool, Question(COUNT, CSV))
    assert not isinstance(await cache.ask(pool, other), Kept)
    assert asked(pool) == 2


async def test_a_long_answer_is_kept_once_all_of_it_has_passed(
    pool: WorkerPool, cache: AnswerCache
) -> None:
    question = Question(NAMES, JSON)
    given_up = await cache.ask(pool, question)
    given_up.close()
    assert cache.tally.answers == 0

    whole = await read_whole(await cache.ask(pool, question))
    again = await cache.ask(pool, question)
    assert isinstance(again, Kept)
    assert again.first == whole
    assert again.total == Total(2000, sha256(whole).digest())
    assert whole.count(b'"value"') == 2000


async def test_memory_is_bounded_and_the_answers_used_last_stay(
    pool: WorkerPool,
) -> None:
    cache = AnswerCache(1)
    cache.serve("first")
    for number in range(40):  # some 25 kB each, in room for twice as much
        names = f"{NAMES} LIMIT 300 OFFSET {number}"
        await cache.ask(pool, Question(names, JSON))
        await cache.ask(pool, Question(COUNT, CSV))
    assert cache.tally.bytes <= 1_048_576
    assert 5 < cache.tally.answers < 40
    assert cache.tally.hits == 39


async def test_an_answer_larger_than_its_share_is_not_kept(pool: WorkerPool) -> None:
    cache = AnswerCache(1)
    cache.serve("first")
    await read_whole(await cache.ask(pool, Question(NAMES, JSON)))
    assert cache.tally.answers == 0


async def test_answers_of_a_release_that_is_no_longer_served_go(
    pool: WorkerPool, cache: AnswerCache, other_path: Path
) -> None:
    await cache.ask(pool, Question(COUNT, CSV))
    await pool.switch(other_path, "second")
    assert (await cache.ask(pool, Question(COUNT, CSV))).first == b"n\r\n1\r\n"
    cache.forget("first")
    cache.serve("second")
    assert (cache.tally.answers, cache.tally.bytes) == (0, 0)

    await cache.ask(pool, Question(COUNT, CSV))
    assert isinstance(await cache.ask(pool, Question(COUNT, CSV)), Kept)


async def test_equal_questions_under_way_are_asked_once(
    pool: WorkerPool, cache: AnswerCache
) -> None:
    work = (cache.ask(pool, Question(SLOW, CSV)) for _ in range(5))
    answers = await asyncio.gather(*work)
    assert len({answer.first for answer in answers}) == 1
    assert asked(pool) == 1
    assert (cache.tally.misses, cache.tally.joined) == (1, 4)


async def test_long_answers_under_way_are_not_shared(
    pool: WorkerPool, cache: AnswerCache
) -> None:
    work = (cache.ask(pool, Question(NAMES, JSON)) for _ in range(2))
    first, second = await asyncio.gather(*work)
    assert first is not second
    contents = await asyncio.gather(read_whole(first), read_whole(second))
    assert [it.count(b'"value"') for it in contents] == [2000, 2000]


async def test_who_asked_first_may_leave(pool: WorkerPool, cache: AnswerCache) -> None:
    leader = asyncio.create_task(cache.ask(pool, Question(SLOW, CSV)))
    await asyncio.sleep(0.05)
    follower = asyncio.create_task(cache.ask(pool, Question(SLOW, CSV)))
    await asyncio.sleep(0.05)
    leader.cancel()
    assert (await follower).first.startswith(b"n\r\n")
    assert asked(pool) == 1


async def test_what_nobody_waits_for_is_given_up(
    pool: WorkerPool, cache: AnswerCache
) -> None:
    waiting = [
        asyncio.create_task(cache.ask(pool, Question(ENDLESS, CSV))) for _ in range(2)
    ]
    await asyncio.sleep(0.2)
    assert pool.busy == 1
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await asyncio.sleep(0.1)
    assert pool.busy == 0
    assert pool.census().tally.ended["left"] == 1


async def test_a_failure_is_told_to_all_and_not_kept(
    store_path: Path, cache: AnswerCache
) -> None:
    pool = WorkerPool(Limits(workers=1, slow=1, seconds=0.3, memory_mb=1024))
    await pool.open(store_path, "first")
    for _ in range(2):
        work = (cache.ask(pool, Question(ENDLESS, CSV)) for _ in range(3))
        failures = await asyncio.gather(*work, return_exceptions=True)
        assert [type(it) for it in failures] == [QueryTimeoutError] * 3
    assert asked(pool) == 2
    assert cache.tally.answers == 0
    await pool.close()


async def test_a_cache_without_memory_keeps_nothing(pool: WorkerPool) -> None:
    cache = AnswerCache(0)
    cache.serve("first")
    for _ in range(2):
        answer = await cache.ask(pool, Question(COUNT, CSV))
        assert not isinstance(answer, Kept)
