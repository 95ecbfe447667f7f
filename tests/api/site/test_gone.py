"""The address of a thing that is gone says so, and nothing of the thing."""

import shutil
from collections.abc import Iterator

import httpx
import pytest

from kg.publishing.audience import Audience
from kg.publishing.release import Release
from kg.store.bulk import build_store
from tests.api.conftest import serving
from tests.publishing.changes.following import follow, without

BASE = "https://w3id.org/hrsolidarity/"
GONE, MERGED, KEPT = "place/oslo", "place/norway", "organisation/rafto-foundation"
REPLACES = "http://purl.org/dc/terms/replaces"
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def releases(
    release: Release, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Release, Release]:
    """A release, and one in which a place is gone and another stands for a second."""
    build = tmp_path_factory.mktemp("gone") / "build"
    shutil.copytree(release.path.parents[1], build, symlinks=True)
    lines = [f"<{BASE}id/{KEPT}> <{REPLACES}> <{BASE}id/{MERGED}> <{BASE}graph/x> ."]
    gone, merged = without(f"{BASE}id/{GONE}"), without(f"{BASE}id/{MERGED}")
    second = follow(
        build,
        1,
        lambda line: line if gone(line) and merged(line) else None,
        lines,
        [Audience.PUBLIC],
    )
    dumps, store = second.dumps(Audience.PUBLIC), second.store(Audience.PUBLIC)
    shutil.rmtree(store)
    default = build / "merged.nt"
    default.write_text("".join(f"{it.rpartition(' <')[0]} .\n" for it in lines))
    build_store(store, dumps / "graph.nq", default)
    return Release(build / "releases" / release.version), second


@pytest.fixture(scope="module")
def web(releases: tuple[Release, Release]) -> Iterator[httpx.Client]:
    with (
        serving(releases[1].path.parents[1]) as server,
        httpx.Client(base_url=server.url, timeout=60) as client,
    ):
        yield client


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", [f"/id/{GONE}", f"/page/{GONE}", f"/data/{GONE}.ttl"])
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


def test_people_read_that_it_is_gone(web: httpx.Client) -> None:
    page = web.get(f"/page/{GONE}", headers={"Accept": "text/html"})
    assert page.status_code == 410
    assert "and is no more" in page.text
    assert "Drop it from your copy" in page.text


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (f"/id/{MERGED}", f"/id/{KEPT}"),
        (f"/page/{MERGED}", f"/page/{KEPT}"),
        (f"/data/{MERGED}.ttl", f"/data/{KEPT}.ttl"),
    ],
)
def test_what_was_merged_leads_on_when_nothing_else_is_said_of_it(
    web: httpx.Client, path: str, to: str
) -> None:
    answer = web.get(path)
    assert (answer.status_code, answer.headers["location"]) == (301, to)


def test_what_never_was_is_not_found(web: httpx.Client) -> None:
    assert web.get("/id/place/nowhere", headers=JSON).status_code == 404


def test_the_release_that_had_it_still_has_it(
    web: httpx.Client, releases: tuple[Release, Release]
) -> None:
    answer = web.get(f"/data/{GONE}.ttl", params={"release": releases[0].version})
    assert answer.status_code == 200
    assert "Oslo" in answer.text
