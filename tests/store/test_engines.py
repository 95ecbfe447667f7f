"""Another engine: what it shows, what is hidden, and how it comes back."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import (
    EngineAwayError,
    EngineCutError,
    QueryRefusedError,
    QueryTimeoutError,
    SetupError,
)
from kg.rdf.formats import CSV, JSON, N_TRIPLES, Format
from kg.store.engine import read_whole
from kg.store.limits import Limits
from kg.store.protocol import STORED, Dataset
from kg.store.remote.delivery import deliver
from kg.store.remote.engine import RemoteEngine
from kg.store.remote.holding import Holding
from tests.api.conftest import free_port
from tests.store.peers import (
    RESULT,
    TRUE,
    Puppet,
    acting,
    oxigraph,
    reply,
)

pytestmark = pytest.mark.slow

E = "http://example.org/"
G, H, SECRET = f"{E}g", f"{E}h", f"{E}secret"
MERGED, OTHER = f"{E}merged/v1", f"{E}merged/v0"
SIZES = {G: 2, H: 1}
NAMED = Holding("v1", MERGED, 2, SIZES, f"ASK {{ GRAPH <{G}> {{ ?s ?p 1 }} }}", (G,))
WHOLE = Holding("v1", None, 2, SIZES, f"ASK {{ GRAPH <{G}> {{ ?s ?p 1 }} }}", (G,))
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of a release: two graphs that share a triple, and their merge."""
    path = tmp_path_factory.mktemp("release") / "store"
    store = Store(path)
    s, p = NamedNode(f"{E}s"), NamedNode(f"{E}p")
    store.extend(
        [
            *(Quad(s, p, Literal(it), NamedNode(G)) for it in (1, 2)),
            Quad(s, p, Literal(1), NamedNode(H)),
            *(Quad(s, p, Literal(it)) for it in (1, 2)),
        ]
    )
    store.flush()
    del store
    return path


@pytest.fixture(scope="module")
def shared(release: Path) -> Iterator[str]:
    """An engine that holds the release, and what nobody may see."""
    with oxigraph("serve") as url:
        list(deliver(release, f"{url}/store", NAMED))
        for graph in (SECRET, OTHER):
            put(url, {"graph": graph}, "<http://e/s> <http://e/p> 'secret' .")
        put(url, {"default": ""}, "<http://e/s> <http://e/p> 'secret' .")
        yield f"{url}/query"


def put(url: str, graph: dict[str, str], turtle: str) -> None:
    headers = {"Content-Type": "text/turtle"}
    done = httpx.put(f"{url}/store", params=graph, content=turtle, headers=headers)
    assert done.is_success


@asynccontextmanager
async def opened(
    url: str, holding: Holding = NAMED, **limits: float
) -> AsyncIterator[RemoteEngine]:
    engine = RemoteEngine(Limits(**limits))  # type: ignore[arg-type]
    try:
        await engine.open(url, holding)
        yield engine
    finally:
        await engine.close()


Do = Callable[[RemoteEngine], Awaitable[None]]


def run(do: Do, url: str, holding: Holding = NAMED, **limits: float) -> None:
    async def scenario() -> None:
        async with opened(url, holding, **limits) as engine:
            await do(engine)

    asyncio.run(scenario())


async def ask(
    engine: RemoteEngine,
    query: str,
    dataset: Dataset = STORED,
    written: Format = CSV,
) -> str:
    answer = await engine.answer(query, written, dataset)
    return (await read_whole(answer)).decode()


def test_an_engine_shows_what_it_is_and_can_do(shared: str) -> None:
    async def do(engine: RemoteEngine) -> None:
        assert engine.ready
        assert engine.label == "v1"
        assert engine.standing == (
            "Oxigraph (Oxigraph/0.5.13): deadline by closing, dataset parameters yes, "
            "stronger than FROM yes, merges default graphs NO"
        )

    run(do, shared)


@pytest.mark.parametrize(
    ("query", "dataset", "answer"),
    [
        pytest.param(COUNT, STORED, "n\r\n2\r\n", id="the-merge"),
        pytest.param(NAMES, STORED, f"g\r\n{G}\r\n{H}\r\n", id="its-graphs"),
        pytest.param(COUNT, Dataset((H,)), "n\r\n1\r\n", id="one-of-them"),
        pytest.param(COUNT, Dataset((SECRET,)), "n\r\n0\r\n", id="no-other"),
        pytest.param(COUNT, Dataset((OTHER,)), "n\r\n0\r\n", id="no-other-release"),
        pytest.param(NAMES, Dataset((), (SECRET, H)), f"g\r\n{H}\r\n", id="by-name"),
        pytest.param(
            COUNT.replace("{", f"FROM <{SECRET}> {{", 1),
            STORED,
            "n\r\n0\r\n",
            id="not-by-from",
        ),
        pytest.param(
            f"SELECT ?o {{ GRAPH <{SECRET}> {{ ?s ?p ?o }} }}",
            STORED,
            "o\r\n",
            id="not-by-graph",
        ),
        pytest.param(
            f"BASE <{E}> SELECT ?o {{ \\u0047RAPH <secret> {{ ?s ?p ?o }} }}",
            STORED,
            "o\r\n",
            id="not-by-code-points",
        ),
        pytest.param(
            f"SELECT ?o {{ GRAPH ?g {{ ?s ?p ?o FILTER(?g = <{SECRET}>) }} }}",
            STORED,
            "o\r\n",
            id="not-by-a-variable",
        ),
    ],
)
def test_a_query_sees_the_graphs_of_the_release_alone(
    shared: str, query: str, dataset: Dataset, answer: str
) -> None:
    async def do(engine: RemoteEngine) -> None:
        assert await ask(engine, query, dataset) == answer

    run(do, shared)


def test_a_graph_is_described_without_what_is_hidden(shared: str) -> None:
    async def do(engine: RemoteEngine) -> None:
        query = "CONSTRUCT WHERE { ?s ?p ?o }"
        lines = (await ask(engine, query, STORED, N_TRIPLES)).splitlines()
        assert sorted(line.partition('"')[2][:1] for line in lines) == ["1", "2"]
        answer = await engine.answer("ASK { ?s ?p 'secret' }", JSON)
        assert await read_whole(answer) == TRUE.replace("true", "false").encode()
        assert answer.total.rows is None

    run(do, shared)


def test_a_merge_that_the_engine_cannot_make_is_refused(shared: str) -> None:
    async def do(engine: RemoteEngine) -> None:
        with pytest.raises(QueryRefusedError, match="counts a triple once for each"):
            await ask(engine, COUNT, Dataset((G, H)))

    run(do, shared)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            {"label": "v2", "merged": f"{E}merged/v2"},
            "<http://example.org/merged/v2> in the engine: found 0 triples; expected 2",
            id="not-loaded",
        ),
        pytest.param(
            {"graphs": {G: 2, H: 7}},
            "<http://example.org/h> in the engine: found 1 triples; expected 7",
            id="another-size",
        ),
        pytest.param(
            {"graphs": {G: 2, H: 1, f"{E}more": 1}}, "more> in the engine", id="missing"
        ),
        pytest.param(
            {"marker": f"ASK {{ GRAPH <{G}> {{ ?s ?p 9 }} }}"},
            "does not hold release v1 any more",
            id="another-mark",
        ),
        pytest.param(
            {"merged": None, "triples": 1},
            "graphs that are not of release v1: <http://example.org/merged/v0>",
            id="more-than-the-whole",
        ),
    ],
)
def test_an_engine_with_something_else_stops_the_start(
    shared: str, change: dict[str, object], message: str
) -> None:
    fields = {name: getattr(NAMED, name) for name in NAMED.__slots__}
    holding = Holding(**{**fields, **change})

    async def do(_engine: RemoteEngine) -> None:
        raise AssertionError

    with pytest.raises(SetupError, match=message):
        run(do, shared, holding)


def test_a_store_that_is_the_release_is_served_as_it_is(release: Path) -> None:
    async def do(engine: RemoteEngine) -> None:
        assert await ask(engine, COUNT) == "n\r\n2\r\n"
        assert await ask(engine, NAMES) == f"g\r\n{G}\r\n{H}\r\n"
        assert await ask(engine, COUNT, Dataset((G,))) == "n\r\n2\r\n"

    with oxigraph("serve-read-only", "--location", str(release)) as url:
        run(do, f"{url}/query", WHOLE)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(0.05)


def test_an_engine_that_was_away_is_asked_when_it_has_shown_the_release_again(
    release: Path,
) -> None:
    port = free_port()
    arguments = ("serve-read-only", "--location", str(release))

    async def scenario() -> None:
        url = f"http://127.0.0.1:{port}/query"
        async with opened(url, WHOLE) as engine:
            assert not engine.ready
            assert "cannot be reached" in engine.standing
            with pytest.raises(EngineAwayError, match="cannot be reached"):
                await ask(engine, COUNT)
            running = oxigraph(*arguments, port=port)
            await asyncio.to_thread(running.__enter__)
            await until(lambda: engine.ready)
            assert await ask(engine, COUNT) == "n\r\n2\r\n"
            running.__exit__(None, None, None)
            with pytest.raises(EngineAwayError):
                await ask(engine, COUNT)
            assert not engine.ready
            with oxigraph("serve", port=port):  # it holds nothing
                await until(lambda: "does not hold release" in engine.standing)
                with pytest.raises(EngineAwayError, match="does not hold release"):
                    await ask(engine, COUNT)
            running = oxigraph(*arguments, port=port)
            await asyncio.to_thread(running.__enter__)
            await until(lambda: engine.ready)
            assert await ask(engine, COUNT) == "n\r\n2\r\n"
            running.__exit__(None, None, None)

    asyncio.run(scenario())


def test_a_release_is_switched_to_once_it_is_there(shared: str) -> None:
    fields = {name: getattr(NAMED, name) for name in NAMED.__slots__}
    later = Holding(**{**fields, "label": "v2"})
    absent = Holding(**{**fields, "label": "v3", "merged": f"{E}merged/v3"})

    async def do(engine: RemoteEngine) -> None:
        with pytest.raises(SetupError, match="merged/v3"):
            await engine.switch(shared, absent)
        assert (await engine.answer(COUNT, CSV)).label == "v1"
        await engine.switch(shared, later)
        assert (await engine.answer(COUNT, CSV)).label == "v2"

    run(do, shared)


FLOOD = "SELECT * { ?a ?p ?c . ?d ?p ?f . ?g ?p ?i }"


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real engine whose own deadline is a second, with enough to take longer."""
    path = tmp_path_factory.mktemp("hasty") / "store"
    store = Store(path)
    p = NamedNode(f"{E}p")
    store.bulk_extend(Quad(NamedNode(f"{E}{it}"), p, Literal(it)) for it in range(3000))
    store.flush()
    del store
    arguments = ("--location", str(path), "--timeout-s", "1")
    with oxigraph("serve-read-only", *arguments) as url:
        yield f"{url}/query"


def test_a_real_engine_ends_half_an_answer_as_if_it_were_all(hasty: str) -> None:
    """What all of this is for: status 200, and every byte that was announced."""
    data = {"query": FLOOD}
    headers = {"Accept": "text/csv"}
    with httpx.stream("POST", hasty, data=data, headers=headers, timeout=30) as answer:
        assert answer.status_code == 200
        end = b""
        for block in answer.iter_bytes():
            end = (end + block)[-200:]
    assert b"cancelled" in end


@pytest.mark.parametrize(
    ("query", "written"),
    [
        pytest.param(FLOOD, CSV, id="select"),
        pytest.param(f"CONSTRUCT {{ ?a ?p ?i }} {FLOOD[9:]}", N_TRIPLES, id="graph"),
    ],
)
def test_half_an_answer_of_a_real_engine_is_none(
    hasty: str, query: str, written: Format
) -> None:
    holding = Holding("v1", None, 3000, {}, "ASK { ?s ?p ?o }")

    async def do(engine: RemoteEngine) -> None:
        with pytest.raises(QueryTimeoutError, match="gave up before the end"):
            await ask(engine, query, STORED, written)

    run(do, hasty, holding, answer_mb=4096)


EMPTY = Holding("v1", None, 0, {}, "ASK {}")
ONE = reply('<urn:x-kg:s> <urn:x-kg:p> "é" .\n', kind="application/n-triples")
NO = reply(TRUE.replace("true", "false"))
ZERO = reply(
    '{"head":{"vars":["n"]},"results":{"bindings":'
    '[{"n":{"type":"literal","value":"0"}}]}}'
)


def sound(server: Puppet) -> bytes:
    """Answer the questions that an engine is met with, as one without triples."""
    [text] = parse_qs(server.requests[-1]).get("query", [""])
    answers = {
        "ASK {}": reply(TRUE),
        "ASK": NO,
        "CONSTRUCT": ONE,
        "SELECT (COUNT": ZERO,
        "SELECT": reply(RESULT),
    }
    starts = (answer for start, answer in answers.items() if text.startswith(start))
    return next(starts, reply("", "400 Bad Request"))


@pytest.mark.parametrize(
    ("limits", "asked", "fates"),
    [
        pytest.param(
            {"workers": 1, "queue": 1, "slow": 1, "slow_queue": 0, "fast_seconds": 60},
            3,
            ["SpooledAnswer", "SpooledAnswer", "OverloadedError"],
            id="queue",
        ),
        pytest.param(
            {"workers": 3, "slow": 1, "slow_queue": 1, "fast_seconds": 0.1},
            3,
            ["SpooledAnswer", "SpooledAnswer", "OverloadedError"],
            id="long-ones",
        ),
    ],
)
def test_no_more_is_asked_at_once_than_may_be(
    limits: dict[str, float], asked: int, fates: list[str]
) -> None:
    def act(server: Puppet, client: socket.socket) -> None:
        if "%3Fslow" in server.requests[-1]:
            time.sleep(0.6)
        client.sendall(sound(server))

    async def do(engine: RemoteEngine) -> None:
        work = [engine.answer("SELECT ?slow {}", CSV) for _ in range(asked)]
        found = await asyncio.gather(*work, return_exceptions=True)
        assert sorted(type(it).__name__ for it in found) == sorted(fates)
        assert await ask(engine, "SELECT ?x {}") == "x\r\n"
        assert engine.census().busy == 0

    with acting(act) as server:
        run(do, server.url, EMPTY, **limits)


def test_an_engine_that_cuts_without_a_word_is_seen_through() -> None:
    triple = '<urn:x-kg:s> <urn:x-kg:p> "é" .\n'
    kind = "application/n-triples"
    rows = ",".join(['{"x":{"type":"uri","value":"http://e/"}}'] * 9)
    nine = ZERO.replace(b'"0"', b'"9"')

    def act(server: Puppet, client: socket.socket) -> None:
        [text] = parse_qs(server.requests[-1]).get("query", [""])
        answers = {
            "SELECT (COUNT": nine,
            "SELECT ?s": reply(RESULT.replace("[]", f"[{rows}]")),
            "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }": reply(triple * 5, kind=kind),
            "CONSTRUCT { ?few": reply(triple * 3, kind=kind),
        }
        found = (it for start, it in answers.items() if text.startswith(start))
        client.sendall(next(found, sound(server)))

    async def do(engine: RemoteEngine) -> None:
        assert "NO MORE THAN 4 of graph" in engine.standing
        few = "CONSTRUCT { ?few ?p ?o } { ?few ?p ?o }"
        assert len((await ask(engine, few, STORED, N_TRIPLES)).splitlines()) == 3
        with pytest.raises(EngineCutError, match="gives out no more than 4 rows"):
            await ask(engine, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", STORED, N_TRIPLES)
        assert await ask(engine, "SELECT ?s {}") != ""

    with acting(act) as server:
        run(do, server.url, Holding("v1", None, 9, {}, "ASK {}"))
