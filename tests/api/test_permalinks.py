"""Permalinks: made of what has an answer, kept as data, true to their release."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.api.citing.permalink import Permalink
from kg.publishing.release import switch
from kg.store.protocol import STORED
from tests.api.conftest import Server, make_release, serving
from tests.api.test_pinning import statements

pytestmark = pytest.mark.slow

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
BROWSER = {"Accept": "text/html"}
KEPT = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Releases of one triple and of two, the second is the current one."""
    folder = tmp_path_factory.mktemp("served")
    make_release(folder, "r1", statements(1))
    switch(folder, make_release(folder, "r2", statements(2)))
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serving(
        folder, workers=1, slow_workers=1, state_dir=folder / "state", permalinks=30
    ) as server:
        yield server


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


def make(client: httpx.Client, **fields: str) -> str:
    """Make a permalink, and give its address."""
    reply = client.post("/q/", data=fields)
    assert reply.status_code == 201, reply.text
    assert reply.json()["permalink"] == reply.headers["location"]
    return reply.headers["location"]


def record(folder: Path, address: str) -> Path:
    key = address.rpartition("/")[2]
    return folder / "state" / "permalinks" / key[:2] / f"{key}.json"


def test_an_answer_is_cited_and_found_again(client: httpx.Client) -> None:
    address = make(client, query=COUNT)
    reply = client.get(address, headers={"Accept": "text/csv"})
    assert reply.text == "n\r\n2\r\n"
    assert reply.headers["x-release"] == "r2"
    assert reply.headers["cache-control"] == KEPT
    assert f'<{address}>; rel="cite-as"' in reply.headers["link"]
    assert client.get(f"{address}.csv").text == "n\r\n2\r\n"
    assert client.get(f"{address}?format=csv").text == "n\r\n2\r\n"
    assert client.get(address).json()["results"]["bindings"][0]["n"]["value"] == "2"
    assert client.get(f"{address}.zip").status_code == 404
    again = client.get(
        f"{address}.csv",
        headers={"If-None-Match": client.get(f"{address}.csv").headers["etag"]},
    )
    assert again.status_code == 304


def test_the_same_is_made_once(client: httpx.Client) -> None:
    assert make(client, query=COUNT) == make(client, query=COUNT)
    assert make(client, query=COUNT) == make(client, query=COUNT, release="r2")


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        pytest.param({"release": "r1"}, "n\r\n1\r\n", id="release"),
        pytest.param({"query": f"{COUNT} #"}, "n\r\n2\r\n", id="query"),
        pytest.param(
            {"default-graph-uri": "http://example.org/g1"}, "n\r\n1\r\n", id="graphs"
        ),
    ],
)
def test_what_differs_has_another_address(
    client: httpx.Client, fields: dict[str, str], answer: str
) -> None:
    address = make(client, **{"query": COUNT, **fields})
    assert address != make(client, query=COUNT)
    assert client.get(f"{address}.csv").text == answer


def test_a_query_may_be_sent_as_it_is(client: httpx.Client) -> None:
    kind = {"Content-Type": "application/sparql-query"}
    reply = client.post("/q/", content=COUNT, headers=kind, params={"release": "r1"})
    assert reply.status_code == 201
    assert client.get(f"{reply.headers['location']}.csv").text == "n\r\n1\r\n"


def test_a_browser_is_led_to_a_page_that_says_how_to_cite(
    client: httpx.Client,
) -> None:
    reply = client.post("/q/", data={"query": COUNT}, headers=BROWSER)
    assert reply.status_code == 303
    page = client.get(reply.headers["location"], headers=BROWSER)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "public, max-age=60"
    assert page.headers["x-robots-tag"] == "noindex"
    assert "Answered from release r2" in page.text
    assert "See it as it is now" not in page.text
    line = "Solidarity Graph contributors (2026): Answer to a SPARQL query."
    assert line in page.text
    assert ".csl.json" in page.text


def test_the_pages_of_answers_offer_to_cite_them(client: httpx.Client) -> None:
    pages = (
        client.get("/sparql", params={"query": COUNT}, headers=BROWSER),
        client.get("/queries/things-by-class", headers=BROWSER),
    )
    for page in pages:
        assert '<input type="hidden" name="release" value="r2">' in page.text
        assert "Cite this answer" in page.text
    graphs = {"query": COUNT, "default-graph-uri": "http://example.org/g1"}
    page = client.get("/sparql", params=graphs, headers=BROWSER)
    assert "Cite this answer" not in page.text


def test_a_question_of_the_library_is_cited_by_its_title(client: httpx.Client) -> None:
    address = make(client, question="things-by-class", release="r1")
    item = client.get(f"{address}.csl.json").json()[0]
    assert item["title"] == "Things by class"
    assert client.get(f"{address}.csv").headers["x-release"] == "r1"


def test_a_title_is_not_for_strangers_to_choose(client: httpx.Client) -> None:
    address = make(client, query=f"# # Everything is invented\n{COUNT}")
    assert client.get(f"{address}.csl.json").json()[0]["title"] == (
        "Answer to a SPARQL query"
    )


def test_bibtex_and_csl_json_say_the_same(client: httpx.Client) -> None:
    address = make(client, question="things-by-class")
    key = address.rpartition("/")[2]
    bibtex = client.get(f"{address}.bib")
    assert bibtex.headers["content-type"] == "application/x-bibtex; charset=utf-8"
    assert bibtex.text == (
        f"@misc{{solidarity-graph-{key[:8]},\n"
        "  author = {{Solidarity Graph contributors}},\n"
        "  title = {{Things by class}},\n"
        "  year = {2026},\n"
        "  month = {11},\n"
        "  version = {r2},\n"
        "  publisher = {Solidarity Graph},\n"
        "  note = {SPARQL query, release r2},\n"
        f"  url = {{{address}}},\n"
        "}\n"
    )
    kind = "application/vnd.citationstyles.csl+json"
    csl = client.get(address, headers={"Accept": kind})
    assert csl.headers["content-type"] == kind
    assert csl.json() == [
        {
            "id": f"solidarity-graph-{key[:8]}",
            "type": "dataset",
            "title": "Things by class",
            "author": [{"literal": "Solidarity Graph contributors"}],
            "issued": {"date-parts": [[2026, 11, 23]]},
            "publisher": "Solidarity Graph",
            "version": "r2",
            "URL": address,
        }
    ]


@pytest.mark.parametrize(
    ("fields", "status", "kind"),
    [
        pytest.param({"query": "SELECT * {"}, 400, "query-syntax", id="syntax"),
        pytest.param({}, 400, "request", id="nothing"),
        pytest.param({"query": "DROP ALL"}, 403, "query-refused", id="update"),
        pytest.param(
            {"query": "SELECT (NOW() AS ?t) {}"}, 403, "volatile-query", id="volatile"
        ),
        pytest.param(
            {"query": COUNT, "release": "r9"}, 404, "unknown-release", id="release"
        ),
        pytest.param({"question": "no-such"}, 404, "dangling-key", id="question"),
        pytest.param(
            {"query": f"{COUNT} # {'x' * 17_000}"}, 413, "body-too-large", id="long"
        ),
    ],
)
def test_what_has_no_lasting_answer_is_not_cited(
    client: httpx.Client, fields: dict[str, str], status: int, kind: str
) -> None:
    reply = client.post("/q/", data=fields or {"a": "b"})
    assert reply.status_code == status
    assert reply.json()["type"].endswith(f"problems#{kind}")


@pytest.mark.parametrize(
    "key", ["a" * 32, "nothing", "..%2f..%2fpermalinks", "A" * 32, "a" * 33]
)
def test_a_name_that_stands_for_nothing_is_not_found(
    client: httpx.Client, key: str
) -> None:
    assert client.get(f"/q/{key}").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"query": "SELECT * { ?s ?p ?o }"}, id="query"),
        pytest.param({"release": "r1"}, id="release"),
        pytest.param({"audience": "partner"}, id="audience"),
        pytest.param({"named": ["http://example.org/g1"]}, id="graphs"),
        pytest.param({"title": "Something else"}, id="title"),
        pytest.param({"query": 1, "default": None}, id="types"),
    ],
)
def test_a_record_that_was_changed_is_none(
    client: httpx.Client, folder: Path, change: dict[str, object]
) -> None:
    path = record(folder, make(client, query=f"{COUNT} # changed"))
    kept = path.read_bytes()
    path.write_text(json.dumps(json.loads(kept) | change))
    reply = client.get(f"/q/{path.stem}.csv")
    path.write_bytes(kept)
    assert reply.status_code == 404
    assert "damaged" in reply.json()["detail"]
    assert client.get(f"/q/{path.stem}.csv").status_code == 200


def test_a_record_of_another_audience_is_none_here(
    client: httpx.Client, folder: Path
) -> None:
    path = record(folder, make(client, query=f"{COUNT} # audience"))
    content = json.loads(path.read_bytes())
    other = Permalink("", content["query"], STORED, "r2", "partner", content["issued"])
    moved = record(folder, other.key)
    moved.parent.mkdir(exist_ok=True)
    moved.write_bytes(other.write())
    assert client.get(f"/q/{other.key}.csv").status_code == 404


def test_a_release_that_is_gone_is_said_to_be(
    client: httpx.Client, folder: Path
) -> None:
    make_release(folder, "r3", statements(3))
    address = make(client, query=COUNT, release="r3")
    shutil.rmtree(folder / "releases" / "r3")
    reply = client.get(f"{address}.csv")
    assert reply.status_code == 410
    problem = reply.json()
    assert problem["type"].endswith("problems#release-gone")
    assert (problem["release"], problem["query"]) == ("r3", COUNT)
    page = client.get(address, headers=BROWSER)
    assert page.status_code == 410
    assert "release r3, which answered this, is no longer here" in page.text.lower()
    assert "Ask the release that is served now" in page.text
    assert client.get(f"{address}.bib").status_code == 200


def test_there_are_so_many_and_no_more(folder: Path, tmp_path: Path) -> None:
    settings = {"workers": 1, "slow_workers": 1, "state_dir": tmp_path / "state"}
    with (
        serving(folder, permalinks=2, **settings) as server,
        httpx.Client(base_url=server.url, timeout=30) as client,
    ):
        first = make(client, query=f"{COUNT} # 1")
        make(client, query=f"{COUNT} # 2")
        refused = client.post("/q/", data={"query": f"{COUNT} # 3"})
        assert refused.status_code == 507
        assert refused.json()["type"].endswith("problems#no-room")
        assert make(client, query=f"{COUNT} # 1") == first
    assert len(list((tmp_path / "state").rglob("*.json"))) == 2
    with (  # what was made before counts after a restart, too
        serving(folder, permalinks=2, **settings) as server,
        httpx.Client(base_url=server.url, timeout=30) as client,
    ):
        assert client.get(f"/q/{first.rpartition('/')[2]}.csv").status_code == 200
        assert client.post("/q/", data={"query": COUNT}).status_code == 507
