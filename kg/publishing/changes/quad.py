"""The parts of a line of canonical N-Quads, told apart without parsing its terms.

Terms of a canonical line have one blank between them, and neither an IRI nor the name
of a graph has one in it.
"""

from kg.publishing.audience import Audience, catalogue_graph
from kg.rdf.namespaces import BASE
from kg.rdf.terms import PROV

_CATALOGUES = frozenset(str(catalogue_graph(it)).encode() for it in Audience)
_GENERATED = str(PROV.generatedAtTime).encode()


def subject_of(line: bytes) -> bytes:
    """Return the subject, as it is written."""
    return line[: line.index(b" ")]


def graph_of(line: bytes) -> bytes:
    """Return the name of the graph, as it is written."""
    return line.rsplit(b" ", 2)[1]


def said_of(line: bytes) -> bytes:
    """Return predicate and object, as they are written."""
    return line.rsplit(b" ", 2)[0].partition(b" ")[2]


def predicate_of(line: bytes) -> bytes:
    """Return the predicate, as it is written."""
    return line.split(b" ", 2)[1]


def object_of(line: bytes) -> bytes:
    """Return the object, as it is written."""
    return said_of(line).partition(b" ")[2]


def in_catalogue(line: bytes) -> bool:
    """Say whether a line describes the release itself: its sizes, its questions."""
    return graph_of(line) in _CATALOGUES


def incidental(line: bytes) -> bool:
    """Say whether a line changes with every release, whatever has happened."""
    return predicate_of(line) == _GENERATED or in_catalogue(line)


def iri_of(term: bytes) -> str:
    """Return the IRI that is written as a term."""
    return term.decode()[1:-1]


FEED = f"{BASE}feed/"
"""What the names of versions of things begin with."""
