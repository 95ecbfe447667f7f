"""The words of a query as they are read: one after another, and terms made of them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kg.rdf.query.clauses import Prologue
from kg.rdf.query.lexer import Sort, Token
from kg.rdf.query.outline import Node, Role
from kg.rdf.terms import XSD

END = Token(Sort.OTHER, "", -1)
"""What comes after the last word."""

_DEEPEST = 40
"""Groups, lists and paths within each other: each takes a few frames of Python."""

_BOOLEANS = frozenset(["TRUE", "FALSE"])
_NUMBERS = ((frozenset("eE"), XSD.double), (frozenset("."), XSD.decimal))


class UnreadError(Exception):
    """The outline of a query cannot be read."""


@dataclass(slots=True)
class Cursor:
    """The words of a query, how far they have been read, and what it has declared."""

    found: list[Token]
    at: int = 0
    depth: int = 0
    prologue: Prologue = field(default_factory=Prologue)

    def next(self) -> Token:
        """Look at the next word."""
        return self.found[self.at] if self.at < len(self.found) else END

    def take(self) -> Token:
        """Take the next word."""
        token = self.next()
        self.at += 1
        return token

    def skip(self, *texts: str) -> bool:
        """Take the next word if it is one of these."""
        hit = self.next().word in texts
        self.at += hit
        return hit

    def expect(self, text: str) -> Token:
        """Take the next word, which has to be this one."""
        token = self.take()
        if token.word != text:
            raise UnreadError
        return token

    def until(self, closing: str, read: Callable[[], object]) -> None:
        """Read one thing after another until a mark, which is taken."""
        while not self.skip(closing):
            if self.next() is END:
                raise UnreadError
            read()

    def deeper(self) -> None:
        """Count one more thing that is open, of which there may be so many."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise UnreadError

    def iri(self) -> Node:
        """Take an IRI, however it is written."""
        token = self.take()
        iri = self.prologue.resolve(token)
        if iri is None:
            raise UnreadError
        return Node(Role.IRI, iri, token.start)

    def node(self) -> Node:
        """Take a term or a variable."""
        token = self.next()
        if token.sort in {Sort.IRI, Sort.NAME}:
            return self.iri()
        self.at += 1
        if token.variable:
            return Node(Role.VARIABLE, token.variable, token.start)
        if token.sort is Sort.LABEL:
            return Node(Role.BLANK, token.text, token.start)
        return self._literal(token)

    def _literal(self, token: Token) -> Node:
        if token.word in {"+", "-"}:
            token = self.take()
        if token.sort is Sort.NUMBER:
            kinds = (kind for marks, kind in _NUMBERS if marks & set(token.text))
            kind = next(kinds, XSD.integer)
            return Node(Role.LITERAL, token.text, token.start, datatype=kind.value)
        if token.word in _BOOLEANS:
            kind = XSD.boolean
            return Node(Role.LITERAL, token.text, token.start, datatype=kind.value)
        if token.sort is not Sort.STRING:
            raise UnreadError
        return self._text(token)

    def _text(self, token: Token) -> Node:
        width = 3 if token.text[:3] in {'"""', "'''"} else 1
        value, start = token.text[width:-width], token.start
        if self.next().sort is Sort.LANGUAGE:
            return Node(Role.LITERAL, value, start, language=self.take().text[1:])
        if self.skip("^^"):
            return Node(Role.LITERAL, value, start, datatype=self.iri().value)
        return Node(Role.LITERAL, value, start)
