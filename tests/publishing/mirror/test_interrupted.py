"""Copies of streams whose making is killed, at any moment, and gone on with."""

import multiprocessing
import random
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest

from kg.publishing.mirror.fetching import Fetcher
from kg.publishing.mirror.mirroring import mirror
from tests.publishing.mirror.conftest import NOW, Mirroring
from tests.publishing.mirror.test_streams import FROZEN, OPEN, changes, names, parcel
from tests.publishing.mirror.test_streams import numbered as numbered_page
from tests.publishing.mirror.test_streams import paginated as paginated
from tests.publishing.mirror.thirdparty import Publisher

PAGES = 24


def fill(publisher: Publisher, pages: int) -> None:
    """Publish a page for each of so many things; the last one may still change."""
    for number in range(1, pages + 1):
        member = parcel(number, f"2026-01-01T00:00:{number:02}Z", f"name {number:02}")
        how = OPEN if number == pages else FROZEN
        numbered_page(publisher, number, member, **how)


def pull(url: str, folder: Path) -> None:
    with httpx.Client(timeout=30) as client:
        mirror(url, folder, Fetcher(client, lambda _seconds: None, lambda: NOW))


def pull_and_be_killed(publisher: Publisher, folder: Path, requests: int) -> bool:
    """Begin to copy, and be killed after some requests; say whether in the middle."""
    before = len(publisher.asked)
    context = multiprocessing.get_context("fork")
    process = context.Process(target=pull, args=(f"{publisher.url}/parcels", folder))
    process.start()
    while process.is_alive() and len(publisher.asked) < before + requests:
        time.sleep(0.001)
    killed = process.is_alive()
    process.kill()
    process.join(60)
    return killed


@pytest.mark.slow
def test_killed_at_any_moment_it_goes_on_and_tells_exactly_the_changes(
    paginated: Publisher, mirroring: Mirroring, graph: Path
) -> None:
    generator = random.Random(16)  # noqa: S311 - which moments, not which secrets
    fill(paginated, PAGES)
    kills = [
        pull_and_be_killed(paginated, graph.parent, generator.randint(3, PAGES // 2))
        for _time in range(4)
    ]
    assert any(kills)
    mirroring(f"{paginated.url}/parcels")
    asked = Counter(paginated.take())
    assert max(asked[f"/parcels/by-page?pageNumber={it}"] for it in range(1, 4)) <= 2
    assert names(graph) == [f"name {number:02}" for number in range(1, PAGES + 1)]
    fill(paginated, PAGES + 2)
    pull_and_be_killed(paginated, graph.parent, 2)
    pull_and_be_killed(paginated, graph.parent, 3)
    mirroring(f"{paginated.url}/parcels")
    base = "http://example.org/parcel"
    assert changes(graph) == [
        ("Create", f"{base}/{PAGES + 1}"),
        ("Create", f"{base}/{PAGES + 2}"),
    ]
    assert len(names(graph)) == PAGES + 2
