"""Time spans and quantities, one for each value that a source has."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.errors import Position
from kg.mapping.scope import boolean, integer
from kg.mapping.tables.scope import TableScope
from kg.model.dates import Edtf
from kg.model.values import Count
from kg.rdf.iri import mint, opaque
from kg.rdf.statement import Statement
from kg.rdf.terms import EDTF, HS, RDF, XSD


@dataclass(frozen=True, slots=True)
class Span:
    """A time as a row gives it.

    Attributes:
        basis: a notation of `date-basis`.
        precision: a notation of `precision`.
    """

    edtf: Edtf
    basis: str
    precision: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as a row gives it.

    Attributes:
        unit: a notation of `counting-unit`.
        best: the number that the source takes to be the likeliest.
    """

    count: Count
    unit: str
    best: int | None = None


def span_iri(scope: TableScope, span: Span) -> NamedNode:
    """Name a time span: the same for all rows that give the same."""
    text = span.edtf.text
    plain = text.replace("-", "").replace("/", "").isdigit()
    local = text.replace("/", ".") if plain else opaque(text)
    suffix = "" if span.precision == span.edtf.precision else f".{span.precision}"
    return scope.dependent("time", f"{local}{suffix}")


def span_statements(
    scope: TableScope, iri: NamedNode, span: Span, at: Position
) -> Iterator[Statement]:
    """State a time span; the passages of all rows that give it bear it."""
    edtf = span.edtf
    yield scope.fact(iri, RDF.type, HS.TimeSpan, at)
    yield scope.fact(iri, HS.edtf, Literal(edtf.text, datatype=EDTF.EDTF), at)
    precision = scope.concept("precision", span.precision, at)
    yield scope.fact(iri, HS.precision, precision, at)
    basis = scope.concept("date-basis", span.basis, at)
    yield scope.fact(iri, HS.dateBasis, basis, at)
    if edtf.approximate:
        yield scope.fact(iri, HS.approximate, boolean(True), at)
    for predicate, value, datatype in (
        (HS.notBefore, edtf.not_before, XSD.date),
        (HS.notAfter, edtf.not_after, XSD.date),
        (HS.monthDay, edtf.month_day, XSD.gMonthDay),
    ):
        if value is not None:
            literal = Literal(str(value), datatype=datatype)
            yield scope.fact(iri, predicate, literal, at)


def amount_iri(scope: TableScope, amount: Amount) -> NamedNode:
    """Name a quantity: the same for all rows that give the same words and bounds."""
    count = amount.count
    bounds = (count.lower, count.upper, count.lower_inclusive, count.upper_inclusive)
    said = (count.verbatim, *map(str, bounds), amount.unit, str(amount.best))
    return mint("quantity", f"{scope.document.local}.{opaque(*said)}")


def amount_statements(
    scope: TableScope, iri: NamedNode, amount: Amount, at: Position
) -> Iterator[Statement]:
    """State a quantity."""
    count = amount.count
    yield scope.fact(iri, RDF.type, HS.Quantity, at)
    yield scope.fact(iri, HS.verbatim, scope.words(count.verbatim), at)
    unit = scope.concept("counting-unit", amount.unit, at)
    yield scope.fact(iri, HS.unit, unit, at)
    for bound, inclusive, value, closed in (
        (HS.lowerBound, HS.lowerInclusive, count.lower, count.lower_inclusive),
        (HS.upperBound, HS.upperInclusive, count.upper, count.upper_inclusive),
    ):
        if value is not None:
            yield scope.fact(iri, bound, integer(value), at)
            yield scope.fact(iri, inclusive, boolean(closed), at)
    if count.approximate:
        yield scope.fact(iri, HS.approximate, boolean(True), at)
    if amount.best is not None:
        yield scope.fact(iri, HS.bestEstimate, integer(amount.best), at)
