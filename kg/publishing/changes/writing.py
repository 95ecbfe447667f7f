"""Writing the changes of a release, beside its dumps, as the last step of its build."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import orjson

from kg.errors import SetupError
from kg.publishing.changes.cutting import cut, listed
from kg.publishing.changes.delta import applied, delta_lines, digest_of
from kg.publishing.changes.entities import (
    Change,
    Entity,
    changed_lines,
    entities,
    heirs_of,
)
from kg.publishing.changes.gone import Register, register
from kg.publishing.changes.lines import Kind, Lines, Run, differences, opened
from kg.publishing.changes.members import Edition, pages
from kg.publishing.changes.packing import pack, unpacked
from kg.publishing.changes.record import (
    ADDED,
    BEGINNING,
    DELTA,
    DUMP,
    FOLDER,
    KEY,
    PIECES,
    REMOVED,
    TABLE,
    File,
    Previous,
    Record,
    page_name,
    read_record,
)
from kg.publishing.changes.table import Table
from kg.publishing.manifest import write_json
from kg.publishing.release import MANIFEST

_BLOCK = 1 << 18


@dataclass(frozen=True, slots=True)
class _Dumps:
    """The dump of a release and that of the one before, which may be empty."""

    old: Lines
    new: Lines

    def runs(self) -> Iterator[Run]:
        return differences(self.old, self.new)

    def entities(self) -> Iterator[Entity]:
        if not self.old.size:
            return entities(self.new, self.old, self.new, {})
        changed = changed_lines(self.runs(), self.old, self.new)
        return entities(changed, self.old, self.new, self._heirs())

    def _heirs(self) -> dict[bytes, bytes]:
        """Tell what stands for what is gone, by what the new dump says."""
        new = (run for run in self.runs() if run.kind is Kind.NEW)
        return heirs_of(changed_lines(new, self.old, self.new))


def write_changes(folder: Path, previous: Path | None) -> Record:
    """Write what changed for an audience, and record it in its manifest.

    Args:
        folder: the audience's folder of an unfinished release, all else written.
        previous: that of the same audience in the release before; None for the first.

    Raises:
        SetupError: the delta does not lead from the one dump to the other.
    """
    manifest = orjson.loads((folder / MANIFEST).read_bytes())
    edition = Edition(manifest["version"], manifest["time"])
    to = folder / FOLDER
    to.mkdir()
    before = None if previous is None else previous / "dumps" / DUMP
    new = folder / "dumps" / DUMP
    link = _previous(previous)
    with (
        opened(before) as old,
        opened(new) as now,
        register(previous, link.version if link else "") as gone,
    ):
        counts = _write_all(to, _Dumps(old, now), edition, gone)
        gone.note_beside(old, now)
        gone.write(folder)
    digest = manifest["files"][DUMP]
    if before is not None and (to / DELTA).is_file():
        _require_way(to / DELTA, before, digest)
    record = Record(
        **{name: manifest[name] for name in ("version", "time", "audience")},
        previous=link,
        dump=File(digest, new.stat().st_size),
        files={path.name: _file(path) for path in sorted(to.iterdir())},
        counts=counts,
    )
    write_json(folder / MANIFEST, {**manifest, KEY: record.members()})
    return record


def _write_all(
    to: Path, dumps: _Dumps, edition: Edition, gone: Register
) -> dict[str, int]:
    """Write the files of changes; return how much of each kind there is."""
    counts: Counter[str] = Counter()
    if dumps.old.size:
        runs = _counted(dumps.runs(), counts)
        pack(to / DELTA, delta_lines(runs, dumps.new))
    else:
        counts[ADDED] = dumps.new.count()  # the dump itself says it all
    with (to / TABLE).open("wb") as table:
        found = _noted(dumps.entities(), gone)
        told = _told(found, Table(edition), table, counts)
        for number, page in enumerate(pages(told, edition), 1):
            pack(to / page_name(number), [page])
    (to / PIECES).write_bytes(_listed(dumps.new))
    return {name: counts[name] for name in (*map(str, Change), ADDED, REMOVED)}


def _listed(lines: Lines) -> bytes:
    """List the pieces of a dump."""
    places = range(0, lines.size, _BLOCK)
    pieces = cut(lines.content[it : it + _BLOCK] for it in places)
    return listed(hashlib.sha256(it).hexdigest() for it in pieces)


def _counted(runs: Iterable[Run], counts: Counter[str]) -> Iterator[Run]:
    """Pass differences on, counting the lines that are new and gone."""
    for run in runs:
        if run.kind is not Kind.SAME:
            counts[ADDED if run.kind is Kind.NEW else REMOVED] += 1
        yield run


def _noted(found: Iterable[Entity], gone: Register) -> Iterator[Entity]:
    """Pass things on, noting which are gone."""
    for entity in found:
        gone.note(entity)
        yield entity


def _told(
    found: Iterable[Entity], table: Table, output: IO[bytes], counts: Counter[str]
) -> Iterator[Entity]:
    """Pass things on, counting each and writing its line of the table."""
    output.write(table.head())
    for entity in found:
        counts[entity.change] += 1
        output.write(table.line(entity))
        yield entity


def _require_way(delta: Path, before: Path, digest: str) -> None:
    with unpacked(delta) as lines, before.open("rb") as old:
        made = digest_of(applied(lines, old))
    if made != digest:
        raise SetupError(f"{delta}: leads to {made}, not to the dump {digest}")


def _previous(folder: Path | None) -> Previous | None:
    """Say what the release before was, which may be older than this record."""
    if folder is None:
        return None
    record = read_record(folder)
    manifest = orjson.loads((folder / MANIFEST).read_bytes())
    chain = BEGINNING if record is None else record.chain
    return Previous(manifest["version"], manifest["files"][DUMP], chain)


def _file(path: Path) -> File:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return File(digest, path.stat().st_size)
