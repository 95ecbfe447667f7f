"""Claims: what is counted, contested, hedged or said on somebody's word."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.errors import UnexpectedValueError
from kg.mapping.names import AGENTS
from kg.mapping.scope import SourceScope, boolean, integer
from kg.model.records.extract import Claim, Quantity
from kg.rdf.iri import mint
from kg.rdf.statement import Statement
from kg.rdf.terms import HS, RDF, XSD

CLAIMED = {
    "victim-count": (HS.victimCount, ("quantity",)),
    "participant-count": (HS.participantCount, ("quantity",)),
    "injured-count": (HS.injuredCount, ("quantity",)),
    "custody-count": (HS.custodyCount, ("quantity",)),
    "registered-count": (HS.registeredCount, ("quantity",)),
    "death-count": (HS.deathCount, ("quantity",)),
    "civilian-death-count": (HS.civilianDeathCount, ("quantity",)),
    "results-falsified": (HS.resultsFalsified, ("is",)),
    "prison-term": (HS.prisonTerm, ("quantity",)),
    "alleged-perpetrator": (HS.allegedPerpetrator, ("agent", "says")),
    "alleged-offence": (HS.allegedOffence, ("says",)),
    "effect": (HS.effect, ("says",)),
    "significance": (HS.significance, ("says",)),
    "habit": (HS.habit, ("says",)),
}
"""What a claim may be about, in the curator's words, and the fields that can say it."""

LOWER = (HS.lowerBound, HS.lowerInclusive)
UPPER = (HS.upperBound, HS.upperInclusive)

SUBJECTS = ("event", "series", "place", "document", *AGENTS)


def claim_statements(scope: SourceScope, claim: Claim) -> Iterator[Statement]:
    """State a claim, its value, whose word it is, and how it lies to other claims."""
    named = scope.names.things[claim.key]
    iri = named.iri
    about = scope.names.iri(claim.about, SUBJECTS, claim.at("about"))
    yield scope.fact(iri, RDF.type, HS.Claim, claim.at("key"))
    yield scope.fact(iri, HS.claimSubject, about, claim.at("about"))
    yield scope.fact(iri, HS.claimProperty, _property(claim), claim.at("property"))
    modality = ("modality", claim.modality, claim.at("modality"))
    yield scope.coded(iri, HS.modality, modality)
    yield scope.fact(iri, HS.inDocument, scope.document.iri, claim.at("key"))
    yield from _value(scope, iri, named.local, claim)
    yield from _attribution(scope, iri, claim)
    yield from _comparisons(scope, iri, claim)
    yield from _suspect(scope, about, claim)
    yield from scope.borne(iri, claim)


def _property(claim: Claim) -> NamedNode:
    if claim.property not in CLAIMED:
        at = claim.at("property")
        expected = f"one of {', '.join(CLAIMED)}"
        raise UnexpectedValueError(at, claim.property, expected, CLAIMED)
    predicate, fields = CLAIMED[claim.property]
    field = claim.value_field()
    if field not in fields:
        expected = f"{' or '.join(map(repr, fields))}, to say the {claim.property}"
        raise UnexpectedValueError(claim.at(field), repr(field), expected)
    return predicate


def _value(
    scope: SourceScope, iri: NamedNode, local: str, claim: Claim
) -> Iterator[Statement]:
    if claim.quantity is not None:
        quantity = mint("quantity", local)
        yield scope.fact(iri, HS.claimQuantity, quantity, claim.at("quantity"))
        yield from _quantity(scope, quantity, claim.quantity)
    if claim.is_ is not None:
        yield scope.fact(iri, HS.claimValue, boolean(claim.is_), claim.at("is"))
    if claim.agent is not None:
        agent = scope.names.iri(claim.agent, AGENTS, claim.at("agent"))
        yield scope.fact(iri, HS.claimValue, agent, claim.at("agent"))
    yield from scope.texts(iri, HS.claimValue, claim, "says")


def _quantity(
    scope: SourceScope, iri: NamedNode, quantity: Quantity
) -> Iterator[Statement]:
    at = quantity.at("verbatim")
    yield scope.fact(iri, RDF.type, HS.Quantity, at)
    yield scope.fact(iri, HS.verbatim, scope.words(quantity.verbatim), at)
    if quantity.unit is not None:
        unit = ("counting-unit", quantity.unit, quantity.at("unit"))
        yield scope.coded(iri, HS.unit, unit)
    yield from _bounds(scope, iri, quantity)
    if quantity.out_of is not None:
        at_total = quantity.at("out-of")
        yield scope.fact(iri, HS.outOf, integer(quantity.out_of), at_total)
    for predicate, length, name in (
        (HS.minDuration, quantity.shortest, "shortest"),
        (HS.maxDuration, quantity.longest, "longest"),
    ):
        if length is not None:
            literal = Literal(length, datatype=XSD.yearMonthDuration)
            yield scope.fact(iri, predicate, literal, quantity.at(name))
    yield from scope.texts(iri, HS.boundBasis, quantity, "bound-basis")


def _bounds(
    scope: SourceScope, iri: NamedNode, quantity: Quantity
) -> Iterator[Statement]:
    for field, value, bounds in (
        ("exactly", quantity.exactly, (LOWER, UPPER)),
        ("at-least", quantity.at_least, (LOWER,)),
        ("above", quantity.above, (LOWER,)),
        ("at-most", quantity.at_most, (UPPER,)),
        ("below", quantity.below, (UPPER,)),
    ):
        if value is not None:
            for bound, inclusive in bounds:
                closed = boolean(field not in ("above", "below"))
                yield scope.fact(iri, bound, integer(value), quantity.at(field))
                yield scope.fact(iri, inclusive, closed, quantity.at(field))


def _attribution(
    scope: SourceScope, iri: NamedNode, claim: Claim
) -> Iterator[Statement]:
    if claim.asserted_by is not None:
        at = claim.at("asserted-by")
        by = scope.names.iri(claim.asserted_by, AGENTS, at)
        yield scope.fact(iri, HS.assertedBy, by, at)
    if claim.attributed_to is not None:
        to = claim.attributed_to
        whose = scope.names.iri(to.agent, AGENTS, to.at("agent"))
        yield scope.fact(iri, HS.attributedTo, whose, to.at("agent"))
        basis = ("basis", to.basis, to.at("basis"))
        yield scope.coded(iri, HS.attributionBasis, basis)
    if claim.cites is not None:
        cited = scope.names.iri(claim.cites, ("document",), claim.at("cites"))
        yield scope.fact(iri, HS.citedDocument, cited, claim.at("cites"))


def _comparisons(
    scope: SourceScope, iri: NamedNode, claim: Claim
) -> Iterator[Statement]:
    for predicate, keys, name in (
        (HS.differsFrom, claim.differs_from, "differs-from"),
        (HS.contradicts, claim.contradicts, "contradicts"),
        (HS.corroborates, claim.corroborates, "corroborates"),
        (HS.refines, claim.refines, "refines"),
    ):
        for index, key in enumerate(keys):
            at = claim.at(name, index)
            other = scope.names.iri(key, ("claim",), at)
            yield scope.fact(iri, predicate, other, at)


def _suspect(scope: SourceScope, about: NamedNode, claim: Claim) -> Iterator[Statement]:
    """State a hedged perpetrator on the act itself, never as one who did it."""
    hedged = claim.modality in ("alleged", "indicated", "possible")
    if claim.property == "alleged-perpetrator" and claim.agent is not None and hedged:
        at = claim.at("agent")
        agent = scope.names.iri(claim.agent, AGENTS, at)
        yield scope.fact(about, HS.allegedPerpetrator, agent, at)
