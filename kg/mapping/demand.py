"""Demands: who demanded what, of whom, about whom, through what, and the outcome."""

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.errors import Position
from kg.mapping.names import AGENTS
from kg.mapping.scope import SourceScope, integer
from kg.model.records.extract import Demand, Outcome
from kg.rdf.statement import Statement
from kg.rdf.terms import HS, RDF, SKOS


def demand_statements(scope: SourceScope, demand: Demand) -> Iterator[Statement]:
    """State a demand."""
    iri = scope.names.things[demand.key].iri
    yield scope.fact(iri, RDF.type, HS.Demand, demand.at("key"))
    yield from scope.texts(iri, SKOS.prefLabel, demand, "label")
    for index, code in enumerate(demand.types):
        type_ = ("demand-type", code, demand.at("types", index))
        yield scope.coded(iri, HS.demandType, type_)
    for predicate, key, kinds, at in _parties(demand):
        yield scope.fact(iri, predicate, scope.names.iri(key, kinds, at), at)
    if demand.position is not None:
        at = demand.at("position")
        yield scope.fact(iri, HS.position, integer(demand.position), at)
    yield from scope.borne(iri, demand)


def outcome_statements(scope: SourceScope, outcome: Outcome) -> Iterator[Statement]:
    """State what became of a demand, and the words that say so."""
    demand = scope.names.iri(outcome.demand, ("demand",), outcome.at("demand"))
    code = ("demand-outcome", outcome.outcome, outcome.at("outcome"))
    yield scope.coded(demand, HS.outcome, code)
    for index, quote in enumerate(outcome.quote):
        at = outcome.at("quote", index)
        yield scope.fact(demand, HS.outcomeEvidence, scope.span_iri(quote, at), at)
    yield from scope.notes(demand, outcome)


def _parties(
    demand: Demand,
) -> Iterator[tuple[NamedNode, str, tuple[str, ...], Position]]:
    yield HS.madeAt, demand.made_at, ("event",), demand.at("made-at")
    yield HS.target, demand.target, AGENTS, demand.at("target")
    if demand.addressee is not None:
        yield HS.addressee, demand.addressee, AGENTS, demand.at("addressee")
    if demand.sought_via is not None:
        yield HS.soughtVia, demand.sought_via, ("demand",), demand.at("sought-via")
    for index, key in enumerate(demand.demanders):
        yield HS.demander, key, AGENTS, demand.at("demanders", index)
    for index, key in enumerate(demand.beneficiaries):
        yield HS.beneficiary, key, AGENTS, demand.at("beneficiaries", index)
