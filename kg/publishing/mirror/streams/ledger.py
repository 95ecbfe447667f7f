"""The ledger of a copied stream: pages that were read, and the latest of each entity.

A page and all that it brings is one transaction, so that whatever interrupts, nothing
is half there. What is gone or outdated is overwritten in the file, not only forgotten.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from kg.publishing.changes.entities import Change
from kg.publishing.mirror.reading.page import Member, Page, Relation, Stream

FILE = "stream.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS page (
  url TEXT PRIMARY KEY, etag TEXT NOT NULL, modified TEXT NOT NULL,
  closed INTEGER NOT NULL, relations BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS member (iri TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entity (
  iri TEXT PRIMARY KEY, member TEXT NOT NULL, stamp TEXT NOT NULL, rank TEXT NOT NULL,
  gone INTEGER NOT NULL, generation INTEGER NOT NULL, lines TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS held (
  iri TEXT PRIMARY KEY, bundle TEXT NOT NULL, content BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS finished (bundle TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS touched (
  iri TEXT PRIMARY KEY, existed INTEGER NOT NULL
) WITHOUT ROWID;
"""
_NOTE = (
    "INSERT INTO note VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page that was read before: how to ask for it again, and where it leads."""

    etag: str
    modified: str
    closed: bool
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Touch:
    """What became of an entity since the copy was last written."""

    change: Change
    entity: str
    member: str


class Ledger:
    """The file in which a copy of a stream is kept."""

    def __init__(self, path: Path) -> None:
        """Open it, or begin it."""
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = NORMAL")
        self._file.execute("PRAGMA secure_delete = ON")
        self._file.executescript(_SCHEMA)
        self._generation = int(self.note("generation") or 0)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    @contextmanager
    def _together(self) -> Iterator[None]:
        self._file.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._file.execute("ROLLBACK")
            raise
        self._file.execute("COMMIT")

    def note(self, name: str) -> str:
        """Return a note, "" for none."""
        found = self._file.execute("SELECT value FROM note WHERE name = ?", (name,))
        row = found.fetchone()
        return "" if row is None else str(row[0])

    def write_note(self, name: str, value: str) -> None:
        """Keep a note."""
        self._file.execute(_NOTE, (name, value))

    def leaf(self, url: str) -> Leaf | None:
        """Return a page that was read before."""
        query = "SELECT etag, modified, closed, relations FROM page WHERE url = ?"
        row = self._file.execute(query, (url,)).fetchone()
        if row is None:
            return None
        relations = tuple(Relation(**it) for it in orjson.loads(row[3]))
        return Leaf(row[0], row[1], bool(row[2]), relations)

    def knows(self, member: str) -> bool:
        """Say whether a member has been read."""
        query = "SELECT 1 FROM member WHERE iri = ?"
        return self._file.execute(query, (member,)).fetchone() is not None

    def take(self, url: str, leaf: Leaf, page: Page) -> None:
        """Take a page in, with all that it brings."""
        with self._together():
            self._keep(url, leaf)
            for member in page.members:
                self._take(member)
            for member in page.members:
                if member.final and member.transaction:
                    self._finish(member.transaction)

    def close_page(self, url: str, known: Leaf | None) -> None:
        """Note that a page is gone: it is not asked for any more."""
        relations = () if known is None else known.relations
        self._keep(url, Leaf("", "", closed=True, relations=relations))

    def _keep(self, url: str, leaf: Leaf) -> None:
        relations = orjson.dumps([asdict(it) for it in leaf.relations])
        row = (url, leaf.etag, leaf.modified, leaf.closed, relations)
        self._file.execute("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?)", row)

    def _take(self, member: Member) -> None:
        new = self._file.execute(
            "INSERT OR IGNORE INTO member VALUES (?)", (member.iri,)
        )
        if not new.rowcount:
            return
        if member.transaction and not self._is_finished(member.transaction):
            row = (member.iri, member.transaction, orjson.dumps(asdict(member)))
            self._file.execute("INSERT OR REPLACE INTO held VALUES (?, ?, ?)", row)
            return
        self._apply(member)

    def _is_finished(self, bundle: str) -> bool:
        query = "SELECT 1 FROM finished WHERE bundle = ?"
        return self._file.execute(query, (bundle,)).fetchone() is not None

    def _finish(self, bundle: str) -> None:
        """Apply all that was held back until its last was there."""
        self._file.execute("INSERT OR IGNORE INTO finished VALUES (?)", (bundle,))
        query = "SELECT content FROM held WHERE bundle = ?"
        for (content,) in self._file.execute(query, (bundle,)).fetchall():
            self._apply(Member(**orjson.loads(content)))
        self._file.execute("DELETE FROM held WHERE bundle = ?", (bundle,))

    def _apply(self, member: Member) -> None:
        """Have a member stand for its entity, unless a later one does."""
        query = "SELECT stamp, rank, member, gone FROM entity WHERE iri = ?"
        known = self._file.execute(query, (member.entity,)).fetchone()
        if known is not None and known[:3] > (member.stamp, member.rank, member.iri):
            return
        existed = known is not None and not known[3]
        if known is None or known[2:] != (member.iri, int(member.gone)):
            self._touch(member.entity, existed=existed)
        lines = "" if member.gone else member.lines
        row = (member.entity, member.iri, member.stamp, member.rank, member.gone)
        self._file.execute(
            "INSERT OR REPLACE INTO entity VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*row, self._generation, lines),
        )

    def _touch(self, entity: str, *, existed: bool) -> None:
        row = (entity, existed)
        self._file.execute("INSERT OR IGNORE INTO touched VALUES (?, ?)", row)

    def begin_again(self) -> None:
        """Read everything once more; what is not found again is then gone."""
        with self._together():
            self._generation += 1
            self._file.execute(_NOTE, ("generation", str(self._generation)))
            self._file.execute(_NOTE, ("horizon", ""))
            for table in ("page", "member", "held", "finished"):
                self._file.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    def finish(self, time: str) -> None:
        """Note that all pages have been read."""
        old = "generation < ? AND gone = 0"
        with self._together():
            self._file.execute(
                f"INSERT OR IGNORE INTO touched SELECT iri, 1 FROM entity WHERE {old}",  # noqa: S608 - our own words
                (self._generation,),
            )
            self._file.execute(
                f"UPDATE entity SET gone = 1, lines = '' WHERE {old}",  # noqa: S608
                (self._generation,),
            )
            horizon = self._file.execute("SELECT max(stamp) FROM entity").fetchone()[0]
            self._file.execute(_NOTE, ("horizon", horizon or ""))
            self._file.execute(_NOTE, ("complete", time))

    def held(self) -> int:
        """Count the members that wait for the end of their transaction."""
        return int(self._file.execute("SELECT count(*) FROM held").fetchone()[0])

    def lines(self) -> Iterator[bytes]:
        """Yield what is said of each entity now, in the order of their IRIs."""
        query = "SELECT lines FROM entity WHERE gone = 0 ORDER BY iri"
        for (lines,) in self._file.execute(query):
            yield lines.encode()

    def touches(self) -> Iterator[Touch]:
        """Yield what became of each entity that changed, in the order of their IRIs."""
        query = (
            "SELECT touched.iri, existed, gone, member FROM touched "
            "JOIN entity ON entity.iri = touched.iri ORDER BY touched.iri"
        )
        for iri, existed, gone, member in self._file.execute(query):
            if existed or not gone:
                yield Touch(_change(existed, gone), iri, member)

    def settle(self) -> None:
        """Forget what changed: the copy has been written."""
        self._file.execute("DELETE FROM touched")

    def stream(self) -> Stream | None:
        """Return the description of the stream, as it was when last read."""
        text = self.note("stream")
        return Stream.read(orjson.loads(text)) if text else None


def _change(existed: int, gone: int) -> Change:
    if gone:
        return Change.DELETE
    return Change.UPDATE if existed else Change.CREATE
