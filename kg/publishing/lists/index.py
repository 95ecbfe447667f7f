"""The index of lists of an audience: made with the release, from its store alone."""

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import orjson

from kg.publishing.changes.record import FOLDER, TABLE
from kg.publishing.lists.making import make_index
from kg.publishing.lists.rows import Reader
from kg.publishing.lists.tables import FILE
from kg.publishing.release import MANIFEST
from kg.store.oxigraph import OxigraphStore

__all__ = ("FILE", "write_index")


def write_index(folder: Path, previous: Path | None) -> None:
    """Write the index of an audience from its store.

    Args:
        folder: that of the audience.
        previous: the index of the release before: what did not change keeps its time.
    """
    time = str(orjson.loads((folder / MANIFEST).read_bytes())["time"])
    reader = Reader.of(OxigraphStore(folder / "store"), folder)
    address = f"{(folder / FILE).absolute().as_uri()}?mode=rwc"
    with closing(sqlite3.connect(address, uri=True)) as index:
        make_index(index, reader, time)
        if previous is not None:
            _keep_times(index, previous, folder / FOLDER / TABLE)
        index.commit()


_KEEP = """
UPDATE item SET modified = was.modified FROM old.item AS was
  WHERE was.iri = item.iri AND was.list = item.list
    AND item.iri NOT IN (SELECT iri FROM changed)
"""


def _keep_times(index: sqlite3.Connection, previous: Path, table: Path) -> None:
    """Keep the times of rows that the release did not change."""
    index.execute("CREATE TEMP TABLE changed (iri TEXT PRIMARY KEY)")
    with table.open(encoding="utf-8", newline="") as lines:
        changed = ((row["iri"],) for row in csv.DictReader(lines))
        index.executemany("INSERT OR IGNORE INTO changed VALUES (?)", changed)
    index.commit()
    index.execute("ATTACH ? AS old", (f"{previous.resolve().as_uri()}?mode=ro",))
    index.execute(_KEEP)
    index.commit()
    index.execute("DETACH old")
