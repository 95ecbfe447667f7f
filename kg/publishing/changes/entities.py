"""The things that are new, changed or gone in a release.

A thing is whatever is said something of: a subject. What describes the release itself
(its catalogue, the time it was made) is not counted as a change of anything.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from kg.publishing.changes.lines import Kind, Lines, Run
from kg.publishing.changes.quad import (
    in_catalogue,
    incidental,
    iri_of,
    object_of,
    predicate_of,
    subject_of,
)
from kg.rdf.terms import DCT

_REPLACES = str(DCT.replaces).encode()
_REPLACED_BY = str(DCT.isReplacedBy).encode()


class Change(StrEnum):
    """What happened to a thing, in the words of ActivityStreams."""

    CREATE = "Create"
    UPDATE = "Update"
    DELETE = "Delete"


class Reason(StrEnum):
    """Why a thing is gone, in classes that tell nothing about it."""

    REMOVED = "removed"
    """It is published no more; nobody is told why."""
    MERGED = "merged"
    """Another thing stands for both, as one of them says."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that changed: its IRI as it is written, and what is said of it now.

    `heir` is what stands for a thing that is gone, if anything does.
    """

    subject: bytes
    change: Change
    lines: tuple[bytes, ...] = ()
    heir: bytes | None = None

    @property
    def iri(self) -> str:
        """The IRI of the thing."""
        return iri_of(self.subject)


def changed_lines(runs: Iterable[Run], old: Lines, new: Lines) -> Iterator[bytes]:
    """Yield the lines that are gone or new."""
    for run in runs:
        lines = old if run.kind is Kind.GONE else new
        if run.kind is not Kind.SAME:
            yield lines.content[run.start : run.start + run.size]


def entities(
    changed: Iterable[bytes], old: Lines, new: Lines, heirs: Mapping[bytes, bytes]
) -> Iterator[Entity]:
    """Yield the things that changed, from the lines that did, in the order of names.

    A thing that says what replaces it is gone, whatever else is still said of it.
    """
    if not old.size:
        yield from _all(changed)
        return
    last = b""
    for line in changed:
        subject = subject_of(line)
        if subject == last or incidental(line) or not subject.startswith(b"<"):
            continue
        last = subject
        now = _said(new, subject)
        heir = next(map(object_of, filter(_names_heir, now)), heirs.get(subject))
        if not now or any(map(_names_heir, now)):
            yield Entity(subject, Change.DELETE, heir=heir)
        elif _said(old, subject):
            yield Entity(subject, Change.UPDATE, now)
        else:
            yield Entity(subject, Change.CREATE, now)


def _all(lines: Iterable[bytes]) -> Iterator[Entity]:
    """Yield the things of a first release, whose lines need not be looked for."""
    for subject, found in groupby(lines, key=subject_of):
        now = tuple(line for line in found if not in_catalogue(line))
        if not subject.startswith(b"<") or all(map(incidental, now)):
            continue
        heir = next(map(object_of, filter(_names_heir, now)), None)
        if heir is None:
            yield Entity(subject, Change.CREATE, now)
        else:
            yield Entity(subject, Change.DELETE, heir=heir)


def _names_heir(line: bytes) -> bool:
    return predicate_of(line) == _REPLACED_BY


def _said(lines: Lines, subject: bytes) -> tuple[bytes, ...]:
    found = lines.of(subject + b" ")
    return tuple(line for line in found if not in_catalogue(line))


def heirs_of(changed: Iterable[bytes]) -> dict[bytes, bytes]:
    """Read from lines which thing replaces which: the one that is gone → the other."""
    return {
        object_of(line): subject_of(line)
        for line in changed
        if predicate_of(line) == _REPLACES
    }
