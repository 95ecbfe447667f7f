"""Workspaces: stores that curators write to, as one finished state after another.

A workspace is laid out as releases are (kg.publishing.release): each state is a folder
that is complete before it has its name, `current` points at the last one, and whatever
is read is read from a state that nobody changes. A write that fails, late or early, has
made an unfinished folder, which the next one clears away.
"""

import datetime
import fcntl
import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from pyoxigraph import RdfFormat, Store

from kg.errors import SetupError
from kg.publishing.audience import Audience
from kg.publishing.copies import write_copies
from kg.publishing.manifest import base_field, write_json
from kg.publishing.release import (
    CURRENT,
    MANIFEST,
    RELEASES,
    Release,
    current_release,
    switch,
    write_release,
)
from kg.rdf.iri import graph
from kg.store.processes.writer import count_graphs

AUDIENCE = Audience.PARTNER
"""Whose folder of a state the store is in: nothing in a workspace is public."""

JOURNAL = "journal.jsonl"
_LOCK = ".lock"
_OURS = 0o700
"""The mode of the folder: others on the machine have no key either."""

_KEPT = 2
"""States that are kept: the current one, and the one before for those that read it."""

_CATALOGUES = (graph("catalogue"), graph("catalogue/partner"))
"""What a release says of itself, which is not true of a workspace."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the journal says of a write: `by` is the name of a key, and no more.

    `graphs` are those that the write names: `default` is the default graph, `*` any.
    """

    time: str
    by: str
    action: str
    graphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many triples the default graph and each named graph have."""

    default: int
    named: Mapping[str, int]


class Workspace:
    """A workspace that this process alone writes to, until it is closed."""

    def __init__(self, folder: Path) -> None:
        """Take hold of a workspace that has been begun, and mend what broke off.

        Raises:
            SetupError: there is none, or another process holds it.
        """
        self.folder = folder
        self.current = current_release(folder)
        self._lock = _hold(folder)
        self._forget_unfinished()
        self._complete_journal()

    def close(self) -> None:
        """Let go of it."""
        os.close(self._lock)

    def name(self, entry: Entry) -> str:
        """Name the state that a write makes: a number, and what tells it from others.

        The second follows from all writes there have been, so that no two states of
        any two workspaces have one name.
        """
        number = _number(self.current.version) + 1
        chain = f"{self.current.version} {orjson.dumps(asdict(entry)).decode()}"
        return f"workspace-{number}-{hashlib.sha256(chain.encode()).hexdigest()[:8]}"

    def commit(self, version: str, entry: Entry) -> None:
        """Make a finished state the current one, and say so in the journal."""
        release = Release(self.folder / RELEASES / version)
        switch(self.folder, release)
        self.current = release
        self._append({"state": version, **asdict(entry)})
        self._forget_old()

    def _forget_unfinished(self) -> None:
        """Remove states that were finished and never became the current one."""
        number = _number(self.current.version)
        for path in (self.folder / RELEASES).glob("workspace-*"):
            if _number(path.name) > number:
                shutil.rmtree(path)

    def _forget_old(self) -> None:
        """Remove states that nobody reads any more, with what was deleted since."""
        oldest = _number(self.current.version) - _KEPT + 1
        for path in (self.folder / RELEASES).glob("workspace-*"):
            if _number(path.name) < oldest:
                shutil.rmtree(path, ignore_errors=True)

    def _complete_journal(self) -> None:
        """Say of the last write what the process that made it did not come to say."""
        path = self.folder / JOURNAL
        lines = path.read_bytes().splitlines() if path.exists() else []
        last = orjson.loads(lines[-1])["state"] if lines else None
        if last != self.current.version:
            written = self.current.manifest()["written"]
            self._append({"state": self.current.version, **dict(written)})  # type: ignore[call-overload]

    def _append(self, line: Mapping[str, object]) -> None:
        with (self.folder / JOURNAL).open("ab") as file:
            file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
            file.flush()
            os.fsync(file.fileno())


def write_manifests(state: Path, version: str, entry: Entry, sizes: Sizes) -> None:
    """Write what a state says of itself, as a release does."""
    manifest = {
        **base_field(),
        "version": version,
        "time": entry.time,
        "written": asdict(entry),
    }
    counts = {
        "quads": sum(sizes.named.values()),
        "triples": sizes.default,
        "graphs": len(sizes.named),
    }
    inside = {
        **manifest,
        "audience": AUDIENCE.value,
        "counts": counts,
        "graphs": dict(sizes.named),
    }
    write_json(state / AUDIENCE.value / MANIFEST, inside)
    write_json(state / MANIFEST, manifest)


def is_begun(folder: Path) -> bool:
    """Say whether there is a workspace in a folder."""
    return (folder / CURRENT / MANIFEST).is_file()


def begin(folder: Path, time: datetime.datetime, source: Release | None = None) -> None:
    """Begin a workspace, with nothing in it or with the partner graphs of a release.

    Raises:
        SetupError: there is one already, or something else.
    """
    if is_begun(folder) or (folder.exists() and any(folder.iterdir())):
        raise SetupError(f"{folder}: found files; expected an empty folder, or none")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(_OURS)
    action = "begin" if source is None else f"begin from {source.version}"
    entry = Entry(time.isoformat(), "", action, ())
    chance = hashlib.sha256(os.urandom(16)).hexdigest()[:8]
    version = f"workspace-0-{chance}"
    with write_release(folder, version) as state:
        inside = state / AUDIENCE.value
        inside.mkdir()
        sizes = _fill(inside / "store", source)
        write_manifests(state, version, entry, sizes)
    begun = Release(folder / RELEASES / version)
    write_copies(folder, Store.read_only(str(begun.store(AUDIENCE))))
    switch(folder, begun)


def _fill(path: Path, source: Release | None) -> Sizes:
    store = Store(str(path))
    if source is not None:
        dump = source.dumps(AUDIENCE) / "graph.nq"
        store.bulk_load(path=str(dump), format=RdfFormat.N_QUADS)
        for name in _CATALOGUES:
            if store.contains_named_graph(name):
                store.remove_graph(name)
    store.flush()
    return Sizes(*count_graphs(store))


def _number(version: str) -> int:
    return int(version.split("-")[1])


def _hold(folder: Path) -> int:
    """Keep other processes from writing, for as long as the descriptor is open."""
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise SetupError(f"{folder}: another process writes to it") from error
    return lock
