"""Numbered lines: the terms of lines as numbers, in columns that are counted at once.

A term is its text in the line: nothing is parsed. Values that the engine keeps as one,
for it knows fewer datatypes than XSD, have one number.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import NamedNode

from kg.publishing.lines import parts
from kg.rdf.namespaces import BASE
from kg.rdf.terms import RDF, XSD

Numbers = NDArray[Any]
"""Whole numbers, most of them of terms."""

TYPE = str(RDF.type).encode()
SUBJECT, PREDICATE, VALUE, GRAPH = range(4)

_END = len(b" .\n")
_OURS = f"<{BASE}".encode()
_STRING, _LANGUAGE = str(XSD.string).encode(), str(RDF.langString).encode()
_KEPT_AS = {
    str(datatype).encode(): str(kept).encode()
    for datatype, kept in (
        (XSD.int, XSD.integer),
        (XSD.long, XSD.integer),
        (XSD.nonNegativeInteger, XSD.integer),
        (XSD.positiveInteger, XSD.integer),
        (XSD.dateTimeStamp, XSD.dateTime),
    )
}
"""Datatype → as which the engine keeps its values, and queries count them."""


class Terms:
    """Every term has a number, in the order in which terms are met."""

    def __init__(self) -> None:
        """Begin without terms."""
        self._numbers: defaultdict[bytes, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__

    def find(self, term: bytes) -> int:
        """Give the number of a term; -1 when it has not been met."""
        return self._numbers.get(term, -1)

    def texts(self) -> list[bytes]:
        """List all terms, each at the place of its number."""
        return list(self._numbers)

    def triples(self, lines: Iterable[bytes]) -> Numbers:
        """Number the terms of lines of triples: a row for each, of three columns."""
        return self._rows(map(triple_of, lines), 3)

    def quads(self, lines: Iterable[bytes]) -> Numbers:
        """Number the terms of lines; the name of the default graph is empty."""
        split = (parts(line) for line in lines)
        return self._rows(((*triple_of(line), name) for line, name in split), 4)

    def _rows(self, texts: Iterable[tuple[bytes, ...]], width: int) -> Numbers:
        found = map(self._numbers.__getitem__, chain.from_iterable(texts))
        return np.fromiter(found, np.int32).reshape(-1, width)


def triple_of(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Part a line of a triple into its terms, values as they are counted."""
    subject, predicate, value = line[:-_END].split(b" ", 2)
    typed = value[:1] == b'"' and value[-1:] == b">"
    return subject, predicate, _as_kept(value) if typed else value


def _as_kept(value: bytes) -> bytes:
    text, marks, datatype = value.rpartition(b"^^")
    return text + marks + _KEPT_AS.get(datatype, datatype)


def is_entity(subject: bytes) -> bool:
    """Say whether a subject is a thing of ours: one whose IRI we have minted."""
    return subject.startswith(_OURS)


def datatype_of(term: bytes) -> bytes:
    """Return the datatype of a literal; nothing for what is none.

    >>> datatype_of(b'"a"@en')
    b'<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>'
    >>> datatype_of(b"<urn:a>")
    b''
    """
    if not term.startswith(b'"'):
        return b""
    tail = term[term.rindex(b'"') + 1 :]
    if tail.startswith(b"^^"):
        return tail[2:]
    return _LANGUAGE if tail else _STRING


def iri_of(term: bytes) -> NamedNode:
    """Return the IRI that a term is."""
    return NamedNode(term[1:-1].decode())
