"""Filling a store: what is in it does not depend on how many files it has."""

from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.store import bulk


def filled(folder: Path) -> tuple[int, list[str]]:
    """Fill a store: how many files it has, and what is in it."""
    named, default, path = (folder / it for it in ("graph.nq", "merged.nt", "store"))
    named.write_text('<http://e/s> <http://e/p> "1" <http://e/g> .\n')
    default.write_text('<http://e/s> <http://e/p> "1" .\n')
    bulk.load(path, named, default)
    store = Store.read_only(str(path))
    return len([*path.glob("*.sst")]), sorted(map(str, store))


def test_many_files_are_merged(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, content = filled(tmp_path_factory.mktemp("few"))
    monkeypatch.setattr(bulk, "MANY_TABLES", left - 1)
    merged, same = filled(tmp_path_factory.mktemp("many"))
    assert merged < left
    expected = ['<http://e/s> <http://e/p> "1"']
    assert same == content == [*expected, f"{expected[0]} <http://e/g>"]


def test_a_store_that_is_filled_in_parts_has_all_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 50)
    numbers = range(20)
    named, default = tmp_path / "graph.nq", tmp_path / "merged.nt"
    named.write_text(
        "".join(f"<urn:s> <urn:p> <urn:{it}> <urn:g> .\n" for it in numbers)
    )
    default.write_text("".join(f"<urn:s> <urn:p> <urn:{it}> .\n" for it in numbers))
    bulk.load_own(tmp_path / "store", named, default)
    store = Store.read_only(str(tmp_path / "store"))
    said = [f"<urn:s> <urn:p> <urn:{it}>" for it in numbers]
    assert sorted(map(str, store)) == sorted([*said, *(f"{it} <urn:g>" for it in said)])
