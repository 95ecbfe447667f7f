"""The FROM clauses of a query: the graphs it chooses for itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from kg.rdf.namespaces import BASE
from kg.rdf.query.lexer import Sort, Token, tokens

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ESCAPED = re.compile(r"\\(.)")


@dataclass(slots=True)
class Clauses:
    """The IRIs of FROM and of FROM NAMED, in their order."""

    default: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)


def from_clauses(query: str) -> Clauses:
    """Read the FROM clauses; what the engine will refuse to read is left out."""
    words = iter([token for token in tokens(query) if token.sort is not Sort.BLANK])
    prologue, found = Prologue(), Clauses()
    for word in words:
        if not prologue.declare(word, words) and word.word == "FROM":
            _read(prologue, words, found)
    return found


@dataclass(slots=True)
class Prologue:
    """The base and the prefixes that a query declares before it asks."""

    base: str = BASE
    prefixes: dict[str, str] = field(default_factory=dict)

    def declare(self, word: Token, rest: Iterator[Token]) -> bool:
        """Take a declaration that begins with a word; say whether one does."""
        if word.word == "BASE":
            self.base = self.resolve(next(rest, word)) or BASE
        elif word.word == "PREFIX":
            name = next(rest, word)
            iri = self.resolve(next(rest, word))
            self.prefixes[name.text.partition(":")[0]] = iri or ""
        else:
            return False
        return True

    def resolve(self, token: Token) -> str | None:
        """Give the IRI that a token stands for, nothing where it stands for none."""
        if token.sort is Sort.IRI:
            return self._absolute(token.text[1:-1])
        prefix, _, local = token.text.partition(":")
        if token.sort is not Sort.NAME or prefix not in self.prefixes:
            return None
        return self.prefixes[prefix] + _ESCAPED.sub(r"\1", local)

    def _absolute(self, reference: str) -> str | None:
        if _SCHEME.match(reference) and "/." not in reference:
            return reference  # `urljoin` would take the `#` off the end of a namespace
        try:
            joined = urljoin(self.base, reference)
        except ValueError:  # `http://[` is no address
            return None
        return f"{joined}#" if reference.endswith("#") else joined


def _read(prologue: Prologue, words: Iterator[Token], found: Clauses) -> None:
    word = next(words, None)
    chosen = found.default
    if word is not None and word.word == "NAMED":
        word, chosen = next(words, None), found.named
    iri = None if word is None else prologue.resolve(word)
    if iri is not None:
        chosen.append(iri)
