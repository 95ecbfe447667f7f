"""Shares of clients, and their own queries asked after and cancelled, from outside."""

import hashlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.conftest import Server, serving
from tests.endpoint.conftest import COUNT, COUNTED, FLOOD

pytestmark = pytest.mark.slow

SLOW = f"SELECT (COUNT(*) AS ?n) {FLOOD}"
"""Takes as long as it may, and has no first block."""
LONG = f"SELECT ('{20_000 * 'x'}' AS ?x) {FLOOD}"
"""Its answer is of many megabytes before it has too many rows."""
NAME = "name-of-a-query-"
HTTP = httpx.Client(timeout=30)


def entry(name: str, more: str = "") -> str:
    digest = hashlib.sha256(f"kg_{name}".encode()).hexdigest()
    return f'[[key]]\nname = "{name}"\nhash = "sha256:{digest}"\n{more}\n'


@pytest.fixture(scope="module")
def server(build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    keys = tmp_path_factory.mktemp("keys") / "keys.toml"
    keys.write_text(
        entry("ada")
        + entry("eve")
        + entry("poor", "seconds_per_minute = 6\nburst = 0.5")
        + entry("one", "queries = 1")
    )
    limits = {"query_seconds": 8.0, "cache_mb": 0, "max_answer_rows": 3500}
    with serving(build, keys_file=keys, **limits) as running:
        yield running
    HTTP.close()


def key(name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer kg_{name}"}


def ask(server: Server, query: str = COUNT, **headers: str) -> httpx.Response:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    parameters = {"query": query, "format": "csv"}
    return HTTP.get(server.endpoint, params=parameters, headers=given)


def running(server: Server, name: str = "") -> str:
    return f"{server.url}/queries/running{name and '/'}{name}"


@contextmanager
def under_way(server: Server, name: str, query: str, **headers: str) -> Iterator[Any]:
    """Ask a query that takes long, until it is known to run."""
    with ThreadPoolExecutor(1) as pool:
        reply = pool.submit(ask, server, query, X_Query_Id=name, **headers)
        for _ in range(200):
            if HTTP.get(running(server, name), headers=headers).status_code == 200:
                break
            time.sleep(0.02)
        yield reply
        HTTP.delete(running(server, name), headers=headers)


def idle(server: Server) -> bool:
    """Say whether no worker is busy soon."""
    for _ in range(200):
        text = HTTP.get(f"{server.url}/metrics").text
        if 'kg_workers{state="busy"} 0.0' in text:
            return True
        time.sleep(0.02)
    return False


def test_every_answer_has_a_name_of_its_own(server: Server) -> None:
    asked = [
        ask(server),
        ask(server, "SELECT * {"),
        HTTP.get(server.endpoint),
        HTTP.get(f"{server.url}/graphs?default", headers={"Accept": "text/turtle"}),
        HTTP.get(f"{server.url}/graphs"),
        HTTP.get(f"{server.url}/queries/none"),
    ]
    names = [reply.headers["x-query-id"] for reply in asked]
    assert len(set(names)) == len(names)
    assert all(len(name) == 32 for name in names)
    assert all(reply.headers["x-row-limit"] == "3500" for reply in asked)


def test_a_client_may_name_its_query(server: Server) -> None:
    assert ask(server, X_Query_Id=f"{NAME}1").headers["x-query-id"] == f"{NAME}1"
    given = {"query": COUNT, "query-id": f"{NAME}2"}
    reply = HTTP.get(server.endpoint, params=given)
    assert reply.headers["x-query-id"] == f"{NAME}2"
    state = HTTP.get(running(server, f"{NAME}2"))
    assert state.headers["cache-control"] == "no-store"
    found = state.json()
    assert (found["id"], found["state"]) == (f"{NAME}2", "complete")
    assert 0 < found["worker_seconds"] <= found["seconds"] < 30
    again = HTTP.get(server.endpoint, params=given)
    assert again.status_code == 409
    assert again.headers["content-type"] == "application/problem+json"


def test_the_limit_on_rows_stands_in_the_description(server: Server) -> None:
    reply = HTTP.get(server.endpoint, headers={"Accept": "application/n-triples"})
    limit = f"<{server.endpoint}#row-limit>"
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    feature = "http://www.w3.org/ns/sparql-service-description#feature"
    assert f'{limit} <{rdf}value> "3500"^^<{integer}> .' in reply.text
    assert f"<{server.endpoint}> <{feature}> {limit} ." in reply.text


@pytest.mark.parametrize("name", ["short", "x" * 65, "with a blank in it"])
def test_what_is_no_name_is_told(server: Server, name: str) -> None:
    reply = ask(server, X_Query_Id=name)
    assert reply.status_code == 400
    assert "16 to 64 letters" in reply.json()["detail"]


def test_two_names_are_too_many(server: Server) -> None:
    given = {"query": COUNT, "query-id": f"{NAME}3"}
    headers = {"X-Query-Id": f"{NAME}4"}
    assert HTTP.get(server.endpoint, params=given, headers=headers).status_code == 400


def test_a_cancelled_query_is_gone_and_its_worker_free(server: Server) -> None:
    name = f"{NAME}cancel"
    with under_way(server, name, SLOW) as reply:
        assert HTTP.get(running(server, name)).json()["state"] == "running"
        start = time.monotonic()
        done = HTTP.delete(running(server, name))
        assert (done.status_code, done.content) == (204, b"")
        told = reply.result()
        assert time.monotonic() - start < 5
    assert told.status_code == 410
    assert told.json()["type"].endswith("#cancelled-query")
    assert told.headers["x-query-id"] == name
    assert HTTP.get(running(server, name)).status_code == 410
    assert HTTP.delete(running(server, name)).status_code == 410
    assert idle(server)
    assert ask(server).text == COUNTED


def test_a_cancelled_answer_breaks_off(server: Server) -> None:
    name = f"{NAME}stream"
    headers = {"X-Query-Id": name}
    parameters = {"query": LONG, "format": "tsv"}
    with HTTP.stream(
        "GET", server.endpoint, params=parameters, headers=headers
    ) as reply:
        assert reply.status_code == 200
        blocks = reply.iter_raw()
        next(blocks)
        assert HTTP.delete(running(server, name)).status_code == 204
        with pytest.raises(httpx.RemoteProtocolError):
            for _ in blocks:
                pass
    assert idle(server)


def test_a_client_sees_its_own_queries_alone(server: Server) -> None:
    name = f"{NAME}ada"
    with under_way(server, name, SLOW, **key("ada")):
        for other in ({}, key("eve")):
            assert HTTP.get(running(server, name), headers=other).status_code == 404
            assert HTTP.delete(running(server, name), headers=other).status_code == 404
        (found,) = HTTP.get(running(server), headers=key("ada")).json()
        assert (found["id"], found["state"]) == (name, "running")
        assert HTTP.get(running(server), headers=key("eve")).json() == []
    assert HTTP.get(running(server), headers=key("ada")).json() == []


def test_queries_are_listed_for_a_key_alone(server: Server) -> None:
    reply = HTTP.get(running(server))
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/queries/running"])
def test_a_key_that_nobody_has_is_told(server: Server, path: str) -> None:
    reply = HTTP.get(f"{server.url}{path}", headers=key("nobody"))
    assert reply.status_code == 401
    assert reply.json()["type"].endswith("#unknown-key")
    assert "kg_nobody" not in reply.text


def test_whoever_is_in_debt_waits(server: Server) -> None:
    name = f"{NAME}debt"
    with under_way(server, name, SLOW, **key("poor")):
        time.sleep(0.8)
    reply = ask(server, **key("poor"))
    assert reply.status_code == 429
    assert 1 <= int(reply.headers["retry-after"]) <= 90
    problem = reply.json()
    assert (problem["status"], problem["limit"]) == (429, "seconds")
    assert "6 seconds a minute" in problem["detail"]
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["x-query-id"]
    assert ask(server, **key("eve")).text == COUNTED
    assert ask(server).text == COUNTED
    text = HTTP.get(f"{server.url}/metrics").text
    assert 'kg_queries_throttled_total{limit="seconds"} 1.0' in text


def test_a_key_for_one_query_at_once_has_one(server: Server) -> None:
    with under_way(server, f"{NAME}one", SLOW, **key("one")):
        reply = ask(server, **key("one"))
        while reply.status_code == 200:  # the first has not come to the workers yet
            reply = ask(server, **key("one"))
        assert reply.status_code == 429
        assert reply.json()["limit"] == "queries"
        assert ask(server, **key("eve")).text == COUNTED
    assert idle(server)
    assert ask(server, **key("one")).text == COUNTED


def test_an_answer_with_too_many_rows_is_refused_or_breaks_off(server: Server) -> None:
    few = "SELECT (1 AS ?x) { ?s ?p ?o . ?t ?p ?v } LIMIT"
    assert ask(server, f"{few} 3500").text.count("\n") == 3501
    reply = ask(server, f"{few} 3501")
    assert reply.status_code == 422
    assert reply.json()["limit"] == "max_answer_rows"
    assert "more than 3500 rows" in reply.json()["detail"]
    with pytest.raises(httpx.RemoteProtocolError):
        ask(server, "SELECT * { ?s ?p ?o . ?t ?p ?v }")


def test_cancellations_are_counted(server: Server) -> None:
    before = cancelled(server)
    with under_way(server, f"{NAME}count", SLOW):
        pass
    assert idle(server)
    assert cancelled(server) == before + 1


def cancelled(server: Server) -> float:
    text = HTTP.get(f"{server.url}/metrics").text
    (line,) = (it for it in text.splitlines() if it.startswith("kg_queries_cancelled_"))
    return float(line.split()[1])


def test_many_queries_are_cancelled_at_once(server: Server) -> None:
    names = [f"{NAME}many-{number}" for number in range(4)]
    statuses: list[int] = []

    def wait(name: str) -> None:
        statuses.append(ask(server, SLOW, X_Query_Id=name).status_code)

    threads = [threading.Thread(target=wait, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for name in names:
        for _ in range(200):
            if HTTP.delete(running(server, name)).status_code == 204:
                break
            time.sleep(0.02)
    for thread in threads:
        thread.join()
    assert statuses == [410] * 4
    assert idle(server)
    assert ask(server).text == COUNTED
