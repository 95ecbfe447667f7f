"""`kg diff`: what lies between two releases, as a patch."""

import shutil
from pathlib import Path

import pytest

from kg.publishing.release import Release
from tests.cli.conftest import Run
from tests.publishing.changes.following import follow, renamed, without

BASE = "https://w3id.org/hrsolidarity/"
EVENT = f"{BASE}id/event/solidarity-action-16-january"


@pytest.fixture
def compared(project: Path, release: Release) -> tuple[Path, str]:
    """A project with two releases, and the version of the first."""
    build = project / "build"
    shutil.copytree(release.path.parents[1], build, symlinks=True)

    def edit(line: str) -> str | None:
        kept = without(f"{BASE}id/place/oslo")(line)
        return None if kept is None else renamed(EVENT, "Another name")(kept)

    follow(build, 1, edit)
    return project, release.version


@pytest.mark.parametrize(
    ("options", "start", "end"),
    [
        pytest.param((), "", "", id="all"),
        pytest.param(
            ("--entity", "ev:solidarity-action-16-january"), f"<{EVENT}>", "", id="one"
        ),
        pytest.param(
            ("--graph", f"{BASE}graph/authority"),
            "",
            f"<{BASE}graph/authority> .",
            id="graph",
        ),
    ],
)
def test_the_difference_is_a_patch(
    run: Run, compared: tuple[Path, str], options: tuple[str, ...], start: str, end: str
) -> None:
    project, version = compared
    done = run("diff", version, "current", *options, "-C", project)
    lines = done.out.splitlines()
    assert (done.code, lines[2], lines[-1]) == (0, "TX .", "TC .")
    said = [line[2:] for line in lines[3:-1]]
    assert said
    assert all(it.startswith(start) and it.endswith(end) for it in said)


def test_there_and_back_are_the_same_lines(
    run: Run, compared: tuple[Path, str]
) -> None:
    project, version = compared
    there = run("diff", version, "-C", project).out.splitlines()[3:-1]
    back = run("diff", "current", version, "-C", project).out.splitlines()[3:-1]
    turned = {("A" if it[0] == "D" else "D") + it[1:] for it in there}
    assert turned == set(back)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nonsense",), "the version of a release"),
        (("current", "--entity", "nonsense"), "an IRI or a CURIE"),
    ],
)
def test_what_cannot_be_compared_is_told(
    run: Run, compared: tuple[Path, str], arguments: tuple[str, ...], told: str
) -> None:
    done = run("diff", *arguments, "-C", compared[0])
    assert done.code == 2
    assert told in done.err
