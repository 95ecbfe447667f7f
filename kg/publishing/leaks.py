"""The last look before publishing: nothing hidden stands in the files of an audience.

Two questions, whatever chose the quads and whatever wrote them:

- Does a file hold a term that no shown quad has? The files are read back and asked. One
  that was found to say what its dump of lines says need not be (`pieces.is_proven`).
- Does a shown text hold the name of something that only hidden graphs name? A person
  left out by their record may still stand in a quotation, a title or a caption.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from kg.publishing.lines import parts
from kg.rdf.terms import HS, SKOS

NAMES = frozenset((SKOS.prefLabel, SKOS.altLabel, HS.nameInSource))
_AT_ONCE = 20_000
SHORT = 4
"""Names of fewer letters are too common to be told from words."""

_SUFFIXES = {
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
}
_LINES = (".nq", ".nt")

_WORD = re.compile(r"\w+")

Name = tuple[str, ...]
"""The words of a name, as they are compared."""


def find_leaks(
    folder: Path,
    hidden: Iterable[Quad],
    shown: Iterable[bytes],
    proven: Collection[str] = (),
    naming: Iterable[bytes] | None = None,
) -> list[str]:
    """List what stands in the files of a folder, or in shown texts, and must not.

    Args:
        folder: the finished dumps of an audience.
        hidden: the quads that the audience may not see.
        shown: the lines that it may; they are read more than once, and not kept.
        proven: the files that were read back, and say what a dump of lines says.
        naming: the shown lines that name something, and perhaps others; all of them
            when nothing is said.
    """
    found = [
        f"{path.name}: {value}"
        for path in sorted(folder.iterdir())
        if path.suffix in _SUFFIXES
        and path.name not in proven
        and not _is_shown(path, shown)
        for value in _strange(path, shown)
    ]
    secret = set(_names(hidden))
    if secret:
        secret -= set(_names(_quads(shown if naming is None else naming)))
    return found + sorted(set(_named(secret, shown)))


def _is_shown(path: Path, shown: Iterable[bytes]) -> bool:
    """Tell whether all lines of a dump of lines are surely shown.

    They are in order: each is looked for after the one before.
    """
    if path.suffix not in _LINES:
        return False
    triples = (parts(line)[0] for line in shown)
    rest = iter(shown) if path.suffix == ".nq" else triples
    with path.open("rb", 1 << 18) as lines:
        return all(line in rest for line in lines)


def _terms(quads: Iterable[Quad]) -> set[object]:
    """Collect the terms of quads; the loop runs in C."""
    return set(chain.from_iterable(quads)) - {DefaultGraph()}


def _strange(path: Path, shown: Iterable[bytes]) -> list[str]:
    """List the values of a file that no shown term has.

    Terms that a format writes in another way are compared by their values.
    """
    known = _terms(_quads(shown))
    strange = _terms(parse(path=str(path), format=_SUFFIXES[path.suffix])) - known
    if not strange:
        return []
    values = {value for term in known for value in _values(term)}
    return sorted({value for term in strange for value in _values(term)} - values)


def _quads(lines: Iterable[bytes]) -> Iterator[Quad]:
    """Parse lines, some thousands at a time."""
    rest = iter(lines)
    while part := b"".join(islice(rest, _AT_ONCE)):
        yield from parse(part, format=RdfFormat.N_QUADS)


def _values(term: object) -> Iterator[str]:
    yield _value(term)
    if isinstance(term, Literal):
        yield term.datatype.value


def _value(term: object) -> str:
    """Write a term so that a text is not taken for an IRI, nor one for another."""
    if isinstance(term, Literal):
        return f'"{term.value}"'
    return term.value if isinstance(term, NamedNode) else str(term)


def _named(secret: set[Name], shown: Iterable[bytes]) -> Iterator[str]:
    """Yield the shown texts that hold a name which only hidden quads give."""
    if not secret:
        return
    longest = max(len(name) for name in secret)
    for quad in _quads(_texts(shown)):
        if isinstance(quad.object, Literal):
            for name in _runs(_words(quad.object.value), longest):
                if name in secret:
                    yield f"the hidden name {' '.join(name)!r} in {quad.subject}"


def _texts(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines with a literal; of those of a subject with one text the first."""
    last, seen = b"", set[bytes]()
    for line in lines:
        if b'"' in line:
            subject, _predicate, rest = line.split(b" ", 2)
            if subject != last:
                last, seen = subject, set()
            text = rest[: rest.rindex(b'"')]
            if text not in seen:
                seen.add(text)
                yield line


def _names(quads: Iterable[Quad]) -> Iterator[Name]:
    for quad in quads:
        if quad.predicate in NAMES and isinstance(quad.object, Literal):
            words = _words(quad.object.value)
            if sum(map(len, words)) >= SHORT:
                yield words


def _words(text: str) -> Name:
    """Part a text into words as they are compared: accents and case aside."""
    if text.isascii():
        return tuple(_WORD.findall(text.lower()))
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(_WORD.findall(bare))


def _runs(words: Name, longest: int) -> Iterator[Name]:
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            yield words[start:end]
