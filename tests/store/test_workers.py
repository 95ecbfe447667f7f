import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from kg.errors import (
    AnswerTooLargeError,
    KgError,
    NotAcceptableError,
    OverloadedError,
    QuerySyntaxError,
    QueryTimeoutError,
    SetupError,
    UnexpectedValueError,
    WorkerDiedError,
)
from kg.rdf.formats import CSV, JSON, JSON_LD, TSV, TURTLE, Format
from kg.store.engine import Answer, read_whole
from kg.store.limits import Limits
from kg.store.pool import running
from kg.store.pool.workers import WorkerPool
from kg.store.processes.processors import for_long, processors
from kg.store.protocol import Dataset
from tests.store.conftest import children, ticks

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

LIMITS = Limits(workers=2, seconds=20, memory_mb=1024, queue=8)
NAMES = "SELECT ?n { ?s <http://example.org/name> ?n }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
# Three unconnected patterns of 4 000 triples each: it would run for hours.
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
# Two of them: a second or so.
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
FLOOD = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HOG = f"{FLOOD} ORDER BY ?c ?f ?i"


@pytest.fixture
async def pool(store_path: Path) -> AsyncIterator[WorkerPool]:
    async with opened(store_path, LIMITS) as pool:
        yield pool


class opened:  # noqa: N801 - a context manager
    def __init__(self, path: Path, limits: Limits) -> None:
        self.pool, self.path = WorkerPool(limits), path

    async def __aenter__(self) -> WorkerPool:
        await self.pool.open(self.path, "first")
        return self.pool

    async def __aexit__(self, *_: object) -> None:
        await self.pool.close()


async def text(pool: WorkerPool, query: str, written: Format = CSV) -> str:
    return (await read_whole(await pool.answer(query, written))).decode()


@pytest.mark.parametrize(
    ("query", "written", "expected"),
    [
        pytest.param(COUNT, CSV, "n\r\n4000\r\n", id="select-csv"),
        pytest.param("ASK { ?s ?p 1 }", TSV, "?boolean\nfalse\n", id="ask-tsv"),
        pytest.param(
            "ASK { ?s ?p ?o }", JSON, '{"head":{},"boolean":true}', id="ask-json"
        ),
        pytest.param(
            "CONSTRUCT { <http://e/s> <http://e/p> 1 } {}",
            TURTLE,
            "<http://e/s> <http://e/p> 1 .\n",
            id="construct",
        ),
    ],
)
async def test_answers_in_a_format(
    pool: WorkerPool, query: str, written: Format, expected: str
) -> None:
    answer = await pool.answer(query, written)
    assert answer.complete
    assert answer.first.decode() == expected
    assert answer.label == "first"


async def test_streams_a_long_answer_in_blocks(pool: WorkerPool) -> None:
    answer = await pool.answer(NAMES, JSON)
    blocks = [answer.first] + [block async for block in answer.rest()]
    assert len(blocks) > 1
    assert b"".join(blocks).count(b'"value"') == 2000


async def test_reads_the_graphs_that_are_asked_for(pool: WorkerPool) -> None:
    dataset = Dataset(default=("http://example.org/g1",))
    answer = await pool.answer(
        "SELECT ?n FROM <http://example.org/g2> { ?s ?p ?n }", CSV, dataset
    )
    assert answer.first == b"n\r\ng1\r\n"


@pytest.mark.parametrize(
    ("query", "written", "error", "message"),
    [
        pytest.param(
            "SELECT *\nWHERE { ?s foo:bar ?o }",
            CSV,
            QuerySyntaxError,
            "line 2, column 12: prefix foo: is not declared",
            id="syntax",
        ),
        pytest.param(
            COUNT,
            TURTLE,
            NotAcceptableError,
            "Turtle cannot hold bindings",
            id="format",
        ),
        pytest.param(
            "CONSTRUCT { <a:b> <a:b> <<( <a:b> <a:b> 1 )>> } {}",
            JSON_LD,
            NotAcceptableError,
            "JSON-LD cannot hold triples in triples",
            id="triple-terms",
        ),
    ],
)
async def test_reports_a_fault_and_answers_the_next(
    pool: WorkerPool,
    query: str,
    written: Format,
    error: type[KgError],
    message: str,
) -> None:
    with pytest.raises(error) as caught:
        await pool.answer(query, written)
    assert str(caught.value) == message
    assert pool.busy == 0
    assert await text(pool, COUNT) == "n\r\n4000\r\n"


async def test_a_graph_that_is_no_iri_is_refused(pool: WorkerPool) -> None:
    with pytest.raises(UnexpectedValueError, match="named-graph-uri: found not an iri"):
        await pool.answer(COUNT, CSV, Dataset(named=("not an iri",)))


async def test_a_query_is_ended_at_its_deadline(store_path: Path) -> None:
    async with opened(store_path, Limits(seconds=0.5, memory_mb=1024)) as pool:
        start = time.perf_counter()
        with pytest.raises(QueryTimeoutError, match=r"within 0\.5 seconds"):
            await pool.answer(BOMB, CSV)
        assert 0.45 <= time.perf_counter() - start < 4
        # The spare worker answers at once.
        assert await text(pool, COUNT) == "n\r\n4000\r\n"


async def test_a_deadline_in_the_middle_of_an_answer_is_an_error(
    store_path: Path,
) -> None:
    async with opened(store_path, Limits(seconds=1, memory_mb=1024)) as pool:
        answer = await pool.answer(FLOOD, CSV)
        with pytest.raises(QueryTimeoutError):
            await read_slowly(answer)
        assert not answer.complete


async def read_slowly(answer: Answer) -> None:
    async for _ in answer.rest():
        await asyncio.sleep(0.05)


async def test_bombs_leave_the_service_standing(store_path: Path) -> None:
    async with opened(store_path, Limits(seconds=0.3, memory_mb=1024)) as pool:
        for _ in range(3):
            results = await asyncio.gather(
                *(pool.answer(BOMB, CSV) for _ in range(2)), return_exceptions=True
            )
            assert {type(result) for result in results} == {QueryTimeoutError}
        assert await text(pool, COUNT) == "n\r\n4000\r\n"


async def test_too_much_memory_ends_the_query_alone(pool: WorkerPool) -> None:
    with pytest.raises(WorkerDiedError, match="more memory than the 1024 MiB"):
        await pool.answer(HOG, CSV)
    assert await text(pool, COUNT) == "n\r\n4000\r\n"


async def test_an_answer_over_the_limit_is_an_error(store_path: Path) -> None:
    limits = Limits(workers=1, answer_mb=1, memory_mb=1024)
    async with opened(store_path, limits) as pool:
        answer = await pool.answer(FLOOD, CSV)
        with pytest.raises(AnswerTooLargeError, match="longer than 1 MiB"):
            await read_whole(answer)
        assert await text(pool, COUNT) == "n\r\n4000\r\n"


async def test_the_worker_that_answered_last_is_asked_first(pool: WorkerPool) -> None:
    answers = [await pool.answer(COUNT, CSV) for _ in range(3)]
    assert len({answer.worker for answer in answers}) == 1


async def test_workers_stand_behind_us(store_path: Path) -> None:
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    async with opened(store_path, LIMITS):
        there = children(store_path)
        # Linux compares priorities within a session alone.
        assert {os.getsid(process) for process in there} == {os.getsid(0)}
        behind = {os.getpriority(os.PRIO_PROCESS, it) - ours for it in there}
        assert behind == {min(5, 19 - ours)}


async def test_beside_others_long_queries_keep_to_few_processors_then_to_what_is_left(
    store_path: Path,
) -> None:
    limits = Limits(workers=2, slow=1, fast_seconds=3, memory_mb=1024)
    every, long = set(processors()), set(for_long(processors()))
    affinity = os.sched_getaffinity

    def is_idle(process: int) -> bool:
        return os.sched_getscheduler(process) == os.SCHED_IDLE

    def those(holds: Callable[[int], bool]) -> set[int]:
        return {it for it in children(store_path) if holds(it)}

    async with opened(store_path, limits) as pool:
        there = set(children(store_path))
        assert those(lambda it: affinity(it) == every) == there
        asked = asyncio.create_task(pool.answer(BOMB, CSV))
        await asyncio.sleep(0.3)
        assert await text(pool, COUNT) == "n\r\n4000\r\n"
        [bomb] = those(lambda it: affinity(it) == long) - those(is_idle)
        await until(lambda: pool.census().idle == 3)  # another has taken its place
        assert those(is_idle) == set()
        assert await text(pool, COUNT) == "n\r\n4000\r\n"
        assert those(is_idle) == {bomb}
        assert those(lambda it: affinity(it) == every) >= set(there) - {bomb}
        asked.cancel()
        await asyncio.wait([asked])


async def test_what_is_known_to_be_dear_is_long_as_soon_as_it_lingers(
    store_path: Path,
) -> None:
    limits = Limits(workers=1, slow=1, seconds=120, fast_seconds=60, memory_mb=1024)
    async with opened(store_path, limits) as pool:
        asked = asyncio.create_task(pool.answer(BOMB, CSV, dear=True))
        await until(lambda: pool.census().idle == 1)
        await until(lambda: pool.census().idle == 2)  # another has taken its place
        assert await text(pool, COUNT) == "n\r\n4000\r\n"
        idle = [os.sched_getscheduler(it) for it in children(store_path)]
        assert idle.count(os.SCHED_IDLE) == 1
        asked.cancel()
        await asyncio.wait([asked])


async def test_a_long_query_without_others_keeps_its_worker_warm(
    store_path: Path,
) -> None:
    limits = Limits(workers=1, slow=1, fast_seconds=0.01, memory_mb=1024)
    async with opened(store_path, limits) as pool:
        answer = await pool.answer(LONG, CSV)
        assert await read_whole(answer) == b"n\r\n16000000\r\n"
        assert pool.census().idle == 2
        assert (await pool.answer(COUNT, CSV)).worker is answer.worker


async def test_a_worker_has_all_processors_back_after_its_answer(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_LINGERS", 0.0)
    every = frozenset(processors())
    sorts = "SELECT ?a { ?a ?b ?c . ?d ?e ?c } ORDER BY ?d LIMIT 1"
    async with opened(store_path, Limits(workers=1, memory_mb=1024)) as pool:
        await text(pool, sorts)
        there = children(store_path)
        assert {frozenset(os.sched_getaffinity(it)) for it in there} == {every}


async def until(holds: Callable[[], bool]) -> None:
    deadline = asyncio.get_running_loop().time() + 20
    while not holds():
        assert asyncio.get_running_loop().time() < deadline
        await asyncio.sleep(0.05)


async def kill(*processes: int) -> None:
    """Kill processes; come back when the pool has buried them: they are nowhere."""
    for process in processes:
        os.kill(process, signal.SIGKILL)
    await until(lambda: not any(Path(f"/proc/{it}").exists() for it in processes))


async def test_a_killed_worker_is_replaced(store_path: Path) -> None:
    async with opened(store_path, Limits(workers=1, memory_mb=1024)) as pool:
        for _ in range(3):
            await kill(*children(store_path))
            assert await text(pool, COUNT) == "n\r\n4000\r\n"


async def test_a_worker_killed_in_the_middle_is_one_error(
    pool: WorkerPool, store_path: Path
) -> None:
    there = children(store_path)
    before = {it: ticks(it) for it in there}
    asked = asyncio.create_task(pool.answer(BOMB, CSV))
    await until(lambda: any(ticks(it) > before[it] + 5 for it in there))
    await kill(*there)
    with pytest.raises(WorkerDiedError, match=r"ended \(SIGKILL\)"):
        await asked
    assert await text(pool, COUNT) == "n\r\n4000\r\n"


async def test_a_query_that_its_worker_has_not_read_is_asked_of_another(
    pool: WorkerPool,
) -> None:
    answer = await pool.answer(COUNT, CSV)
    os.kill(answer.worker.pid, signal.SIGSTOP)
    asked = asyncio.create_task(text(pool, COUNT))
    await until(lambda: pool.busy == 1)
    await kill(answer.worker.pid)
    assert await asked == "n\r\n4000\r\n"


async def test_a_query_is_asked_of_another_worker_once(
    pool: WorkerPool, store_path: Path
) -> None:
    answer = await pool.answer(COUNT, CSV)
    there, next_ = children(store_path), answer.worker.pid
    for worker in there:
        os.kill(worker, signal.SIGSTOP)
    asked = asyncio.create_task(pool.answer(COUNT, CSV))
    await until(lambda: pool.busy == 1)
    await kill(next_)
    await until(lambda: pool.census().tally.ended["died"] == 1)
    await kill(*(worker for worker in there if worker != next_))
    with pytest.raises(WorkerDiedError, match=r"ended \(SIGKILL\)"):
        await asked
    assert await text(pool, COUNT) == "n\r\n4000\r\n"


async def test_an_answer_given_up_frees_its_worker(store_path: Path) -> None:
    async with opened(store_path, Limits(workers=1, memory_mb=1024)) as pool:
        answer = await pool.answer(FLOOD, CSV)
        assert pool.busy == 1
        answer.close()
        assert pool.busy == 0
        assert await text(pool, COUNT) == "n\r\n4000\r\n"


async def test_a_cancelled_query_frees_its_worker(store_path: Path) -> None:
    async with opened(store_path, Limits(workers=1, memory_mb=1024)) as pool:
        asked = asyncio.create_task(pool.answer(BOMB, CSV))
        await asyncio.sleep(0.2)
        asked.cancel()
        await asyncio.wait([asked])
        assert pool.busy == 0
        assert await text(pool, COUNT) == "n\r\n4000\r\n"


async def test_queries_wait_in_line_and_no_longer_than_the_line(
    store_path: Path,
) -> None:
    limits = Limits(workers=1, queue=2, seconds=0.5, memory_mb=1024)
    async with opened(store_path, limits) as pool:
        bomb = asyncio.create_task(pool.answer(BOMB, CSV))
        await asyncio.sleep(0.1)
        waiting = [asyncio.create_task(text(pool, COUNT)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(OverloadedError, match="too many queries"):
            await pool.answer(COUNT, CSV)
        with pytest.raises(QueryTimeoutError):
            await bomb
        assert await asyncio.gather(*waiting) == ["n\r\n4000\r\n"] * 2


async def test_whoever_waits_too_long_is_told(store_path: Path) -> None:
    limits = Limits(1, seconds=2, memory_mb=1024, queue=2, queue_seconds=0.5)
    async with opened(store_path, limits) as pool:
        bombs = [asyncio.create_task(pool.answer(BOMB, CSV)) for _ in range(3)]
        results = await asyncio.gather(*bombs, return_exceptions=True)
        kinds = [type(result).__name__ for result in results]
        assert kinds[0] == "QueryTimeoutError"
        assert kinds[2] == "OverloadedError"
        assert await text(pool, COUNT) == "n\r\n4000\r\n"


async def test_a_switch_of_release_fails_no_query(
    pool: WorkerPool, other_path: Path
) -> None:
    long = await pool.answer(NAMES, JSON)
    switched, told = asyncio.Event(), asyncio.Event()

    async def ask() -> list[str]:
        """Ask until the switch is over, and then once more."""
        labels: list[str] = []
        while not switched.is_set() or labels[-1] == "first":
            answer = await pool.answer(COUNT, CSV)
            expected = {"first": b"n\r\n4000\r\n", "second": b"n\r\n1\r\n"}
            assert answer.first == expected[answer.label]
            labels.append(answer.label)
            told.set()
        return labels

    asking = [asyncio.create_task(ask()) for _ in range(3)]
    await told.wait()
    await pool.switch(other_path, "second")
    switched.set()
    for labels in await asyncio.gather(*asking):
        assert labels == sorted(labels)
        assert labels[-1] == pool.label == "second"
    # The answer that had begun before is still that of the release before.
    assert long.label == "first"
    assert (await read_whole(long)).count(b'"value"') == 2000


async def test_a_switch_to_what_is_no_store_changes_nothing(
    pool: WorkerPool, tmp_path: Path
) -> None:
    with pytest.raises(SetupError, match="is not a readable store"):
        await pool.switch(tmp_path / "none", "second")
    assert pool.label == "first"
    assert await text(pool, COUNT) == "n\r\n4000\r\n"


async def test_closing_leaves_no_process_behind(store_path: Path) -> None:
    async with opened(store_path, LIMITS) as pool:
        assert len(children(store_path)) == 4
        asked = asyncio.create_task(pool.answer(BOMB, CSV))
        await asyncio.sleep(0.1)
    with pytest.raises(WorkerDiedError):
        await asked
    assert children(store_path) == []
