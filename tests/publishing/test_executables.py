"""Prefixes and questions stand in the graph as tools expect them."""

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.publishing.executables import executable_triples, prefix_triples
from kg.rdf.iri import graph
from kg.rdf.query.catalogue import parse_query

CATALOGUE = graph("catalogue")

HEAD = """
@base <https://w3id.org/hrsolidarity/graph/catalogue> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def read(turtle: str) -> set[Triple]:
    return {quad.triple for quad in parse(HEAD + turtle, RdfFormat.TURTLE)}


def test_a_prefix_is_declared_by_the_list() -> None:
    triples = prefix_triples(
        CATALOGUE, {"hs": "https://w3id.org/hrsolidarity/ontology#"}
    )
    assert set(triples) == read(
        """
        <#prefixes> a owl:Ontology ;
            rdfs:label "The prefixes of the project"@en ;
            sh:declare <#prefix/hs> .
        <#prefix/hs> a sh:PrefixDeclaration ;
            sh:prefix "hs" ;
            sh:namespace "https://w3id.org/hrsolidarity/ontology#"^^xsd:anyURI .
        """
    )


SUPPORTERS = """\
# # Supporters of an action
#
# **Id:** R2
#
# **Question:** Which organisations supported a given action?
#
# **For:** researchers
#
# **Parameter:** `?event` (event, default `march`) - the action.

PREFIX hs: <https://w3id.org/hrsolidarity/ontology#>

SELECT ?organisation WHERE {
  ?event hs:supporter ?organisation .
}
"""


def test_a_question_can_be_run_as_it_stands() -> None:
    query = parse_query(SUPPORTERS, "library/supporters.rq")
    told = set(executable_triples(CATALOGUE, [query]))
    node = NamedNode("https://w3id.org/hrsolidarity/queries/supporters")
    text = NamedNode("http://www.w3.org/ns/shacl#select")
    (select,) = (it.object for it in told if it.predicate == text)
    assert isinstance(select, Literal)
    assert select.value.split() == [
        *("PREFIX", "hs:", "<https://w3id.org/hrsolidarity/ontology#>"),
        *("SELECT", "?organisation", "WHERE", "{"),
        *("<https://w3id.org/hrsolidarity/id/event/march>", "hs:supporter"),
        *("?organisation", ".", "}"),
    ]
    assert told - {Triple(node, text, select)} == read(
        """
        </hrsolidarity/queries/supporters>
            a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ;
            rdfs:label "Supporters of an action"@en ;
            rdfs:comment "Which organisations supported a given action?"@en ;
            sh:prefixes <#prefixes> ;
            schema:target </hrsolidarity/sparql> ;
            schema:keywords "researchers" ;
            dct:identifier "R2" .
        """
    )


def test_the_form_of_a_question_says_how_its_text_is_stated() -> None:
    forms = {
        "SELECT * WHERE { ?s ?p ?o . }": {"select", "SPARQLSelectExecutable"},
        "ASK { ?s ?p ?o . }": {"ask", "SPARQLAskExecutable"},
        "CONSTRUCT WHERE { ?s ?p ?o . }": {"construct", "SPARQLConstructExecutable"},
        "DESCRIBE <http://example.org/x>": {"describe"},
    }
    head = "# # Any\n#\n# **Question:** What?\n#\n# **For:** partners\n\n"
    for text, names in forms.items():
        query = parse_query(head + text, "library/any.rq")
        told = executable_triples(CATALOGUE, [query])
        terms = {str(term) for it in told for term in (it.predicate, it.object)}
        local = {term[:-1].partition("shacl#")[2] for term in terms if "#" in term}
        assert local - {""} == names | {"prefixes", "SPARQLExecutable"}, text
