"""A release put into a real engine by the command, and looked at by `kg doctor`."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.publishing.release import switch
from tests.api.conftest import make_release, quads
from tests.cli.conftest import ROOT, Run
from tests.store.peers import oxigraph

pytestmark = pytest.mark.slow

MERGED = "https://w3id.org/hrsolidarity/graph/merged"


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two releases, of which the second is current."""
    project = tmp_path_factory.mktemp("project")
    for name in ("ontology", "data", "queries"):
        (project / name).symlink_to(ROOT / name)
    make_release(project / "build", "first", quads())
    switch(project / "build", make_release(project / "build", "second", quads()))
    return project


@pytest.fixture
def engine() -> Iterator[str]:
    with oxigraph("serve") as url:
        yield url


def graphs(engine: str) -> str:
    query = (
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    )
    accept = {"Accept": "text/csv"}
    return httpx.post(f"{engine}/query", data={"query": query}, headers=accept).text


def checks(out: str) -> dict[str, tuple[str, str]]:
    rows = json.loads(out)["checks"]
    return {row["name"]: (row["level"], row["found"]) for row in rows}


def test_a_release_is_loaded_and_found(
    stocked: Path, engine: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE", f"{engine}/query")
    level, found = checks(run("doctor", "-C", stocked, "--format", "json").out)[
        "engine"
    ]
    assert level == "fault"
    assert "found 0 triples; expected 3000, as in release second: load it" in found

    loaded = run("load", f"{engine}/store", "-C", stocked)

    assert loaded.code == 0
    assert loaded.out.startswith("release second (public): ")
    assert graphs(engine).split("\r\n")[1:-1] == [
        "http://example.org/g1,1",
        "http://example.org/g2,1",
        f"{MERGED}/second/public,3000",
    ]
    told = checks(run("doctor", "-C", stocked, "--format", "json").out)
    assert told["engine"][0] == "ok"
    assert told["engine"][1].startswith("it holds second: Oxigraph (Oxigraph/")
    assert told["engine's merges"][0] == "warning"


def test_a_release_is_chosen_by_its_version(
    stocked: Path, engine: str, run: Run
) -> None:
    address = f"{engine}/store"
    assert run("load", address, "-C", stocked, "--release", "first").code == 0
    assert f"{MERGED}/first/public,3000" in graphs(engine)


def test_a_release_may_be_all_that_is_there(
    stocked: Path, engine: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{engine}/store"
    assert run("load", address, "-C", stocked, "--dataset", "whole").code == 0
    assert MERGED not in graphs(engine)
    monkeypatch.setenv("KG_STORE", f"{engine}/query")
    monkeypatch.setenv("KG_STORE_DATASET", "whole")
    told = checks(run("doctor", "-C", stocked, "--format", "json").out)
    assert told["engine"][0] == "ok"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--release", "third"], "the version of a release", id="release"),
        pytest.param(["--dataset", "half"], "expected named or whole", id="dataset"),
        pytest.param([], "http://127.0.0.1:1/store cannot be reached", id="nobody"),
    ],
)
def test_what_cannot_be_loaded_is_one_message(
    stocked: Path, run: Run, arguments: list[str], message: str
) -> None:
    outcome = run(
        "load", "http://me:secret@127.0.0.1:1/store", "-C", stocked, *arguments
    )
    assert outcome.code == 2
    assert message in outcome.err
    assert "secret" not in outcome.err


def test_an_address_that_takes_no_graphs_is_told(
    stocked: Path, engine: str, run: Run
) -> None:
    outcome = run("load", f"{engine}/query", "-C", stocked)
    assert outcome.code == 2
    assert "expected that it is taken" in outcome.err
