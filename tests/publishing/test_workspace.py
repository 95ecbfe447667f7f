"""Workspaces as folders: states, their names, the journal, what broke off."""

import datetime
import json
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from kg.errors import SetupError
from kg.publishing.release import Release, current_release, write_release
from kg.publishing.workspace import (
    AUDIENCE,
    Entry,
    Sizes,
    Workspace,
    begin,
    is_begun,
    write_manifests,
)
from kg.rdf.iri import graph

TIME = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)
ENTRY = Entry(TIME.isoformat(), "curator", "PUT", ("http://example.org/g",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    begin(tmp_path / "work", TIME)
    return tmp_path / "work"


def finish(folder: Path, version: str) -> None:
    """Finish a state that is as the current one."""
    with write_release(folder, version) as state:
        (state / AUDIENCE.value).mkdir()
        store = Store.read_only(str(current_release(folder).store(AUDIENCE)))
        store.backup(str(state / AUDIENCE.value / "store"))
        write_manifests(state, version, ENTRY, Sizes(0, {}))


def states(folder: Path) -> list[str]:
    return sorted(
        path.name.rpartition("-")[0] for path in (folder / "releases").iterdir()
    )


def journal(folder: Path) -> list[dict[str, object]]:
    lines = (folder / "journal.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_workspace_begins_empty(tmp_path: Path) -> None:
    assert not is_begun(tmp_path / "work")
    begin(tmp_path / "work", TIME)
    assert is_begun(tmp_path / "work")
    workspace = Workspace(tmp_path / "work")
    assert workspace.current.version.startswith("workspace-0-")
    assert len(Store.read_only(str(workspace.current.store(AUDIENCE)))) == 0
    assert (tmp_path / "work").stat().st_mode & 0o777 == 0o700
    (line,) = journal(tmp_path / "work")
    assert (line["action"], line["by"]) == ("begin", "")
    workspace.close()


def test_nothing_begins_over_what_is_there(folder: Path) -> None:
    with pytest.raises(SetupError, match="found files; expected an empty folder"):
        begin(folder, TIME)


def test_two_do_not_write_to_one_workspace(folder: Path) -> None:
    workspace = Workspace(folder)
    with pytest.raises(SetupError, match="another process writes to it"):
        Workspace(folder)
    workspace.close()
    Workspace(folder).close()


def test_a_state_has_a_number_and_a_name_of_its_own(folder: Path) -> None:
    workspace = Workspace(folder)
    name = workspace.name(ENTRY)
    assert name.startswith("workspace-1-")
    other = Entry(ENTRY.time, "another", ENTRY.action, ENTRY.graphs)
    assert workspace.name(other) != name
    assert workspace.name(ENTRY) == name
    workspace.close()


def test_two_states_are_kept_and_every_line_of_the_journal(folder: Path) -> None:
    workspace = Workspace(folder)
    for number in range(1, 5):
        version = workspace.name(ENTRY)
        assert version.startswith(f"workspace-{number}-")
        finish(folder, version)
        workspace.commit(version, ENTRY)
        assert workspace.current.version == version
    workspace.close()
    assert states(folder) == ["workspace-3", "workspace-4"]
    lines = journal(folder)
    assert [line["by"] for line in lines] == ["", *["curator"] * 4]
    assert lines[-1] == {
        "state": workspace.current.version,
        "time": "2026-11-23T00:00:00+00:00",
        "by": "curator",
        "action": "PUT",
        "graphs": ["http://example.org/g"],
    }


def test_a_state_that_never_became_current_is_forgotten(folder: Path) -> None:
    workspace = Workspace(folder)
    finish(folder, workspace.name(ENTRY))
    workspace.close()
    assert states(folder) == ["workspace-0", "workspace-1"]
    again = Workspace(folder)
    assert again.current.version.startswith("workspace-0-")
    assert states(folder) == ["workspace-0"]
    again.close()


def test_a_write_that_broke_off_before_its_line_gets_one(folder: Path) -> None:
    workspace = Workspace(folder)
    version = workspace.name(ENTRY)
    finish(folder, version)
    workspace.commit(version, ENTRY)
    workspace.close()
    path = folder / "journal.jsonl"
    path.write_text(
        "\n".join(path.read_text("utf-8").splitlines()[:-1]) + "\n", "utf-8"
    )
    Workspace(folder).close()
    Workspace(folder).close()
    assert [line["state"] for line in journal(folder)][1:] == [version]


def test_a_workspace_may_begin_with_a_release(tmp_path: Path, release: Release) -> None:
    begin(tmp_path / "work", TIME, release)
    current = current_release(tmp_path / "work")
    store = Store.read_only(str(current.store(AUDIENCE)))
    names = set(store.named_graphs())
    expected = set(release.manifest(AUDIENCE)["graphs"])  # type: ignore[call-overload]
    catalogues = {graph("catalogue").value, graph("catalogue/partner").value}
    assert {name.value for name in names if isinstance(name, NamedNode)} == (
        expected - catalogues
    )
    assert current.manifest(AUDIENCE)["counts"]["triples"] == 0  # type: ignore[index]
