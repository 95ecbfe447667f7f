"""Events, series, participations and the relations between events."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.mapping.names import AGENTS, event_class
from kg.mapping.scope import SourceScope, boolean
from kg.mapping.time import event_time
from kg.model.records.extract import (
    Concern,
    Event,
    Location,
    Participant,
    Relation,
    Series,
    SloganUse,
)
from kg.rdf.iri import mint
from kg.rdf.statement import Statement
from kg.rdf.terms import HS, RDF, SKOS

HAPPENINGS = ("event", "series")


def event_statements(scope: SourceScope, event: Event) -> Iterator[Statement]:
    """State an event and all that hangs on it."""
    iri = scope.names.things[event.key].iri
    yield scope.fact(iri, HS.reportedIn, scope.document.iri, event.at("key"))
    class_ = event_class(event, scope.codes)
    yield scope.fact(iri, RDF.type, class_, event.at("type"))
    if class_ == HS.AllegedEvent:
        existence = ("modality", event.existence, event.at("existence"))
        yield scope.coded(iri, HS.existence, existence)
    else:
        yield scope.fact(iri, RDF.type, HS.Event, event.at("type"))
    yield scope.coded(iri, HS.eventType, ("event-type", event.type, event.at("type")))
    yield from scope.texts(iri, SKOS.prefLabel, event, "label")
    yield from scope.borne(iri, event)
    yield from event_time(scope, iri, event.key, event.time)
    yield from _place(scope, iri, event.place)
    yield from _details(scope, iri, event)
    yield from _links(scope, iri, event)
    for concern in event.concerns:
        yield from _concern(scope, iri, concern)
    for participant in event.participants:
        yield from _participation(scope, iri, class_, participant)
    for slogan in event.slogans:
        yield from _slogan(scope, iri, slogan)


def _place(scope: SourceScope, iri: NamedNode, place: Location) -> Iterator[Statement]:
    if place.unknown:
        return
    at = place.at("place")
    yield scope.fact(iri, HS.place, scope.names.iri(place.place, ("place",), at), at)
    yield scope.coded(iri, HS.placeBasis, ("basis", place.basis, place.at("basis")))
    yield from scope.evidence(iri, place)


def _details(scope: SourceScope, iri: NamedNode, event: Event) -> Iterator[Statement]:
    if event.aggregate:
        yield scope.fact(iri, HS.aggregate, boolean(True), event.at("aggregate"))
    for use in event.methods:
        yield scope.coded(iri, HS.method, ("method", use.method, use.at("method")))
        yield from scope.borne(iri, use)
    if event.legal_status is not None:
        code = ("legal-status", event.legal_status, event.at("legal-status"))
        yield scope.coded(iri, HS.legalStatus, code)
    if event.stated_reason is not None:
        reason = event.stated_reason
        yield from scope.texts(iri, HS.statedReason, reason, "text")
        yield from scope.borne(iri, reason)


def _links(scope: SourceScope, iri: NamedNode, event: Event) -> Iterator[Statement]:
    for predicate, link, kind in (
        (HS.partOf, event.part_of, "event"),
        (HS.inSeries, event.in_series, "series"),
    ):
        if link is not None:
            whole = scope.names.iri(link.event, (kind,), link.at("event"))
            yield scope.fact(iri, predicate, whole, link.at("event"))
            yield from scope.borne(iri, link)
    if event.ongoing_at is not None:
        at = event.at("ongoing-at")
        moment = scope.names.find(event.ongoing_at, ("time",), at)
        key = f"{scope.document.local}.r{scope.revision}.{moment.local}"
        yield scope.fact(iri, HS.ongoingAt, mint("time", key), at)


def _concern(
    scope: SourceScope, iri: NamedNode, concern: Concern
) -> Iterator[Statement]:
    at = concern.at("about")
    about = scope.names.iri(concern.about, ("place", *AGENTS), at)
    yield scope.fact(iri, HS.concerns, about, at)
    yield from scope.borne(iri, concern)


def _participation(
    scope: SourceScope, event: NamedNode, class_: NamedNode, participant: Participant
) -> Iterator[Statement]:
    at = participant.at("agent")
    agent = scope.names.find(participant.agent, AGENTS, at)
    role = scope.codes.concept("role", participant.role, participant.at("role"))
    local = event.value.rpartition("/")[2]
    iri = mint("participation", f"{local}.{participant.role}.{agent.local}")
    yield scope.fact(iri, RDF.type, HS.Participation, at)
    yield scope.fact(iri, HS.inEvent, event, at)
    yield scope.fact(iri, HS.agent, agent.iri, at)
    yield scope.fact(iri, HS.role, role, participant.at("role"))
    modality = ("modality", participant.modality, participant.at("modality"))
    yield scope.coded(iri, HS.modality, modality)
    if participant.degree is not None:
        degree = Literal(participant.degree)
        yield scope.fact(iri, HS.degree, degree, participant.at("degree"))
    for index, principal in enumerate(participant.on_behalf_of):
        at_principal = participant.at("on-behalf-of", index)
        whom = scope.names.iri(principal, AGENTS, at_principal)
        yield scope.fact(iri, HS.onBehalfOf, whom, at_principal)
    yield from scope.borne(iri, participant)
    shortcut = scope.codes.shortcuts.get(role)
    asserted = participant.modality == "asserted" and class_ != HS.AllegedEvent
    if shortcut is not None and asserted:
        yield scope.fact(event, shortcut, agent.iri, at)


def _slogan(
    scope: SourceScope, event: NamedNode, slogan: SloganUse
) -> Iterator[Statement]:
    iri = scope.names.things[slogan.key].iri
    at = slogan.at("text")
    yield scope.fact(iri, RDF.type, HS.Slogan, at)
    text = Literal(slogan.text, language=slogan.language)
    yield scope.fact(iri, HS.verbatim, text, at)
    yield scope.coded(iri, HS.medium, ("method", slogan.medium, slogan.at("medium")))
    yield scope.fact(event, HS.slogan, iri, at)
    yield from scope.borne(iri, slogan)


def series_statements(scope: SourceScope, series: Series) -> Iterator[Statement]:
    """State a series of events."""
    iri = scope.names.things[series.key].iri
    yield scope.fact(iri, RDF.type, HS.EventSeries, series.at("key"))
    yield from scope.texts(iri, SKOS.prefLabel, series, "label")
    yield scope.fact(iri, HS.reportedIn, scope.document.iri, series.at("key"))
    yield from event_time(scope, iri, series.key, series.time)
    yield from scope.borne(iri, series)
    for concern in series.concerns:
        yield from _concern(scope, iri, concern)


def relation_statements(scope: SourceScope, relation: Relation) -> Iterator[Statement]:
    """State how two events relate."""
    start = scope.names.find(relation.from_, HAPPENINGS, relation.at("from"))
    end = scope.names.find(relation.to, HAPPENINGS, relation.at("to"))
    iri = mint("relation", f"{start.local}.{relation.type}.{end.local}")
    yield scope.fact(iri, RDF.type, HS.EventRelation, relation.at("from"))
    yield scope.fact(iri, HS.fromEvent, start.iri, relation.at("from"))
    yield scope.fact(iri, HS.toEvent, end.iri, relation.at("to"))
    type_ = ("relation-type", relation.type, relation.at("type"))
    yield scope.coded(iri, HS.relationType, type_)
    modality = ("modality", relation.modality, relation.at("modality"))
    yield scope.coded(iri, HS.modality, modality)
    yield from scope.borne(iri, relation)
