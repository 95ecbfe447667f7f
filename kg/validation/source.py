"""A source of RDF: a file or standard input, its syntax, and what it states."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import BlankNode, Quad, RdfFormat, Triple, parse

from kg.errors import InputError, Position, SyntaxFaultError, UnexpectedValueError
from kg.rdf.ontology import syntax_fault
from kg.validation.places import jsonld, rdfxml, turtle
from kg.validation.places.blanks import Said, match_blanks
from kg.validation.places.mark import Mark

SYNTAXES = {
    ".ttl": RdfFormat.TURTLE,
    ".turtle": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
}
"""The suffixes that are taken for RDF when a folder is walked."""

ATTEMPTS = 100
"""Times that a parser may go on after a fault of one file."""

DEEPEST = 100
"""Triple terms inside triple terms that a parser is given."""

TRIPLE = re.compile(rb"<<|>>")
BOM = b"\xef\xbb\xbf"
NQUAD = re.compile(
    rb"\s*(?:#[^\n]*\n\s*)*(?:<[^<>\s]*>|_:\S+)\s+<[^<>\s]*>\s+"
    rb'(?:<[^<>\s]*>|_:\S+|"(?:[^"\\\n]|\\.)*"\S*)\s+(?:<|_:)'
)
UNPLACED = {RdfFormat.RDF_XML, RdfFormat.JSON_LD}
"""Syntaxes whose parser does not go on after a fault."""

Scan = Callable[[str, str, str], Iterator[Mark]]
SCANS: dict[RdfFormat, Scan] = {
    RdfFormat.TURTLE: turtle.scan,
    RdfFormat.TRIG: turtle.scan,
    RdfFormat.N_TRIPLES: turtle.scan,
    RdfFormat.N_QUADS: turtle.scan_quads,
    RdfFormat.JSON_LD: jsonld.scan,
    RdfFormat.RDF_XML: rdfxml.scan,
}


@dataclass(slots=True)
class Source:
    """Where RDF was read, and the quads in the order they are written.

    `name` is how findings call it. Blank nodes have labels of their own, so that those
    of two sources never meet.
    """

    name: str
    syntax: RdfFormat
    base: str
    path: Path | None = None
    data: bytes = b""
    quads: list[Quad] = field(default_factory=list)
    prefixes: dict[str, str] = field(default_factory=dict)
    faults: list[InputError] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text as it is written; what is not UTF-8 shows as such."""
        data = self.data if self.path is None else self.path.read_bytes()
        return data.removeprefix(BOM).decode("utf-8", "replace")

    def scan(self) -> Iterator[Mark]:
        """Yield where the statements stand, whose blank nodes are not yet ours."""
        yield from SCANS[self.syntax](self.text, self.name, self.base)

    def marks(self, about: Callable[[Mark], bool], *, blanks: bool) -> Iterator[Mark]:
        """Yield where statements stand, with the blank nodes of the quads.

        Args:
            about: which marks are wanted.
            blanks: whether any of them is about a blank node; finding those of the
                parser takes a second look.
        """
        if not blanks:
            yield from (mark for mark in self.scan() if about(mark))
            return
        marks = list(self.scan())
        known = match_blanks(_stated(marks), _said(self.quads))
        renamed = (_renamed(mark, known) for mark in marks)
        yield from (mark for mark in renamed if about(mark))


def _stated(marks: list[Mark]) -> Iterator[Said]:
    for mark in marks:
        if mark.predicate is not None and mark.object is not None:
            yield mark.subject, mark.predicate, mark.object


def _said(quads: list[Quad]) -> Iterator[Said]:
    for quad in quads:
        if not isinstance(quad.subject, Triple) and not isinstance(quad.object, Triple):
            yield quad.subject, quad.predicate, quad.object


def _renamed(mark: Mark, known: dict[BlankNode, BlankNode]) -> Mark:
    subject, value, graph = mark.subject, mark.object, mark.graph
    if isinstance(subject, BlankNode):
        subject = known.get(subject, subject)
    if isinstance(value, BlankNode):
        value = known.get(value, value)
    return Mark(mark.position, subject, mark.predicate, value, graph)


def read_source(
    name: str, path: Path | None, data: bytes, syntax: RdfFormat | None = None
) -> Source:
    """Parse RDF; its faults are kept, with what could be read all the same.

    Args:
        name: how findings call it.
        path: the file, None for what is in none.
        data: what stands in it.
        syntax: its syntax, else the suffix tells, else how it begins.
    """
    data = data.removeprefix(BOM)
    base = "" if path is None else path.resolve().as_uri()
    if syntax is None and path is not None:
        syntax = SYNTAXES.get(path.suffix.lower())
    known = syntax or guess_syntax(data)
    kept = data if path is None else b""
    source = Source(name, known, base, path, kept)
    if _is_deep(data):
        source.faults.append(_triple_term(source, data))
    else:
        _parse(source, data)
    return source


def _parse(source: Source, data: bytes) -> None:
    relative = source.syntax not in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
    reader = parse(
        input=data,
        format=source.syntax,
        base_iri=source.base if source.base and relative else None,
        rename_blank_nodes=True,
    )
    for _attempt in range(ATTEMPTS):
        try:
            source.quads.extend(reader)
        except SyntaxError as error:
            _keep(source, _fault(source, data, error))
            if source.syntax in UNPLACED:
                break
        else:
            break
    source.prefixes = dict(reader.prefixes)
    _refuse_triple_terms(source, data)


def _keep(source: Source, fault: InputError) -> None:
    """Keep the first fault of a line: those behind it mostly follow from it."""
    lines = {it.where.line for it in source.faults if isinstance(it.where, Position)}
    if not isinstance(fault.where, Position) or fault.where.line not in lines:
        source.faults.append(fault)


def _fault(source: Source, data: bytes, error: SyntaxError) -> InputError:
    """Tell what the parser objects to; where, when it does not know itself."""
    expected = source.syntax.name
    if error.lineno is not None:
        return syntax_fault(error, source.name, expected)
    place = Position(source.name)
    if source.syntax is RdfFormat.RDF_XML:
        place = rdfxml.fault_place(data, source.name) or place
    elif b'"@context"' in data:
        place = _place(source, data, b'"@context"')
        if "LoadDocumentCallback" in error.msg:
            found, wanted = "a context that would have to be fetched", "one in the file"
            return UnexpectedValueError(place, found, wanted)
    return SyntaxFaultError(place, error.msg, expected)


def _refuse_triple_terms(source: Source, data: bytes) -> None:
    plain = [q for q in source.quads if Triple not in (type(q.subject), type(q.object))]
    if len(plain) < len(source.quads):
        source.faults.append(_triple_term(source, data))
        source.quads = plain


def _triple_term(source: Source, data: bytes) -> InputError:
    found, expected = "a triple term", "RDF 1.1: shapes cannot look into it"
    return UnexpectedValueError(_place(source, data, b"<<"), found, expected)


def _is_deep(data: bytes) -> bool:
    """Tell whether triple terms are nested so deep that a parser breaks."""
    depth = deepest = 0
    for match in TRIPLE.finditer(data):
        depth += 1 if match.group() == b"<<" else -1
        deepest = max(deepest, depth)
    return deepest > DEEPEST


def _place(source: Source, data: bytes, word: bytes) -> Position:
    """Find where a word first stands."""
    before = data[: max(data.find(word), 0)].decode("utf-8", "replace").split("\n")
    return Position(source.name, len(before), len(before[-1]) + 1)


def guess_syntax(data: bytes) -> RdfFormat:
    """Guess the syntax of RDF that has no suffix, from how it begins.

    >>> guess_syntax(b'{"@id": "urn:a"}').name
    'JSON-LD'
    >>> guess_syntax(b"<urn:a> <urn:b> <urn:c> <urn:g> .").name
    'N-Quads'
    """
    start = data.lstrip()
    if start[:1] in (b"{", b"["):
        trig = start[:1] == b"{" and not start[1:].lstrip().startswith((b'"', b"}"))
        return RdfFormat.TRIG if trig else RdfFormat.JSON_LD
    if start.startswith((b"<?xml", b"<rdf:", b"<!DOCTYPE", b"<!--")):
        return RdfFormat.RDF_XML
    return RdfFormat.N_QUADS if NQUAD.match(data) else RdfFormat.TRIG
