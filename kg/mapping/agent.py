"""Agents as a source shows them: groups, printed names, affiliations, friends."""

from collections.abc import Iterator

from kg.mapping.names import AGENTS
from kg.mapping.scope import SourceScope, boolean, integer
from kg.model.records.extract import Affiliation, Friendship, Group, Mention
from kg.rdf.iri import mint
from kg.rdf.statement import Statement
from kg.rdf.terms import HS, RDF, SKOS


def group_statements(scope: SourceScope, group: Group) -> Iterator[Statement]:
    """State a group that the source counts or describes."""
    iri = scope.names.things[group.key].iri
    at = group.at("key")
    yield scope.fact(iri, RDF.type, HS.Group, at)
    yield scope.fact(iri, RDF.type, HS.Agent, at)
    yield from scope.texts(iri, SKOS.prefLabel, group, "label")
    yield from scope.texts(iri, HS.memberKind, group, "member-kind")
    if group.size is not None:
        yield scope.fact(iri, HS.size, integer(group.size), group.at("size"))
    code = ("completeness", group.completeness, group.at("completeness"))
    yield scope.coded(iri, HS.membershipCompleteness, code)
    for member in group.members:
        agent = scope.names.iri(member.agent, AGENTS, member.at("agent"))
        yield scope.fact(iri, HS.hasMember, agent, member.at("agent"))
        yield from scope.borne(iri, member)
    if group.subgroup_of is not None:
        at = group.at("subgroup-of")
        whole = scope.names.iri(group.subgroup_of, ("group",), at)
        yield scope.fact(iri, HS.subGroupOf, whole, at)
    yield from scope.borne(iri, group)


def mention_statements(scope: SourceScope, mention: Mention) -> Iterator[Statement]:
    """State how the source prints a name, and that it mentions what is named."""
    at = mention.at("names")
    named = scope.names.iri(mention.names, (*AGENTS, "place"), at)
    yield scope.fact(scope.document.iri, HS.mentions, named, at)
    for index, quote in enumerate(mention.quote):
        name = scope.words(quote.exact)
        yield scope.fact(named, HS.nameInSource, name, mention.at("quote", index))
    yield from scope.borne(named, mention)


def affiliation_statements(
    scope: SourceScope, affiliation: Affiliation
) -> Iterator[Statement]:
    """State a person's place in an organisation."""
    at = affiliation.at("person")
    person = scope.names.find(affiliation.person, ("person",), at)
    at_organisation = affiliation.at("organisation")
    organisation = scope.names.find(
        affiliation.organisation, ("organisation",), at_organisation
    )
    iri = mint("affiliation", f"{person.local}.{organisation.local}")
    yield scope.fact(iri, RDF.type, HS.Affiliation, at)
    yield scope.fact(iri, HS.member, person.iri, at)
    yield scope.fact(iri, HS.organisation, organisation.iri, at_organisation)
    yield from scope.texts(iri, HS.post, affiliation, "post")
    if affiliation.former:
        yield scope.fact(iri, HS.former, boolean(True), affiliation.at("former"))
    yield from scope.borne(iri, affiliation)


def friendship_statements(
    scope: SourceScope, friendship: Friendship
) -> Iterator[Statement]:
    """State that the source calls two people friends."""
    at = friendship.at("person")
    person = scope.names.iri(friendship.person, ("person",), at)
    friend = scope.names.iri(friendship.friend, ("person",), friendship.at("friend"))
    yield scope.fact(person, HS.friendOf, friend, at)
    yield from scope.borne(person, friendship)
