"""The forms of a dump: lines in a format, written and read in parts that are joined."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from kg.rdf.namespaces import PREFIXES

_HEAD = re.compile(rb"(?:@prefix [^\n]*\n)*")


@dataclass(frozen=True, slots=True)
class Dump:
    """A kind of dump: its file, what it holds, and in which format."""

    name: str
    label: str
    merged: bool
    """Whether it holds the merged default graph, or the named graphs."""
    format: RdfFormat
    prefixes: bool

    @property
    def lines_format(self) -> RdfFormat:
        """The format of the lines that it is made of."""
        return RdfFormat.N_TRIPLES if self.merged else RdfFormat.N_QUADS

    @property
    def frame(self) -> tuple[bytes, bytes, bytes]:
        """What a file begins with, what stands between its parts, what it ends with."""
        return _frame(self)

    def part(self, lines: bytes) -> bytes:
        """Write lines as a part of a file, without what stands around it."""
        begin, _between, end = self.frame
        text = self.write(lines, self.lines_format, self.format)
        return text[len(begin) : len(text) - len(end)]

    def said(self, part: bytes) -> bytes:
        """Write what a part says as lines, in its own order."""
        begin, _between, end = self.frame
        return self.write(begin + part + end, self.format, self.lines_format)

    def write(self, text: bytes, given: RdfFormat, wanted: RdfFormat) -> bytes:
        """Write what a text in a format says in another one."""
        quads = parse(text, format=given)
        said: Iterable[Triple] | Iterable[Quad] = quads
        if self.merged:
            said = (quad.triple for quad in quads)
        named = self.prefixes and wanted == self.format
        prefixes = PREFIXES if named else None
        return serialize(said, format=wanted, prefixes=prefixes) or b""


@cache
def _frame(dump: Dump) -> tuple[bytes, bytes, bytes]:
    if dump.format == RdfFormat.JSON_LD:
        return b"[", b",", b"]"
    any_line = b"<urn:a> " * (3 if dump.merged else 4) + b".\n"
    text = dump.write(any_line, dump.lines_format, dump.format)
    head = _HEAD.match(text)
    return head[0] if head else b"", b"", b""
