"""The last look before publishing: nothing hidden stands in the files of an audience.

Two questions, whatever chose the quads and whatever wrote them:

- Does a file hold a term that no shown quad has? The files are read back and asked.
- Does a shown text hold the name of something that only hidden graphs name? A person
  left out by their record may still stand in a quotation, a title or a caption.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain
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

Name = tuple[str, ...]
"""The words of a name, as they are compared."""


def find_leaks(
    folder: Path, hidden: Iterable[Quad], shown: Iterable[Quad]
) -> list[str]:
    """List what stands in the files of a folder, or in shown texts, and must not.

    Args:
        folder: the finished dumps of an audience.
        hidden: the quads that the audience may not see.
        shown: the quads that it may; they are read more than once, and not kept.
    """
    known = _terms(shown)
    found = [
        f"{path.name}: {value}"
        for path in sorted(folder.iterdir())
        if path.suffix in _SUFFIXES
        for value in _strange(path, known)
    ]
    return found + sorted(set(_named(set(_names(hidden)), shown)))


def _terms(quads: Iterable[Quad]) -> set[object]:
    """Collect the terms of quads; the loop runs in C."""
    return set(chain.from_iterable(quads)) - {DefaultGraph()}


def _strange(path: Path, known: set[object]) -> list[str]:
    """List the values of a file that no known term has.

    Terms that a format writes in another way are compared by their values.
    """
    strange = _terms(parse(path=str(path), format=_SUFFIXES[path.suffix])) - known
    if not strange:
        return []
    values = {value for term in known for value in _values(term)}
    return sorted({value for term in strange for value in _values(term)} - values)


def _values(term: object) -> Iterator[str]:
    yield _value(term)
    if isinstance(term, Literal):
        yield term.datatype.value


def _value(term: object) -> str:
    """Write a term so that a text is not taken for an IRI, nor one for another."""
    if isinstance(term, Literal):
        return f'"{term.value}"'
    return term.value if isinstance(term, NamedNode) else str(term)


def _named(hidden: set[Name], shown: Iterable[Quad]) -> Iterator[str]:
    """Yield the shown texts that hold a name which only hidden quads give."""
    secret = hidden - set(_names(shown)) if hidden else hidden
    longest = max((len(name) for name in secret), default=0)
    if not longest:
        return
    for quad in shown:
        if isinstance(quad.object, Literal):
            for name in _runs(_words(quad.object.value), longest):
                if name in secret:
                    yield f"the hidden name {' '.join(name)!r} in {quad.subject}"


def _names(quads: Iterable[Quad]) -> Iterator[Name]:
    for quad in quads:
        if quad.predicate in NAMES and isinstance(quad.object, Literal):
            words = _words(quad.object.value)
            if sum(map(len, words)) >= SHORT:
                yield words


def _words(text: str) -> Name:
    """Part a text into words as they are compared: accents and case aside."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(_WORD.findall(bare))


def _runs(words: Name, longest: int) -> Iterator[Name]:
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            yield words[start:end]
