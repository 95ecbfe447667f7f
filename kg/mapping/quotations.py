"""Quotations: where the source's words stand, and how much of them may be public.

A passage has an IRI by document, revision and code points, so the same words quoted
twice are one passage. Its public form is offsets, a hash, and a short excerpt as far as
the budget of the source reaches; the full words are in the graph of quotations.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import Position, QuotationError
from kg.model.records.base import Quote, Record
from kg.model.records.extract import (
    CitedDocument,
    Claim,
    Event,
    Extract,
    Mention,
    SloganUse,
)
from kg.model.text import SourceText, Span, digest, excerpt
from kg.rdf.iri import mint
from kg.rdf.statement import Statement
from kg.rdf.terms import HS, OA, RDF, XSD

BUDGET = 0.1
"""The share of a text that public excerpts may cover when no licence allows more.

It is less than the 15 % that all public texts together may repeat (QuoteCheck-budget),
because labels and values use the source's words too.
"""


def resolve(text: SourceText, quote: Quote, at: Position) -> Span:
    """Find the words of a quotation.

    Raises:
        QuotationError: they are not in the text, or it is not said which of several
            occurrences is meant.
    """
    spans = text.occurrences(quote.exact)
    if not spans:
        near = text.nearest(quote.exact)
        expected = (
            f"words of the text, such as {near!r}" if near else "words of the text"
        )
        raise QuotationError(at, repr(quote.exact), expected)
    if quote.nth is None and len(spans) > 1:
        found = f"{quote.exact!r}, which stands in the text {len(spans)} times"
        raise QuotationError(at, found, "a longer quotation, or 'nth'")
    if quote.nth is not None and quote.nth > len(spans):
        found = f"nth: {quote.nth} of {quote.exact!r}"
        raise QuotationError(
            at, found, f"at most {len(spans)}: it stands there so often"
        )
    return spans[(quote.nth or 1) - 1]


@dataclass(frozen=True, slots=True, order=True)
class Quoted:
    """A place where a record quotes the text.

    Attributes:
        rank: how much the public needs the very words: 0 most.
        free: the words are a name, a title or a slogan, published as such anyway.
    """

    rank: int
    span: Span
    position: Position
    free: bool


def find_quoted(
    extract: Extract, text: SourceText
) -> Iterator[Quoted | QuotationError]:
    """Yield every quotation of an extract, or the fault in it."""
    for record in _records(extract):
        quotes = getattr(record, "quote", None) or ()
        for index, quote in enumerate(quotes):
            at = record.at("quote", index) if len(quotes) > 1 else record.at("quote")
            try:
                span = resolve(text, quote, at)
            except QuotationError as error:
                yield error
                continue
            free = isinstance(record, Mention | CitedDocument | SloganUse)
            yield Quoted(_rank(record), span, at, free)


def _rank(record: Record) -> int:
    """Rank hedged words first, then those that events stand on, then other claims."""
    if isinstance(record, Claim):
        return 0 if record.modality != "asserted" else 2
    return 1 if isinstance(record, Event) else 3


def _records(value: object) -> Iterator[Record]:
    """Walk a record and all records in it."""
    if isinstance(value, Quote):
        return
    if isinstance(value, Record):
        yield value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _records(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _records(item)


def passage_iri(document: str, revision: int, span: Span) -> NamedNode:
    """Name the passage at a span of a revision of a document."""
    return mint("passage", f"{document}.r{revision}.{span.start}-{span.end}")


def choose_excerpts(quoted: Iterable[Quoted], text: SourceText) -> dict[Span, str]:
    """Choose what may be read in public: contested words first, within the budget.

    Names, titles and slogans need no excerpt, since they are published as such; words
    that an earlier excerpt has shown cost nothing a second time.
    """
    items = sorted(quoted)
    free = [item.span for item in items if item.free]
    shown: set[int] = set()
    limit = int(BUDGET * len(text))
    excerpts: dict[Span, str] = {}
    for item in items:
        if any(item.span in span for span in free):
            continue
        words = excerpt(text.at(item.span))
        end = item.span.start + len(words.removesuffix(" …"))
        now = shown.union(range(item.span.start, end))
        if words and item.span not in excerpts and len(now) <= limit:
            shown = now
            excerpts[item.span] = words
    return excerpts


@dataclass(frozen=True, slots=True)
class PassageGraphs:
    """Where passages are written: position and hash in one graph, words in another."""

    document: NamedNode
    public: NamedNode
    full: NamedNode
    language: str


def passage_statements(
    iri: NamedNode, span: Span, text: SourceText, to: PassageGraphs, at: Position
) -> Iterator[Statement]:
    """Write a passage: public position and hash, full quotation apart."""
    position, quote = NamedNode(f"{iri.value}#p"), NamedNode(f"{iri.value}#q")
    exact = text.at(span)
    before, after = text.around(span)
    for subject, predicate, value in (
        (iri, RDF.type, HS.Passage),
        (iri, OA.hasSource, to.document),
        (iri, OA.hasSelector, position),
        (iri, HS.quotationHash, Literal(digest(exact))),
        (position, RDF.type, OA.TextPositionSelector),
        (position, OA.start, _count(span.start)),
        (position, OA.end, _count(span.end)),
    ):
        yield Statement(Quad(subject, predicate, value, to.public), at)
    for subject, predicate, value in (
        (iri, OA.hasSelector, quote),
        (quote, RDF.type, OA.TextQuoteSelector),
        (quote, OA.exact, Literal(exact, language=to.language)),
        (quote, OA.prefix, Literal(before)),
        (quote, OA.suffix, Literal(after)),
    ):
        yield Statement(Quad(subject, predicate, value, to.full), at)


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.nonNegativeInteger)
