"""A thing that was merged has an address still: it leads to the one that stays."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg import pipeline
from kg.importers.ledger import add
from kg.publishing.manifest import Stamp
from kg.rdf.iri import mint
from tests.api.conftest import serving

GONE, KEPT = "organisation/nature-and-youth", "organisation/rafto-foundation"


@pytest.fixture(scope="module")
def merged(
    root: Path, stamp: Stamp, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A server of a release in which two organisations are one."""
    project = tmp_path_factory.mktemp("merged") / "project"
    shutil.copytree(root, project)
    entry = {
        "key": "pair-one",
        "thing": mint(*GONE.split("/")).value,
        "same-as": mint(*KEPT.split("/")).value,
        "certainty": "likely",
        "by": "solidarity-graph-editors",
        "on": "2026-11-23",
        "reason": {"en": "For the sake of a test."},
    }
    add(project, "pairs.yml", entry)
    pipeline.build(project, project / "build", stamp)
    with (
        serving(project / "build") as server,
        httpx.Client(base_url=server.url, timeout=60) as client,
    ):
        yield client


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("path", "to"),
    [
        (f"/id/{GONE}", f"/id/{KEPT}"),
        (f"/page/{GONE}", f"/page/{KEPT}"),
        (f"/data/{GONE}.ttl", f"/data/{KEPT}.ttl"),
    ],
)
def test_an_old_address_leads_to_the_one_that_lasts(
    merged: httpx.Client, method: str, path: str, to: str
) -> None:
    answer = merged.request(method, path)
    assert answer.status_code == 301
    assert answer.headers["location"].endswith(to)


def test_what_stays_has_the_names_of_both(merged: httpx.Client) -> None:
    answer = merged.get(f"/data/{KEPT}.ttl")
    assert answer.status_code == 200
    assert "Nature and Youth" in answer.text
    assert "Rafto Foundation" in answer.text
    assert merged.get(f"/id/{KEPT}").status_code == 303
