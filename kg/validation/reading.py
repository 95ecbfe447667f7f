"""Reading: a source of RDF is parsed into columns, and its faults are kept."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Quad, QuadParser, RdfFormat, parse

from kg.errors import InputError, Position, SyntaxFaultError, UnexpectedValueError
from kg.rdf.entities import refuse_growth
from kg.rdf.ontology import syntax_fault
from kg.store.processes.processors import may_copy
from kg.validation.columns.dictionary import Dictionary, Ids
from kg.validation.columns.quads import Quads
from kg.validation.columns.writing import Batch, write_quads
from kg.validation.places import rdfxml
from kg.validation.source import Source
from kg.validation.syntax import SYNTAXES, guess_syntax, what_else

FIRST = 2
"""Faults that are told one by one of a file in which no statement is found."""

ATTEMPTS = 100
"""Times that a parser may go on after a fault of one file."""

DEEPEST = 100
"""Triple terms inside triple terms that a parser is given."""

TRIPLE = re.compile(rb"<<|>>")

BEGINNING = 1 << 16
"""Bytes that a syntax is guessed from, and whether it is text at all."""

BLOCK = 1 << 20
LARGE = 4_000_000
"""Bytes of a file from which on it is parsed in a process of its own."""

PLAIN = {RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML}
"""Syntaxes without named graphs."""

UNPLACED = {RdfFormat.RDF_XML, RdfFormat.JSON_LD}
"""Syntaxes whose parser does not go on after a fault."""


def read_source(
    name: str,
    path: Path | None,
    data: bytes = b"",
    syntax: RdfFormat | None = None,
    dictionary: Dictionary | None = None,
) -> Source:
    """Parse RDF; its faults are kept, with what could be read all the same.

    Args:
        name: how findings call it.
        path: the file, None for what is in none.
        data: what stands in it when it is in no file.
        syntax: its syntax, else the suffix tells, else how it begins.
        dictionary: what numbers its terms; one for all sources that are to be joined.
    """
    base = "" if path is None else path.resolve().as_uri()
    if syntax is None and path is not None:
        syntax = SYNTAXES.get(path.suffix.lower())
    numbers = Dictionary() if dictionary is None else dictionary
    quads = Quads(numbers, numbers.rows(()))
    source = Source(name, RdfFormat.TRIG, base, quads, path, data)
    source.syntax = syntax or guess_syntax(_beginning(source))
    return _read(source)


def read_data(name: str, data: bytes, syntax: RdfFormat, base: str) -> Source:
    """Parse RDF that stands in no file, as `read_source` does.

    Args:
        name: how findings call it.
        data: the RDF.
        syntax: its syntax.
        base: what relative IRIs in it are relative to.
    """
    numbers = Dictionary()
    quads = Quads(numbers, numbers.rows(()))
    return _read(Source(name, syntax, base, quads, None, data))


def _beginning(source: Source) -> bytes:
    with source.open() as file:
        return file.read(BEGINNING)


def _read(source: Source) -> Source:
    if (else_ := what_else(_beginning(source))) is not None:
        source.faults.append(SyntaxFaultError(Position(source.name), *else_))
    elif _is_deep(source):
        source.faults.append(_triple_term(source))
    elif (growing := _growing_entity(source)) is not None:
        source.faults.append(growing)
    else:
        _parse(source)
    return source


def _parse(source: Source) -> None:
    source.quads = Quads(source.quads.dictionary, _rows(source))
    if not source.quads:
        _shorten(source)
    if source.quads.has_triple_terms():
        source.faults.append(_triple_term(source))
        source.quads = source.quads.without_triple_terms()


def _rows(source: Source) -> Ids:
    dictionary = source.quads.dictionary
    if source.path is not None and source.path.stat().st_size >= LARGE and may_copy():
        rows = _rows_ahead(source, dictionary)
        if rows is not None:
            return rows
    return dictionary.rows_of(_batches(source))


def _rows_ahead(source: Source, dictionary: Dictionary) -> Ids | None:
    """Number what a copy of this process parses; None when it has a fault."""
    # Few files are large, and what makes processes takes a while to import.
    from kg.validation.ahead import UnfinishedError, ahead

    try:
        with ahead(partial(_messages, source)) as messages:
            return dictionary.rows_of(_with_prefixes(source, messages))
    except UnfinishedError:
        return None


def _with_prefixes(
    source: Source, messages: Iterator[Batch | dict[str, str]]
) -> Iterator[Batch]:
    for message in messages:
        if isinstance(message, Batch):
            yield message
        else:
            source.prefixes = message


def _messages(source: Source) -> Iterator[Batch | dict[str, str]]:
    """Yield what a file says, and then its prefixes."""
    yield from _batches(source)
    if source.faults:
        raise source.faults[0]
    yield source.prefixes


def _batches(source: Source) -> Iterator[Batch]:
    relative = source.syntax not in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
    with source.open() as file:
        reader = parse(
            input=file,
            format=source.syntax,
            base_iri=source.base if source.base and relative else None,
            rename_blank_nodes=True,
        )
        for part in _parts(source, reader):
            yield from write_quads(part, plain=source.syntax in PLAIN)
        source.prefixes = dict(reader.prefixes)


def _parts(source: Source, reader: QuadParser) -> Iterator[Iterator[Quad]]:
    """Yield what a parser reads, in parts that end where there is a fault."""
    going = True

    def part() -> Iterator[Quad]:
        nonlocal going
        try:
            yield from reader
            going = False
        except SyntaxError as error:
            _keep(source, _fault(source, error))
            going = source.syntax not in UNPLACED

    for _attempt in range(ATTEMPTS):
        yield part()
        if not going:
            break


def _keep(source: Source, fault: InputError) -> None:
    """Keep the first fault of a line: those behind it mostly follow from it."""
    lines = {it.where.line for it in source.faults if isinstance(it.where, Position)}
    if not isinstance(fault.where, Position) or fault.where.line not in lines:
        source.faults.append(fault)


def _shorten(source: Source) -> None:
    """Keep the first faults of a file that states nothing: it may not be RDF at all."""
    if rest := source.faults[FIRST:]:
        found = f"no statement, and {len(rest)} more lines with faults"
        where, expected = Position(source.name), f"{source.syntax.name}; is it that?"
        source.faults[FIRST:] = [SyntaxFaultError(where, found, expected)]


def _fault(source: Source, error: SyntaxError) -> InputError:
    """Tell what the parser objects to; where, when it does not know itself."""
    expected = source.syntax.name
    if error.lineno is not None:
        return syntax_fault(error, source.name, expected)
    place = Position(source.name)
    if source.syntax is RdfFormat.RDF_XML:
        place = rdfxml.fault_place(source.content, source.name) or place
    elif b'"@context"' in source.content:
        place = _place(source, b'"@context"')
        if "LoadDocumentCallback" in error.msg:
            found, wanted = "a context that would have to be fetched", "one in the file"
            return UnexpectedValueError(place, found, wanted)
    return SyntaxFaultError(place, error.msg, expected)


def _triple_term(source: Source) -> InputError:
    found, expected = "a triple term", "RDF 1.1: shapes cannot look into it"
    return UnexpectedValueError(_place(source, b"<<"), found, expected)


def _is_deep(source: Source) -> bool:
    """Tell whether triple terms are nested so deep that a parser breaks."""
    depth = deepest = 0
    with source.open() as file:
        blocks = (block for block in _blocks(file) if depth > 0 or b"<<" in block)
        for match in (m for block in blocks for m in TRIPLE.finditer(block)):
            depth += 1 if match.group() == b"<<" else -1
            deepest = max(deepest, depth)
    return deepest > DEEPEST


def _growing_entity(source: Source) -> InputError | None:
    if source.syntax is not RdfFormat.RDF_XML:
        return None
    try:
        with source.open() as file:
            refuse_growth(file, source.name)
    except UnexpectedValueError as error:
        return error
    return None


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file in blocks that do not part two brackets."""
    while block := file.read(BLOCK):
        while block[-1:] in (b"<", b">") and (more := file.read(1)):
            block += more
        yield block


def _place(source: Source, word: bytes) -> Position:
    """Find where a word first stands."""
    data = source.content
    before = data[: max(data.find(word), 0)].decode("utf-8", "replace").split("\n")
    return Position(source.name, len(before), len(before[-1]) + 1)
