"""The JSON-LD context: short names mean our terms, and nothing is lost on the way."""

import json
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.rdf.iri import concept, mint
from kg.rdf.namespaces import PREFIXES
from kg.rdf.terms import EDTF, HS, RDF, SKOS, XSD

CONTEXT = json.loads(
    (Path(__file__).parents[2] / "ontology" / "context.jsonld").read_text("utf-8")
)["@context"]

ACTION = mint("event", "solidarity-action-16-january")
SPAN = mint("time", "sixteenth-of-january")

WRITTEN = {
    "@context": CONTEXT,
    "id": "ev:solidarity-action-16-january",
    "type": ["Event", "CivicAction"],
    "prefLabel": {"en": "Solidarity action", "nb": "Solidaritetsaksjon"},
    "eventType": "et:solidarity-action",
    "aggregate": False,
    "time": {
        "id": "ts:sixteenth-of-january",
        "edtf": "XXXX-01-16",
        "monthDay": "--01-16",
        "verbatim": {"en": "On 16 January"},
    },
}

MEANT = {
    Triple(ACTION, RDF.type, HS.Event),
    Triple(ACTION, RDF.type, HS.CivicAction),
    Triple(ACTION, SKOS.prefLabel, Literal("Solidarity action", language="en")),
    Triple(ACTION, SKOS.prefLabel, Literal("Solidaritetsaksjon", language="nb")),
    Triple(ACTION, HS.eventType, concept("event-type", "solidarity-action")),
    Triple(ACTION, HS.aggregate, Literal("false", datatype=XSD.boolean)),
    Triple(ACTION, HS.time, SPAN),
    Triple(SPAN, HS.edtf, Literal("XXXX-01-16", datatype=EDTF.EDTF)),
    Triple(SPAN, HS.monthDay, Literal("--01-16", datatype=XSD.gMonthDay)),
    Triple(SPAN, HS.verbatim, Literal("On 16 January", language="en")),
}


def read(document: str) -> set[Triple]:
    return {quad.triple for quad in parse(document, format=RdfFormat.JSON_LD)}


def test_a_document_in_short_names_means_our_terms() -> None:
    assert read(json.dumps(WRITTEN)) == MEANT


# rdflib 7.6 warns of its own JSON-LD parser.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_another_engine_reads_it_alike() -> None:
    graph = rdflib.Graph().parse(data=json.dumps(WRITTEN), format="json-ld")
    meant = parse(graph.serialize(format="nt"), format=RdfFormat.N_TRIPLES)
    assert {quad.triple for quad in meant} == MEANT


@pytest.mark.parametrize(
    "turtle",
    [
        pytest.param(
            'ev:a skos:prefLabel "Action"@en, "Aksjon"@nb ;'
            ' skos:altLabel "One"@en, "Two"@en, "Hanchar"@be-latn .',
            id="labels",
        ),
        pytest.param(
            'doc:a hs:licenceStatus "unknown"@en . doc:b hs:licenceStatus "unknown" .',
            id="text-with-and-without-language",
        ),
        pytest.param('cl:a hs:reason "no language" .', id="language-left-out"),
        pytest.param(
            'cl:a hs:claimProperty hs:victimCount ; hs:claimValue true, "x"@en, or:b .',
            id="values-of-any-kind",
        ),
        pytest.param("pt:a hs:role ro:speaker .", id="role-named-like-a-property"),
        pytest.param(
            "qt:a hs:lowerBound 600 ; hs:lowerInclusive false ; hs:minDuration"
            ' "P5Y"^^xsd:yearMonthDuration ; hs:maxDuration "P15Y"^^xsd:duration .',
            id="quantities",
        ),
        pytest.param(
            'ts:a hs:edtf "2011-01-19~"^^edtf:EDTF ; hs:offset "P1M"^^xsd:duration ;'
            ' hs:notBefore "2011-01-16"^^xsd:date ; hs:notAfter "soon" .',
            id="dates-and-a-wrong-one",
        ),
        pytest.param(
            "or:a schema:url <http://example.org/> ; owl:sameAs <http://example.org/a>."
            ' or:b schema:url "https://example.org/"^^xsd:anyURI .',
            id="links",
        ),
        pytest.param(
            'et:a skos:notation "a", "25"^^hs:SharpNumber ; hs:eventClass hs:Act .',
            id="notations",
        ),
    ],
)
def test_compacting_loses_nothing(turtle: str) -> None:
    prefixes = "".join(f"@prefix {p}: <{space}> .\n" for p, space in PREFIXES.items())
    graph = rdflib.Graph().parse(data=prefixes + turtle, format="turtle")
    compact = graph.serialize(format="json-ld", context=CONTEXT, auto_compact=False)
    meant = {quad.triple for quad in parse(prefixes + turtle, format=RdfFormat.TURTLE)}
    assert read(compact) == meant


def test_every_term_we_declare_has_a_key_of_its_own() -> None:
    iris = [
        value["@id"] if isinstance(value, dict) else value for value in CONTEXT.values()
    ]
    named = [iri for iri in iris if isinstance(iri, str) and iri.startswith("hs:")]
    classes_and_properties = {
        f"hs:{term.value.removeprefix(HS.base)}" for term in HS
    } - {
        *("hs:SharpNumber", "hs:EsfCode", "hs:PloverCode"),
        *("hs:AcledCode", "hs:IccprArticle"),
    }
    assert sorted(named) == sorted(classes_and_properties)


def test_a_prefix_that_a_term_hides_is_left_out() -> None:
    hidden = set(PREFIXES) - {
        key for key, value in CONTEXT.items() if value == PREFIXES.get(key)
    }
    assert hidden == {"edtf", "time"}
    assert NamedNode(CONTEXT["edtf"]["@type"]) == EDTF.EDTF
