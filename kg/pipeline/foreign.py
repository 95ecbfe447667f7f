"""RDF of others as bulk sources: the files of a folder, read and mapped."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from kg.errors import Position, UnexpectedValueError
from kg.importers.record import read_record
from kg.mapping.bulk import Mapped
from kg.mapping.codes import Codes
from kg.mapping.foreign.alignment import Alignment, read_alignment
from kg.mapping.foreign.source import ForeignSource
from kg.mapping.names import Names
from kg.mapping.provenance import SourceGraphs
from kg.mapping.scope import SourceScope
from kg.model.account import Account
from kg.model.faults import Faults
from kg.model.records.rdf import ForeignRdf, RdfFile
from kg.model.records.source import Source
from kg.model.text import SourceText
from kg.rdf.formats import by_name
from kg.rdf.statement import Statement
from kg.validation.reading import read_source

RDF = "rdf.yml"
ALIGNMENTS = "alignments"


@dataclass(frozen=True, slots=True)
class _Folder:
    """A source's folder, and how it is called in positions."""

    path: Path
    name: str

    def called(self, file: str) -> str:
        return f"{self.name}/{file}"


def map_rdf(folder: Path, name: str, names: Names, codes: Codes) -> Mapped:
    """Map the RDF of a folder by its `rdf.yml`.

    Raises:
        InputErrors: files that are missing, have changed, are not the RDF that they are
            said to be, or are not told of; alignments to what is not ours.
    """
    at = _Folder(folder, name)
    source = read_record(folder / "source.yml", at.called("source.yml"), Source)
    declared = read_record(folder / RDF, at.called(RDF), ForeignRdf)
    sha256 = _checked(at, source, declared)
    document = names.things[source.key]
    scope = SourceScope(
        names,
        codes,
        SourceGraphs.of(document.iri, source).facts,
        document,
        source.revision,
        SourceText(""),
        source.language,
    )
    alignment = _alignment(at, declared, codes)
    account = Account()
    foreign = ForeignSource(scope, source, declared, alignment, sha256, account)
    return Mapped(foreign.statements(_statements(at, declared)), account)


def _checked(at: _Folder, source: Source, declared: ForeignRdf) -> str:
    """Return the hash of all files, once each is what `rdf.yml` says."""
    faults = Faults()
    known = {item.file for item in declared.files}
    known |= {item.file for item in declared.unread}
    for path in sorted(it for it in (at.path / "raw").rglob("*") if it.is_file()):
        file = path.relative_to(at.path).as_posix()
        if file not in known:
            expected = f"one told of in {RDF}: under 'files', or 'unread' with a reason"
            where = Position(at.called(file))
            faults.add(UnexpectedValueError(where, "a file nobody reads", expected))
    for item in declared.files:
        faults.catch(lambda it=item: _check(at, it))  # type: ignore[misc]
    faults.raise_any()
    whole = _whole(declared)
    if source.sha256 != whole:
        expected = f"{whole}, which follows from the hashes in {RDF}"
        raise UnexpectedValueError(source.at("sha256"), source.sha256, expected)
    return whole


def _whole(declared: ForeignRdf) -> str:
    """Hash the hashes of several files as `sha256sum` lists them."""
    if len(declared.files) == 1:
        return declared.files[0].sha256
    lines = (f"{item.sha256}  {item.file}\n" for item in declared.files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _check(at: _Folder, item: RdfFile) -> None:
    path = (at.path / item.file).resolve()
    if not path.is_relative_to(at.path.resolve()) or not path.is_file():
        expected = "a file below this folder"
        raise UnexpectedValueError(item.at("file"), repr(item.file), expected)
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != item.sha256:
        expected = f"{found}: a changed file is a new revision"
        raise UnexpectedValueError(item.at("sha256"), item.sha256, expected)


def _alignment(at: _Folder, declared: ForeignRdf, codes: Codes) -> Alignment:
    statements: list[Statement] = []
    for index, file in enumerate(declared.alignments):
        path = at.path / file
        if path.parent != at.path / ALIGNMENTS or not path.is_file():
            expected = f"a file in {ALIGNMENTS}/ of this folder"
            raise UnexpectedValueError(
                declared.at("alignments", index), repr(file), expected
            )
        statements += _read(path, at.called(file), RdfFormat.TURTLE, None)
    return read_alignment(statements, codes)


def _statements(at: _Folder, declared: ForeignRdf) -> Iterator[Statement]:
    """Yield what all files state (raises as `_read`)."""
    for item in declared.files:
        syntax = None if item.syntax is None else by_name(item.syntax)
        path, name = at.path / item.file, at.called(item.file)
        known = None if syntax is None else syntax.rdf
        yield from _read(path, name, known, item.base)


def _read(
    path: Path, name: str, syntax: RdfFormat | None, base: str | None
) -> Iterator[Statement]:
    """Yield what a file states, each at its place as far as it can be told.

    Raises:
        InputError: the first thing that is wrong with the file.
    """
    source = read_source(name, path, syntax=syntax)
    if source.faults:
        raise source.faults[0]  # what follows is most often read wrongly because of it
    places: dict[object, Position] = {}
    for mark in source.every_mark():
        places.setdefault((mark.subject, mark.predicate, mark.object), mark.position)
        places.setdefault(mark.subject, mark.position)
    quads = source.quads if base is None else _based(path, source.syntax, base)
    start = Position(name)
    for quad in quads:
        triple = (quad.subject, quad.predicate, quad.object)
        at = places.get(triple) or places.get(quad.subject, start)
        yield Statement(quad, at)


def _based(path: Path, syntax: RdfFormat, base: str) -> Iterator[Quad]:
    return parse(path=str(path), format=syntax, base_iri=base, rename_blank_nodes=True)
