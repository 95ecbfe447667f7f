"""`kg build`, `kg release` and `kg stats`: releases come, are counted, and go back."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import EXTRACT, FIRST, Run

SECOND = "2026-11-24T12:00:00Z"


def extract(project: Path) -> Path:
    return project / "data" / "sources" / "press" / "vigil" / "extract.yml"


def current(project: Path) -> str:
    return (project / "build" / "current").resolve().name


def git(project: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@invalid"]
    done = subprocess.run(
        ["git", "-C", project, *identity, *arguments],  # noqa: S607 - git of the machine
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_a_build_names_its_release(small: Path, run: Run) -> None:
    outcome = run("build", "-C", small, "--time", FIRST)

    assert outcome.code == 0, outcome.err
    assert outcome.out == f"{current(small)}\n"
    assert outcome.out.startswith("2026-11-23T12-00-00Z-")
    assert "- validating\n" in outcome.err


def test_a_build_without_changes_does_nothing(released: Path, run: Run) -> None:
    outcome = run("build", "-C", released)

    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == f"release {current(released)} is up to date\n"


def test_a_change_makes_a_new_release(released: Path, run: Run) -> None:
    first = current(released)
    extract(released).write_text(EXTRACT.replace("Vigil in Oslo", "Vigil"), "utf-8")

    assert run("build", "-C", released, "--time", SECOND).code == 0
    assert current(released) != first


def test_a_broken_source_stops_the_build(released: Path, run: Run) -> None:
    first = current(released)
    extract(released).write_text(EXTRACT.replace("type: vigil", "type: vigl"), "utf-8")

    outcome = run("build", "-C", released, "--time", SECOND)

    assert outcome.code == 1
    assert (
        "data/sources/press/vigil/extract.yml:3:11: found vigl; expected a notation of "
        "event-type (did you mean vigil?)\n"
    ) in outcome.err
    assert current(released) == first


def test_a_violation_stops_the_build(small: Path, run: Run) -> None:
    extract(small).write_text(EXTRACT.replace("en: Vigil in Oslo, ", ""), "utf-8")

    outcome = run("build", "-C", small, "--time", FIRST)

    assert outcome.code == 1
    assert "extract.yml:4:17: Violation EventShape-label: " in outcome.err
    assert "1 violations: nothing was published\n" in outcome.err
    assert not (small / "build" / "current").exists()


def test_a_clean_commit_gives_the_time(small: Path, run: Run) -> None:
    git(small, "init", "-q")
    git(small, "add", ".")
    git(small, "commit", "-q", "-m", "x", "--date", FIRST)

    run("build", "-C", small)
    first = current(small)
    run("build", "-C", small, "--force")

    manifest = json.loads(run("stats", "-C", small, "--format", "json").out)
    assert current(small) == first
    assert manifest["commit"] == git(small, "log", "-1", "--format=%H")


def test_a_build_of_changed_files_says_so(small: Path, run: Run) -> None:
    git(small, "init", "-q")
    git(small, "add", ".")
    git(small, "commit", "-q", "-m", "x")
    extract(small).write_text(EXTRACT.replace("Vigil in Oslo", "Vigil"), "utf-8")

    run("build", "-C", small)

    manifest = json.loads(run("stats", "-C", small, "--format", "json").out)
    assert manifest["commit"].endswith(" with changes")


def test_figures_are_those_of_the_release(released: Path, run: Run) -> None:
    outcome = run("stats", "-C", released)

    lines = [line.split() for line in outcome.out.splitlines()]
    assert ["events", "1"] in lines
    assert ["organisations", "1"] in lines
    assert ["time:", FIRST] in lines


def test_partners_have_graphs_that_the_public_has_not(released: Path, run: Run) -> None:
    public = run("stats", "-C", released).out
    partner = run("stats", "-C", released, "--audience", "partner").out

    assert "graph:source/vigil/r1/quotations" not in public
    assert "graph:source/vigil/r1/quotations" in partner


def test_going_back_to_an_earlier_release(released: Path, run: Run) -> None:
    first = current(released)
    second = run("build", "-C", released, "--time", SECOND).out.strip()

    assert run("release", "list", "-C", released).out == f"* {second}\n  {first}\n"
    outcome = run("release", "switch", first, "-C", released)

    assert outcome.out == f"current is {first}\n"
    assert run("release", "list", "-C", released).out == f"  {second}\n* {first}\n"


@pytest.mark.parametrize("command", [("stats",), ("release", "list")], ids="-".join)
def test_without_a_release_it_says_what_to_do(
    command: tuple[str, ...], project: Path, run: Run
) -> None:
    outcome = run(*command, "-C", project)

    assert outcome.code == 2
    assert outcome.err == (
        f"{project}/build/current: no release here; run kg build first\n"
    )


def test_switching_to_no_release_names_the_nearest(released: Path, run: Run) -> None:
    first = current(released)

    outcome = run("release", "switch", first[:-1], "-C", released)

    assert outcome.code == 2
    assert f"(did you mean {first}?)" in outcome.err
