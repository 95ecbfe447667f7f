"""Making an index of lists from that of the release before, by what differs."""

from collections.abc import Iterable
from sqlite3 import Connection

from kg.model.room import NoRoomError
from kg.publishing.lists.catalogue import LISTS, List
from kg.publishing.lists.editing import Editor
from kg.publishing.lists.reach import Reach
from kg.publishing.lists.row import Row
from kg.publishing.lists.tables import name_terms

MOST = 5_000
"""Rows of a list that are read anew; where it may be more, all of them are."""


def update_index(index: Connection, reach: Reach, time: str) -> None:
    """Take out of a copy of an index what differs, and put in what there is instead.

    Nothing that was taken out is left in the file: it may have been withdrawn.

    Raises:
        NoRoomError: it is to be made from nothing.
    """
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "secure_delete = ON"):
        index.execute(f"PRAGMA {pragma}")
    editor = Editor(index, time)
    for listed in LISTS:
        _update(editor, reach, listed)
    editor.finish()
    name_terms(index, reach.now.names, reach.renamed | editor.new)


def _update(editor: Editor, reach: Reach, listed: List) -> None:
    touched = reach.items(listed)
    if len(touched) > MOST:
        raise NoRoomError
    was = _by_iri(reach.before.some(listed, touched))
    now = _by_iri(reach.now.some(listed, touched))
    other = [iri for iri in sorted(was | now) if was.get(iri) != now.get(iri)]
    kept = {iri: editor.remove(listed, was[iri]) for iri in other if iri in was}
    editor.add(listed, [now[iri] for iri in other if iri in now], kept)


def _by_iri(rows: Iterable[Row]) -> dict[str, Row]:
    return {row.record["iri"]: row for row in rows}
