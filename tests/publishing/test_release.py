"""A release is whole or not there, and switching to it is one step."""

import os
from pathlib import Path

import pytest

from kg.errors import SetupError
from kg.publishing.release import (
    MANIFEST,
    Release,
    current_release,
    find_release,
    finished_releases,
    switch,
    write_release,
)


def make(build: Path, version: str) -> Release:
    with write_release(build, version) as folder:
        (folder / MANIFEST).write_text("{}")
    return Release(build / "releases" / version)


def test_a_finished_folder_becomes_a_release(tmp_path: Path) -> None:
    made = make(tmp_path, "v1")
    assert find_release(tmp_path, "v1") == made
    assert [path.name for path in (tmp_path / "releases").iterdir()] == ["v1"]


def test_a_release_is_not_there_before_it_is_finished(tmp_path: Path) -> None:
    with write_release(tmp_path, "v1") as folder:
        (folder / MANIFEST).write_text("{}")
        assert find_release(tmp_path, "v1") is None
        assert find_release(tmp_path, folder.name) is None
        assert finished_releases(tmp_path) == []


@pytest.mark.parametrize(
    "version", ["", ".", "..", "../releases/v1", "../../elsewhere", "/etc"]
)
def test_no_other_folder_is_a_release(tmp_path: Path, version: str) -> None:
    make(tmp_path, "v1")
    for folder in (tmp_path, tmp_path / "releases", tmp_path.parent / "elsewhere"):
        folder.mkdir(exist_ok=True)
        (folder / MANIFEST).write_text("{}")
    assert find_release(tmp_path, version) is None


def test_all_of_a_release_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut after the rename must not leave a release of empty files."""
    sync, synced = os.fsync, list[tuple[str, bool]]()

    def record(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").resolve()
        finished = (tmp_path / "releases" / "v1").exists()
        parts = path.relative_to(tmp_path / "releases").parts[1:]
        synced.append(("/".join(parts), finished))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", record)
    with write_release(tmp_path, "v1") as folder:
        (folder / "public" / "store").mkdir(parents=True)
        for name in (MANIFEST, "public/graph.nq", "public/store/1.sst"):
            (folder / name).write_text("{}")
        (folder / "empty").mkdir()
        (folder / "public" / "link").symlink_to("graph.nq")
    before = sorted(name for name, finished in synced if not finished)
    assert before == [
        "",
        "empty",
        MANIFEST,
        "public",
        "public/graph.nq",
        "public/store",
        "public/store/1.sst",
    ]
    assert [name for name, finished in synced if finished] == [""]
    assert len(synced) == len(before) + 1


def test_of_two_that_write_the_same_the_first_to_finish_stays(tmp_path: Path) -> None:
    with write_release(tmp_path, "v1") as folder:
        (folder / MANIFEST).write_text("{}")
        other = tmp_path / "releases" / "v1"
        other.mkdir()
        (other / MANIFEST).write_text('{"by": "another process"}')
    assert Release(other).manifest() == {"by": "another process"}
    assert [path.name for path in (tmp_path / "releases").iterdir()] == ["v1"]


def test_an_error_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), write_release(tmp_path, "v1"):
        raise RuntimeError
    assert list((tmp_path / "releases").iterdir()) == []


def test_what_a_dead_build_left_is_cleared_away(tmp_path: Path) -> None:
    dead = tmp_path / "releases" / ".unfinished-999999999-v0"
    dead.mkdir(parents=True)
    living = tmp_path / "releases" / f".unfinished-{os.getppid()}-v0"
    living.mkdir()
    make(tmp_path, "v1")
    names = sorted(path.name for path in (tmp_path / "releases").iterdir())
    assert names == [living.name, "v1"]


def test_switching_replaces_the_current_release(tmp_path: Path) -> None:
    first, second = make(tmp_path, "v1"), make(tmp_path, "v2")
    switch(tmp_path, first)
    assert current_release(tmp_path) == first
    switch(tmp_path, second)
    assert current_release(tmp_path) == second
    switch(tmp_path, first)
    assert current_release(tmp_path).version == "v1"


def test_a_folder_without_a_release_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="run kg build first"):
        current_release(tmp_path)
