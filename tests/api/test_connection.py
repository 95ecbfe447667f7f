"""Connections that say nothing, say it slowly or do not listen."""

import asyncio
import select
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from kg.api.http.connection import STATE, Connection, ConnectionLimits
from kg.settings import Settings
from tests.api.conftest import free_port, wait_for

HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-More"
WHOLE = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
ENDLESS = b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n"
SHORT = ConnectionLimits(most=1000, head=0.6, idle=0.4, stall=0.5)


async def hello(_request: Request) -> Response:
    return PlainTextResponse("hello")


async def endless(request: Request) -> Response:
    async def blocks() -> AsyncIterator[bytes]:
        request.app.state.streaming = True
        try:
            while True:
                yield bytes(65_536)
                await asyncio.sleep(0)
        finally:
            request.app.state.streaming = False

    return StreamingResponse(blocks())


@contextmanager
def listening(limits: ConnectionLimits) -> Iterator[tuple[int, Starlette]]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[dict[str, ConnectionLimits]]:
        yield {STATE: limits}

    app = Starlette(
        routes=[Route("/", hello), Route("/endless", endless)], lifespan=lifespan
    )
    port = free_port()
    config = uvicorn.Config(
        app, port=port, http=Connection, loop="uvloop", log_config=None
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_for(f"http://127.0.0.1:{port}/")
        yield port, app
    finally:
        server.should_exit = server.force_exit = True
        thread.join(20)
        assert not thread.is_alive()


@contextmanager
def connections(port: int, number: int, sent: bytes) -> Iterator[list[socket.socket]]:
    made = []
    try:
        for _ in range(number):
            made.append(socket.create_connection(("127.0.0.1", port), timeout=5))
            made[-1].sendall(sent)
        yield made
    finally:
        for one in made:
            one.close()


def read_all(connection: socket.socket) -> bytes:
    """Read until the other side closes."""
    parts = []
    while part := connection.recv(65_536):
        parts.append(part)
    return b"".join(parts)


def seconds_to_answer(port: int) -> float:
    start = time.monotonic()
    assert httpx.get(f"http://127.0.0.1:{port}/", timeout=5).text == "hello"
    return time.monotonic() - start


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with listening(SHORT) as (port, _app):
        yield port


@pytest.mark.slow
def test_500_half_open_connections_disturb_nobody_and_are_closed(port: int) -> None:
    with connections(port, 500, HALF) as half_open:
        spent = seconds_to_answer(port)
        last_words = {read_all(one)[:28] for one in half_open}

    assert spent < 3
    assert last_words == {b"HTTP/1.1 408 Request Timeout"}


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        pytest.param(b"", b"", id="nothing"),
        pytest.param(b"\r\n", b"HTTP/1.1 408", id="an-empty-line"),
        pytest.param(HALF, b"HTTP/1.1 408", id="half-of-the-headers"),
        pytest.param(WHOLE, b"HTTP/1.1 200", id="nothing-after-a-request"),
        pytest.param(WHOLE + HALF, b"HTTP/1.1 200", id="half-of-a-second-request"),
    ],
)
def test_silence_ends_a_connection(port: int, sent: bytes, answer: bytes) -> None:
    start = time.monotonic()
    with connections(port, 1, sent) as [connection]:
        assert read_all(connection)[:12] == answer

    assert time.monotonic() - start < 8


def test_a_byte_now_and_then_buys_no_time(port: int) -> None:
    start = time.monotonic()
    with connections(port, 1, HALF) as [connection]:
        connection.settimeout(0.1)
        answer = b""
        while not answer and time.monotonic() - start < 5:
            connection.sendall(b"x")
            try:
                answer = connection.recv(1000)
            except TimeoutError:
                continue

    assert answer.startswith(b"HTTP/1.1 408")
    assert time.monotonic() - start < 8


def test_requests_one_after_the_other_keep_their_connection(port: int) -> None:
    with connections(port, 1, WHOLE) as [connection]:
        for _ in range(6):
            assert connection.recv(1000).startswith(b"HTTP/1.1 200")
            time.sleep(0.2)
            connection.sendall(WHOLE)


def test_a_request_names_one_host(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), 5) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
        assert client.recv(65_536).startswith(b"HTTP/1.1 400 ")


def test_who_takes_nothing_of_an_answer_is_cut_off() -> None:
    with listening(SHORT) as (port, app), connections(port, 1, ENDLESS):
        started = ended = False
        until = time.monotonic() + 10
        while not ended and time.monotonic() < until:
            time.sleep(0.05)
            started = started or getattr(app.state, "streaming", False)
            ended = started and not app.state.streaming

    assert ended


def test_the_silent_make_room_when_all_connections_are_taken() -> None:
    few = ConnectionLimits(most=3, head=30, idle=30, stall=30)
    with listening(few) as (port, _app), connections(port, 3, b"") as waiting:
        assert seconds_to_answer(port) < 5
        closed, _, _ = select.select(waiting, [], [], 1)
        assert [one.recv(1) for one in closed] == [b""]


def test_newcomers_are_sent_away_when_nobody_is_silent() -> None:
    few = ConnectionLimits(most=2, head=30, idle=0.1, stall=30)
    with listening(few) as (port, _app), connections(port, 2, ENDLESS) as busy:
        for one in busy:
            assert one.recv(12) == b"HTTP/1.1 200"
        with connections(port, 1, b"") as [newcomer]:
            answer = read_all(newcomer)

    assert answer.startswith(b"HTTP/1.1 503 Service Unavailable")
    assert b"Retry-After: 5" in answer


def test_the_limits_are_those_of_the_settings() -> None:
    settings = Settings(connections=9, head_seconds=1, idle_seconds=2, stall_seconds=3)
    assert ConnectionLimits.of(settings) == ConnectionLimits(9, 1, 2, 3)
