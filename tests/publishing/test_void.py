"""VoID of a tiny dataset, word for word."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.publishing.census import Census, Tally
from kg.publishing.lines import line_of
from kg.publishing.sizes import Size
from kg.publishing.void import Described, merged_triples, named_triples, short_name
from kg.rdf.iri import graph, mint
from kg.rdf.terms import HS, RDF, SKOS, XSD

MARCH, RAFTO = mint("event", "march"), mint("organisation", "rafto")
NOTE = NamedNode("http://example.org/terms#note")

DESCRIBED = Described(
    dataset=NamedNode("https://w3id.org/hrsolidarity/graph/catalogue#data"),
    about="All of it.",
    version="2026-11-23T00-00-00Z-0123abcd",
    time="2026-11-23T00:00:00Z",
    licences=(NamedNode("https://creativecommons.org/licenses/by/4.0/"),),
    uri_space="https://w3id.org/hrsolidarity/",
)

HEAD = """
@base <https://w3id.org/hrsolidarity/graph/catalogue> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix hs: <https://w3id.org/hrsolidarity/ontology#> .
@prefix pav: <http://purl.org/pav/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix void-ext: <http://ldf.fi/void-ext#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def census(*quads: Quad) -> Census:
    tally = Tally()
    tally.add(map(line_of, quads))
    return tally.census()


def read(turtle: str) -> set[Triple]:
    return {quad.triple for quad in parse(HEAD + turtle, RdfFormat.TURTLE)}


WHOLE = """
<#data> a void:Dataset ;
    dct:title "Solidarity Graph, all graphs merged"@en ;
    dct:description "All of it."@en ;
    dct:license <https://creativecommons.org/licenses/by/4.0/> ;
    dct:issued "2026-11-23T00:00:00Z"^^xsd:dateTime ;
    pav:version "2026-11-23T00-00-00Z-0123abcd" ;
    void:sparqlEndpoint <https://w3id.org/hrsolidarity/sparql> ;
    void:uriSpace "https://w3id.org/hrsolidarity/" ;
    void:feature formats:N-Quads, formats:TriG, formats:N-Triples, formats:Turtle,
        formats:JSON-LD ;
    void:dataDump
        </hrsolidarity/dumps/2026-11-23T00-00-00Z-0123abcd/graph.nq>,
        </hrsolidarity/dumps/2026-11-23T00-00-00Z-0123abcd/graph.nq.zst>,
        </hrsolidarity/dumps/2026-11-23T00-00-00Z-0123abcd/graph.nq.gz>,
        </hrsolidarity/dumps/2026-11-23T00-00-00Z-0123abcd/graph.trig>,
        </hrsolidarity/dumps/2026-11-23T00-00-00Z-0123abcd/graph.trig.zst>,
        </hrsolidarity/dumps/2026-11-23T00-00-00Z-0123abcd/graph.trig.gz>,
        </hrsolidarity/dumps/2026-11-23T00-00-00Z-0123abcd/merged.nt>,
        </hrsolidarity/dumps/2026-11-23T00-00-00Z-0123abcd/merged.nt.zst>,
        </hrsolidarity/dumps/2026-11-23T00-00-00Z-0123abcd/merged.nt.gz>,
        </hrsolidarity/dumps/2026-11-23T00-00-00Z-0123abcd/merged.ttl>,
        </hrsolidarity/dumps/2026-11-23T00-00-00Z-0123abcd/merged.ttl.zst>,
        </hrsolidarity/dumps/2026-11-23T00-00-00Z-0123abcd/merged.ttl.gz>,
        </hrsolidarity/dumps/2026-11-23T00-00-00Z-0123abcd/merged.jsonld>,
        </hrsolidarity/dumps/2026-11-23T00-00-00Z-0123abcd/merged.jsonld.zst>,
        </hrsolidarity/dumps/2026-11-23T00-00-00Z-0123abcd/merged.jsonld.gz> ;
    void:triples 5 ;
    void:entities 2 ;
    void:distinctSubjects 2 ;
    void:distinctObjects 5 ;
    void:classes 2 ;
    void:properties 3 ;
    void:vocabulary rdf:, hs:, <http://example.org/terms#> ;
    void:classPartition <#data/class/hs:Event>, <#data/class/hs:Organisation> ;
    void:propertyPartition <#data/property/rdf:type>, <#data/property/hs:supporter>,
        <#data/property/9f8d36dc4681f0f7> .
"""

CLASSES = """
<#data/class/hs:Event> void:class hs:Event ;
    void:entities 1 ;
    void:propertyPartition <#data/class/hs:Event/property/rdf:type>,
        <#data/class/hs:Event/property/hs:supporter>,
        <#data/class/hs:Event/property/9f8d36dc4681f0f7> .
<#data/class/hs:Organisation> void:class hs:Organisation ;
    void:entities 1 ;
    void:propertyPartition <#data/class/hs:Organisation/property/rdf:type> .
<#data/class/hs:Organisation/property/rdf:type> void:property rdf:type ;
    void:triples 1 ; void:distinctSubjects 1 ; void:distinctObjects 1 .
<#data/class/hs:Event/property/rdf:type> void:property rdf:type ;
    void:triples 1 ; void:distinctSubjects 1 ; void:distinctObjects 1 .
<#data/class/hs:Event/property/hs:supporter> void:property hs:supporter ;
    void:triples 1 ; void:distinctSubjects 1 ; void:distinctObjects 1 ;
    void:classPartition
        <#data/class/hs:Event/property/hs:supporter/class/hs:Organisation> .
<#data/class/hs:Event/property/hs:supporter/class/hs:Organisation>
    void:class hs:Organisation ;
    void:triples 1 .
<#data/class/hs:Event/property/9f8d36dc4681f0f7>
    void:property <http://example.org/terms#note> ;
    void:triples 2 ; void:distinctSubjects 1 ; void:distinctObjects 2 ;
    void-ext:datatypePartition
        <#data/class/hs:Event/property/9f8d36dc4681f0f7/datatype/xsd:date>,
        <#data/class/hs:Event/property/9f8d36dc4681f0f7/datatype/rdf:langString> .
<#data/class/hs:Event/property/9f8d36dc4681f0f7/datatype/xsd:date>
    void-ext:datatype xsd:date ;
    void:triples 1 .
<#data/class/hs:Event/property/9f8d36dc4681f0f7/datatype/rdf:langString>
    void-ext:datatype rdf:langString ;
    void:triples 1 .
"""

PROPERTIES = """
<#data/property/rdf:type> void:property rdf:type ;
    void:triples 2 ; void:distinctSubjects 2 ; void:distinctObjects 2 .
<#data/property/hs:supporter> void:property hs:supporter ;
    void:triples 1 ; void:distinctSubjects 1 ; void:distinctObjects 1 .
<#data/property/9f8d36dc4681f0f7> void:property <http://example.org/terms#note> ;
    void:triples 2 ; void:distinctSubjects 1 ; void:distinctObjects 2 .
"""


def test_a_merged_graph_is_described_by_its_classes_and_properties() -> None:
    counted = census(
        Quad(MARCH, RDF.type, HS.Event),
        Quad(MARCH, HS.supporter, RAFTO),
        Quad(MARCH, NOTE, Literal("2011-01-16", datatype=XSD.date)),
        Quad(MARCH, NOTE, Literal("sixteenth", language="en")),
        Quad(RAFTO, RDF.type, HS.Organisation),
    )
    told = list(merged_triples(DESCRIBED, counted))
    assert len(told) == len(set(told))
    assert set(told) == read(WHOLE + CLASSES + PROPERTIES)


def test_a_named_graph_is_described_by_its_size() -> None:
    sizes = {graph("source/article/r1"): Size(6, 2, 3, 5, 1, 4)}
    assert set(named_triples(graph("catalogue"), sizes)) == read(
        """
        <#graph/source/article/r1> a void:Dataset, sd:NamedGraph ;
            sd:name </hrsolidarity/graph/source/article/r1> ;
            void:triples 6 ;
            void:entities 2 ;
            void:distinctSubjects 3 ;
            void:distinctObjects 5 ;
            void:classes 1 ;
            void:properties 4 .
        """
    )


@pytest.mark.parametrize(
    ("term", "name"),
    [
        pytest.param(HS.supporter, "hs:supporter", id="ours"),
        pytest.param(RDF.type, "rdf:type", id="borrowed"),
        pytest.param(NOTE, "9f8d36dc4681f0f7", id="of-no-prefix"),
        pytest.param(
            NamedNode(f"{SKOS.base}a/b"), "a63550898f109c60", id="not-for-a-fragment"
        ),
    ],
)
def test_a_term_has_a_short_name_that_fits_a_fragment(
    term: NamedNode, name: str
) -> None:
    assert short_name(term) == name
