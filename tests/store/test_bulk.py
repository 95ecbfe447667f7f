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
