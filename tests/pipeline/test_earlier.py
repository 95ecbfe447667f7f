"""A release is made from the one before only where that is whole, and alike."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kg.pipeline.content import silent
from kg.pipeline.earlier import CURATED, FILE, Made, find_earlier
from kg.publishing.audience import Audience
from kg.publishing.release import MANIFEST, Release, current_release


@pytest.fixture
def build(release: Release, tmp_path: Path) -> Path:
    folder = tmp_path / "build"
    shutil.copytree(release.path.parents[1], folder, symlinks=True)
    return folder


def made_of(build: Path) -> Made:
    made = Made.read(build, current_release(build).path)
    assert made is not None
    return made


def test_what_was_made_of_the_same_differs_in_nothing(build: Path) -> None:
    found = find_earlier(build, made_of(build), silent)
    assert found is not None
    assert len(found.change) == 0
    folders = [found.edition(audience, silent) for audience in Audience]
    assert folders == [current_release(build).path / it.value for it in Audience]


def test_another_program_and_another_view_make_anew(build: Path) -> None:
    made = made_of(build)
    assert find_earlier(build, replace(made, program="another"), silent) is None
    graph = next(name for name, seen in made.graphs.items() if len(seen) == 2)
    hidden = {**made.graphs, graph: ["partner"]}
    assert find_earlier(build, replace(made, graphs=hidden), silent) is None
    closed = {name: seen for name, seen in made.graphs.items() if name != graph}
    assert find_earlier(build, replace(made, graphs=closed), silent) is None


def test_much_that_differs_makes_anew(build: Path, tmp_path: Path) -> None:
    made, other = made_of(build), tmp_path / "other.nq"
    lines = made.files[CURATED].read_bytes().splitlines(keepends=True)
    other.write_bytes(b"".join(lines[: len(lines) * 19 // 20]))
    few = find_earlier(build, replace(made, files={CURATED: other}), silent)
    assert few is not None
    assert few.change.removed == tuple(lines[len(lines) * 19 // 20 :])
    other.write_bytes(b"".join(lines[: len(lines) * 4 // 5]))
    assert find_earlier(build, replace(made, files={CURATED: other}), silent) is None


@pytest.mark.parametrize(
    "file",
    [
        "dumps/graph.nq",
        "dumps/merged.jsonld.gz",
        "pieces.json",
        "counted.json",
        "manifest.json",
    ],
)
def test_an_edition_that_is_not_what_it_was_is_no_beginning(
    build: Path, file: str
) -> None:
    found = find_earlier(build, made_of(build), silent)
    assert found is not None
    damaged = current_release(build).path / "public" / file
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    told: list[str] = []
    assert found.edition(Audience.PUBLIC, told.append) is None
    assert found.edition(Audience.PARTNER, told.append) is not None
    damaged.unlink()
    assert found.edition(Audience.PUBLIC, told.append) is None
    assert len(told) == 2
    assert all(damaged.name in it or damaged.name == MANIFEST for it in told)


def test_lines_that_are_not_what_they_were_are_no_beginning(build: Path) -> None:
    made = made_of(build)
    path = made.files[CURATED]
    text = path.read_bytes()
    told: list[str] = []
    path.write_bytes(text.replace(b"Oslo", b"Olso"))
    assert find_earlier(build, made, told.append) is None
    path.write_bytes(text[:-1])
    assert find_earlier(build, made, told.append) is None
    path.unlink()
    assert find_earlier(build, made, told.append) is None
    file = current_release(build).path / FILE
    file.write_bytes(file.read_bytes()[:-1])
    assert find_earlier(build, made, told.append) is None
    assert [it.removeprefix("making all anew, for ") for it in told] == [
        f"{path.name} is not what it was",
        *[f"of the last release stages/{CURATED}/{path.name} is not what it was"] * 2,
        f"of the last release {FILE} is not what it was",
    ]


def test_a_release_that_says_nothing_is_no_beginning(build: Path) -> None:
    made, told = made_of(build), list[str]()
    (current_release(build).path / FILE).unlink()
    assert find_earlier(build, made, told.append) is None
    assert told == []
