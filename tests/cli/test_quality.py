"""`kg quality`: what was measured, and what has changed since another release."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import FIRST, ROOT, Run, quietly

SECOND = "2026-11-24T12:00:00Z"
UNMEASURED = "2020-01-01T00-00-00Z-00000000"


@pytest.fixture(scope="module")
def built(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose events of known place are measured, with a release of it."""
    project = tmp_path_factory.mktemp("measured") / "project"
    shutil.copytree(template, project, symlinks=True)
    folder = project / "queries" / "quality"
    folder.mkdir()
    for name in ("events-of-known-place", "names-in-languages"):
        text = (ROOT / "queries" / "quality" / f"{name}.rq").read_text("utf-8")
        lines = [line for line in text.splitlines() if "Misses" not in line]
        (folder / f"{name}.rq").write_text("\n".join(lines) + "\n", "utf-8")
    quietly("build", "--time", FIRST, "-C", project)
    return project


@pytest.fixture
def measured(built: Path, tmp_path: Path) -> Path:
    """That project, to be changed by one test."""
    return shutil.copytree(built, tmp_path / "measured", symlinks=True)


def rows(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if line.strip()]


def current(project: Path) -> str:
    return (project / "build" / "current").resolve().name


def test_shows_what_was_measured_and_found(measured: Path, run: Run) -> None:
    done = run("quality", "-C", measured)
    assert done.code == 0
    assert rows(done.out) == [
        ["version:", current(measured)],
        ["measure", "of", "good", "all", "%"],
        ["events-of-known-place", "et:vigil", "1", "1", "100.0"],
        ["names-in-languages", "en", "4", "4", "100.0"],
        ["names-in-languages", "nb", "4", "4", "100.0"],
        ["rule", "severity", "findings"],
    ]


def test_is_written_as_json_too(measured: Path, run: Run) -> None:
    done = run("quality", "--audience", "partner", "--format", "json", "-C", measured)
    found = json.loads(done.out)
    assert (found["audience"], found["found"]) == ("partner", {})
    assert {it["metric"] for it in found["measurements"]} == {
        "events-of-known-place",
        "names-in-languages",
    }


def test_tells_what_differs_from_another_release(measured: Path, run: Run) -> None:
    first = current(measured)
    extract = measured / "data/sources/press/vigil/extract.yml"
    place = "    place: {place: oslo, quote: in Oslo}\n"
    text = extract.read_text("utf-8")
    assert place in text
    extract.write_text(text.replace(place, "    place: unknown\n"), "utf-8")
    authority = measured / "data/authority/all.yml"
    orphan = "places:\n  - {key: oslo, names: {en: Oslo, nb: Oslo}}\n"
    authority.write_text(authority.read_text("utf-8").replace(orphan, ""), "utf-8")
    assert run("build", "--time", SECOND, "-C", measured).code == 0
    done = run("quality", "--against", first, "-C", measured)
    assert rows(done.out) == [
        ["version:", current(measured)],
        ["against:", first],
        ["measure", "of", "good", "all", "%", "before"],
        ["events-of-known-place", "et:vigil", "0", "1", "0.0", "100.0"],
        ["names-in-languages", "en", "3", "3", "100.0", "100.0"],
        ["names-in-languages", "nb", "3", "3", "100.0", "100.0"],
        ["rule", "severity", "findings", "before"],
        ["EventShape-place", "Warning", "1", "0"],
    ]


def test_a_bound_that_is_missed_keeps_the_release_before(
    measured: Path, run: Run
) -> None:
    first = current(measured)
    bounds = measured / "data" / "quality.toml"
    bounds.write_text("[least]\nnames-in-languages = {be = 50, nb = 100}\n")
    assert run("build", "--time", SECOND, "-C", measured).code == 0  # no be: no share
    bounds.write_text("[most]\nWarning = -1\n")
    done = run("build", "--time", SECOND, "-C", measured)
    assert done.code == 1
    assert (
        "data/quality.toml:2:1: Warning: found 0 findings; expected at most -1"
        in done.err
    )
    assert current(measured) != first


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("2026", "found 2026; expected the version of a release"),
        (UNMEASURED, "found no measurements; expected a release built since quality"),
    ],
)
def test_a_release_that_cannot_be_compared_is_told(
    measured: Path, run: Run, version: str, message: str
) -> None:
    releases = measured / "build" / "releases"
    shutil.copytree(releases / current(measured), releases / UNMEASURED)
    (releases / UNMEASURED / "public" / "quality.json").unlink()
    done = run("quality", "--against", version, "-C", measured)
    assert done.code == 2
    assert message in done.err
