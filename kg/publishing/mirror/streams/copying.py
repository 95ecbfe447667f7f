"""Copying a stream: its pages are followed, and the latest of each entity written."""

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from kg.publishing.changes.entities import Change
from kg.publishing.mirror.reading.documents import Documents
from kg.publishing.mirror.state import Mirror, written
from kg.publishing.mirror.streams.following import Following
from kg.publishing.mirror.streams.ledger import FILE, Ledger
from kg.publishing.mirror.wishes import Wishes

CHANGES = "changes.csv"
COLUMNS = ("change", "entity", "member")


@dataclass(frozen=True, slots=True)
class StreamState:
    """What a mirror of a stream is a copy of."""

    KIND: ClassVar[str] = "stream"

    url: str
    dump: str

    @property
    def one_file(self) -> bool:
        """Whether the dump is kept as one file: always."""
        return True


@dataclass(frozen=True, slots=True)
class Followed:
    """What following a stream has done: pages fetched, entities that changed."""

    pages: int
    created: int
    updated: int
    deleted: int
    moved: int

    @property
    def line(self) -> str:
        """What is told of it."""
        counts = f"{self.created} new, {self.updated} changed, {self.deleted} gone"
        return f"{self.pages} pages read: {counts}"


def copy_stream(
    url: str, folder: Path, documents: Documents, wishes: Wishes
) -> Followed:
    """Bring the copy of a stream up to date; interrupted, it goes on.

    Raises:
        UnreachableError: a page cannot be had just now; the copy stays as it is.
        UnreadableError: a page is none, or not of a stream.
        SetupError: the folder is a mirror of something else, or being changed.
    """
    mirror = Mirror(folder)
    with mirror.held():
        state = mirror.current(StreamState, url)
        with closing(Ledger(folder / FILE)) as ledger:
            following = Following(url, ledger, documents, wishes)
            pages = following.run()
            counts = _written(mirror, ledger, url, state)
    moved = documents.fetcher.moved
    created, updated, deleted = (counts.get(it.value, 0) for it in Change)
    return Followed(pages, created, updated, deleted, moved)


def _written(
    mirror: Mirror, ledger: Ledger, url: str, state: StreamState | None
) -> dict[str, int]:
    """Write the copy and what changed in it, if anything did; count that."""
    counts: dict[str, int] = {}
    changes = mirror.folder / f".{CHANGES}"
    written(changes, _changes(ledger, counts))
    if state is None or counts:
        mirror.write(StreamState(url, mirror.dumps.keep(ledger.lines())))
        changes.replace(mirror.folder / CHANGES)
    else:
        changes.unlink()
        mirror.settle(state)
    ledger.settle()
    return counts


def _changes(ledger: Ledger, counts: dict[str, int]) -> Iterator[bytes]:
    """Yield the table of what changed, counting each kind of change."""
    yield _line(COLUMNS)
    for it in ledger.touches():
        counts[it.change] = counts.get(it.change, 0) + 1
        yield _line((it.change, it.entity, it.member))


def _line(cells: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()
