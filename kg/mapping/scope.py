"""What mapping a record needs to know: names, codes, the graph written to, the text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import Position
from kg.mapping.codes import Codes
from kg.mapping.names import Named, Names
from kg.mapping.quotations import passage_iri, resolve
from kg.model.records.base import Evidenced, Quote, Record
from kg.model.text import SourceText
from kg.rdf.iri import graph
from kg.rdf.statement import Statement
from kg.rdf.terms import HS, SKOS, XSD

Object = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Scope:
    """Names and codes, and the graph that facts are written to."""

    names: Names
    codes: Codes
    graph: NamedNode

    def fact(
        self, subject: NamedNode, predicate: NamedNode, value: Object, at: Position
    ) -> Statement:
        """State a fact in this scope's graph."""
        return Statement(Quad(subject, predicate, value, self.graph), at)

    def coded(
        self, subject: NamedNode, predicate: NamedNode, code: tuple[str, str, Position]
    ) -> Statement:
        """State a coded value: (scheme, code, position)."""
        scheme, notation, at = code
        return self.fact(
            subject, predicate, self.codes.concept(scheme, notation, at), at
        )

    def texts(
        self,
        subject: NamedNode,
        predicate: NamedNode,
        texts: Mapping[str, str] | None,
        at: Position,
    ) -> Iterator[Statement]:
        """State one text per language."""
        for language, text in (texts or {}).items():
            yield self.fact(subject, predicate, Literal(text, language=language), at)

    def names_of(
        self,
        subject: NamedNode,
        names: Mapping[str, str],
        aliases: Mapping[str, tuple[str, ...]],
        at: Position,
    ) -> Iterator[Statement]:
        """State preferred names and other spellings."""
        yield from self.texts(subject, SKOS.prefLabel, names, at)
        for language, spellings in aliases.items():
            for spelling in spellings:
                literal = Literal(spelling, language=language)
                yield self.fact(subject, SKOS.altLabel, literal, at)


@dataclass(frozen=True, slots=True)
class SourceScope(Scope):
    """A scope that writes what one revision of one document says."""

    document: Named
    revision: int
    text: SourceText
    language: str

    def span_iri(self, quote: Quote, at: Position) -> NamedNode:
        """Name the passage of a quotation."""
        span = resolve(self.text, quote, at)
        return passage_iri(self.document.local, self.revision, span)

    def evidence(self, subject: NamedNode, record: Record) -> Iterator[Statement]:
        """Tie a fact to the passages that bear it."""
        for index, quote in enumerate(getattr(record, "quote", None) or ()):
            at = record.at("quote", index)
            yield self.fact(subject, HS.evidence, self.span_iri(quote, at), at)

    def notes(self, subject: NamedNode, record: Evidenced) -> Iterator[Statement]:
        """State a curator's remark, in the editorial graph: it is not the source's."""
        at = record.at("note")
        for language, text in (record.note or {}).items():
            remark = Literal(text, language=language)
            quad = Quad(subject, SKOS.editorialNote, remark, graph("editorial"))
            yield Statement(quad, at)

    def borne(self, subject: NamedNode, record: Evidenced) -> Iterator[Statement]:
        """State evidence and remarks of a fact."""
        yield from self.evidence(subject, record)
        yield from self.notes(subject, record)

    def local_name(self, quote: Quote) -> Literal:
        """Return the words of a quotation as a text in the document's language."""
        return Literal(quote.exact, language=self.language)


def integer(number: int) -> Literal:
    """Write a whole number."""
    return Literal(str(number), datatype=XSD.integer)


def boolean(value: bool) -> Literal:
    """Write a truth value."""
    return Literal("true" if value else "false", datatype=XSD.boolean)
