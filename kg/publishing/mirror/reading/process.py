"""The process that reads: `python -m kg.publishing.mirror.reading.process DUTY`.

Parsers recurse and are native code: what strangers publish is read here, without
network and without files to write. A process that a document ends is replaced.
"""

import gzip
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

import orjson
import zstandard
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.errors import UnexpectedValueError
from kg.publishing.mirror.reading.catalogue import datasets_of, next_page
from kg.publishing.mirror.reading.description import (
    MEMBER,
    describe,
    is_immutable,
    sort_of,
)
from kg.publishing.mirror.reading.members import Members
from kg.publishing.mirror.reading.page import Page, Sort, Stream
from kg.publishing.mirror.reading.relations import relations_of
from kg.publishing.mirror.reading.said import Said
from kg.rdf.entities import Entities
from kg.rdf.formats import RDF_XML, by_name
from kg.rdf.ontology import syntax_fault
from kg.store.processes.attendance import Work, attend
from kg.store.processes.duty import Duty
from kg.store.processes.job import Fields, read_job
from kg.store.processes.sandbox import confine

PROGRAM = "kg.publishing.mirror.reading.process"

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_REMOTE = "LoadDocumentCallback"


def read(job: bytes, output: IO[bytes]) -> None:
    """Read a document, as what it is, or a file as quads.

    Raises:
        UnexpectedValueError: it is not in its format, or nothing that is read here.
    """
    fields, content = read_job(job)
    if fields["task"] == "quads":
        _write_quads(fields, output)
        return
    if _is_xml(fields):
        Entities(fields["base"] or "").look(content)
    quads = _quads(content, fields)
    said = Said(quads)
    output.write(orjson.dumps(_found(said, fields)))


def _found(said: Said, fields: Fields) -> dict[str, Any]:
    """Say what a document is, and what is in it."""
    page, known = fields["base"] or "", fields["stream"]
    sort = Sort.STREAM if known else sort_of(said, page)
    if sort is Sort.CATALOGUE:
        datasets = datasets_of(said)
        return {"sort": sort, "datasets": datasets, "next": next_page(said)}
    if sort is Sort.DUMP:
        return {"sort": sort}
    stream = Stream.read(orjson.loads(known)) if known else describe(said, page)
    one = fields["member"]
    names = frozenset({NamedNode(one)}) if one else _members(said, stream)
    return {"sort": sort, "page": _page(said, page, Members(said, stream, names))}


def _page(said: Said, page: str, members: Members) -> Page:
    return Page(
        stream=members.stream,
        immutable=is_immutable(said, page),
        relations=relations_of(said, page, members.stream),
        members=tuple(members.here()),
        elsewhere=tuple(members.elsewhere()),
    )


def _members(said: Said, stream: Stream) -> frozenset[NamedNode]:
    """List the members of the stream that are in a document.

    Raises:
        UnexpectedValueError: one has no IRI.
    """
    subjects = [NamedNode(stream.iri)] if stream.iri else said.subjects(MEMBER)
    found = [it for one in subjects for it in said.values(one, MEMBER)]
    for it in found:
        if not isinstance(it, NamedNode):
            raise UnexpectedValueError(stream.iri, f"the member {it}", "an IRI")
    return frozenset(it for it in found if isinstance(it, NamedNode))


def _quads(content: bytes | IO[bytes], fields: Fields) -> Iterator[Quad]:
    """Parse RDF, whose IRIs are relative to where it was found."""
    base = fields["base"] or ""
    written = by_name(fields["format"] or "")
    if written is None:
        raise ValueError(fields["format"])
    lined = written.rdf in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
    try:
        for quad in parse(content, written.rdf, base_iri=None if lined else base):
            if isinstance(quad.object, Triple) or isinstance(quad.subject, Triple):
                raise UnexpectedValueError(base, "a triple term", "RDF 1.1")
            yield quad
    except SyntaxError as error:
        if _REMOTE in error.msg:
            found = "a JSON-LD context that would have to be fetched"
            raise UnexpectedValueError(base, found, "one in the document") from error
        fault = syntax_fault(error, base, written.label)
        raise UnexpectedValueError(str(fault.where), fault.found, fault.expected) from (
            error
        )


def _write_quads(fields: Fields, output: IO[bytes]) -> None:
    """Write a file as N-Quads, blank nodes numbered in the order they come."""
    with Path(fields["path"] or "").open("rb") as file:
        content = _Counted(_unpacked(file), int(fields["most"] or 0), fields)
        quads = _numbered(_quads(cast(IO[bytes], content), fields))
        serialize(quads, output, RdfFormat.N_QUADS)


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    """Unpack what begins as something packed."""
    beginning = file.read(len(_ZSTD))
    file.seek(0)
    if beginning.startswith(_GZIP):
        return cast(IO[bytes], gzip.GzipFile(fileobj=file))
    if beginning == _ZSTD:
        unpacker = zstandard.ZstdDecompressor()
        return cast(IO[bytes], unpacker.stream_reader(file, read_across_frames=True))
    return file


class _Counted:
    """A file that ends in an error when it has more than some bytes."""

    def __init__(self, file: IO[bytes], most: int, fields: Fields) -> None:
        self._file = file
        self._left = most
        self._fields = fields
        self._entities = Entities(fields["base"] or "") if _is_xml(fields) else None

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        where = self._fields["base"] or ""
        try:
            content = self._file.read(size)
        except (OSError, EOFError, zlib.error, zstandard.ZstdError) as error:
            raise UnexpectedValueError(where, str(error), "a packed file") from error
        self._left -= len(content)
        if self._left < 0:
            found = f"more than {self._fields['most']} bytes unpacked"
            raise UnexpectedValueError(where, found, "no more")
        if self._entities is not None:
            self._entities.look(content)
        return content


def _is_xml(fields: Fields) -> bool:
    return fields["format"] == RDF_XML.name


def _numbered(quads: Iterator[Quad]) -> Iterator[Quad]:
    names: dict[BlankNode, BlankNode] = {}

    def name(term: Any) -> Any:  # noqa: ANN401 - any term
        if not isinstance(term, BlankNode):
            return term
        return names.setdefault(term, BlankNode(f"b{len(names)}"))

    for quad in quads:
        terms = (quad.subject, quad.object, quad.graph_name)
        if any(isinstance(it, BlankNode) for it in terms):
            subject, object_, graph = map(name, terms)
            yield Quad(subject, quad.predicate, object_, graph)
        else:
            yield quad


def _prepare(duty: Duty) -> tuple[Work, bool]:
    return read, confine(duty.memory_mb, duty.cpu_seconds, duty.sandbox)


if __name__ == "__main__":
    attend(sys.argv[1], _prepare)
