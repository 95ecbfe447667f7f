"""The index of lists of an audience: made with the release, from its store alone."""

import csv
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path

import orjson

from kg.errors import KgError
from kg.model.room import NoRoomError
from kg.publishing.changes.record import FOLDER, TABLE
from kg.publishing.difference import Difference
from kg.publishing.lists.making import make_index
from kg.publishing.lists.reach import Reach
from kg.publishing.lists.rows import Reader
from kg.publishing.lists.tables import FILE
from kg.publishing.lists.updating import update_index
from kg.publishing.release import MANIFEST
from kg.store.oxigraph import OxigraphStore

__all__ = ("FILE", "write_index")


def write_index(
    folder: Path, previous: Path | None, difference: Difference | None = None
) -> None:
    """Write the index of an audience from its store.

    Args:
        folder: that of the audience.
        previous: the index of the release before: what did not change keeps its time.
        difference: what sets the edition apart from that of the release before, whose
            index is then taken over but for what differs.
    """
    reader = Reader.of(OxigraphStore(folder / "store"), folder)
    if difference is None or not _update(folder, reader, difference):
        _make(folder, reader, previous)


def _make(folder: Path, reader: Reader, previous: Path | None) -> None:
    with _opened(folder) as index:
        make_index(index, reader, _time(folder))
        if previous is not None:
            _keep_times(index, previous, _changed(folder))


def _update(folder: Path, now: Reader, difference: Difference) -> bool:
    """Write the index by what differs, if that can be done."""
    path, old = folder / FILE, difference.before
    try:
        shutil.copyfile(old / FILE, path)
        before = Reader.of(OxigraphStore(old / "store"), folder)
        lines = chain(difference.added, difference.removed)
        with _opened(folder) as index:
            update_index(index, Reach.of(before, now, lines), _time(folder))
            _set_times(index, _time(folder), _changed(folder))
    except (NoRoomError, KgError, sqlite3.DatabaseError, OSError):
        path.unlink(missing_ok=True)  # the one before has no room, or is damaged
        return False
    return True


@contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    address = f"{(folder / FILE).absolute().as_uri()}?mode=rwc"
    with closing(sqlite3.connect(address, uri=True)) as index:
        yield index
        index.commit()


def _time(folder: Path) -> str:
    """Return the time of the release."""
    return str(orjson.loads((folder / MANIFEST).read_bytes())["time"])


def _changed(folder: Path) -> Iterator[tuple[str]]:
    """Yield the IRIs of things that the release changed."""
    table = folder / FOLDER / TABLE
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield (row["iri"],)


_KEEP = """
UPDATE item SET modified = was.modified FROM old.item AS was
  WHERE was.iri = item.iri AND was.list = item.list
    AND item.iri NOT IN (SELECT iri FROM changed)
"""


def _keep_times(
    index: sqlite3.Connection, previous: Path, changed: Iterator[tuple[str]]
) -> None:
    """Keep the times of rows that the release did not change."""
    index.execute("CREATE TEMP TABLE changed (iri TEXT PRIMARY KEY)")
    index.executemany("INSERT OR IGNORE INTO changed VALUES (?)", changed)
    index.commit()
    index.execute("ATTACH ? AS old", (f"{previous.resolve().as_uri()}?mode=ro",))
    index.execute(_KEEP)
    index.commit()
    index.execute("DETACH old")


def _set_times(
    index: sqlite3.Connection, time: str, changed: Iterator[tuple[str]]
) -> None:
    """Give rows that the release changed its time; the others keep theirs."""
    index.executemany(
        "UPDATE item SET modified = ? WHERE iri = ?"
        " AND list IN (SELECT DISTINCT list FROM sorting)",
        ((time, *iri) for iri in changed),
    )
