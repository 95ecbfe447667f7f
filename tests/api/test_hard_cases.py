"""What public endpoints do badly: runaway queries, half answers, clients that leave."""

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.client import Graph
from kg.errors import QueryError
from kg.publishing.release import switch
from tests.api.conftest import (
    Server,
    make_release,
    process,
    quads,
    serving,
    workers,
)
from tests.store.conftest import ticks

pytestmark = pytest.mark.slow

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FLOOD = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def hard(build: Path) -> Iterator[Server]:
    """A server with one worker and little patience."""
    with serving(
        build,
        workers=1,
        slow_workers=1,
        query_seconds=1.0,
        queue=1,
        slow_queue=1,
        body_seconds=0.5,
    ) as server:
        yield server


@pytest.fixture
def http(hard: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=hard.url, timeout=30) as client:
        yield client
        assert client.get("/sparql", params={"query": COUNT}).status_code == 200


def test_a_runaway_query_ends_at_its_deadline(http: httpx.Client) -> None:
    start = time.perf_counter()
    reply = http.get("/sparql", params={"query": BOMB})
    assert 0.95 <= time.perf_counter() - start < 4
    assert reply.status_code == 504
    assert reply.json()["detail"] == "the query was not answered within 1 seconds"
    assert "dumps" in reply.json()["hint"]


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_an_answer_cut_short_breaks_the_connection(
    http: httpx.Client, form: str
) -> None:
    parameters = {"query": FLOOD, "format": form}
    with http.stream("GET", "/sparql", params=parameters) as reply:
        assert reply.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            reply.read()


@pytest.mark.parametrize("form", ["turtle", "ntriples", "nquads", "trig"])
def test_a_graph_cut_short_breaks_the_connection(http: httpx.Client, form: str) -> None:
    query = f"CONSTRUCT {{ ?a ?e ?i }} {FLOOD.removeprefix('SELECT *')}"
    with (
        http.stream("GET", "/sparql", params={"query": query, "format": form}) as reply,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        reply.read()


def test_curl_notices_an_answer_cut_short(hard: Server) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    query = f"query={FLOOD}"
    done = subprocess.run(
        [curl, "-sG", "-o/dev/null", hard.endpoint, "--data-urlencode", query],
        check=False,
    )
    assert done.returncode in {18, 56}


def test_the_client_notices_an_answer_cut_short(hard: Server) -> None:
    with pytest.raises(QueryError):
        Graph(hard.endpoint, seconds=10).select(FLOOD)


def test_a_client_that_leaves_frees_its_worker(http: httpx.Client) -> None:
    with (
        http.stream(
            "GET", "/sparql", params={"query": FLOOD, "format": "csv"}
        ) as reply,
    ):
        next(reply.iter_raw())
    start = time.perf_counter()
    assert http.get("/sparql", params={"query": COUNT}).status_code == 200
    assert time.perf_counter() - start < 0.6


def test_a_client_that_leaves_while_it_waits_frees_its_worker(
    hard: Server, http: httpx.Client
) -> None:
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(hard.endpoint, params={"query": BOMB}, timeout=0.3)
    start = time.perf_counter()
    assert http.get("/sparql", params={"query": COUNT}).status_code == 200
    assert time.perf_counter() - start < 0.6


def test_more_than_the_queue_are_told_to_come_later(
    hard: Server, http: httpx.Client
) -> None:
    statuses: list[int] = []

    def ask(number: int) -> None:
        query = f"{BOMB} # {number}"  # equal ones are asked once
        reply = httpx.get(hard.endpoint, params={"query": query}, timeout=30)
        statuses.append(reply.status_code)
        if reply.status_code == 503:
            assert reply.headers["retry-after"] == "5"

    threads = [threading.Thread(target=ask, args=(it,)) for it in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [503, 503, 504, 504] or statuses.count(503) == 3
    assert http.get("/health").status_code == 200


def test_a_body_that_does_not_come_is_not_waited_for(hard: Server) -> None:
    url = httpx.URL(hard.url)
    with socket.create_connection((url.host, url.port or 80), timeout=5) as client:
        client.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n"
            b"Content-Type: application/sparql-query\r\n\r\nSELECT"
        )
        assert client.recv(999).startswith(b"HTTP/1.1 408 ")


def test_a_worker_that_is_killed_is_one_503(hard: Server, http: httpx.Client) -> None:
    statuses: list[int] = []

    def ask() -> None:
        statuses.append(
            httpx.get(hard.endpoint, params={"query": BOMB}, timeout=30).status_code
        )

    before = {worker: ticks(worker) for worker in workers(os.getpid())}
    thread = threading.Thread(target=ask)
    thread.start()
    while not any(ticks(worker) > spent + 5 for worker, spent in before.items()):
        assert thread.is_alive()  # until the query runs
        time.sleep(0.05)
    for worker in workers(os.getpid()):
        os.kill(worker, signal.SIGKILL)
    thread.join()
    assert statuses == [503]


def test_a_new_release_is_served_without_a_failed_request(
    tmp_path: Path,
) -> None:
    switch(tmp_path, make_release(tmp_path, "first", quads()))
    later = [Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal("later"))]
    answers = {"first": "n\r\n3000\r\n", "second": "n\r\n1\r\n"}
    seen: list[str] = []
    done = threading.Event()

    def ask(url: str) -> None:
        parameters = {"query": COUNT, "format": "csv"}
        with httpx.Client(base_url=url, timeout=30) as client:
            while not done.is_set():
                reply = client.get("/sparql", params=parameters)
                assert reply.text == answers[reply.headers["x-release"]]
                seen.append(reply.headers["x-release"])

    with serving(tmp_path) as server:
        threads = [threading.Thread(target=ask, args=(server.url,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        switch(tmp_path, make_release(tmp_path, "second", later))
        deadline = time.monotonic() + 20
        while "second" not in seen[-10:] and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.3)
        done.set()
        for thread in threads:
            thread.join()
        assert httpx.get(f"{server.url}/health").json()["release"] == "second"
    assert set(seen) == {"first", "second"}
    assert seen[-1] == "second"
    assert len(seen) > 100


@pytest.mark.parametrize("cause", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_that_ends_takes_its_workers_with_it(
    build: Path, cause: signal.Signals
) -> None:
    with process(build) as (server, running):
        started = workers(running.pid)
        assert len(started) == 6
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(server.endpoint, params={"query": BOMB}, timeout=0.5)
        started = workers(running.pid)
        running.send_signal(cause)
        running.wait(20)
        deadline = time.monotonic() + 5
        while any(map(runs, started)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(map(runs, started))


def runs(worker: int) -> bool:
    try:
        return (
            "kg.store.processes.worker" in Path(f"/proc/{worker}/cmdline").read_text()
        )
    except FileNotFoundError:
        return False
