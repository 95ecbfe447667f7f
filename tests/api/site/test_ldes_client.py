"""The feed, replicated by a client that others wrote: `npm ci` in tests/npm."""

import csv
import re
import shutil
import subprocess
import time
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from kg.publishing.release import Release
from tests.api.conftest import Server, serving
from tests.programs import find_program
from tests.publishing.changes.following import follow, renamed, without

CLIENT = find_program("ldes-client")
BASE = "https://w3id.org/hrsolidarity/"
PLACE = f"{BASE}id/place/oslo"
EVENT = f"{BASE}id/event/solidarity-action-16-january"
VERSION_OF = "http://purl.org/dc/terms/isVersionOf"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
ACTIVITY = "https://www.w3.org/ns/activitystreams#"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CLIENT is None, reason="no ldes-client: npm ci in tests/npm"),
]


def replicate(server: Server, state: Path) -> dict[str, str]:
    """Run the client until it has all; return what happened to which thing."""
    ended = subprocess.run(
        [str(CLIENT), "--no-shape", "--save", str(state), f"{server.url}/feed"],
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    text = re.sub(r"^.*(?:INFO|WARN|ERROR).*$", "", ended.stdout, flags=re.MULTILINE)
    said: dict[str, dict[str, list[str]]] = {}
    for quad in parse(input=text, format=RdfFormat.TURTLE):
        values = said.setdefault(str(quad.subject), {})
        values.setdefault(str(quad.predicate), []).append(str(quad.object))
    return {
        about[f"<{VERSION_OF}>"][0][1:-1]: next(
            it[1:-1].removeprefix(ACTIVITY)
            for it in about[f"<{TYPE}>"]
            if ACTIVITY in it
        )
        for about in said.values()
        if f"<{VERSION_OF}>" in about
    }


def test_a_client_of_others_follows_from_release_to_release(
    release: Release, tmp_path: Path
) -> None:
    build = tmp_path / "build"
    shutil.copytree(release.path.parents[1], build, symlinks=True)
    with serving(build) as server:
        log = httpx.get(f"{server.url}/feed.json").json()
        first = replicate(server, tmp_path / "state")
        assert len(first) == log["releases"][0]["counts"]["Create"]
        assert set(first.values()) == {"Create"}
        assert replicate(server, tmp_path / "state") == {}

        def edit(line: str) -> str | None:
            kept = without(PLACE)(line)
            return None if kept is None else renamed(EVENT, "Another name")(kept)

        follow(build, 1, edit)
        while "2026-12-01" not in httpx.get(f"{server.url}/feed.nt").text:
            time.sleep(0.1)
        second = replicate(server, tmp_path / "state")
        newest = httpx.get(f"{server.url}/feed.json").json()["releases"][0]
        changed = httpx.get(f"{server.url}/feed/{newest['version']}/changes.csv").text
    table = newest["counts"]
    assert set(second) == {it["iri"] for it in csv.DictReader(changed.splitlines())}
    assert second[PLACE] == "Delete"
    assert second[EVENT] == "Update"
    changes = list(second.values())
    assert {it: changes.count(it) for it in ("Create", "Update", "Delete")} == {
        it: table[it] for it in ("Create", "Update", "Delete")
    }
