"""Time spans: as precise as the source, with the bounds that follow."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.errors import Position
from kg.mapping.scope import Scope, SourceScope, boolean
from kg.model.dates import Edtf
from kg.model.records.extract import Dated, NamedTime, Time
from kg.rdf.iri import mint
from kg.rdf.statement import Statement
from kg.rdf.terms import EDTF, HS, RDF, XSD


def time_iri(scope: SourceScope, key: str) -> NamedNode:
    """Name the time span that a document gives to an event, or shares under a key."""
    local = scope.names.things[key].local
    return mint("time", f"{scope.document.local}.r{scope.revision}.{local}")


def event_time(
    scope: SourceScope, subject: NamedNode, key: str, time: Time
) -> Iterator[Statement]:
    """State when an event or a series was: a span of its own, or a shared one."""
    if time.unknown:
        return
    if time.same_as is not None:
        at = time.at("same-as")
        shared = scope.names.find(time.same_as, ("time",), at)
        iri = mint("time", f"{scope.document.local}.r{scope.revision}.{shared.local}")
    else:
        at = time.at("edtf")
        iri = time_iri(scope, key)
        yield from time_statements(scope, iri, time)
    yield scope.fact(subject, HS.time, iri, at)


def named_time_statements(scope: SourceScope, time: NamedTime) -> Iterator[Statement]:
    """State a time span that several events share."""
    yield from time_statements(scope, time_iri(scope, time.key), time)


def time_statements(
    scope: SourceScope, iri: NamedNode, time: Dated
) -> Iterator[Statement]:
    """State a time span as the source gives it."""
    at = time.at("edtf")
    yield from span_statements(scope, iri, Edtf.parse(str(time.edtf)), at)
    yield scope.coded(iri, HS.dateBasis, ("date-basis", time.basis, time.at("basis")))
    if time.relative_to is not None:
        to = scope.names.iri(time.relative_to, ("event",), time.at("relative-to"))
        yield scope.fact(iri, HS.relativeTo, to, time.at("relative-to"))
    if time.relation is not None:
        code = ("relation-type", time.relation, time.at("relation"))
        yield scope.coded(iri, HS.relation, code)
    if time.offset is not None:
        length = Literal(time.offset, datatype=XSD.duration)
        yield scope.fact(iri, HS.offset, length, time.at("offset"))
    yield from scope.evidence(iri, time)


def span_statements(
    scope: Scope, iri: NamedNode, edtf: Edtf, at: Position
) -> Iterator[Statement]:
    """State an EDTF expression and what follows from it."""
    yield scope.fact(iri, RDF.type, HS.TimeSpan, at)
    yield scope.fact(iri, HS.edtf, Literal(edtf.text, datatype=EDTF.EDTF), at)
    yield scope.coded(iri, HS.precision, ("precision", edtf.precision, at))
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
