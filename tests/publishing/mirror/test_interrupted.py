"""Copies whose making is killed, at any moment, and gone on with."""

import hashlib
import multiprocessing
import os
import random
import shutil
import sys
import time
from collections import Counter
from itertools import count
from pathlib import Path

import httpx
import pytest

from kg.publishing.changes import cutting
from kg.publishing.mirror.fetching import Fetcher
from kg.publishing.mirror.mirroring import mirror
from kg.publishing.mirror.state import Mirror, State
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


STEPS = frozenset({"open", *(f"os.{it}" for it in ("rename", "link", "symlink"))})
STEPS |= {f"os.{it}" for it in ("remove", "mkdir", "rmdir")}
"""What Python tells of before it does it to a file."""

OLD = [b"line %02d\n" % number for number in range(24)]
NEW = [*OLD[:10], b"line 10 changed\n", *OLD[11:17], *OLD[20:]]
DELTA = [b"= 80\n", b"- 8\n", b"+ line 10 changed\n", b"= 48\n", b"- 24\n", b"= 32\n"]


def state_of(version: str, lines: list[bytes]) -> State:
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    return State("https://example.org", version, "public", digest, chain="0" * 64)


BEFORE, AFTER = state_of("1", OLD), state_of("2", NEW)
SAID = {BEFORE.version: b"".join(OLD), AFTER.version: b"".join(NEW)}


def follow(folder: Path) -> None:
    found = Mirror(folder)
    with found.held():
        found.dumps.patch(DELTA, BEFORE.dump, AFTER.dump, "")
        found.note(AFTER)
        found.write(AFTER)


def follow_and_die(folder: Path, step: int) -> None:
    """Follow, and be gone before a step of some number, if there are as many."""
    left = step

    def count_down(event: str, _arguments: object) -> None:
        nonlocal left
        left -= event in STEPS
        if left < 0:
            os._exit(9)

    sys.addaudithook(count_down)
    follow(folder)


def files_of(folder: Path) -> tuple[bytes, bytes]:
    """Read both forms of the copy."""
    pieces = sorted((folder / "graph").glob("*.nq"))
    joined = b"".join(path.read_bytes() for path in pieces)
    return (folder / "graph.nq").read_bytes(), joined


def test_killed_before_any_step_a_copy_is_one_release_or_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, size in (("LEAST", 30), ("MOST", 90), ("_BITS", 27)):
        monkeypatch.setattr(cutting, name, size)
    with Mirror(tmp_path / "first").held():
        Mirror(tmp_path / "first").dumps.cut([SAID["1"]], BEFORE.dump)
        Mirror(tmp_path / "first").write(BEFORE)
    context = multiprocessing.get_context("fork")
    ends = []
    for step in count():
        folder = Path(
            shutil.copytree(tmp_path / "first", tmp_path / "m", symlinks=True)
        )
        process = context.Process(target=follow_and_die, args=(folder, step))
        process.start()
        process.join(60)
        assert set(files_of(folder)) <= set(SAID.values()), step
        state = Mirror(folder).read(State, BEFORE.url)
        assert state in (BEFORE, AFTER)
        with Mirror(folder).held():
            Mirror(folder).settle(state)
        assert set(files_of(folder)) == {SAID[state.version]}, step
        assert len(list((folder / "dumps").iterdir())) == 2
        if state == BEFORE:
            follow(folder)
        assert set(files_of(folder)) == {SAID["2"]}, step
        ends.append(state.version)
        shutil.rmtree(folder)
        if process.exitcode == 0:
            break
    assert ends == sorted(ends)
    assert min(ends.count("1"), ends.count("2")) > 10
