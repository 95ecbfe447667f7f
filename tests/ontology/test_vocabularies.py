"""The vocabularies: the codes that data, queries and other models count on."""

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.rdf.iri import concept
from kg.rdf.terms import HS, RDF, SKOS

CODES = {
    "modality": "asserted alleged indicated possible denied headline-only",
    "date-basis": "stated stated-partial relative inferred external",
    "risk": "public-official public-role private-person at-risk critical",
    "access": "public partner restricted",
    "completeness": "complete partial unknown",
    "known": "full-text title-only dangling-link stated absent",
    "basis": "stated implied",
    "certainty": "confirmed likely possible unlikely",
    "demand-outcome": "met partly unmet unknown",
    "publication-basis": "consent already-public-source public-official",
    "consent": "given refused withdrawn unknown",
    "decision": "accepted chosen inferred same possibly-same different",
    "role": "organiser supporter participant speaker demander addressee target victim "
    "perpetrator beneficiary visitor",
    "relation-type": "precedes follows causes encompasses parallel commemorates "
    "responds-to previous-in-kind",
    "reliability": "highly-reliable likely-reliable unsure likely-unreliable "
    "highly-unreliable",
}
"""Schemes that are closed: a further code is a decision, not an addition."""


def codes(ontology: Store, scheme: str) -> set[str]:
    base = f"https://w3id.org/hrsolidarity/vocab/{scheme}"
    found = ontology.quads_for_pattern(None, SKOS.inScheme, NamedNode(base))
    return {
        quad.subject.value.removeprefix(f"{base}/")
        for quad in found
        if isinstance(quad.subject, NamedNode)
    }


@pytest.mark.parametrize("scheme", sorted(CODES))
def test_a_closed_scheme_has_exactly_these_codes(ontology: Store, scheme: str) -> None:
    assert codes(ontology, scheme) == set(CODES[scheme].split())


@pytest.mark.parametrize(
    ("code", "event_class"),
    [
        pytest.param("solidarity-action", HS.CivicAction, id="civic-action"),
        pytest.param("torchlight-procession", HS.CivicAction, id="procession"),
        pytest.param("letter", HS.Intervention, id="nearest-class-wins"),
        pytest.param("disappearance", HS.Act, id="violation"),
        pytest.param("torture", HS.Act, id="two-levels-down"),
        pytest.param("election", HS.PublicEvent, id="public-event"),
        pytest.param("persecution", HS.Situation, id="situation"),
    ],
)
def test_an_event_type_has_a_class(
    ontology: Store, code: str, event_class: NamedNode
) -> None:
    answer = ontology.query(
        """
        PREFIX hs: <https://w3id.org/hrsolidarity/ontology#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

        SELECT ?class WHERE {
          { SELECT ?wider (COUNT(?step) AS ?distance) WHERE {
              $concept skos:broader* ?step .
              ?step skos:broader* ?wider .
            } GROUP BY ?wider }
          ?wider hs:eventClass ?class .
        }
        ORDER BY ?distance
        LIMIT 1
        """.replace("$concept", str(concept("event-type", code)))
    )
    assert isinstance(answer, QuerySolutions)
    assert [row["class"] for row in answer] == [event_class]


@pytest.mark.parametrize(
    ("role", "shortcut"),
    [
        pytest.param("supporter", HS.supporter, id="same-name"),
        pytest.param("beneficiary", HS.inSupportOf, id="other-name"),
    ],
)
def test_a_role_has_its_direct_property(
    ontology: Store, role: str, shortcut: NamedNode
) -> None:
    found = ontology.quads_for_pattern(concept("role", role), HS.shortcut, None)
    assert [quad.object for quad in found] == [shortcut]


@pytest.mark.parametrize(
    ("scheme", "code", "notation"),
    [
        pytest.param("method", "portraits", "25", id="sharp"),
        pytest.param("method", "lights", "24", id="sharp-lights"),
        pytest.param("event-type", "arrest", "4:030101000000", id="esf-act"),
        pytest.param("relation-type", "parallel", "22:110000000000", id="esf-chain"),
        pytest.param("event-type", "demonstration", "PROTEST:demo", id="plover"),
        pytest.param("precision", "day", "time_precision=1", id="acled"),
        pytest.param("violated-right", "expression", "19", id="iccpr"),
    ],
)
def test_a_concept_carries_the_codes_of_other_models(
    ontology: Store, scheme: str, code: str, notation: str
) -> None:
    found = ontology.quads_for_pattern(concept(scheme, code), SKOS.notation, None)
    assert notation in [
        quad.object.value for quad in found if isinstance(quad.object, Literal)
    ]


def test_a_vocabulary_declares_nothing_but_concepts(ontology: Store) -> None:
    kinds = {
        quad.object
        for quad in ontology.quads_for_pattern(None, RDF.type, None)
        if isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith("https://w3id.org/hrsolidarity/vocab/")
    }
    assert kinds == {SKOS.Concept, HS.Code, SKOS.ConceptScheme, HS.CodeList}
