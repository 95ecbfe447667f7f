"""Tools that have never met the service learn from it what they need to know.

The queries are those that the tools send, as far as blanks: sib-swiss/sparql-editor
(packages/sparql-editor/src/metadata.ts, packages/sparql-overview/src/utils.ts) and
sib-swiss/sparql-llm (src/sparql_llm/utils.py, loaders/sparql_examples_loader.py).
"""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.api.sparql import description
from kg.api.sparql.description import Described, describe
from kg.publishing.audience import Audience
from kg.publishing.release import Release
from kg.rdf.formats import N_TRIPLES
from kg.rdf.namespaces import PREFIXES
from kg.rdf.terms import DCT, RDF, SD, VOID
from tests.api.conftest import Server, serving

GRAPH = "https://w3id.org/hrsolidarity/graph/"
CATALOGUE = f"{GRAPH}catalogue#"
EVENT = "https://w3id.org/hrsolidarity/ontology#Event"
SUPPORTER = "https://w3id.org/hrsolidarity/ontology#supporter"
ORGANISATION = "https://w3id.org/hrsolidarity/ontology#Organisation"

EDITOR_PREFIXES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace
WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix}
ORDER BY ?prefix
"""

EDITOR_EXAMPLES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query
WHERE {
  ?sq a sh:SPARQLExecutable ;
    rdfs:comment ?comment ;
    sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq
"""

EDITOR_VOID = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh:<http://www.w3.org/ns/shacl#>
PREFIX sd:<http://www.w3.org/ns/sparql-service-description#>
PREFIX void:<http://rdfs.org/ns/void#>
PREFIX void-ext:<http://ldf.fi/void-ext#>
SELECT DISTINCT ?graph ?graphLabel ?subjectClass ?prop ?objectClass ?objectDatatype
?triples ?subjectClassLabel ?objectClassLabel ?subjectClassComment
?objectClassComment ?propLabel ?propComment
WHERE {
  {
    OPTIONAL {
      ?graph sd:graph ?graphDesc .
      OPTIONAL { ?graph rdfs:label ?graphLabel }
      ?graphDesc void:classPartition ?cp .
    }
    ?cp void:class ?subjectClass ;
      void:propertyPartition ?pp .
    OPTIONAL { ?subjectClass rdfs:label ?subjectClassLabel }
    OPTIONAL { ?subjectClass rdfs:comment ?subjectClassComment }

    ?pp void:property ?prop .
    OPTIONAL { ?pp void:triples ?triples }
    OPTIONAL { ?prop rdfs:label ?propLabel }
    OPTIONAL { ?prop rdfs:comment ?propComment }
    OPTIONAL {
      {
        ?pp  void:classPartition [ void:class ?objectClass ] .
        OPTIONAL { ?objectClass rdfs:label ?objectClassLabel }
        OPTIONAL { ?objectClass rdfs:comment ?objectClassComment }
      } UNION {
        ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] .
      }
    }
  } UNION {
    ?linkset void:subjectsTarget [ void:class ?subjectClass ] ;
      void:linkPredicate ?prop ;
      void:objectsTarget [ void:class ?objectClass ] .
  }
} ORDER BY ?subjectClass ?objectClass ?objectDatatype ?graph ?triples
"""

LLM_VOID = """
PREFIX up: <http://purl.uniprot.org/core/>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype
WHERE {
  {
    ?cp void:class ?subjectClass ;
      void:propertyPartition ?pp .
    ?pp void:property ?prop .
    OPTIONAL {
      {
        ?pp  void:classPartition [ void:class ?objectClass ] .
      } UNION {
        ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] .
      }
    }
  } UNION {
    ?linkset void:subjectsTarget [ void:class ?subjectClass ] ;
      void:linkPredicate ?prop ;
      void:objectsTarget [ void:class ?objectClass ] .
  }
}
"""

LLM_LABELS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT DISTINCT * WHERE {
  ?cls a owl:Class ;
    rdfs:label ?label .
  OPTIONAL {
    ?cls rdfs:comment ?comment .
  }
  VALUES ?cls { <https://w3id.org/hrsolidarity/ontology#Event> }
}
"""


@pytest.fixture(scope="module")
def server(release: Release) -> Iterator[Server]:
    """The project's own release, served."""
    with serving(release.path.parents[1]) as running:
        yield running


@pytest.fixture(scope="module")
def http(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


def ask(http: httpx.Client, query: str) -> list[dict[str, str]]:
    """Ask as the editor does, with its mark."""
    reply = http.get(
        "/sparql",
        params={"ac": "1", "query": query},
        headers={"Accept": "application/sparql-results+json"},
    )
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


class TestTools:
    def test_find_the_prefixes(self, http: httpx.Client) -> None:
        rows = ask(http, EDITOR_PREFIXES)
        assert {row["prefix"]: row["namespace"] for row in rows} == PREFIXES

    def test_find_the_examples_once_each(self, http: httpx.Client) -> None:
        rows = ask(http, EDITOR_EXAMPLES)
        found = {row["sq"]: row for row in rows}
        assert len(found) == len(rows) > 50
        example = found["https://w3id.org/hrsolidarity/queries/dangling-links"]
        assert example["comment"] == (
            "Which documents are linked to without an address or a title?"
        )
        assert example["query"].startswith("PREFIX hs: <")

    def test_complete_queries_from_void(self, http: httpx.Client) -> None:
        rows = ask(http, EDITOR_VOID)
        support = [
            row
            for row in rows
            if (row["subjectClass"], row["prop"]) == (EVENT, SUPPORTER)
            and row.get("objectClass") == ORGANISATION
        ]
        assert {row["triples"] for row in support} == {"14"}
        assert {row["subjectClassLabel"] for row in support} == {"event", "hendelse"}
        assert any("objectDatatype" in row for row in rows)
        assert all(row.keys() >= {"subjectClass", "prop", "triples"} for row in rows)

    def test_make_shapes_from_void(self, http: httpx.Client) -> None:
        shapes: dict[str, dict[str, set[str]]] = {}
        for row in ask(http, LLM_VOID):
            values = shapes.setdefault(row["subjectClass"], {})
            found = row.get("objectClass") or row.get("objectDatatype")
            values.setdefault(row["prop"], set()).add(found or "")
        assert shapes[EVENT][SUPPORTER] == {
            ORGANISATION,
            "https://w3id.org/hrsolidarity/ontology#Agent",
        }
        label = "http://www.w3.org/2004/02/skos/core#prefLabel"
        assert shapes[EVENT][label] == {f"{PREFIXES['rdf']}langString"}

    def test_find_what_classes_are_called(self, http: httpx.Client) -> None:
        labels = {row["label"] for row in ask(http, LLM_LABELS)}
        assert labels == {"event", "hendelse"}


@pytest.fixture(scope="module")
def told(http: httpx.Client) -> set[Triple]:
    reply = http.get("/sparql", headers={"Accept": "application/n-triples"})
    return {quad.triple for quad in parse(reply.content, RdfFormat.N_TRIPLES)}


class TestServiceDescription:
    def test_the_service_has_the_name_of_its_endpoint(
        self, server: Server, told: set[Triple]
    ) -> None:
        """Comunica reads what is said of the address it asked, and of nothing else."""
        service = NamedNode(server.endpoint)
        dataset = NamedNode(f"{server.endpoint}#dataset")
        default = NamedNode(f"{CATALOGUE}default-graph")
        assert told >= {
            Triple(service, RDF.type, SD.Service),
            Triple(service, SD.endpoint, service),
            Triple(service, SD.supportedLanguage, SD.SPARQL11Query),
            Triple(service, SD.defaultDataset, dataset),
            Triple(dataset, RDF.type, SD.Dataset),
            Triple(dataset, SD.defaultGraph, default),
            Triple(default, RDF.type, SD.Graph),
        }

    def test_the_service_comes_first(self, http: httpx.Client, server: Server) -> None:
        """Comunica knows the default graph by the dataset it has already heard of."""
        reply = http.get("/sparql", headers={"Accept": "application/n-triples"})
        subjects = [line.split(" ")[0] for line in reply.text.splitlines()]
        order = list(dict.fromkeys(subjects))
        assert order[0] == f"<{server.endpoint}>"
        assert order.index(f"<{server.endpoint}#dataset>") < order.index(
            f"<{CATALOGUE}default-graph>"
        )

    def test_counts_are_those_of_the_manifest(
        self, release: Release, told: set[Triple]
    ) -> None:
        manifest: Any = release.manifest(Audience.PUBLIC)
        sizes = {it.subject: it.object for it in told if it.predicate == VOID.triples}
        default = NamedNode(f"{CATALOGUE}default-graph")
        assert sizes[default] == Literal(manifest["counts"]["triples"])
        names = {it.subject: it.object for it in told if it.predicate == SD.name}
        found = {str(names[node]): sizes[node] for node in names}
        expected = {f"<{g}>": Literal(n) for g, n in manifest["graphs"].items()}
        assert found == expected

    def test_has_partitions_by_class_and_property(self, told: set[Triple]) -> None:
        part = NamedNode(f"{CATALOGUE}default-graph/class/hs:Event")
        used = NamedNode(f"{part.value}/property/hs:supporter")
        assert told >= {
            Triple(part, VOID.iri("class"), NamedNode(EVENT)),
            Triple(part, VOID.propertyPartition, used),
            Triple(used, VOID.property, NamedNode(SUPPORTER)),
            Triple(used, VOID.triples, Literal(14)),
        }

    def test_names_titles_and_licences_of_graphs(self, told: set[Triple]) -> None:
        node = NamedNode(f"{CATALOGUE}graph/vocab")
        licence = NamedNode("https://creativecommons.org/licenses/by/4.0/")
        assert told >= {
            Triple(node, SD.name, NamedNode(f"{GRAPH}vocab")),
            Triple(node, DCT.title, Literal("Vocabularies", language="en")),
            Triple(node, DCT.license, licence),
        }

    @pytest.mark.parametrize(
        ("extension", "query"),
        [
            ("sparql-1.2", "SELECT (ISTRIPLE(<<( ?s ?p ?o )>>) AS ?x) { ?s ?p ?o }"),
            ("lateral", "SELECT * { ?s ?p ?o LATERAL { SELECT ?s { } LIMIT 1 } }"),
            (
                "adjust",
                "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT "
                '(ADJUST("2011-01-16T00:00:00Z"^^xsd:dateTime, '
                '"PT1H"^^xsd:dayTimeDuration) AS ?x) { ?s ?p ?o }',
            ),
        ],
        ids=["sparql-1.2", "lateral", "adjust"],
    )
    def test_extensions_are_understood(
        self,
        http: httpx.Client,
        server: Server,
        told: set[Triple],
        extension: str,
        query: str,
    ) -> None:
        service = NamedNode(server.endpoint)
        node = NamedNode(f"{server.endpoint}#{extension}")
        assert Triple(service, SD.languageExtension, node) in told
        assert len(ask(http, f"{query} LIMIT 1")) == 1

    def test_every_extension_is_tested(self, told: set[Triple]) -> None:
        named = {it.object for it in told if it.predicate == SD.languageExtension}
        assert len(named) == 3

    def test_an_engine_of_others_is_said_to_speak_sparql_1_1_alone(
        self, release: Release
    ) -> None:
        service = Described(
            "http://example.org/q", release, Audience.PUBLIC, False, False
        )
        assert b"languageExtension" not in describe(service, N_TRIPLES)

    # rdflib 7.6 warns of its own parser.
    @pytest.mark.filterwarnings("ignore::DeprecationWarning")
    def test_answers_the_tools_where_the_data_do_not(self, http: httpx.Client) -> None:
        """The tools fall back on it, read by rdflib as Turtle."""
        graph = rdflib.Graph()
        graph.parse(data=http.get("/sparql").text, format="turtle")
        found = graph.query(LLM_VOID).bindings
        rows = {tuple(sorted(str(term) for term in row.values())) for row in found}
        assert tuple(sorted((EVENT, SUPPORTER, ORGANISATION))) in rows

    def test_lists_the_largest_graphs_and_says_that_there_are_more(
        self, release: Release, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(description, "MOST_GRAPHS", 2)
        service = Described(
            "http://example.org/few", release, Audience.PUBLIC, True, False
        )
        told = {
            quad.triple
            for quad in parse(describe(service, N_TRIPLES), RdfFormat.N_TRIPLES)
        }
        names = {str(it.object) for it in told if it.predicate == SD.name}
        assert names == {f"<{GRAPH}catalogue>", f"<{GRAPH}vocab>"}
        text = Literal("The 2 largest of 8 named graphs are listed.", language="en")
        dataset = NamedNode("http://example.org/few#dataset")
        assert Triple(dataset, DCT.description, text) in told


class TestWellKnownPlace:
    def test_has_the_same_description(self, http: httpx.Client) -> None:
        place = http.get("/.well-known/void", headers={"Accept": "text/turtle"})
        assert place.status_code == 200
        assert place.headers["content-type"] == "text/turtle; charset=utf-8"
        assert place.text == http.get("/sparql").text

    @pytest.mark.parametrize(
        ("accept", "written"),
        [
            ("application/rdf+xml", RdfFormat.RDF_XML),
            ("application/ld+json", RdfFormat.JSON_LD),
            ("text/html,application/xhtml+xml,*/*;q=0.8", RdfFormat.TURTLE),
        ],
    )
    def test_is_negotiated(
        self, http: httpx.Client, told: set[Triple], accept: str, written: RdfFormat
    ) -> None:
        reply = http.get("/.well-known/void", headers={"Accept": accept})
        assert {quad.triple for quad in parse(reply.content, written)} == told

    def test_is_cached_like_any_answer(self, http: httpx.Client) -> None:
        tag = http.get("/.well-known/void").headers["etag"]
        again = http.get("/.well-known/void", headers={"If-None-Match": tag})
        assert again.status_code == 304

    def test_answers_to_head(self, http: httpx.Client) -> None:
        reply = http.head("/.well-known/void", headers={"Accept": "text/turtle"})
        assert reply.status_code == 200
        assert reply.content == b""

    def test_refuses_what_it_has_not(self, http: httpx.Client) -> None:
        reply = http.get("/.well-known/void", headers={"Accept": "image/png"})
        assert reply.status_code == 406
