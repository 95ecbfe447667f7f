"""What is gone: whatever a former release had at an address, and this one has no more.

A line for each, in order: the hash of its IRI, the release that had it last, the class
of the reason, and what stands for it, if anything does. An IRI can be a name, so none
that is gone is repeated: who has it can ask, and nobody can list what was withdrawn.
Releases have a line as soon as another follows, whether they are kept or not.
"""

import hashlib
import heapq
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kg.publishing.changes.entities import Change, Entity, Reason
from kg.publishing.changes.lines import Lines, opened
from kg.publishing.changes.quad import iri_of, object_of, subject_of
from kg.publishing.lines import write_lines
from kg.rdf.namespaces import BASE, COMMON, ONTOLOGY, VOCAB
from kg.rdf.terms import OWL

FILE = "gone.tsv"

_ADDRESSED = tuple(f"<{it}".encode() for it in (f"{BASE}id/", f"{BASE}graph/", VOCAB))
_QUERIES = f"<{BASE}queries/".encode()
_VERSIONED = f"<{ONTOLOGY.removesuffix('#')}> {OWL.versionInfo} ".encode()
_HASH = 24


@dataclass(frozen=True, slots=True)
class Gone:
    """A thing that is gone.

    Attributes:
        last: the version of the release that had it last.
        reason: the class of the reason.
        heir: the IRI of what stands for it, "" for nothing.
    """

    last: str
    reason: Reason
    heir: str


def find_gone(edition: Path, iri: str) -> Gone | None:
    """Say what became of what an edition has no more; None: none ever had it."""
    with _known(edition) as lines:
        for line in lines.of(_name(iri)):
            _hash, last, reason, heir = line.decode().rstrip("\n").split("\t")
            return Gone(last, Reason(reason), heir)
    return None


def release_iri(version: str) -> str:
    """Return what stands for a release in the register."""
    return f"{BASE}dataset/{version}"


def query_iri(name: str) -> str:
    """Return the IRI of a question of the library."""
    return f"{BASE}queries/{name}"


def ontology_iri(version: str) -> str:
    """Return the IRI of a version of the ontology."""
    return f"{COMMON}ontology/{version}"


@dataclass(frozen=True, slots=True)
class Register:
    """What is gone by a release: what was before it, and what it takes away.

    Attributes:
        known: what was gone by the release before.
        last: the version of that.
    """

    known: Lines
    last: str
    _added: dict[bytes, bytes] = field(default_factory=dict)
    _back: set[bytes] = field(default_factory=set)

    def note(self, entity: Entity) -> None:
        """Note what happened to a thing, a graph or a term."""
        if not entity.subject.startswith(_ADDRESSED):
            return
        if entity.change is Change.DELETE:
            self._lose(entity.iri, entity.heir)
        else:
            self._find(entity.iri)

    def note_beside(self, old: Lines, new: Lines) -> None:
        """Note what else has an address: questions, the ontology, the release before.

        Args:
            old: the lines of the dump before.
            new: those of the dump now.
        """
        before, now = set(_beside(old)), set(_beside(new))
        for iri in before - now:
            self._lose(iri, None)
        for iri in now:
            self._find(iri)
        self._lose(release_iri(self.last), None)

    def _lose(self, iri: str, heir: bytes | None) -> None:
        if self.last:
            name = _name(iri)
            self._added[name] = b"%b%b\n" % (name, self._said(heir).encode())

    def _find(self, iri: str) -> None:
        name = _name(iri)
        if next(self.known.of(name), None) is not None:
            self._back.add(name)

    def _said(self, heir: bytes | None) -> str:
        if heir is None:
            return f"{self.last}\t{Reason.REMOVED}\t"
        return f"{self.last}\t{Reason.MERGED}\t{iri_of(heir)}"

    def write(self, folder: Path) -> None:
        """Write all that is gone to an edition's folder."""
        kept = (line for line in self.known if not self._knows_better(line))
        path = folder / FILE
        path.unlink(missing_ok=True)
        write_lines(heapq.merge(kept, sorted(self._added.values())), path)

    def _knows_better(self, line: bytes) -> bool:
        name = line[: _HASH + 1]
        return name in self._added or name in self._back


@contextmanager
def register(previous: Path | None, last: str) -> Iterator[Register]:
    """Offer the register of a release that follows another, or none.

    Args:
        previous: the edition that it follows, None for the first.
        last: the version of that.
    """
    if previous is None:
        yield Register(Lines(b""), "")
    else:
        with _known(previous) as known:
            yield Register(known, last)


@contextmanager
def _known(edition: Path) -> Iterator[Lines]:
    path = edition / FILE
    with opened(path if path.is_file() else None) as lines:
        yield lines


def _beside(lines: Lines) -> Iterator[str]:
    """Yield the IRIs of questions, which catalogues have, and of the ontology."""
    yield from (iri_of(subject_of(line)) for line in lines.of(_QUERIES))
    for line in lines.of(_VERSIONED):
        yield ontology_iri(object_of(line).decode().strip('"'))


def _name(iri: str) -> bytes:
    """Return what the line of a thing begins with."""
    return hashlib.sha256(iri.encode()).hexdigest()[:_HASH].encode() + b"\t"
