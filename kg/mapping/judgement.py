"""Judgements about facts and identities, each with who, when, how surely and why."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.errors import Position, UnexpectedValueError
from kg.mapping.merging import is_merge, thing_of
from kg.mapping.names import AGENTS
from kg.mapping.scope import Scope, integer
from kg.mapping.time import span_statements
from kg.model.dates import Edtf
from kg.model.records.judgement import Decision, Identity, Judgement
from kg.rdf.iri import mint
from kg.rdf.statement import Statement
from kg.rdf.terms import DCT, HS, OWL, PROV, RDF, SCHEMA, XSD

GROUNDS = ("event", "series", "time", "claim")
"""What a judgement can follow from."""

JUDGED = ("event", "series", "place", "document", "claim", *AGENTS)


def judgement_statements(
    scope: Scope, judgement: Judgement, times: dict[str, tuple[NamedNode, ...]]
) -> Iterator[Statement]:
    """State a judgement and the facts that follow from it.

    `times` gives for the key of an event or a shared time the spans of all sources.
    """
    iri = scope.names.things[judgement.key].iri
    thing = scope.names.iri(judgement.judges, _kinds(judgement), judgement.at("judges"))
    yield from _decision(scope, iri, judgement, judgement.at("key"))
    yield scope.fact(iri, HS.judges, thing, judgement.at("judges"))
    decision = ("decision", judgement.decision, judgement.at("decision"))
    yield scope.coded(iri, HS.decision, decision)
    sources = list(_derivation(scope, judgement, times))
    for source in sources:
        at = judgement.at("derived-from")
        yield scope.fact(iri, PROV.wasDerivedFrom, source, at)
    yield from _weighed(scope, iri, judgement)
    if judgement.time is not None:
        yield from _judged_time(scope, thing, judgement, sources)
    yield from _consequences(scope, thing, judgement)
    yield from _publication(scope, thing, judgement)


def _kinds(judgement: Judgement) -> tuple[str, ...]:
    """Tell what a judgement with such consequences can be about."""
    kinds: tuple[str, ...] = JUDGED if judgement.outcome is None else ("demand",)
    for field, possible in (
        ("time", ("event", "series")),
        ("schedule", ("series",)),
        ("covers", ("document",)),
        ("subgroup_of", ("group",)),
        ("publisher", ("document",)),
        ("address", ("document",)),
        ("published_not_before", ("document",)),
    ):
        if field in judgement.model_fields_set:
            kinds = tuple(kind for kind in kinds if kind in possible)
    return kinds


def _decision(
    scope: Scope, iri: NamedNode, decision: Decision, at: Position
) -> Iterator[Statement]:
    yield scope.fact(iri, RDF.type, HS.Judgement, at)
    yield from scope.texts(iri, HS.reason, decision, "reason")
    by = scope.names.iri(decision.by, ("organisation",), decision.at("by"))
    yield scope.fact(iri, PROV.wasAttributedTo, by, decision.at("by"))
    date = Literal(decision.on.isoformat(), datatype=XSD.date)
    yield scope.fact(iri, DCT.date, date, decision.at("on"))
    code = ("certainty", decision.certainty, decision.at("certainty"))
    yield scope.coded(iri, HS.certainty, code)
    for source in decision.sources:
        page = NamedNode(source.url)
        yield scope.fact(iri, DCT.source, page, source.at("url"))
        yield scope.fact(page, DCT.title, Literal(source.title), source.at("title"))


def _derivation(
    scope: Scope, judgement: Judgement, times: dict[str, tuple[NamedNode, ...]]
) -> Iterator[NamedNode]:
    """Yield what a judgement follows from: time spans for events, and claims."""
    for index, key in enumerate(judgement.derived_from):
        at = judgement.at("derived-from", index)
        named = scope.names.find(key, GROUNDS, at)
        yield from times.get(key, (named.iri,))


def _weighed(scope: Scope, iri: NamedNode, judgement: Judgement) -> Iterator[Statement]:
    for predicate, keys, name in (
        (HS.considers, judgement.considers, "considers"),
        (HS.accepts, judgement.accepts, "accepts"),
        (HS.rejects, judgement.rejects, "rejects"),
    ):
        for index, key in enumerate(keys):
            at = judgement.at(name, index)
            claim = scope.names.iri(key, ("claim",), at)
            if key not in judgement.considers:
                expected = "one of the claims that it considers"
                raise UnexpectedValueError(at, key, expected, judgement.considers)
            yield scope.fact(iri, predicate, claim, at)


def _judged_time(
    scope: Scope, event: NamedNode, judgement: Judgement, sources: list[NamedNode]
) -> Iterator[Statement]:
    at = judgement.at("time")
    iri = mint("time", f"editorial.{judgement.key}")
    yield scope.fact(event, HS.judgedTime, iri, at)
    yield from span_statements(scope, iri, Edtf.parse(str(judgement.time)), at)
    yield scope.coded(iri, HS.dateBasis, ("date-basis", "inferred", at))
    for source in sources:
        yield scope.fact(iri, PROV.wasDerivedFrom, source, at)


def _consequences(
    scope: Scope, thing: NamedNode, judgement: Judgement
) -> Iterator[Statement]:
    if judgement.schedule is not None:
        schedule = judgement.schedule
        every = Literal(schedule.every, datatype=XSD.duration)
        yield scope.fact(thing, HS.repeatFrequency, every, schedule.at("every"))
        day, at = integer(schedule.on_month_day), schedule.at("on-month-day")
        yield scope.fact(thing, HS.byMonthDay, day, at)
    for index, key in enumerate(judgement.covers):
        at_event = judgement.at("covers", index)
        event = scope.names.iri(key, ("event",), at_event)
        yield scope.fact(thing, HS.covers, event, at_event)
    if judgement.subgroup_of is not None:
        at = judgement.at("subgroup-of")
        whole = scope.names.iri(judgement.subgroup_of, ("group",), at)
        yield scope.fact(thing, HS.subGroupOf, whole, at)
    if judgement.outcome is not None:
        code = ("demand-outcome", judgement.outcome, judgement.at("outcome"))
        yield scope.coded(thing, HS.outcome, code)


def _publication(
    scope: Scope, document: NamedNode, judgement: Judgement
) -> Iterator[Statement]:
    if judgement.publisher is not None:
        at = judgement.at("publisher")
        publisher = scope.names.iri(judgement.publisher, ("organisation",), at)
        yield scope.fact(document, DCT.publisher, publisher, at)
    if judgement.address is not None:
        at = judgement.at("address")
        yield scope.fact(document, SCHEMA.url, NamedNode(judgement.address), at)
    if judgement.published_not_before is not None:
        at = judgement.at("published-not-before")
        day = judgement.published_not_before.isoformat()
        date = Literal(day, datatype=XSD.date)
        yield scope.fact(document, HS.datePublishedNotBefore, date, at)


def identity_statements(scope: Scope, identity: Identity) -> Iterator[Statement]:
    """State that two things are, may be, or are not the same, and the judgement."""
    iri = scope.names.things[identity.key].iri
    thing = thing_of(identity, scope.names, JUDGED)
    yield from _decision(scope, iri, identity, identity.at("key"))
    yield scope.fact(iri, HS.judges, thing, identity.at("thing"))
    for predicate, other, code, name in (
        (OWL.sameAs, identity.same_as, "same", "same-as"),
        (HS.possiblySame, identity.possibly_same, "possibly-same", "possibly-same"),
        (HS.notSame, identity.not_same, "different", "not-same"),
    ):
        if other is not None:
            at, it = identity.at(name), NamedNode(other)
            yield from _link(scope, identity, (thing, predicate, it), at)
            yield scope.fact(iri, HS.judges, it, at)
            yield scope.coded(iri, HS.decision, ("decision", code, at))


def _link(
    scope: Scope,
    identity: Identity,
    link: tuple[NamedNode, NamedNode, NamedNode],
    at: Position,
) -> Iterator[Statement]:
    """State how two things lie to each other; of a merged one, what replaces it."""
    thing, predicate, other = link
    if is_merge(identity):
        yield scope.fact(thing, DCT.isReplacedBy, other, at)
        yield scope.fact(other, DCT.replaces, thing, at)
    else:
        yield scope.fact(thing, predicate, other, at)
