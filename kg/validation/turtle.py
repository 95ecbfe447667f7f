"""Where terms stand in Turtle, TriG, N-Triples and N-Quads: a scan, not a parser.

The files have been parsed already. This finds line and column of statements for the
sake of findings; blank nodes in brackets and lists are stepped over.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import Position
from kg.rdf.terms import RDF, XSD
from kg.validation.index import Node, Term

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


@dataclass(frozen=True, slots=True)
class Mark:
    """A place, and as much of a statement as begins there.

    A subject alone marks its first word, with a predicate that predicate, with an
    object that object.
    """

    position: Position
    subject: Node
    predicate: NamedNode | None = None
    object: Term | None = None
    graph: Node | None = None


@dataclass(slots=True)
class _Token:
    kind: str
    text: str
    offset: int


@dataclass(slots=True)
class _Scan:
    text: str
    path: str
    prefixes: dict[str, str] = field(default_factory=dict)
    graph: Node | None = None
    subject: Node | None = None
    predicate: NamedNode | None = None
    newlines: list[int] = field(default_factory=list)

    def position(self, offset: int) -> Position:
        line = bisect_right(self.newlines, offset - 1)
        start = self.newlines[line - 1] + 1 if line else 0
        return Position(self.path, line + 1, offset - start + 1)


def scan(text: str, path: str) -> Iterator[Mark]:
    """Yield the marks of a file in order; stops in silence at what it cannot read."""
    state = _Scan(text, path, newlines=[m.start() for m in re.finditer("\n", text)])
    tokens = list(_tokens(text))
    at = 0
    while at < len(tokens):
        width, mark = _step(state, tokens, at)
        if mark is not None:
            yield mark
        at += width


def _tokens(text: str) -> Iterator[_Token]:
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind != "skip":
            yield _Token(kind, match.group(), match.start())


def _step(state: _Scan, tokens: list[_Token], at: int) -> tuple[int, Mark | None]:
    token = tokens[at]
    word = token.text.lower()
    if state.subject is None and word in ("@prefix", "prefix", "@base", "base"):
        return _directive(state, tokens, at), None
    if token.text in "[(":
        return _bracketed(state, tokens, at), None
    if token.text in ".;,{}" or word == "graph":
        _punctuate(state, token.text)
        return 1, None
    return _term(state, tokens, at)


def _directive(state: _Scan, tokens: list[_Token], at: int) -> int:
    words = tokens[at : at + 3]
    if words[0].text.lower().endswith("base"):
        return 2
    if len(words) == 3:
        state.prefixes[words[1].text.rstrip(":")] = words[2].text[1:-1]
    return 3


def _bracketed(state: _Scan, tokens: list[_Token], at: int) -> int:
    depth = 0
    for width, token in enumerate(tokens[at:], 1):
        depth += (token.text in "[(") - (token.text in "])")
        if depth == 0:
            if state.subject is None:
                state.subject = BlankNode()
            return width
    return len(tokens) - at


def _punctuate(state: _Scan, mark: str) -> None:
    if mark not in ".;{}":  # a comma, or the word GRAPH
        return
    state.predicate = None
    if mark == "{":
        state.graph = state.subject
    elif mark == "}":
        state.graph = None
    if mark != ";":
        state.subject = None


def _term(state: _Scan, tokens: list[_Token], at: int) -> tuple[int, Mark | None]:
    width, term = _read(state, tokens, at)
    position = state.position(tokens[at].offset)
    if state.subject is None and isinstance(term, Node):
        state.subject = term
        return width, Mark(position, term, graph=state.graph)
    if state.subject is None or term is None:
        return width, None
    if state.predicate is None and isinstance(term, NamedNode):
        state.predicate = term
        return width, Mark(position, state.subject, term, graph=state.graph)
    return width, Mark(position, state.subject, state.predicate, term, state.graph)


def _read(state: _Scan, tokens: list[_Token], at: int) -> tuple[int, Term | None]:
    token = tokens[at]
    match token.kind:
        case "iri":
            return 1, NamedNode(unescape(token.text[1:-1]))
        case "word":
            return 1, _word(state, token.text)
        case "string":
            return _literal(state, tokens, at)
        case _:
            return 1, None


def _word(state: _Scan, text: str) -> Term | None:
    prefix, colon, local = text.partition(":")
    if colon and prefix in state.prefixes:
        return NamedNode(state.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local))
    if prefix == "_":
        return BlankNode(local)
    return RDF.type if text == "a" else _number(text)


def _number(text: str) -> Literal | None:
    for pattern, datatype in NUMBERS:
        if pattern.fullmatch(text):
            return Literal(text, datatype=datatype)
    return None


def _literal(state: _Scan, tokens: list[_Token], at: int) -> tuple[int, Term | None]:
    raw = tokens[at].text
    quotes = 3 if raw[:3] in ('"""', "'''") else 1
    content = unescape(raw[quotes:-quotes])
    after = tokens[at + 1 : at + 3]
    if after and after[0].kind == "tag":
        return 2, Literal(content, language=after[0].text[1:].lower())
    if len(after) == 2 and after[0].text == "^^":
        _width, datatype = _read(state, tokens, at + 2)
        if isinstance(datatype, NamedNode):
            return 3, Literal(content, datatype=datatype)
    return 1, Literal(content)


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
