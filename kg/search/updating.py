"""Making an index from that of the release before, by what differs."""

import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from kg.errors import KgError
from kg.model.room import NoRoomError
from kg.rdf.terms import HS
from kg.search.background import is_heavy
from kg.search.describing import Describer
from kg.search.editing import Editor
from kg.search.gathering import READ, kind_of
from kg.search.tables import FILE
from kg.store.oxigraph import OxigraphStore

MOST = 5_000
"""Things that are read anew; where it may be more, all of them are."""

_DAYS = (HS.notBefore, HS.notAfter)
_LYING = (HS.within, HS.geoPrecision)


def update_index(folder: Path, before: Path, lines: Iterable[bytes]) -> bool:
    """Write the index of an edition from that of the one before, if that can be done.

    Nothing that was taken out is left in the file: it may have been withdrawn.

    Args:
        folder: that of the edition, which has its store.
        before: that of the edition before.
        lines: of named graphs, that one of the two has and the other has not.
    """
    path = folder / FILE
    try:
        shutil.copyfile(before / FILE, path)
        was, now = (Describer(OxigraphStore(it / "store")) for it in (before, folder))
        touched = _touched(was, now, lines)
        with closing(sqlite3.connect(path)) as database:
            _update(database, was, now, touched)
    except (NoRoomError, KgError, sqlite3.DatabaseError, OSError):
        path.unlink(missing_ok=True)  # the one before has no room, or is damaged
        return False
    return True


def _update(
    database: sqlite3.Connection, was: Describer, now: Describer, touched: set[str]
) -> None:
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "secure_delete = ON"):
        database.execute(f"PRAGMA {pragma}")
    old = {it.iri: it for it in was.things(touched)}
    new = {it.iri: it for it in now.things(touched)}
    editor = Editor(database)
    editor.remove(it for iri, it in old.items() if new.get(iri) != it)
    editor.add(it for iri, it in new.items() if old.get(iri) != it)
    editor.finish()
    database.commit()


def _touched(was: Describer, now: Describer, lines: Iterable[bytes]) -> set[str]:
    """List the things that lines may change: what they speak of, and what that lies in.

    Raises:
        NoRoomError: that may be almost everything.
    """
    subjects, spoken_of = _sorted_out(lines)
    if was.places.beyond != now.places.beyond:
        raise NoRoomError
    found = spoken_of.union(*(subjects[it] for it in subjects if it.encode() in READ))
    times = set().union(*(subjects.get(str(it), ()) for it in _DAYS))
    found |= now.pointing(str(HS.time), times)
    moved = set().union(*(subjects.get(str(it), ()) for it in _LYING))
    if moved:
        places = now.moved(was, moved)
        found |= places | now.within(places)
    found = {iri for iri in found if kind_of(iri)}
    if len(found) > MOST:
        raise NoRoomError
    return found


def _sorted_out(lines: Iterable[bytes]) -> tuple[Mapping[str, set[str]], set[str]]:
    """Sort subjects by predicate, and list what is weighed among the values."""
    subjects = defaultdict[str, set[str]](set)
    spoken_of = set[str]()
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        subjects[predicate.decode()].add(subject[1:-1].decode())
        if rest.startswith(b"<"):
            value = rest.partition(b" ")[0][1:-1].decode()
            if is_heavy(value):
                spoken_of.add(value)
    return subjects, spoken_of
