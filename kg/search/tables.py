"""The tables of an index: a file of SQLite that is written once.

`text` and `start` are FTS5 tables without texts: tokens in, numbers of things out. They
are asked apart: whole words with what things are chosen by, and words being typed, of
which the first letters have lists of their own. Things are numbered by kind, and within
it by weight: the first that are found are the ones that matter, and a kind is a range.
Words that are in `text` with their company (`kg.search.company`) are numbered below 0.
"""

from sqlite3 import Connection

FILE = "search.sqlite"

_SIGNS = "-._~=:/#%"

PREFIXES = "1 2 3 4 5"
"""Lengths of the beginnings of words that have lists of their own. Longer ones have few
words, which are looked up."""

GAP = 1 << 10
"""How far numbers of neighbours lie apart: there is room for things of later releases,
in an index that is made from that of the release before."""

_TABLES = f"""
CREATE TABLE thing (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, weight INTEGER NOT NULL
);
CREATE TABLE name (
  thing INTEGER, rank INTEGER, language TEXT, text TEXT,
  PRIMARY KEY (thing, rank, language, text)
) WITHOUT ROWID;
CREATE TABLE facet (
  thing INTEGER, facet TEXT, value TEXT, PRIMARY KEY (thing, facet, value)
) WITHOUT ROWID;
CREATE TABLE kind (kind TEXT PRIMARY KEY, first INTEGER, last INTEGER) WITHOUT ROWID;
CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL, things INTEGER NOT NULL);
CREATE TABLE typed (text TEXT PRIMARY KEY, things INTEGER) WITHOUT ROWID;
CREATE TABLE slip (form INTEGER, word INTEGER, PRIMARY KEY (form, word)) WITHOUT ROWID;
CREATE VIRTUAL TABLE text USING fts5(
  tokens, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '{_SIGNS}'"
);
CREATE VIRTUAL TABLE start USING fts5(
  tokens, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '{_SIGNS}'",
  prefix='{PREFIXES}'
);
"""

_INDEXES = """
CREATE UNIQUE INDEX thing_iri ON thing (iri);
CREATE UNIQUE INDEX word_text ON word (text);
"""


def create_tables(database: Connection) -> None:
    """Create the tables in an empty file."""
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "page_size=8192"):
        database.execute(f"PRAGMA {pragma}")
    database.executescript(_TABLES)


def finish_tables(database: Connection) -> None:
    """Make what makes reading fast; nothing is written afterwards."""
    for table in ("text", "start"):
        database.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608 - a name of ours
    database.executescript(_INDEXES)
    database.commit()
    database.execute("VACUUM")
