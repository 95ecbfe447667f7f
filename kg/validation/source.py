"""A source of RDF: a file or standard input, its syntax, and what it states."""

from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import BlankNode, Quad, RdfFormat, Triple

from kg.errors import InputError
from kg.validation.columns.quads import Quads
from kg.validation.index import Node
from kg.validation.places.blanks import Said, match_blanks
from kg.validation.places.mark import Mark
from kg.validation.places.segments import Wanted
from kg.validation.syntax import SCANS

BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Source:
    """Where RDF was read, and the quads in the order they are written.

    `name` is how findings call it; `data` is what stands in it when it is in no file.
    Blank nodes have labels of their own, so that those of two sources never meet.
    """

    name: str
    syntax: RdfFormat
    base: str
    quads: Quads
    path: Path | None = None
    data: bytes = b""
    prefixes: dict[str, str] = field(default_factory=dict)
    faults: list[InputError] = field(default_factory=list)

    @property
    def content(self) -> bytes:
        """What stands in it, without a byte order mark."""
        data = self.data if self.path is None else self.path.read_bytes()
        return data.removeprefix(BOM)

    @property
    def text(self) -> str:
        """The text as it is written; what is not UTF-8 shows as such."""
        return self.content.decode("utf-8", "replace")

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open it where its text begins."""
        opened = BytesIO(self.data) if self.path is None else self.path.open("rb")
        with opened as file:
            if file.read(len(BOM)) != BOM:
                file.seek(0)
            yield file

    def scan(self, wanted: Wanted | None = None) -> Iterator[Mark]:
        """Yield where statements stand, whose blank nodes are not yet ours.

        Args:
            wanted: what marks are looked for; others may be left out.
        """
        yield from SCANS[self.syntax](self.text, self.name, self.base, wanted)

    def marks(self, nodes: Set[Node]) -> Iterator[Mark]:
        """Yield where something is said of nodes, which are those of the quads."""
        for mark in self._named(nodes):
            if not nodes.isdisjoint((mark.subject, mark.object, mark.graph)):
                yield mark

    def _named(self, nodes: Set[Node]) -> Iterator[Mark]:
        """Yield marks, with the blank nodes of the quads if one is wanted.

        Which those are takes a second look.
        """
        blanks = any(isinstance(node, BlankNode) for node in nodes)
        marks = self.scan(Wanted(frozenset(nodes)))
        return self._renamed(marks) if blanks else marks

    def every_mark(self) -> Iterator[Mark]:
        """Yield where every statement stands, with the blank nodes of the quads."""
        return self._renamed(self.scan())

    def _renamed(self, marks: Iterable[Mark]) -> Iterator[Mark]:
        listed = list(marks)
        known = match_blanks(_stated(listed), _said(self.quads.blank()))
        return (_renamed(mark, known) for mark in listed)


def _stated(marks: list[Mark]) -> Iterator[Said]:
    for mark in marks:
        if mark.predicate is not None and mark.object is not None:
            yield mark.subject, mark.predicate, mark.object


def _said(quads: Iterable[Quad]) -> Iterator[Said]:
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
