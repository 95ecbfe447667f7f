"""The ontology as a whole: its header, its size, its classes and what they exclude."""

import pytest
from pyoxigraph import Literal, NamedNode, Store

from kg.rdf.namespaces import SCHEMES
from kg.rdf.terms import DCT, HS, OWL, RDF, RDFS, SKOS, VANN

HEADER = NamedNode("https://w3id.org/hrsolidarity/ontology")


def instances(ontology: Store, *kinds: NamedNode) -> set[str]:
    """List what is declared as one of the kinds in our namespace, by local name."""
    return {
        quad.subject.value.removeprefix(HS.base)
        for kind in kinds
        for quad in ontology.quads_for_pattern(None, RDF.type, kind)
        if isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith(HS.base)
    }


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        pytest.param(
            OWL.versionIRI,
            NamedNode("https://w3id.org/hrsolidarity/ontology/1.0.0"),
            id="version-iri",
        ),
        pytest.param(OWL.versionInfo, Literal("1.0.0"), id="version"),
        pytest.param(
            DCT.license,
            NamedNode("https://creativecommons.org/licenses/by/4.0/"),
            id="licence",
        ),
        pytest.param(VANN.preferredNamespacePrefix, Literal("hs"), id="prefix"),
        pytest.param(
            VANN.preferredNamespaceUri,
            Literal("https://w3id.org/hrsolidarity/ontology#"),
            id="namespace",
        ),
    ],
)
def test_header_says_what_this_is(
    ontology: Store, predicate: NamedNode, value: NamedNode | Literal
) -> None:
    objects = [q.object for q in ontology.quads_for_pattern(HEADER, predicate, None)]
    assert objects == [value]


def test_has_the_classes_of_the_domain_model(ontology: Store) -> None:
    assert instances(ontology, OWL.Class) == {
        *("Event", "CivicAction", "Intervention", "Act", "PublicEvent", "Situation"),
        *("AllegedEvent", "EventSeries", "EventRelation"),
        *("Agent", "Person", "Organisation", "Group", "Participation", "Affiliation"),
        *("Demand", "Slogan", "Claim", "Quantity", "TimeSpan", "Place"),
        *("Document", "Article", "Photograph", "Passage"),
        *("Judgement", "Consent", "SourceGraph", "ForeignGraph", "CuratedGraph"),
        *("Code", "CodeList"),
    }


PROPERTIES = {
    "event": "eventType time judgedTime place placeBasis concerns reportedIn partOf "
    "inSeries method slogan existence legalStatus statedReason ongoingAt victimCount "
    "impact aggregate evidence",
    "shortcut": "organiser supporter participant speaker demander addressee target "
    "victim perpetrator allegedPerpetrator inSupportOf visitor",
    "participation": "inEvent agent role onBehalfOf degree modality",
    "affiliation": "member organisation post former",
    "relation": "fromEvent toEvent relationType",
    "demand": "demandType demander addressee target soughtVia madeAt position "
    "beneficiary outcome outcomeEvidence",
    "slogan": "verbatim medium",
    "claim": "claimSubject claimProperty claimValue claimQuantity claimTime assertedBy "
    "attributedTo attributionBasis inDocument citedDocument differsFrom contradicts "
    "corroborates refines",
    "claimed": "participantCount injuredCount custodyCount resultsFalsified prisonTerm "
    "allegedOffence effect significance habit",
    "quantity": "unit lowerBound lowerInclusive upperBound upperInclusive minDuration "
    "maxDuration outOf boundBasis",
    "time": "edtf notBefore notAfter monthDay precision dateBasis relativeTo relation "
    "offset approximate",
    "series": "byMonthDay repeatFrequency",
    "group": "size memberKind hasMember membershipCompleteness subGroupOf",
    "person": "riskLevel riskReviewedOn publicationBasis friendOf consentStatus",
    "organisation": "orgType nameInSource country",
    "place": "within geoPrecision",
    "document": "contentHash lengthCodePoints known relatedArticle about mentions "
    "covers illustrates depicts titleStatus datePublishedNotBefore",
    "passage": "excerpt quotationHash",
    "judgement": "judges decision accepts considers rejects certainty reason "
    "possiblySame notSame",
    "graph": "ofDocument revision access licenceStatus embargoUntil",
    "concept": "eventClass shortcut",
}


@pytest.mark.parametrize("group", sorted(PROPERTIES))
def test_has_the_properties_of_the_domain_model(ontology: Store, group: str) -> None:
    declared = instances(
        ontology,
        RDF.Property,
        OWL.ObjectProperty,
        OWL.DatatypeProperty,
        OWL.AnnotationProperty,
    )
    assert set(PROPERTIES[group].split()) - declared == set()


def test_has_every_scheme_of_the_prefix_list(ontology: Store) -> None:
    schemes = {
        quad.subject.value.removeprefix("https://w3id.org/hrsolidarity/vocab/")
        for quad in ontology.quads_for_pattern(None, RDF.type, SKOS.ConceptScheme)
        if isinstance(quad.subject, NamedNode)
    }
    assert schemes == set(SCHEMES.values())


@pytest.mark.parametrize(
    ("subclass", "superclass"),
    [
        pytest.param("CivicAction", "Event", id="civic-action"),
        pytest.param("Intervention", "CivicAction", id="intervention"),
        pytest.param("Act", "Event", id="act"),
        pytest.param("PublicEvent", "Event", id="public-event"),
        pytest.param("Situation", "Event", id="situation"),
        pytest.param("Person", "Agent", id="person"),
        pytest.param("Organisation", "Agent", id="organisation"),
        pytest.param("Group", "Agent", id="group"),
        pytest.param("Article", "Document", id="article"),
        pytest.param("Photograph", "Document", id="photograph"),
    ],
)
def test_a_class_has_one_superclass(
    ontology: Store, subclass: str, superclass: str
) -> None:
    found = ontology.quads_for_pattern(HS.iri(subclass), RDFS.subClassOf, None)
    assert [quad.object for quad in found] == [HS.iri(superclass)]


@pytest.mark.parametrize("name", ["AllegedEvent", "EventSeries", "Claim", "Demand"])
def test_what_is_no_event_has_no_superclass(ontology: Store, name: str) -> None:
    found = ontology.quads_for_pattern(HS.iri(name), RDFS.subClassOf, None)
    assert list(found) == []


def test_classes_that_exclude_each_other(ontology: Store) -> None:
    pairs = {
        (quad.subject, quad.object)
        for quad in ontology.quads_for_pattern(None, OWL.disjointWith, None)
    }
    assert pairs == {
        (HS.EventSeries, HS.Event),
        (HS.Person, HS.Organisation),
        (HS.Person, HS.Group),
    }


def test_a_claim_value_may_be_a_literal_or_a_thing(ontology: Store) -> None:
    kinds = [
        q.object for q in ontology.quads_for_pattern(HS.claimValue, RDF.type, None)
    ]
    assert kinds == [RDF.Property]
