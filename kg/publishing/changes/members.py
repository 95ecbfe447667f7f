"""Members of the event stream: what changed, as versions of things, in pages.

A version is named by its release and by the hash of the thing's IRI. It has what is
said of the thing in any graph; that of a thing that is gone has the class of the reason
and nothing else. Pages are N-Triples, each with whole members, and never rewritten.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.publishing.changes.entities import Change, Entity
from kg.publishing.changes.quad import FEED, said_of
from kg.rdf.stream import DEPRECATED, STATUS, WITHDRAWN, activity
from kg.rdf.terms import DCT, RDF, XSD

PAGE_BYTES = 1 << 18
"""A page is closed when it has so many bytes."""

LAST = Literal("last of its release")
"""The `dct:type` of the member that closes a release."""

_HASH = 24


@dataclass(frozen=True, slots=True)
class Edition:
    """The release that members are of: its version and its time, as RFC 3339 has it."""

    version: str
    time: str

    @property
    def iri(self) -> NamedNode:
        """The transaction: all that changed in the release."""
        return NamedNode(f"{FEED}{self.version}")


def member_iri(edition: Edition, entity: str) -> NamedNode:
    """Name the version of a thing that a release has, or its absence."""
    name = hashlib.sha256(entity.encode()).hexdigest()[:_HASH]
    return NamedNode(f"{edition.iri.value}#{name}")


def pages(found: Iterable[Entity], edition: Edition) -> Iterator[bytes]:
    """Yield pages of members, in the order of the things; the last one closes all."""
    lines: list[bytes] = []
    size, last = 0, None
    for entity in found:
        if size >= PAGE_BYTES:
            yield b"".join(lines)
            lines, size = [], 0
        last = member_iri(edition, entity.iri)
        added = list(_member(last, entity, edition))
        lines += added
        size += sum(map(len, added))
    if last is not None:
        lines.append(_line(last, DCT.type, LAST))
        yield b"".join(lines)


def _member(name: NamedNode, entity: Entity, edition: Edition) -> Iterator[bytes]:
    time = Literal(edition.time, datatype=XSD.dateTime)
    yield _line(name, RDF.type, activity(entity.change))
    yield _line(name, DCT.isVersionOf, NamedNode(entity.iri))
    yield _line(name, DCT.created, time)
    yield _line(name, DCT.isPartOf, edition.iri)
    if entity.change is Change.DELETE:
        yield from _absence(name, entity.heir)
    subject, said = str(name).encode(), b""
    for line in entity.lines:
        before, said = said, said_of(line)
        if said != before:  # several graphs may say the same
            yield b"%b %b .\n" % (subject, said)


def _absence(name: NamedNode, by: bytes | None) -> Iterator[bytes]:
    if by is None:
        yield _line(name, STATUS, WITHDRAWN)
        return
    yield _line(name, STATUS, DEPRECATED)
    yield b"%b %b %b .\n" % (str(name).encode(), str(DCT.isReplacedBy).encode(), by)


def _line(subject: NamedNode, predicate: NamedNode, value: object) -> bytes:
    return f"{subject} {predicate} {value} .\n".encode()
