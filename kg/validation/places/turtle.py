"""Where terms stand in Turtle, TriG, N-Triples and N-Quads: a scan, not a parser.

The files have been parsed already. This finds line and column of statements for the
sake of findings; what it cannot read it steps over.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode

from kg.rdf.terms import RDF
from kg.validation.index import Node, Term
from kg.validation.places.mark import Mark
from kg.validation.places.segments import Wanted, segments
from kg.validation.places.tokens import Lines, Spelling, Token, Words

DIRECTIVES = ("@prefix", "prefix", "@base", "base")


@dataclass(slots=True)
class _Frame:
    """What a pair of brackets is about: the document, a blank node or a list."""

    bracket: str = ""
    subject: Node | None = None
    predicate: NamedNode | None = None
    first: bool = True


def scan(
    text: str, path: str, base: str = "", wanted: Wanted | None = None
) -> Iterator[Mark]:
    """Yield the marks of a file in order.

    Args:
        text: the file.
        path: its name, for the positions.
        base: the IRI that relative ones are resolved against.
        wanted: what marks are looked for; others may be left out.
    """
    words = Words(text, segments(text, base, wanted))
    yield from _Scan(words, Lines(text, path), base).marks()


def scan_quads(
    text: str, path: str, _base: str = "", wanted: Wanted | None = None
) -> Iterator[Mark]:
    """Yield the marks of N-Quads, where the graph follows the object."""
    words = Words(text, segments(text, "", wanted))
    yield from _Scan(words, Lines(text, path), "", graph_last=True).marks()


class _Scan:
    def __init__(
        self, words: Words, lines: Lines, base: str, *, graph_last: bool = False
    ) -> None:
        self._words = words
        self._lines = lines
        self._spelling = Spelling(base)
        self._frames = [_Frame()]
        self._graph: Node | None = None
        self._graph_last = graph_last

    def marks(self) -> Iterator[Mark]:
        while (token := self._words.take()).kind != "end":
            if token.text.lower() in DIRECTIVES and self._at_start():
                self._direct(token)
            elif token.text in ("[", "("):
                yield from self._open(token)
            elif token.text in ("]", ")"):
                yield from self._close(token)
            elif token.kind == "punctuation" or token.text.lower() == "graph":
                self._punctuate(token.text)
            else:
                yield from self._put(self._term(token), token)

    def _at_start(self) -> bool:
        return len(self._frames) == 1 and self._frames[0].subject is None

    def _direct(self, token: Token) -> None:
        word = self._words.take()
        names_base = token.text.lower().endswith("base")
        iri = self._spelling.iri(word if names_base else self._words.take())
        if iri is None:
            return
        if names_base:
            self._spelling.base = iri.value
        else:
            self._spelling.prefixes[word.text.rstrip(":")] = iri.value

    def _open(self, token: Token) -> Iterator[Mark]:
        if token.text == "(" and self._words.next.text == ")":
            self._words.take()
            yield from self._put(RDF.nil, token)
            return
        node = BlankNode()
        yield from self._put(node, token)
        yield self._mark(token, node)
        predicate = RDF.first if token.text == "(" else None
        self._frames.append(_Frame(token.text, node, predicate))

    def _close(self, token: Token) -> Iterator[Mark]:
        if len(self._frames) > 1:
            frame = self._frames.pop()
            if frame.bracket == "(":
                yield self._mark(token, frame.subject, RDF.rest, RDF.nil)

    def _punctuate(self, mark: str) -> None:
        frame = self._frames[-1]
        if mark in (".", ";", "{", "}") and frame.bracket != "(":
            frame.predicate = None
        if mark in ("{", "}"):
            self._graph = frame.subject if mark == "{" else None
        if mark in (".", "{", "}") and len(self._frames) == 1:
            frame.subject = None

    def _put(self, term: Term | None, token: Token) -> Iterator[Mark]:
        frame = self._frames[-1]
        if term is None:
            return
        if frame.bracket == "(":
            yield from self._item(frame, term, token)
        elif frame.subject is None:
            if isinstance(term, Node):
                frame.subject = term
                yield self._mark(token, term)
        elif frame.predicate is None:
            if isinstance(term, NamedNode):
                frame.predicate = term
                yield self._mark(token, frame.subject, term)
        else:
            yield from self._object(frame, term, token)

    def _object(self, frame: _Frame, term: Term, token: Token) -> Iterator[Mark]:
        graph = self._graph
        if self._graph_last and self._words.next.kind in ("iri", "word"):
            name = self._term(self._words.take())  # the graph, after the object
            graph = name if isinstance(name, Node) else None
        place = self._lines.place(token.offset)
        if frame.subject is not None:
            yield Mark(place, frame.subject, frame.predicate, term, graph)

    def _item(self, frame: _Frame, term: Term, token: Token) -> Iterator[Mark]:
        if not frame.first:
            cell = BlankNode()
            yield self._mark(token, frame.subject, RDF.rest, cell)
            frame.subject = cell
        frame.first = False
        yield self._mark(token, frame.subject, RDF.first, term)

    def _mark(
        self,
        token: Token,
        subject: Node | None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
    ) -> Mark:
        if subject is None:
            raise TypeError("a mark has a subject")
        place = self._lines.place(token.offset)
        return Mark(place, subject, predicate, value, self._graph)

    def _term(self, token: Token) -> Term | None:
        match token.kind:
            case "iri":
                return self._spelling.iri(token)
            case "word":
                return self._spelling.word(token.text)
            case "string":
                return self._spelling.literal(token, self._words)
            case _:
                return None
