"""The words of Turtle and its kin, where each begins, and the terms they stand for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import Position
from kg.rdf.terms import RDF, XSD
from kg.validation.index import Term
from kg.validation.places.segments import Span

TOKEN = re.compile(
    r"""(?P<skip>\s+|\#[^\n]*)
    |(?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
        |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<iri><[^<>\s]*>)
    |(?P<tag>@[A-Za-z][A-Za-z0-9-]*)
    |(?P<punctuation>\^\^|[.;,\[\](){}])
    |(?P<word>(?:\\.|[^\s<>\[\](){};,"'\#\\^@])*(?:\\.|[^\s<>\[\](){};,"'\#\\^@.]))
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
CONTROL = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
NUMBERS = (
    (re.compile(r"[+-]?\d+"), XSD.integer),
    (re.compile(r"[+-]?\d*\.\d+"), XSD.decimal),
    (re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+"), XSD.double),
    (re.compile(r"true|false"), XSD.boolean),
)


@dataclass(slots=True)
class Token:
    """A word and where it begins."""

    kind: str
    text: str
    offset: int


END = Token("end", "", -1)


class Words:
    """The words of a text, one after the other, with a look at the next."""

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        """Take parts of a text; words are cut off when they are asked for."""
        self._tokens = (it for span in spans for it in read_tokens(text, *span))
        self.next = next(self._tokens, END)

    def take(self) -> Token:
        """Take the next word; an empty one of kind `end` after the last."""
        token, self.next = self.next, next(self._tokens, END)
        return token


def read_tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """Yield the words of a part of a text, without space and comments."""
    for match in TOKEN.finditer(text, start, end):
        kind = match.lastgroup or "other"
        if kind != "skip":
            yield Token(kind, match.group(), match.start())


class Lines:
    """The lines of a text, to tell a place by its offset; places mostly follow."""

    def __init__(self, text: str, path: str) -> None:
        """Take a text and the name of its file."""
        self._text = text
        self._path = path
        self._begin()

    def _begin(self) -> None:
        self._offset = self._start = 0
        self._line = 1

    def place(self, offset: int) -> Position:
        """Tell line and column of an offset."""
        if offset < self._offset:
            self._begin()
        passed = self._text.count("\n", self._offset, offset)
        if passed:
            self._line += passed
            self._start = self._text.rindex("\n", self._offset, offset) + 1
        self._offset = offset
        return Position(self._path, self._line, offset - self._start + 1)


@dataclass(slots=True)
class Spelling:
    """How terms are written at one place of a file: its prefixes and its base."""

    base: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)

    def iri(self, token: Token) -> NamedNode | None:
        """Read an IRI in brackets, resolved against the base; None when it is none."""
        return resolve(self.base, unescape(token.text[1:-1]))

    def word(self, text: str) -> Term | None:
        """Read a prefixed name, a blank node's label or a number; None for others."""
        prefix, colon, local = text.partition(":")
        if prefix == "_" and colon:
            return labelled(local)
        if colon and prefix in self.prefixes:
            plain = re.sub(r"\\(.)", r"\1", local) if "\\" in local else local
            return NamedNode(self.prefixes[prefix] + plain)
        return RDF.type if text == "a" else read_number(text)

    def literal(self, token: Token, words: Words) -> Literal:
        """Read a string, and the language or datatype that follow it."""
        quotes = 3 if token.text[:3] in ('"""', "'''") else 1
        content = unescape(token.text[quotes:-quotes])
        if words.next.kind == "tag":
            return spoken(content, words.take().text[1:])
        if words.next.text == "^^":
            words.take()
            datatype = words.take()
            iri = self.iri(datatype) if datatype.kind == "iri" else None
            named = iri or self.word(datatype.text)
            if isinstance(named, NamedNode):
                return Literal(content, datatype=named)
        return Literal(content)


def resolve(base: str, reference: str) -> NamedNode | None:
    """Resolve a reference to an IRI; None when that gives none."""
    try:
        return NamedNode(urljoin(base, reference) if base else reference)
    except ValueError:
        return None


def labelled(label: str) -> BlankNode | None:
    """Name a blank node; None when the label is none."""
    try:
        return BlankNode(label)
    except ValueError:
        return None


def spoken(text: str, language: str) -> Literal:
    """Give a text its language, in lower case; none when the tag is none."""
    try:
        return Literal(text, language=language.lower())
    except ValueError:
        return Literal(text)


def read_number(text: str) -> Literal | None:
    """Read a number or a boolean; None for other words."""
    for pattern, datatype in NUMBERS:
        if pattern.fullmatch(text):
            return Literal(text, datatype=datatype)
    return None


def unescape(text: str) -> str:
    r"""Resolve the escapes of Turtle.

    >>> unescape(r"Str\u00e4\"")
    'Strä"'
    """
    if "\\" not in text:
        return text
    return ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    short, long, single = match.groups()
    if short or long:
        return chr(int(short or long, 16))
    return CONTROL.get(single, str(single))
