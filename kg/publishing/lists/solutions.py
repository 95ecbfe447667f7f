"""Solutions: what a store says of the things of a list, thing by thing, in order.

Each pattern is asked once for all things, or for some. Answers are sorted in files, so
that memory does not grow with the list.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import NamedNode

from kg.publishing.lines import sort_lines
from kg.rdf.formats import TSV
from kg.rdf.namespaces import BASE, OURS
from kg.rdf.terms import RDF
from kg.store.oxigraph import OxigraphStore

Terms = tuple[str, ...]
"""The terms of a solution as TSV has them, "" for what is not bound."""

_THINGS = f"<{BASE}id/".encode()
_OURS = tuple(f"<{it}" for it in OURS)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is asked of `?item`: some variables."""

    where: str
    variables: tuple[str, ...] = ("value",)

    def query(self, thing: NamedNode, among: str) -> str:
        """Ask it of the things of a class: of all, or of those that are chosen."""
        names = " ".join(f"?{it}" for it in ("item", *self.variables))
        stated = f"?item {RDF.type} {thing}"
        # Of all, it is quicker to look at classes last; of some, at the pattern.
        if not among and self.where:
            found = f"{{ SELECT {names} {{ {self.where} }} }} {stated}"
        else:
            found = f"{among} {stated} . {self.where}"
        return f"SELECT {names} {{ {found} }}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the things of a class.

    Attributes:
        thing: the class.
        patterns: what is asked of each.
        among: a pattern that chooses some of them, "" for all.
    """

    thing: NamedNode
    patterns: Sequence[Pattern]
    among: str = ""


def solutions(
    store: OxigraphStore, asked: Asked, scratch: Path
) -> Iterator[tuple[str, list[list[Terms]]]]:
    """Yield things of ours in the order of their IRIs, with the solutions by pattern.

    Solutions are sorted, each once. A thing without any is left out. `scratch` is a
    folder with room for the answers.
    """
    with TemporaryDirectory(dir=scratch, prefix=".lists-") as folder:
        lines = sort_lines(_lines(store, asked, Path(folder)), Path(folder))
        split = map(_split, lines)
        for item, found in groupby(split, key=itemgetter(0)):
            by_pattern: list[list[Terms]] = [[] for _ in asked.patterns]
            for _item, number, terms in found:
                by_pattern[number].append(terms)
            yield item, by_pattern


def _lines(store: OxigraphStore, asked: Asked, folder: Path) -> Iterator[bytes]:
    """Ask each pattern; lines begin with the thing and the number of the pattern."""
    for number, pattern in enumerate(asked.patterns):
        with (folder / "answer").open("w+b") as answer:
            store.write(pattern.query(asked.thing, asked.among), TSV, answer)
            answer.seek(0)
            for line in answer:
                if line.startswith(_THINGS):
                    item, rest = line[1:].split(b">", 1)
                    yield b"%s\t%02d%s" % (item, number, rest)


def _split(line: bytes) -> tuple[str, int, Terms]:
    item, number, *terms = line.decode().removesuffix("\n").split("\t")
    return item, int(number), tuple(terms)


def chosen(variable: str, iris: Iterable[str]) -> str:
    """Write a pattern that chooses things.

    >>> chosen("item", ["urn:a", "urn:b"])
    'VALUES ?item { <urn:a> <urn:b> }'
    """
    return f"VALUES ?{variable} {{ {' '.join(f'<{it}>' for it in iris)} }}"


def is_ours(term: str) -> bool:
    """Say whether a term is an IRI of ours."""
    return term.startswith(_OURS)


def text_of(term: str) -> str:
    r"""Return the text of a term, or its IRI.

    >>> text_of(r'"Say \"no\""@en'), text_of("<urn:a>"), text_of("12")
    ('Say "no"', 'urn:a', '12')
    """
    if term[:1] == "<":
        return term[1:-1]
    if term[:1] != '"':
        return term
    text = term[1 : term.rindex('"')]
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    return _ESCAPED.get(match[1], match[1])


def language_of(term: str) -> str:
    """Return the language of a term, "" for none.

    >>> language_of('"nei"@nb'), language_of("<urn:a>")
    ('nb', '')
    """
    tail = term.rpartition('"')[2] if term[:1] == '"' else ""
    return tail[1:].lower() if tail[:1] == "@" else ""
