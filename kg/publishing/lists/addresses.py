"""The things of lists by their IRIs alone, with the time of their last change."""

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson

from kg.publishing.lists.tables import FILE

_OF_LISTS = "FROM item WHERE list IN (SELECT value FROM json_each(?))"


def count_things(edition: Path, lists: Collection[str]) -> int:
    """Count the things of lists; none in a release from before there were lists."""
    found = _select(edition, f"SELECT count(*) {_OF_LISTS}", lists)
    return int(found[0][0]) if found else 0


def list_things(
    edition: Path, lists: Collection[str], start: int, most: int
) -> list[tuple[str, str]]:
    """List IRIs, and when each was last changed, in the order of lists and IRIs."""
    text = f"SELECT iri, modified {_OF_LISTS} ORDER BY list, iri LIMIT ? OFFSET ?"
    return _select(edition, text, lists, most, start)


def _select(edition: Path, text: str, lists: Collection[str], *more: int) -> list[Any]:
    path = edition / FILE
    if not path.is_file():
        return []
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as index:
        return index.execute(text, (orjson.dumps([*lists]).decode(), *more)).fetchall()
