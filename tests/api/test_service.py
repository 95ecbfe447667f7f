"""The application as a whole, in this process or on a remote engine."""

import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from kg.api.app import create_app
from kg.api.dependencies import (
    EngineDependency,
    ReleaseDependency,
    SettingsDependency,
    StoreDependency,
)
from kg.errors import QuerySyntaxError, SetupError
from kg.publishing.release import switch
from kg.rdf.formats import CSV
from kg.settings import Settings
from kg.store.engine import read_whole
from tests.api.conftest import (
    E,
    free_port,
    make_release,
    quads,
    serving,
    wait_for,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def client(build: Path) -> Iterator[TestClient]:
    app = create_app(Settings(build_dir=build, workers=1, query_memory_mb=1024))

    @app.get("/test/store")
    def of_store(store: StoreDependency) -> list[object]:
        """Use every method of the store, in a thread."""
        rows = store.select(f"SELECT ?n {{ <{E}person/0> <{E}name> ?n }}")
        return [
            [term.value for row in rows for term in row.values()],  # type: ignore[union-attr]
            store.ask("ASK { ?s ?p 1 }"),
            [str(t) for t in store.construct(f"DESCRIBE <{E}person/1>")],
            b"".join(store.answer("SELECT (1 AS ?x) {}", CSV)).decode(),
        ]

    @app.get("/test/engine")
    async def of_engine(
        engine: EngineDependency,
        release: ReleaseDependency,
        settings: SettingsDependency,
    ) -> list[object]:
        answer = await engine.answer("SELECT ?s { ?s ?p ?o }", CSV)
        return [
            (await read_whole(answer)).count(b"\r\n"),
            release.version,
            settings.workers,
        ]

    with TestClient(app) as client:
        yield client


def test_routes_in_threads_ask_the_store(client: TestClient) -> None:
    assert client.get("/test/store").json() == [
        ["Person 0 «é»"],
        False,
        [f'<{E}person/1> <{E}name> "Person 1 «é»"@nb'],
        "x\r\n1\r\n",
    ]


@pytest.mark.parametrize(
    ("method", "query"),
    [
        ("select", "ASK {}"),
        ("ask", "SELECT * {}"),
        ("construct", "SELECT * {}"),
    ],
)
def test_a_method_of_the_store_answers_its_own_form_alone(
    client: TestClient, method: str, query: str
) -> None:
    store = client.app.state.service.store  # type: ignore[attr-defined]
    with pytest.raises(QuerySyntaxError):
        getattr(store, method)(query)


def test_routes_on_the_loop_ask_the_engine(client: TestClient) -> None:
    assert client.get("/test/engine").json() == [3001, "first", 1]


@pytest.mark.parametrize("path", ["/health", "/ready", "/metrics"])
def test_balancers_ask_by_head(http: httpx.Client, path: str) -> None:
    answer = http.head(path)
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("path", ["/health", "/ready"])
def test_says_that_it_is_well(client: TestClient, path: str) -> None:
    assert client.get(path).json() == {
        "status": "ok",
        "release": "first",
        "audience": "public",
        "sandbox": "on",
        "engine": None,
    }


def test_an_unknown_address_is_a_problem_or_a_page(client: TestClient) -> None:
    machine = client.get("/no/such/thing")
    assert machine.status_code == 404
    assert machine.json()["detail"] == "there is nothing at this address"
    person = client.get("/no/such/thing", headers={"Accept": "text/html"})
    assert person.status_code == 404
    assert "<h1>Not Found</h1>" in person.text


def test_a_fault_of_ours_is_a_problem_too(build: Path) -> None:
    app = create_app(Settings(build_dir=build, workers=1, query_memory_mb=1024))

    @app.get("/test/fault")
    async def fault() -> None:
        raise ZeroDivisionError("secret")

    with TestClient(app, raise_server_exceptions=False) as client:
        reply = client.get("/test/fault")
    assert reply.status_code == 500
    assert reply.headers["content-type"] == "application/problem+json"
    assert "secret" not in reply.text


def test_a_query_with_more_than_is_allowed_is_told_what_to_change(build: Path) -> None:
    settings = Settings(build_dir=build, workers=1, query_memory_mb=1024, max_joined=2)
    query = "ASK { ?a ?b ?c . ?c ?d ?e . ?e ?f ?g }"
    with TestClient(create_app(settings)) as client:
        reply = client.post("/sparql", data={"query": query})
    assert reply.status_code == 422
    problem = reply.json()
    assert problem["limit"] == "max_joined"
    assert problem["detail"].startswith("the query has 3 patterns joined in one group")
    assert "at most 2 are allowed: put some into a subselect" in problem["detail"]


def test_a_release_that_cannot_be_served_leaves_the_one_before(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    switch(tmp_path, make_release(tmp_path, "first", quads()))
    broken = make_release(tmp_path, "broken", quads())
    shutil.rmtree(broken.path / "public" / "store")
    settings = Settings(build_dir=tmp_path, workers=1, query_memory_mb=1024)
    with TestClient(create_app(settings)) as client:
        logging.getLogger("kg").addHandler(caplog.handler)
        switch(tmp_path, broken)
        wait_until(lambda: "cannot be served" in caplog.text)
        assert client.get("/health").json()["release"] == "first"
        assert client.get("/sparql?query=ASK{}").headers["x-release"] == "first"


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_without_a_release_it_says_what_to_do(tmp_path: Path) -> None:
    app = create_app(Settings(build_dir=tmp_path))
    with pytest.raises(SetupError, match="run kg build first"), TestClient(app):
        pass


def test_the_same_service_runs_on_a_remote_engine(build: Path) -> None:
    port = free_port()
    location = (build / "current" / "public" / "store").resolve()
    engine = subprocess.Popen(
        [
            *(str(Path(sys.executable).parent / "oxigraph"), "serve-read-only"),
            *("--location", str(location), "--bind", f"127.0.0.1:{port}"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/query"
    try:
        wait_for(f"{address}?query=ASK%7B%7D")
        with serving(build, store=address, store_dataset="whole") as server:
            query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
            parameters = {"query": query, "format": "csv"}
            reply = httpx.get(server.endpoint, params=parameters)
            assert reply.text == "n\r\n3000\r\n"
            assert reply.headers["x-release"] == "first"
            assert httpx.get(f"{server.url}/ready").json()["status"] == "ok"
            wrong = httpx.get(server.endpoint, params={"query": "SELECT * {"})
            assert wrong.status_code == 400
            os.kill(engine.pid, 9)
            engine.wait()
            other = {**parameters, "query": f"{query} # not one that has been answered"}
            assert httpx.get(server.endpoint, params=other).status_code == 503
    finally:
        engine.kill()
        engine.wait()
