"""The address of what is gone says so, and nothing of what it was."""

import shutil
from collections.abc import Iterator

import httpx
import orjson
import pytest

from kg.publishing.audience import Audience
from kg.publishing.release import MANIFEST, Release
from kg.store.bulk import build_store
from tests.api.conftest import serving
from tests.publishing.changes.following import follow, without

BASE = "https://w3id.org/hrsolidarity/"
GONE, MERGED, KEPT = "place/oslo", "place/norway", "organisation/rafto-foundation"
GRAPH, CONCEPT, SCHEME = "graph/identity", "vocab/consent/refused", "vocab/org-type"
TAKEN_IN, HEIR = "vocab/legal-status/acquitted", "vocab/legal-status/on-trial"
QUESTION = "queries/a-former-question"
TERMS = "http://purl.org/dc/terms/"
REPLACES = f"{TERMS}replaces"
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def releases(
    release: Release, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Release, Release]:
    """A release, and one that lacks much of it; the one before both is not kept."""
    build = tmp_path_factory.mktemp("gone") / "build"
    shutil.copytree(release.path.parents[1], build, symlinks=True)
    asked = f'<{BASE}{QUESTION}> <{TERMS}title> "?" <{BASE}graph/catalogue> .'
    first = follow(build, 1, lambda line: line, [asked], [Audience.PUBLIC])
    shutil.rmtree(build / "releases" / release.version)
    lines = [
        f"<{BASE}id/{KEPT}> <{REPLACES}> <{BASE}id/{MERGED}> <{BASE}graph/x> .",
        f"<{BASE}{HEIR}> <{REPLACES}> <{BASE}{TAKEN_IN}> <{BASE}graph/vocab> .",
    ]
    left_out = [
        without(f"{BASE}{it}")
        for it in (f"id/{GONE}", f"id/{MERGED}", GRAPH, CONCEPT, TAKEN_IN, QUESTION)
    ]
    second = follow(
        build,
        2,
        lambda line: (
            line
            if f"<{BASE}{SCHEME}" not in line and all(it(line) for it in left_out)
            else None
        ),
        lines,
        [Audience.PUBLIC],
    )
    manifest = second.path / Audience.PUBLIC.value / MANIFEST
    said = orjson.loads(manifest.read_bytes())
    del said["graphs"][f"{BASE}{GRAPH}"]
    manifest.unlink()
    manifest.write_bytes(orjson.dumps(said))
    dumps, store = second.dumps(Audience.PUBLIC), second.store(Audience.PUBLIC)
    shutil.rmtree(store)
    default = build / "merged.nt"
    default.write_text("".join(f"{it.rpartition(' <')[0]} .\n" for it in lines))
    build_store(store, dumps / "graph.nq", default)
    return first, second


@pytest.fixture(scope="module")
def web(releases: tuple[Release, Release]) -> Iterator[httpx.Client]:
    with (
        serving(releases[1].path.parents[1]) as server,
        httpx.Client(base_url=server.url, timeout=60) as client,
    ):
        yield client


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path",
    [
        *(f"/id/{GONE}", f"/page/{GONE}", f"/data/{GONE}.ttl"),
        *(f"/{GRAPH}", f"/{GRAPH}.ttl", f"/graphs?graph={BASE}{GRAPH}"),
        *(f"/{CONCEPT}", f"/{CONCEPT}.ttl", f"/{SCHEME}", f"/{SCHEME}.jsonld"),
        *(f"/{QUESTION}", f"/{QUESTION}.csv"),
    ],
)
def test_what_is_gone_has_a_tombstone(
    web: httpx.Client, releases: tuple[Release, Release], method: str, path: str
) -> None:
    answer = web.request(method, path, headers=JSON)
    assert answer.status_code == 410
    if method == "GET":
        told = answer.json()
        assert told["type"].endswith("#thing-gone")
        assert (told["release"], told["reason"]) == (releases[0].version, "removed")
        assert "oslo" not in answer.text.lower()
        assert path.rpartition("/")[2].partition(".")[0] not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/dataset/{}",
        "/dataset/{}.ttl",
        "/dumps/{}/graph.nq.zst",
        "/diff/{}/latest",
        "/?release={}",
        "/sparql?query=ASK%20%7B%7D&release={}",
        "/feed/{}",
    ],
)
def test_a_release_that_is_not_kept_is_gone(
    web: httpx.Client, release: Release, path: str
) -> None:
    answer = web.get(path.format(release.version), headers=JSON)
    assert answer.status_code == 410
    assert release.version in answer.json()["detail"]
    never = web.get(path.format("2026-13-01T00-00-00Z-00000000"), headers=JSON)
    assert never.status_code == 404


def test_people_read_that_it_is_gone(web: httpx.Client) -> None:
    page = web.get(f"/page/{GONE}", headers={"Accept": "text/html"})
    assert page.status_code == 410
    assert "and is no more" in page.text
    assert "Drop it from your copy" in page.text


def test_no_page_leads_to_a_release_that_is_not_kept(
    web: httpx.Client, release: Release, releases: tuple[Release, Release]
) -> None:
    html = {"Accept": "text/html"}
    first = web.get(f"/feed/{releases[0].version}", headers=html).text
    assert f"<code>{release.version}</code>, which is not kept here" in first
    assert f'href="/feed/{release.version}"' not in first
    second = web.get(f"/feed/{releases[1].version}", headers=html).text
    assert f'href="/feed/{releases[0].version}"' in second


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (f"/id/{MERGED}", f"/id/{KEPT}"),
        (f"/page/{MERGED}", f"/page/{KEPT}"),
        (f"/data/{MERGED}.ttl", f"/data/{KEPT}.ttl"),
        (f"/{TAKEN_IN}", f"/{HEIR}"),
    ],
)
def test_what_was_merged_leads_on_when_nothing_else_is_said_of_it(
    web: httpx.Client, path: str, to: str
) -> None:
    answer = web.get(path)
    assert (answer.status_code, answer.headers["location"]) == (301, to)


@pytest.mark.parametrize(
    "path",
    [
        "/id/place/nowhere",
        "/graph/never",
        "/vocab/never",
        "/vocab/role/never",
        "/queries/never",
        "/ontology/0.0.1",
        "/q/never",
    ],
)
def test_what_never_was_is_not_found(web: httpx.Client, path: str) -> None:
    assert web.get(path, headers=JSON).status_code == 404


def test_the_release_that_had_it_still_has_it(
    web: httpx.Client, releases: tuple[Release, Release]
) -> None:
    answer = web.get(f"/data/{GONE}.ttl", params={"release": releases[0].version})
    assert answer.status_code == 200
    assert "Oslo" in answer.text
