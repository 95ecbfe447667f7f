"""The tables of the index of lists: one SQLite file for each audience.

Rows are numbered in each order of their list, and each value that rows are found by has
the numbers of its rows: a page is a walk along numbers, from wherever it begins.
Neighbours lie apart, so that there is room between them for rows of later releases.
"""

from collections.abc import Iterable
from sqlite3 import Connection

import orjson

from kg.publishing.lists.catalogue import LISTS, List
from kg.publishing.lists.names import Names
from kg.publishing.lists.row import Row
from kg.rdf.namespaces import BASE

FILE = "lists.sqlite"

GAP = 1 << 14
"""How far neighbours lie apart when an index is made from nothing."""

SPACE = 1 << 40
"""Numbers that the rows of one list have to themselves.

Rows are numbered in the order of their IRIs, so that of two with one key the number of
the row says which comes first.
"""

EVERY = ""
"""The name, and the value, of what counts all rows of a list among the terms."""

_TABLES = """
CREATE TABLE item (
  id INTEGER PRIMARY KEY, list TEXT NOT NULL, iri TEXT NOT NULL,
  first INTEGER, last INTEGER, modified TEXT NOT NULL, record BLOB NOT NULL
);
CREATE UNIQUE INDEX item_by_iri ON item (list, iri);
CREATE TABLE term (
  id INTEGER PRIMARY KEY, list TEXT NOT NULL, filter TEXT NOT NULL,
  value TEXT NOT NULL, rows INTEGER NOT NULL DEFAULT 0, label BLOB
);
CREATE TABLE sorting (
  id INTEGER PRIMARY KEY, list TEXT NOT NULL, sort TEXT NOT NULL, UNIQUE (list, sort)
);
CREATE TABLE place (
  sorting INTEGER, number INTEGER, item INTEGER, key TEXT, first INTEGER, last INTEGER,
  PRIMARY KEY (sorting, number)
) WITHOUT ROWID;
CREATE TABLE posting (
  term INTEGER, sorting INTEGER, number INTEGER, PRIMARY KEY (term, sorting, number)
) WITHOUT ROWID;
"""

_INDEXES = """
CREATE UNIQUE INDEX term_by_value ON term (list, filter, value);
CREATE INDEX term_by_name ON term (value);
CREATE UNIQUE INDEX place_by_key ON place (sorting, key, item);
"""

Item = tuple[int, str, str, int | None, int | None, str, bytes]
"""A row as the table `item` has it."""


def create_tables(index: Connection) -> None:
    """Create the tables in an empty file, without what is made when they are full."""
    for pragma in ("journal_mode = OFF", "synchronous = OFF"):
        index.execute(f"PRAGMA {pragma}")
    index.executescript(_TABLES)


def create_indexes(index: Connection) -> None:
    """Make what finds rows of tables that are full."""
    index.executescript(_INDEXES)


def begin_of(listed: List) -> int:
    """Return the number before the first row of a list."""
    return LISTS.index(listed) * SPACE


def item_of(number: int, listed: List, row: Row, modified: str) -> Item:
    """Write a row for its table."""
    record = row.record
    told = orjson.dumps(record)
    return number, listed.name, record["iri"], *row.days, modified, told


def name_terms(index: Connection, names: Names, values: Iterable[str]) -> None:
    """Say what things are called that rows are found by."""
    things = sorted(it for it in values if it.startswith(f"{BASE}id/"))
    labels = names.of(things)
    index.executemany(
        "UPDATE term SET label = ? WHERE value = ?",
        [(orjson.dumps(labels[it]) if it in labels else None, it) for it in things],
    )
