"""The last look before publishing: nothing hidden stands in the files of an audience.

Two questions, whatever chose the quads and whatever wrote them:

- Does a file hold a term that no shown quad has? The files are read back and asked.
- Does a shown text hold the name of something that only hidden graphs name? A person
  left out by their record may still stand in a quotation, a title or a caption.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kg.rdf.terms import HS, SKOS

NAMES = frozenset((SKOS.prefLabel, SKOS.altLabel, HS.nameInSource))
SHORT = 4
"""Names of fewer letters are too common to be told from words."""

_SUFFIXES = {
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
}
_WORD = re.compile(r"\w+")


def find_leaks(
    folder: Path, hidden: Iterable[Quad], shown: Iterable[Quad]
) -> list[str]:
    """List what stands in the files of a folder, or in shown texts, and must not.

    Args:
        folder: the finished dumps of an audience.
        hidden: the quads that the audience may not see.
        shown: the quads that it may.
    """
    shown = list(shown)
    known = {_value(term) for quad in shown for term in _terms(quad)}
    found = [
        f"{path.name}: {value}"
        for path in sorted(folder.iterdir())
        if path.suffix in _SUFFIXES
        for value in sorted(set(_values(path)) - known)
    ]
    return found + sorted(set(_named(hidden, shown)))


def _terms(quad: Quad) -> Iterator[object]:
    yield from (quad.subject, quad.predicate, quad.object)
    if not isinstance(quad.graph_name, DefaultGraph):
        yield quad.graph_name
    if isinstance(quad.object, Literal):
        yield quad.object.datatype


def _value(term: object) -> str:
    """Write a term so that a text is not taken for an IRI, nor one for another."""
    if isinstance(term, Literal):
        return f'"{term.value}"'
    return term.value if isinstance(term, NamedNode) else str(term)


def _values(path: Path) -> Iterator[str]:
    for quad in parse(path=str(path), format=_SUFFIXES[path.suffix]):
        for term in _terms(quad):
            yield _value(term)


def _named(hidden: Iterable[Quad], shown: list[Quad]) -> Iterator[str]:
    """Yield the shown texts that hold a name which only hidden quads give."""
    open_names = set(_names(shown))
    secret = {name for name in _names(hidden) if name not in open_names}
    longest = max((len(name) for name in secret), default=0)
    if not longest:
        return
    for quad in shown:
        if isinstance(quad.object, Literal):
            for name in _runs(_words(quad.object.value), longest):
                if name in secret:
                    yield f"the hidden name {' '.join(name)!r} in {quad.subject}"


def _names(quads: Iterable[Quad]) -> Iterator[tuple[str, ...]]:
    for quad in quads:
        if quad.predicate in NAMES and isinstance(quad.object, Literal):
            words = _words(quad.object.value)
            if sum(map(len, words)) >= SHORT:
                yield words


def _words(text: str) -> tuple[str, ...]:
    """Part a text into words as they are compared: accents and case aside."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(_WORD.findall(bare))


def _runs(words: tuple[str, ...], longest: int) -> Iterator[tuple[str, ...]]:
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            yield words[start:end]
