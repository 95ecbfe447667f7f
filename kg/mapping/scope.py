"""What mapping a record needs to know: names, codes, the graph written to, the text."""

from collections.abc import Iterator
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
        record: Record,
        field: str,
    ) -> Iterator[Statement]:
        """State what a field says: in each language one text, or several."""
        texts = getattr(record, field.replace("-", "_")) or {}
        for language, said in texts.items():
            at = record.at(field, language)
            for text in (said,) if isinstance(said, str) else said:
                literal = Literal(text, language=language)
                yield self.fact(subject, predicate, literal, at)


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
        editorial = Scope(self.names, self.codes, graph("editorial"))
        yield from editorial.texts(subject, SKOS.editorialNote, record, "note")

    def borne(self, subject: NamedNode, record: Evidenced) -> Iterator[Statement]:
        """State evidence and remarks of a fact."""
        yield from self.evidence(subject, record)
        yield from self.notes(subject, record)

    def words(self, words: str) -> Literal:
        """Return words of the document as a text in its language."""
        return Literal(words, language=self.language)


def integer(number: int) -> Literal:
    """Write a whole number."""
    return Literal(str(number), datatype=XSD.integer)


def boolean(value: bool) -> Literal:
    """Write a truth value."""
    return Literal("true" if value else "false", datatype=XSD.boolean)
