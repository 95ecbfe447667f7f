"""Releases asked for by name, beside the one that is served."""

import asyncio
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.api.releases.archive import Steady
from kg.errors import OverloadedError
from kg.publishing.release import switch
from kg.rdf.formats import CSV
from kg.store.limits import Limits
from kg.store.pool.workers import WorkerPool
from tests.api.conftest import E, Server, make_release, serving

pytestmark = pytest.mark.slow

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
VERSIONS = ("r1", "r2", "r3", "r40")


def statements(number: int) -> list[Quad]:
    """List as many triples, and one in a graph."""
    name = NamedNode(f"{E}name")
    triples = [Quad(NamedNode(f"{E}s{it}"), name, Literal("x")) for it in range(number)]
    graph = NamedNode(f"{E}g1")
    return [*triples, Quad(NamedNode(f"{E}s"), name, Literal(f"{number}"), graph)]


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Releases of 1, 2, 3 and 40 triples; the third is the current one."""
    build = tmp_path_factory.mktemp("build")
    for version in VERSIONS:
        make_release(build, version, statements(int(version[1:])))
    (build / "releases" / ".unfinished-1-r5" / "public").mkdir(parents=True)
    switch(build, make_release(build, "current", statements(30)))
    return build


@pytest.fixture(scope="module")
def pinning(releases: Path) -> Iterator[Server]:
    with serving(releases, workers=1, slow_workers=1, pinned_releases=2) as server:
        yield server


@pytest.fixture(scope="module")
def client(pinning: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=pinning.url, timeout=30) as client:
        yield client


def ask(client: httpx.Client, release: str, query: str = COUNT) -> httpx.Response:
    parameters = {"query": query, "format": "csv", "release": release}
    return client.get("/sparql", params=parameters)


def test_each_release_answers_for_itself(client: httpx.Client) -> None:
    for version, count in (("r1", 1), ("r2", 2), ("r40", 40), ("r1", 1)):
        reply = ask(client, version)
        assert reply.text == f"n\r\n{count}\r\n"
        assert reply.headers["x-release"] == version
    plain = client.get("/sparql", params={"query": COUNT, "format": "csv"})
    assert (plain.text, plain.headers["x-release"]) == ("n\r\n30\r\n", "current")


@pytest.mark.parametrize("version", ["r2", "current"])
def test_what_a_release_says_may_be_kept_for_ever(
    client: httpx.Client, version: str
) -> None:
    reply = ask(client, version)
    assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
    tag = {"If-None-Match": reply.headers["etag"]}
    again = client.get(reply.url, headers=tag)
    assert again.status_code == 304
    assert again.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_the_current_release_may_be_replaced_and_is_kept_for_less(
    client: httpx.Client,
) -> None:
    reply = client.get("/sparql", params={"query": COUNT})
    assert reply.headers["cache-control"] == "public, max-age=60"


@pytest.mark.parametrize("method", ["form", "direct"])
def test_a_post_names_the_release_in_its_address(
    client: httpx.Client, method: str
) -> None:
    parameters = {"release": "r2", "format": "csv"}
    if method == "form":
        reply = client.post("/sparql", params=parameters, data={"query": COUNT})
    else:
        kind = {"Content-Type": "application/sparql-query"}
        reply = client.post("/sparql", params=parameters, content=COUNT, headers=kind)
    assert reply.text == "n\r\n2\r\n"


@pytest.mark.parametrize(
    "version",
    [
        "r9",
        "",
        "..",
        "../releases/r1",
        "r1/public",
        ".unfinished-1-r5",
        "%00",
        "r1\n",
        "x" * 200,
    ],
)
def test_an_unknown_release_is_told_which_there_are(
    client: httpx.Client, version: str
) -> None:
    reply = ask(client, version)
    assert reply.status_code == 404
    problem = reply.json()
    assert problem["type"].endswith("problems#unknown-release")
    assert problem["detail"].endswith("; there are r40, r3, r2, r1, current")


def test_one_release_is_asked_at_a_time(client: httpx.Client) -> None:
    reply = client.get(f"/sparql?query={COUNT}&release=r1&release=r2")
    assert (reply.status_code, reply.json()["detail"]) == (
        400,
        "the request names more than one release",
    )


@pytest.mark.parametrize(
    ("address", "text"),
    [
        pytest.param(f"/graphs?graph={E}g1", '"2"', id="named"),
        pytest.param("/graphs?default", '"x"', id="default"),
    ],
)
def test_whole_graphs_are_of_the_release_that_is_asked_for(
    client: httpx.Client, address: str, text: str
) -> None:
    reply = client.get(f"{address}&release=r2&format=nt")
    assert text in reply.text
    assert reply.headers["x-release"] == "r2"
    assert reply.headers["content-location"].endswith("&format=ntriples&release=r2")
    assert "immutable" in reply.headers["cache-control"]


def test_a_question_of_the_library_is_asked_of_a_release(client: httpx.Client) -> None:
    reply = client.get("/queries/things-by-class.csv?release=r2")
    assert reply.status_code == 200
    assert reply.headers["x-release"] == "r2"


def test_a_page_shows_the_release_that_is_asked_for(client: httpx.Client) -> None:
    parameters = {"query": COUNT, "release": "r40"}
    browser = {"Accept": "text/html"}
    reply = client.get("/sparql", params=parameters, headers=browser)
    assert reply.headers["x-release"] == "r40"
    assert ">40<" in reply.text
    assert '<input type="hidden" name="release" value="r40">' in reply.text


def test_the_description_is_of_the_release_that_is_asked_for(
    client: httpx.Client,
) -> None:
    reply = client.get("/sparql", params={"release": "r1", "format": "nt"})
    assert reply.headers["x-release"] == "r1"
    assert "/sparql?release=r1> " in reply.text


def test_a_release_in_use_is_not_closed_to_make_room(releases: Path) -> None:
    limits = {"workers": 1, "slow_workers": 1, "pinned_releases": 1}
    with (
        serving(releases, query_seconds=20, **limits) as server,
        httpx.Client(base_url=server.url, timeout=30) as client,
    ):
        busy = threading.Thread(target=_ask_in_vain, args=(server.url, "r40"))
        busy.start()
        time.sleep(0.5)
        while (refused := ask(client, "r1")).status_code != 503:
            assert refused.text == "n\r\n1\r\n"  # it has not begun yet
        assert "retry-after" in refused.headers
        assert client.get("/sparql", params={"query": COUNT}).status_code == 200
    busy.join()


def _ask_in_vain(url: str, release: str) -> None:
    """Ask until the service ends or this gives up; others may be before us at first."""
    with (
        suppress(httpx.TransportError),
        httpx.Client(base_url=url, timeout=8) as client,
    ):
        while ask(client, release, ENDLESS).status_code == 503:
            time.sleep(0.05)


def test_a_release_that_is_taken_down_is_not_answered_from(tmp_path: Path) -> None:
    switch(tmp_path, make_release(tmp_path, "kept", statements(1)))
    gone = make_release(tmp_path, "gone", statements(2))
    with (
        serving(tmp_path, workers=1, slow_workers=1) as server,
        httpx.Client(base_url=server.url, timeout=30) as client,
    ):
        assert ask(client, "gone").text == "n\r\n2\r\n"
        shutil.rmtree(gone.path)
        assert ask(client, "gone").status_code == 404
        shutil.copytree(tmp_path / "releases" / "kept", gone.path)
        assert ask(client, "gone").text == "n\r\n1\r\n"


def test_an_engine_never_answers_for_another_release(releases: Path) -> None:
    async def asked() -> None:
        pool = WorkerPool(Limits(workers=1, slow=1, memory_mb=1024))
        await pool.open(releases / "releases" / "r2" / "public" / "store", "r2")
        answer = await Steady(pool, "r2").answer(COUNT, CSV)
        assert answer.first == b"n\r\n2\r\n"
        with pytest.raises(OverloadedError, match="has just been replaced"):
            await Steady(pool, "r1").answer(COUNT, CSV)
        await pool.close()

    asyncio.run(asked())


def test_no_release_but_the_current_one_is_asked_where_that_is_set(
    releases: Path,
) -> None:
    with (
        serving(releases, workers=1, slow_workers=1, pinned_releases=0) as server,
        httpx.Client(base_url=server.url, timeout=30) as client,
    ):
        assert ask(client, "r1").status_code == 404
        assert ask(client, "current").text == "n\r\n30\r\n"
