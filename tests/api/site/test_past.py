"""Time travel (RFC 7089), and what lies between two releases."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.publishing.audience import Audience
from kg.publishing.release import Release
from tests.api.conftest import serving
from tests.publishing.changes.following import follow, renamed, without

BASE = "https://w3id.org/hrsolidarity/"
PLACE = f"{BASE}id/place/oslo"
EVENT = f"{BASE}id/event/solidarity-action-16-january"
AUTHORITY = f"{BASE}graph/authority"
FIRST = "Mon, 23 Nov 2026 00:00:00 GMT"
BETWEEN = "Tue, 01 Dec 2026 11:00:00 GMT"
BEFORE = "Mon, 23 Nov 2020 00:00:00 GMT"
LATER = "Wed, 23 Nov 2033 00:00:00 GMT"
MADE = (
    f"<{AUTHORITY}> <http://www.w3.org/ns/prov#generatedAtTime> "
    '"2026-12-01T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> '
    f"<{BASE}graph/meta> ."
)
"""What each release says of its making."""
QUERY = "ASK { ?s ?p ?o }"
PATCH = {"Accept": "application/rdf-patch"}
BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def releases(
    release: Release, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[Release]]:
    build = tmp_path_factory.mktemp("past") / "build"
    shutil.copytree(release.path.parents[1], build, symlinks=True)
    first = Release(build / "releases" / release.version)
    second = follow(build, 1, renamed(EVENT, "Another name"), [MADE])
    third = follow(build, 2, without(PLACE))
    return build, [first, second, third]


@pytest.fixture(scope="module")
def versions(releases: tuple[Path, list[Release]]) -> list[str]:
    return [it.version for it in releases[1]]


@pytest.fixture(scope="module")
def web(releases: tuple[Path, list[Release]]) -> Iterator[httpx.Client]:
    with (
        serving(releases[0], pinned_releases=2) as server,
        httpx.Client(base_url=server.url, timeout=60) as client,
    ):
        yield client


@pytest.mark.parametrize(
    ("time", "number"),
    [
        pytest.param(BEFORE, 0, id="before-all"),
        pytest.param(FIRST, 0, id="the-second-it-was-made"),
        pytest.param(BETWEEN, 1, id="between"),
        pytest.param(LATER, 2, id="after-all"),
    ],
)
@pytest.mark.parametrize(
    "path",
    ["/id/place/norway", "/page/place/norway", "/data/place/norway.ttl", "/dataset"],
)
def test_what_is_asked_of_a_time_is_sent_to_its_release(
    web: httpx.Client, versions: list[str], path: str, time: str, number: int
) -> None:
    answer = web.get(path, headers={"Accept-Datetime": time})
    assert answer.status_code == 302
    assert (
        answer.headers["location"] == f"{web.base_url}{path}?release={versions[number]}"
    )
    assert "Accept-Datetime" in answer.headers["vary"]
    links = answer.headers["link"]
    assert f'<{web.base_url}{path}>; rel="original timegate"' in links
    assert 'rel="timemap"' in links


def test_a_memento_says_from_when_it_is(web: httpx.Client, versions: list[str]) -> None:
    answer = web.get("/data/place/norway.ttl", params={"release": versions[0]})
    assert answer.headers["memento-datetime"] == FIRST
    assert answer.headers["x-release"] == versions[0]
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    address = f"{web.base_url}/data/place/norway.ttl"
    assert f'<{address}>; rel="original timegate"' in answer.headers["link"]


def test_an_identifier_leads_on_within_its_release(
    web: httpx.Client, versions: list[str]
) -> None:
    headers = {"Accept": "text/turtle", "Accept-Datetime": FIRST}
    with httpx.Client(base_url=web.base_url, follow_redirects=True) as client:
        answer = client.get("/id/place/norway", headers=headers)
    assert answer.url.path == "/data/place/norway.ttl"
    assert answer.url.query == f"release={versions[0]}".encode()
    assert [it.status_code for it in answer.history] == [302, 303, 302][
        : len(answer.history)
    ]


def test_a_query_is_answered_from_the_release_of_its_time(
    web: httpx.Client, versions: list[str]
) -> None:
    parameters = {"query": QUERY, "format": "csv"}
    sent_on = web.get("/sparql", params=parameters, headers={"Accept-Datetime": FIRST})
    assert sent_on.status_code == 302
    asked = web.get(sent_on.headers["location"])
    assert asked.headers["x-release"] == versions[0]
    assert asked.headers["memento-datetime"] == FIRST
    posted = web.post("/sparql", data=parameters, headers={"Accept-Datetime": FIRST})
    assert posted.status_code == 200
    assert posted.headers["x-release"] == versions[0]
    assert posted.headers["memento-datetime"] == FIRST


def test_without_a_time_nothing_is_sent_on(
    web: httpx.Client, versions: list[str]
) -> None:
    answer = web.get("/data/place/norway.ttl")
    assert answer.status_code == 200
    assert answer.headers["x-release"] == versions[2]
    assert "memento-datetime" not in answer.headers
    assert "Accept-Datetime" in answer.headers["vary"]
    assert "timemap" in answer.headers["link"]
    assert (
        web.get("/sparql", params={"query": QUERY})
        .headers["vary"]
        .startswith("Accept, Accept-Datetime")
    )


@pytest.mark.parametrize("time", ["yesterday", f"1 Dec {'9' * 20} 00:00:00 GMT"])
def test_what_is_no_time_is_refused(web: httpx.Client, time: str) -> None:
    headers = {"Accept-Datetime": time, "Accept": "application/json"}
    answer = web.get("/data/place/norway.ttl", headers=headers)
    assert answer.status_code == 400
    assert "expected a time" in answer.json()["detail"]


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/page/place/%D0%9E%D1%81%D0%BB%D0%BE", id="no-latin"),
        pytest.param("/page/place/x%0D%0AX-Injected:%20yes", id="line-breaks"),
        pytest.param("/page/place/norway?x=%0D%0AX-Injected:%20yes", id="in-the-query"),
    ],
)
def test_no_address_writes_headers_of_its_own(web: httpx.Client, path: str) -> None:
    answer = web.get(path, headers={"Accept-Datetime": FIRST})
    assert answer.status_code == 302
    assert "x-injected" not in answer.headers
    assert answer.headers["link"].isascii()
    assert answer.headers["location"].isascii()


def test_the_latest_dump_and_that_of_a_time(
    web: httpx.Client, versions: list[str]
) -> None:
    latest = web.get("/dumps/latest/graph.nq.zst")
    assert latest.headers["location"] == f"/dumps/{versions[2]}/graph.nq.zst"
    earlier = web.get(
        "/dumps/latest/graph.nq.zst", headers={"Accept-Datetime": BETWEEN}
    )
    to = web.get(earlier.headers["location"]).headers["location"]
    assert to == f"/dumps/{versions[1]}/graph.nq.zst"


@pytest.mark.parametrize(
    ("iri", "count"),
    [
        pytest.param(EVENT, 3, id="in-all"),
        pytest.param(PLACE, 2, id="gone-by-now"),
        pytest.param("{site}/data/place/oslo.ttl", 2, id="its-data"),
        pytest.param("{site}/sparql", 3, id="the-endpoint"),
    ],
)
def test_a_timemap_lists_the_releases_that_say_something(
    web: httpx.Client, versions: list[str], iri: str, count: int
) -> None:
    site = str(web.base_url).rstrip("/")
    iri = iri.format(site=site)
    answer = web.get(f"/timemap/{iri}")
    assert answer.headers["content-type"] == "application/link-format"
    assert f'<{iri}>; rel="original"' in answer.text
    mementos = [it for it in answer.text.splitlines() if "memento" in it]
    assert len(mementos) == count
    assert 'rel="first memento"' in mementos[0]
    assert f'datetime="{FIRST}"' in mementos[0]
    listed = web.get(f"/timemap/{iri}", headers={"Accept": "application/json"}).json()
    assert [it["uri"].rpartition("=")[2] for it in listed["mementos"]["list"]] == (
        versions[:count]
    )
    for it in listed["mementos"]["list"]:
        assert it["uri"].startswith(site)


@pytest.mark.parametrize(
    "iri", [f"{BASE}id/place/nowhere", "http://example.org/", f"{BASE}id/nothing/x"]
)
def test_what_no_release_knows_has_no_timemap(web: httpx.Client, iri: str) -> None:
    assert web.get(f"/timemap/{iri}").status_code == 404


def lines(text: str) -> set[str]:
    return {it for it in text.splitlines() if it[:2] in ("A ", "D ")}


def test_a_difference_is_a_patch(
    web: httpx.Client, releases: tuple[Path, list[Release]]
) -> None:
    first, _second, third = releases[1]
    answer = web.get(f"/diff/{first.version}/{third.version}", headers=PATCH)
    assert answer.headers["content-type"] == "application/rdf-patch"
    old, new = (
        set((it.dumps(Audience.PUBLIC) / "graph.nq").read_text("utf-8").splitlines())
        for it in (first, third)
    )
    assert lines(answer.text) == {f"D {it}" for it in old - new} | {
        f"A {it}" for it in new - old
    }
    back = web.get(f"/diff/latest/{first.version}.rdfp")
    assert len(lines(back.text)) == len(lines(answer.text))
    assert f'D <{EVENT}> <http://www.w3.org/2004/02/skos/core#prefLabel> "Another' in (
        back.text
    )


@pytest.mark.parametrize(
    ("narrowed", "start", "end"),
    [
        pytest.param({"entity": EVENT}, f"<{EVENT}> ", "", id="entity"),
        pytest.param({"graph": AUTHORITY}, "", f"<{AUTHORITY}> .", id="graph"),
    ],
)
def test_a_difference_can_be_that_of_a_thing_or_a_graph(
    web: httpx.Client,
    versions: list[str],
    narrowed: dict[str, str],
    start: str,
    end: str,
) -> None:
    path = f"/diff/{versions[0]}/{versions[2]}"
    some = lines(web.get(path, params=narrowed, headers=PATCH).text)
    every = lines(web.get(path, headers=PATCH).text)
    assert some
    assert some == {it for it in every if it[2:].startswith(start) and it.endswith(end)}


def test_people_read_what_differs(web: httpx.Client, versions: list[str]) -> None:
    path = f"/diff/{versions[0]}/{versions[2]}"
    page = web.get(path, params={"entity": EVENT}, headers=BROWSER)
    assert page.status_code == 200
    assert "Another name" in page.text
    assert "<del>" in page.text
    assert "<ins>" in page.text


def test_people_are_spared_what_every_release_changes(
    web: httpx.Client, versions: list[str]
) -> None:
    path = f"/diff/{versions[0]}/{versions[2]}"
    page = web.get(path, headers=BROWSER).text
    every = web.get(path, headers=PATCH).text

    assert "Another name" in page
    assert "that say of the release itself" in page
    assert ("generatedAtTime" in every, "generatedAtTime" in page) == (True, False)


def test_a_page_of_the_past_says_so(web: httpx.Client, versions: list[str]) -> None:
    path = "/page/place/norway"
    past = web.get(path, params={"release": versions[0]}, headers=BROWSER)
    assert "This is what the release of" in past.text
    assert "This is what the release of" not in web.get(path, headers=BROWSER).text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/diff/nothing/latest", 404),
        ("/diff/latest/2026-11-23T00-00-00Z-ffffffff", 404),
        ("/diff/..%2F..%2Fx/latest", 404),
        ("/diff/latest/latest?entity=%3Cx", 404),
    ],
)
def test_what_cannot_be_compared_is_told(
    web: httpx.Client, path: str, status: int
) -> None:
    assert web.get(path, headers=PATCH).status_code == status
