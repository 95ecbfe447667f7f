"""What is thrown at the service ends in an error of its own, and nothing else does."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.endpoint.bombs import BOMBS, DEAR, JOIN, SPARQL, Bomb
from tests.endpoint.conftest import COUNT, COUNTED, FLOOD, SECONDS, Service

pytestmark = pytest.mark.slow

GRACE = 2.0
"""A second, and another for a machine that is busy."""

MEMORY_OF_THE_PARENT = 400
"""MiB: the process that listens holds no answers and no queries."""


@pytest.fixture(autouse=True)
def answers_on(service: Service) -> Iterator[None]:
    """Whatever a test throws, the service runs on and answers the next query."""
    yield
    assert service.process.poll() is None
    assert service.ask().text == COUNTED
    assert resident(service.process.pid) < MEMORY_OF_THE_PARENT


def resident(process: int) -> float:
    """Give the memory of a process in MiB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@pytest.mark.parametrize("bomb", [pytest.param(it, id=it.name) for it in BOMBS])
def test_a_bomb_ends_in_its_own_error_in_time(service: Service, bomb: Bomb) -> None:
    headers = {"Content-Type": bomb.media_type, **bomb.headers}
    start = time.perf_counter()
    reply = httpx.post(
        service.endpoint, content=bomb.content, headers=headers, timeout=30
    )
    spent = time.perf_counter() - start

    assert reply.status_code in bomb.statuses, reply.text[:300]
    assert spent < SECONDS + GRACE
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert problem["status"] == reply.status_code
    assert problem["detail"]
    assert len(reply.content) < 2000


def test_there_are_bombs_enough() -> None:
    assert len({bomb.name for bomb in BOMBS}) == len(BOMBS) >= 40


def talk(service: Service, *parts: bytes, seconds: float = SECONDS + GRACE) -> bytes:
    """Send bytes on a connection of their own; read what is answered first."""
    heard = bytearray()
    with socket.create_connection(("127.0.0.1", service.port), timeout=seconds) as it:
        try:
            for part in parts:
                it.sendall(part)
            while b"\r\n\r\n" not in heard and (part := it.recv(65_536)):
                heard += part
        except ConnectionError:
            pass  # it hung up while we were still sending
    return bytes(heard)


GET = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400, id="tls"),
        pytest.param(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, id="http-2"),
        pytest.param(b"GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n", 400, id="nul-in-address"),
        pytest.param(
            b"GET /sparql?query=\xff HTTP/1.1\r\nHost: x\r\n\r\n", 400, id="bytes"
        ),
        pytest.param(
            b"GET /sparql?query=" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
            431,
            id="long-address",
        ),
        pytest.param(GET + b"X: " + b"a" * 70_000 + b"\r\n\r\n", 431, id="long-header"),
        pytest.param(GET + b"X: a\r\n" * 15_000 + b"\r\n", 431, id="headers"),
        pytest.param(
            GET + b"Accept: " + b"a/b," * 14_000 + b"\r\n\r\n", 406, id="accept"
        ),
        pytest.param(
            GET + b"If-None-Match: " + b'"a",' * 12_000 + b"\r\n\r\n", 200, id="tags"
        ),
        pytest.param(POST + b"Content-Length: -5\r\n\r\n", 400, id="less-than-nothing"),
        pytest.param(POST + b"Content-Length: 1048577\r\n\r\n", 413, id="too-long"),
        pytest.param(POST + b"Content-Length: 9\r\n\r\nASK", 408, id="half-a-body"),
        pytest.param(
            POST + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n", 400, id="bad-chunk"
        ),
        pytest.param(
            POST + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n3\r\nASK",
            400,
            id="two-lengths",
        ),
        pytest.param(
            POST
            + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
            + (b"10000\r\n" + b" " * 65_536 + b"\r\n") * 17,
            413,
            id="endless-chunks",
        ),
    ],
)
def test_what_is_hardly_http_is_told_so(
    service: Service, sent: bytes, status: int
) -> None:
    heard = talk(service, sent)
    assert heard.startswith(b"HTTP/1.1 %d " % status)


def test_a_header_without_end_is_not_kept(service: Service) -> None:
    heard = talk(service, GET + b"X: ", *[b"a" * 65_536] * 400)
    assert heard == b"" or heard.startswith(b"HTTP/1.1 431 ")


def test_a_client_that_reads_nothing_is_cut_off(service: Service) -> None:
    query = FLOOD.replace(" ", "+").encode()
    with socket.create_connection(("127.0.0.1", service.port)) as slow:
        slow.sendall(
            b"GET /sparql?format=csv&query=SELECT+*" + query + b" HTTP/1.1\r\n"
            b"Host: x\r\n\r\n"
        )
        assert slow.recv(99).startswith(b"HTTP/1.1 200 ")
        time.sleep(SECONDS + GRACE)
        heard = bytearray()
        slow.settimeout(5)
        try:
            while part := slow.recv(65_536):
                heard += part
        except ConnectionError:
            pass
    assert not heard.endswith(b"0\r\n\r\n")


def test_half_open_connections_are_in_nobodys_way(service: Service) -> None:
    halves = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(500)]
    try:
        for number, half in enumerate(halves):
            half.sendall([b"", b"GET", GET, GET + b"X: a"][number % 4])
        start = time.perf_counter()
        assert service.ask().text == COUNTED
        assert time.perf_counter() - start < GRACE
    finally:
        for half in halves:
            half.close()


def test_clients_that_leave_at_once_leave_nothing_behind(service: Service) -> None:
    bomb = f"SELECT (COUNT(*) AS ?n) {JOIN}".encode()
    request = POST + b"Content-Length: %d\r\n\r\n" % len(bomb) + bomb
    for _ in range(60):
        with socket.create_connection(("127.0.0.1", service.port)) as leaving:
            leaving.sendall(request)
    start = time.perf_counter()
    assert service.ask().text == COUNTED
    # One after another, the bombs would take a minute.
    assert time.perf_counter() - start < 20 * SECONDS


def test_a_good_query_is_answered_beside_queries_that_are_long_to_read(
    service: Service,
) -> None:
    """Reading a megabyte of marks must not stop the loop that answers the others."""
    hostile = [bomb for bomb in BOMBS if bomb.name.endswith("-of-a-megabyte")]
    done = threading.Event()

    def throw() -> None:
        for bomb in hostile * 2:
            httpx.post(
                service.endpoint,
                content=bomb.content,
                headers={"Content-Type": SPARQL},
                timeout=30,
            )
        done.set()

    thread = threading.Thread(target=throw)
    thread.start()
    longest, count = 0.0, 0
    while not done.is_set():
        start = time.perf_counter()
        assert service.ask().text == COUNTED
        longest, count = max(longest, time.perf_counter() - start), count + 1
    thread.join()
    assert count > 2
    assert longest < GRACE


def test_a_page_of_an_endless_answer_is_a_problem(service: Service) -> None:
    reply = httpx.get(
        service.endpoint,
        params={"query": f"SELECT * {FLOOD}"},
        headers={"Accept": "text/html"},
        timeout=30,
    )
    assert reply.status_code in DEAR | {422}
    assert reply.headers["content-type"].startswith("text/html")


def test_head_runs_no_longer_than_get(service: Service) -> None:
    start = time.perf_counter()
    reply = httpx.head(
        service.endpoint,
        params={"query": f"SELECT (COUNT(*) AS ?n) {JOIN}"},
        timeout=30,
    )
    assert reply.status_code in DEAR
    assert reply.content == b""
    assert time.perf_counter() - start < SECONDS + GRACE


def test_none_of_it_sends_a_request(service: Service) -> None:
    """FROM and graph parameters name graphs, and fetch nothing."""
    with socket.create_server(("127.0.0.1", 0)) as trap:
        address = f"http://127.0.0.1:{trap.getsockname()[1]}/"
        call = f"SERVICE <{address}> {{ ?s ?p ?o }}"
        for query in (
            f"ASK FROM <{address}> {{ ?s ?p ?o }}",
            f"ASK FROM NAMED <{address}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            f"ASK {{ FILTER(1<'>') {call} # '\n}}",
            f"ASK {{ FILTER(1<2#>'''\n) {call} # '''\n}}",
            f"ASK {{ VALUES ?x {{'''a'}} {call} # \\q'''\n}}",
        ):
            service.ask(query)
        httpx.get(
            service.endpoint,
            params={"query": COUNT, "default-graph-uri": address},
            timeout=30,
        )
        trap.setblocking(False)
        with pytest.raises(BlockingIOError):
            trap.accept()
