"""One question to an engine: deadlines, retries, connections, and who is told."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

import pytest

from kg.errors import (
    AnswerTooLargeError,
    EngineAwayError,
    EngineError,
    KgError,
    OverloadedError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from kg.rdf.formats import Kind
from kg.store.remote.exchange import Address, Exchange, Question
from kg.store.remote.profiles import PROFILES
from kg.store.remote.spool import Room, Spool
from tests.store.peers import RESULT, Puppet, acting, puppet, reply

SELECT = Question("SELECT ?x {}", Kind.BINDINGS)
NOT_NOW = "503 Service Unavailable"


async def ask(
    exchange: Exchange, seconds: float = 10.0, question: Question = SELECT
) -> bytes:
    spool = Spool(Room(1_000_000), 1_000_000)
    try:
        await exchange.ask(question, spool, seconds)
        spool.rewind()
        return spool.read()
    finally:
        spool.close()


def run(url: str, do: Callable[[Exchange], Awaitable[None]], name: str = "") -> None:
    async def scenario() -> None:
        exchange = Exchange(Address(url, connections=4))
        if name:
            exchange.profile = PROFILES[name]
        try:
            await do(exchange)
        finally:
            await exchange.close()

    asyncio.run(scenario())


def fails(url: str, error: type[KgError], message: str, seconds: float = 10.0) -> None:
    async def do(exchange: Exchange) -> None:
        with pytest.raises(error, match=message):
            await ask(exchange, seconds)

    run(url, do)


def test_a_connection_is_kept_for_the_next_question() -> None:
    async def do(exchange: Exchange) -> None:
        for _ in range(10):
            assert await ask(exchange) == RESULT.encode()

    with puppet(reply()) as server:
        run(server.url, do)
    assert (len(server.requests), server.connections) == (10, 1)


@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("virtuoso", "timeout", "11000"),
        ("stardog", "timeout", "11000"),
        ("fuseki", "timeout", "11"),
        ("graphdb", "timeout", "11"),
        ("qlever", "timeout", "11s"),
        ("blazegraph", "maxQueryTimeMillis", "11000"),
    ],
)
def test_an_engine_is_told_for_how_long_to_work(
    name: str, parameter: str, value: str
) -> None:
    async def do(exchange: Exchange) -> None:
        graphs = (("default-graph-uri", "http://e/ü"), ("named-graph-uri", "http://e/"))
        await ask(exchange, 10.0, Question("SELECT ?x {} # é&=", Kind.BINDINGS, graphs))

    with puppet(reply()) as server:
        run(server.url, do, name)
    assert parse_qs(server.requests[0]) == {
        "query": ["SELECT ?x {} # é&="],
        "default-graph-uri": ["http://e/ü"],
        "named-graph-uri": ["http://e/"],
        parameter: [value],
    }


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(reply("no", NOT_NOW), id="503"),
        pytest.param(reply("no", NOT_NOW, more="Retry-After: 0\r\n"), id="retry-after"),
        pytest.param(reply("no", "502 Bad Gateway"), id="502"),
        pytest.param(b"", id="hangs-up"),
    ],
)
def test_what_has_not_begun_is_asked_again(first: bytes) -> None:
    async def do(exchange: Exchange) -> None:
        assert await ask(exchange) == RESULT.encode()

    with puppet(first, reply()) as server:
        run(server.url, do)
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("part", "error", "message", "times"),
    [
        pytest.param(
            reply("full", NOT_NOW), OverloadedError, "is busy: full", 3, id="503"
        ),
        pytest.param(
            reply("later", NOT_NOW, more="Retry-After: 60\r\n"),
            OverloadedError,
            "is busy: later",
            1,
            id="retry-after-the-deadline",
        ),
        pytest.param(b"", EngineAwayError, "cannot be reached", 2, id="hangs-up"),
        pytest.param(
            reply("ouch", "500 Internal Server Error", "text/plain"),
            EngineError,
            "status 500: ouch",
            1,
            id="500",
        ),
        pytest.param(
            reply("<h1>Sorry</h1>", "404 Not Found", "text/html"),
            EngineError,
            "status 404: by a page",
            1,
            id="404-by-a-page",
        ),
        pytest.param(
            reply("S1T00 Error SR171: Transaction timed out", "500 Internal", "text/x"),
            QueryTimeoutError,
            "in time: S1T00",
            1,
            id="500-of-a-deadline",
        ),
        pytest.param(
            reply("", "307 Temporary", more="Location: http://127.0.0.1:1/\r\n"),
            EngineError,
            "status 307",
            1,
            id="elsewhere",
        ),
        pytest.param(
            reply("Parse error: line 2, column 7: what?", "400 Bad", "text/plain"),
            QuerySyntaxError,
            "line 2, column 7: Parse error",
            1,
            id="syntax",
        ),
        pytest.param(
            reply(RESULT, more="X-SQL-State: S1TAT\r\n"),
            QueryTimeoutError,
            "S1TAT",
            1,
            id="anytime",
        ),
        pytest.param(
            reply(RESULT, "206 Partial Content"), EngineError, "206", 1, id="206"
        ),
        pytest.param(reply("[" * 100), EngineError, "deeper", 1, id="nested"),
        pytest.param(
            reply(RESULT[:-1])[:-9], EngineError, "broke off", 1, id="breaks-off"
        ),
    ],
)
def test_what_fails_is_told_for_what_it_is(
    part: bytes, error: type[KgError], message: str, times: int
) -> None:
    def act(_server: Puppet, client: socket.socket) -> None:
        client.sendall(part)
        client.close()

    with acting(act) as server:
        fails(server.url, error, message)
    assert len(server.requests) == times


def test_nobody_there_is_asked_again_and_then_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    start = time.monotonic()
    fails(url, EngineAwayError, "the engine cannot be reached")
    assert 0.3 <= time.monotonic() - start < 8


def test_the_deadline_closes_the_connection_and_so_tells_the_engine() -> None:
    def act(server: Puppet, client: socket.socket) -> None:
        server.wait_for_end(client)

    with acting(act) as server:
        fails(server.url, QueryTimeoutError, r"within 0\.3 seconds", seconds=0.3)
        assert server.left.wait(5)


def test_a_body_that_trickles_in_ends_at_the_deadline_too() -> None:
    def act(server: Puppet, client: socket.socket) -> None:
        client.sendall(reply(RESULT + " " * 99)[:-99])
        server.wait_for_end(client)

    with acting(act) as server:
        fails(server.url, QueryTimeoutError, r"within 0\.3 seconds", seconds=0.3)
        assert server.left.wait(5)


def test_whoever_gives_up_tells_the_engine() -> None:
    def act(server: Puppet, client: socket.socket) -> None:
        server.wait_for_end(client)

    async def do(exchange: Exchange) -> None:
        asking = asyncio.create_task(ask(exchange, 60))
        assert await asyncio.to_thread(server.asked.wait, 5)
        assert not server.left.is_set()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert await asyncio.to_thread(server.left.wait, 5)

    with acting(act) as server:
        run(server.url, do)


def test_an_answer_that_is_too_long_is_not_read_to_its_end() -> None:
    def act(server: Puppet, client: socket.socket) -> None:
        client.sendall(reply().replace(b"Length: 49", b"Length: 99999999"))
        while not server.left.is_set():
            try:
                client.sendall(b" " * 65_536)
            except OSError:
                server.left.set()

    with acting(act) as server:
        fails(server.url, AnswerTooLargeError, "longer than 0.95")
        assert server.left.wait(5)


def test_triples_whose_end_nobody_tells_are_refused() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/n-triples\r\n\r\n"

    def act(_server: Puppet, client: socket.socket) -> None:
        client.sendall(head + b"<http://e/s> <http://e/p> 'o' .\n")
        client.close()

    async def do(exchange: Exchange) -> None:
        with pytest.raises(EngineError, match="does not tell where its answer ends"):
            await ask(exchange, 10, Question("CONSTRUCT {} {}", Kind.GRAPH))

    with acting(act) as server:
        run(server.url, do)
