"""Authority files: organisations, people and places with their names."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.mapping.scope import Scope
from kg.model.records.authority import Authority, Organisation, Person, Place
from kg.rdf.statement import Statement
from kg.rdf.terms import HS, RDF, SCHEMA, SKOS, XSD


def authority_statements(scope: Scope, authority: Authority) -> Iterator[Statement]:
    """State all that an authority file holds."""
    for organisation in authority.organisations:
        yield from organisation_statements(scope, organisation)
    for person in authority.people:
        yield from person_statements(scope, person)
    for place in authority.places:
        yield from place_statements(scope, place)


def organisation_statements(
    scope: Scope, organisation: Organisation
) -> Iterator[Statement]:
    """State an organisation."""
    iri, at = scope.names.things[organisation.key].iri, organisation.at("key")
    yield scope.fact(iri, RDF.type, HS.Organisation, at)
    yield scope.fact(iri, RDF.type, HS.Agent, at)
    yield from _named(scope, iri, organisation)
    type_ = ("org-type", organisation.type, organisation.at("type"))
    yield scope.coded(iri, HS.orgType, type_)
    if organisation.country is not None:
        at_country = organisation.at("country")
        country = scope.names.iri(organisation.country, ("place",), at_country)
        yield scope.fact(iri, HS.country, country, at_country)
    if organisation.website is not None:
        website = NamedNode(organisation.website)
        yield scope.fact(iri, SCHEMA.url, website, organisation.at("website"))


def person_statements(scope: Scope, person: Person) -> Iterator[Statement]:
    """State a person, with the risk of naming them and the reason why it is done."""
    iri, at = scope.names.things[person.key].iri, person.at("key")
    yield scope.fact(iri, RDF.type, HS.Person, at)
    yield scope.fact(iri, RDF.type, HS.Agent, at)
    yield from _named(scope, iri, person)
    yield scope.coded(iri, HS.riskLevel, ("risk", person.risk, person.at("risk")))
    reviewed = Literal(person.risk_reviewed.isoformat(), datatype=XSD.date)
    yield scope.fact(iri, HS.riskReviewedOn, reviewed, person.at("risk-reviewed"))
    basis = ("publication-basis", person.basis, person.at("basis"))
    yield scope.coded(iri, HS.publicationBasis, basis)


def place_statements(scope: Scope, place: Place) -> Iterator[Statement]:
    """State a place."""
    iri = scope.names.things[place.key].iri
    yield scope.fact(iri, RDF.type, HS.Place, place.at("key"))
    yield from _named(scope, iri, place)
    if place.within is not None:
        at = place.at("within")
        yield scope.fact(
            iri, HS.within, scope.names.iri(place.within, ("place",), at), at
        )


def _named(
    scope: Scope, iri: NamedNode, record: Organisation | Person | Place
) -> Iterator[Statement]:
    yield from scope.texts(iri, SKOS.prefLabel, record, "names")
    yield from scope.texts(iri, SKOS.altLabel, record, "aliases")
    yield from scope.texts(iri, SKOS.editorialNote, record, "note")
