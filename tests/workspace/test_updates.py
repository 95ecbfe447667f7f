"""SPARQL Update over real HTTP: taken in every form, done whole or not at all."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest

from tests.workspace.conftest import editing

pytestmark = pytest.mark.slow

NUMBERS = count()
DIRECT = {"Content-Type": "application/sparql-update"}
QUADRUPLES = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""Of a hundred triples these are 10^8 solutions."""


@pytest.fixture
def graph() -> str:
    """The name of a graph that no other test knows."""
    return f"http://example.org/u{next(NUMBERS)}"


def rows(http: httpx.Client, graph: str) -> list[str]:
    query = f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} ORDER BY ?o"
    reply = http.get("/sparql", params={"query": query, "format": "csv"})
    return reply.text.splitlines()[1:]


def inserting(graph: str, *values: int) -> str:
    objects = ", ".join(map(str, values))
    return f"INSERT DATA {{ GRAPH <{graph}> {{ <a:s> <a:p> {objects} }} }}"


def test_an_update_is_taken_by_form_and_directly(
    http: httpx.Client, graph: str
) -> None:
    form = http.post("/sparql", data={"update": inserting(graph, 1)})
    direct = http.post("/sparql", content=inserting(graph, 2), headers=DIRECT)
    assert (form.status_code, direct.status_code) == (204, 204)
    assert rows(http, graph) == ["1", "2"]


@pytest.mark.parametrize("way", ["direct", "form"])
def test_the_request_may_say_what_patterns_are_about(
    http: httpx.Client, graph: str, way: str
) -> None:
    one, two = f"{graph}/1", f"{graph}/2"
    http.post("/sparql", data={"update": f"{inserting(one, 1)}; {inserting(two, 2)}"})
    text = (
        f"INSERT {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} "
        "WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    )
    about = {"using-graph-uri": one, "using-named-graph-uri": two}
    if way == "form":
        reply = http.post("/sparql", data={"update": text, **about})
    else:
        reply = http.post("/sparql", params=about, content=text, headers=DIRECT)
    assert reply.status_code == 204
    assert rows(http, graph) == ["1", "2"]


@pytest.mark.parametrize(
    ("form", "status", "kind"),
    [
        pytest.param({"update": "INSERT DATA {"}, 400, "query-syntax", id="syntax"),
        pytest.param({"update": "SELECT * {}"}, 400, "query-syntax", id="query"),
        pytest.param(
            {"update": "DROP ALL", "query": "ASK {}"}, 400, "request", id="both"
        ),
        pytest.param({"update": ["DROP ALL", "DROP ALL"]}, 400, "request", id="two"),
        pytest.param(
            {
                "update": "DELETE { ?s ?p 1 } USING <a:g> WHERE { ?s ?p 1 }",
                "using-graph-uri": "a:g",
            },
            400,
            "request",
            id="both-choose",
        ),
        pytest.param(
            {"update": "DELETE WHERE { ?s ?p 1 }", "using-graph-uri": "g> {} #"},
            400,
            "unexpected-value",
            id="no-iri",
        ),
        pytest.param({"update": "LOAD <http://x/>"}, 403, "query-refused", id="load"),
        pytest.param(
            {"update": "INSERT {} WHERE { SERVICE <http://x/> { ?s ?p ?o } }"},
            403,
            "query-refused",
            id="service",
        ),
        pytest.param({"update": "DROP GRAPH <a:x>"}, 409, "update-failed", id="drop"),
        pytest.param(
            {"update": "INSERT {} WHERE " + "{" * 999},
            422,
            "query-too-complex",
            id="deep",
        ),
    ],
)
def test_what_is_wrong_has_its_status(
    http: httpx.Client, form: dict[str, str], status: int, kind: str
) -> None:
    before = http.get("/health").json()["release"]
    reply = http.post("/sparql", data=form)
    assert reply.status_code == status, reply.text
    assert reply.json()["type"].endswith(f"problems#{kind}")
    assert http.get("/health").json()["release"] == before


def test_a_syntax_error_says_where(http: httpx.Client) -> None:
    problem = http.post("/sparql", data={"update": "INSERT DATA {\n <a:s> <a:p> }"})
    assert (problem.json()["line"], problem.json()["column"]) == (2, 14)


def test_an_update_that_fails_late_has_done_nothing(
    http: httpx.Client, graph: str
) -> None:
    text = f"{inserting(graph, 1)} ; CREATE GRAPH <{graph}>"
    reply = http.post("/sparql", data={"update": text})
    assert reply.status_code == 409
    assert reply.json()["detail"] == f"The graph <{graph}> already exists"
    assert rows(http, graph) == []


def test_writes_at_once_are_all_done(http: httpx.Client, graph: str) -> None:
    async def write() -> list[int]:
        limits = httpx.Limits(max_connections=10)
        async with httpx.AsyncClient(
            base_url=http.base_url, headers=http.headers, timeout=60, limits=limits
        ) as client:
            replies = await asyncio.gather(
                *(
                    client.post("/sparql", data={"update": inserting(graph, number)})
                    for number in range(10)
                )
            )
        return [reply.status_code for reply in replies]

    assert asyncio.run(write()) == [204] * 10
    assert rows(http, graph) == [str(number) for number in range(10)]


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A workspace whose writes may take two seconds."""
    folder = tmp_path_factory.mktemp("hurried")
    with editing(folder, workspace_rules="off", write_seconds=2) as client:
        yield client


def writers(folder: str) -> list[int]:
    """List the processes of ours that write beneath a folder."""
    commands = {
        int(child): Path(f"/proc/{child}/cmdline").read_text()
        for task in Path(f"/proc/{os.getpid()}/task").iterdir()
        for child in (task / "children").read_text().split()
    }
    return [
        child
        for child, command in commands.items()
        if "kg.store.processes.writer" in command and folder in command
    ]


def endless(graph: str) -> str:
    """Write an update that first does something and then never ends."""
    objects = inserting(graph, *range(100))
    return f"{objects} ; INSERT {{ ?a ?k ?i }} USING <{graph}> WHERE {QUADRUPLES}"


def test_an_update_that_is_late_has_done_nothing(
    hurried: httpx.Client, graph: str
) -> None:
    before = hurried.get("/health").json()["release"]
    start = time.perf_counter()
    reply = hurried.post("/sparql", data={"update": endless(graph)})
    assert 1.95 <= time.perf_counter() - start < 6
    assert reply.status_code == 504
    assert reply.json()["type"].endswith("problems#write-late")
    assert hurried.get("/health").json()["release"] == before
    assert rows(hurried, graph) == []
    after = hurried.post("/sparql", data={"update": inserting(graph, 1)})
    assert after.status_code == 204
    assert rows(hurried, graph) == ["1"]


def test_a_writer_that_is_killed_has_done_nothing(
    hurried: httpx.Client, graph: str
) -> None:
    hurried.post("/sparql", data={"update": inserting(f"{graph}/before", 1)})

    async def write() -> httpx.Response:
        async with httpx.AsyncClient(
            base_url=hurried.base_url, headers=hurried.headers, timeout=60
        ) as client:
            form = {"update": endless(graph)}
            writing = asyncio.create_task(client.post("/sparql", data=form))
            await asyncio.sleep(0.7)
            (writer,) = writers("hurried")
            os.kill(writer, signal.SIGKILL)
            return await writing

    reply = asyncio.run(write())
    assert reply.status_code == 503
    assert reply.json()["type"].endswith("problems#write-died")
    assert rows(hurried, graph) == []
    assert rows(hurried, f"{graph}/before") == ["1"]
    after = hurried.post("/sparql", data={"update": inserting(graph, 1)})
    assert after.status_code == 204
