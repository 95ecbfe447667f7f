"""The index of lists: one SQLite file for each audience, made with the release.

Rows are numbered in each order of their list, and each value that rows are found by has
the numbers of its rows: a page is a walk along numbers, from wherever it begins.
"""

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import orjson

from kg.publishing.changes.record import FOLDER, TABLE
from kg.publishing.lists.catalogue import LISTS, List
from kg.publishing.lists.hierarchy import Hierarchy
from kg.publishing.lists.row import Row, day_number
from kg.publishing.lists.rows import TERMS, Reader, names_of
from kg.publishing.release import MANIFEST
from kg.rdf.namespaces import BASE
from kg.store.oxigraph import OxigraphStore

FILE = "lists.sqlite"

_TABLES = """
CREATE TABLE item (
  id INTEGER PRIMARY KEY, list TEXT NOT NULL, iri TEXT NOT NULL,
  first INTEGER, last INTEGER, modified TEXT NOT NULL, record BLOB NOT NULL
);
CREATE TABLE term (
  id INTEGER PRIMARY KEY, list TEXT NOT NULL, filter TEXT NOT NULL,
  value TEXT NOT NULL, rows INTEGER NOT NULL DEFAULT 0, label BLOB
);
CREATE TABLE sorting (
  id INTEGER PRIMARY KEY, list TEXT NOT NULL, sort TEXT NOT NULL, UNIQUE (list, sort)
);
CREATE TEMP TABLE sorted (sorting INTEGER, key TEXT, item INTEGER);
CREATE TEMP TABLE found (term INTEGER, item INTEGER);
"""

# Items are added in the order of their IRIs, so that of two with one key the number of
# the item says which comes first.
_ORDERS = """
CREATE UNIQUE INDEX item_by_iri ON item (list, iri);
CREATE UNIQUE INDEX term_by_value ON term (list, filter, value);
CREATE TABLE place (
  sorting INTEGER, number INTEGER, item INTEGER, key TEXT, first INTEGER, last INTEGER,
  PRIMARY KEY (sorting, number)
) WITHOUT ROWID;
INSERT INTO place
  SELECT sorting, row_number() OVER (PARTITION BY sorting ORDER BY key, item),
    item, key, first, last
  FROM sorted JOIN item ON item.id = sorted.item;
CREATE UNIQUE INDEX place_by_key ON place (sorting, key, item);
CREATE INDEX place_by_item ON place (item);
CREATE TABLE posting (
  term INTEGER, sorting INTEGER, number INTEGER, PRIMARY KEY (term, sorting, number)
) WITHOUT ROWID;
INSERT INTO posting
  SELECT term, sorting, number FROM found CROSS JOIN place USING (item)
  ORDER BY term, sorting, number;
DROP INDEX place_by_item;
DROP INDEX term_by_name;
CREATE INDEX temp.found_by_term ON found (term);
UPDATE term SET rows = (SELECT count(*) FROM found WHERE term = id);
"""


def write_index(folder: Path, previous: Path | None) -> None:
    """Write the index of an audience from its store.

    Args:
        folder: that of the audience.
        previous: the index of the release before: what did not change keeps its time.
    """
    store = OxigraphStore(folder / "store")
    time = str(orjson.loads((folder / MANIFEST).read_bytes())["time"])
    address = f"{(folder / FILE).absolute().as_uri()}?mode=rwc"
    with closing(sqlite3.connect(address, uri=True)) as index:
        index.executescript(_TABLES)
        writer = _Writer(index, time)
        hierarchy = Hierarchy.of(store)
        for listed in LISTS:
            for row in Reader(store, listed, hierarchy).rows():
                writer.add(listed, row)
        if previous is not None:
            _keep_times(index, previous, folder / FOLDER / TABLE)
        _name_terms(index, store)
        index.executescript(_ORDERS)
        index.commit()
        index.execute("VACUUM")


class _Writer:
    """Adds rows to an index; each value has one number."""

    def __init__(self, index: sqlite3.Connection, time: str) -> None:
        self._index = index
        self._time = time
        orders = [(listed.name, sort) for listed in LISTS for sort in listed.sorts]
        self._sorting = {order: number for number, order in enumerate(orders)}
        index.executemany(
            "INSERT INTO sorting VALUES (?, ?, ?)",
            [(number, *order) for order, number in self._sorting.items()],
        )
        self._terms: dict[tuple[str, str, str], int] = {}

    def add(self, listed: List, row: Row) -> None:
        """Add a row of a list."""
        record = row.record
        days = [it and day_number(it) for it in row.bounds]
        item = self._index.execute(
            "INSERT INTO item (iri, list, first, last, modified, record)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (record["iri"], listed.name, *days, self._time, orjson.dumps(record)),
        ).lastrowid
        self._index.executemany(
            "INSERT INTO sorted VALUES (?, ?, ?)",
            [
                (self._sorting[listed.name, sort], key, item)
                for sort, key in row.keys(listed).items()
            ],
        )
        for name, values in sorted(row.found_by.items()):
            terms = [self._term(listed.name, name, it) for it in sorted(values)]
            self._index.executemany(
                "INSERT INTO found VALUES (?, ?)", [(term, item) for term in terms]
            )

    def _term(self, listed: str, name: str, value: str) -> int:
        key = (listed, name, value)
        if key not in self._terms:
            self._terms[key] = len(self._terms) + 1
            self._index.execute(
                "INSERT INTO term (id, list, filter, value) VALUES (?, ?, ?, ?)",
                (self._terms[key], *key),
            )
        return self._terms[key]


def _name_terms(index: sqlite3.Connection, store: OxigraphStore) -> None:
    """Say what the things are called that rows are found by."""
    index.execute("CREATE INDEX term_by_name ON term (value)")
    values = index.execute("SELECT DISTINCT value FROM term WHERE value LIKE ?", _THING)
    things = [value for (value,) in values if not value.startswith(TERMS)]
    named = names_of(store, things)
    index.executemany(
        "UPDATE term SET label = ? WHERE value = ?",
        [(orjson.dumps(label), iri) for iri, label in sorted(named.items())],
    )


_THING = (f"{BASE}id/%",)

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
