"""The catalogue tells of a release what its store holds, and of nothing hidden."""

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

from kg import pipeline
from kg.publishing.audience import SHARED, Access, Audience, Sight
from kg.publishing.catalogue import VOID_FILE, Edition, tell
from kg.publishing.held import held
from kg.publishing.lines import line_of
from kg.publishing.release import Release
from kg.publishing.shown import Shown
from kg.rdf.iri import concept, graph, mint
from kg.rdf.namespaces import PREFIXES
from kg.rdf.terms import HS, RDF, SH, VOID

Counts = dict[tuple[str, ...], tuple[int, ...]]
"""What is counted (class, property, class of values) → the numbers."""

TIME = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)

HEAD = """
PREFIX graph: <https://w3id.org/hrsolidarity/graph/>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
"""

PARTITIONS: dict[str, tuple[str, str]] = {
    "whole": (
        """SELECT ?triples ?subjects ?objects ?classes ?properties {
             ?set void:triples ?triples ; void:distinctSubjects ?subjects ;
               void:distinctObjects ?objects ; void:classes ?classes ;
               void:properties ?properties }""",
        """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
             (COUNT(DISTINCT ?o) AS ?objects) (COUNT(DISTINCT ?class) AS ?classes)
             (COUNT(DISTINCT ?p) AS ?properties)
           { ?s ?p ?o @ BIND(IF(?p = rdf:type, ?o, ?none) AS ?class) }""",
    ),
    "entities": (
        "SELECT ?entities { ?set void:entities ?entities }",
        """SELECT (COUNT(DISTINCT ?s) AS ?entities) { ?s ?p ?o @
             FILTER(STRSTARTS(STR(?s), "https://w3id.org/hrsolidarity/")) }""",
    ),
    "classes": (
        """SELECT ?class ?things {
             ?set void:classPartition [
               void:class ?class ; void:entities ?things ] }""",
        """SELECT ?class (COUNT(DISTINCT ?s) AS ?things) { ?s a ?class @ }
           GROUP BY ?class""",
    ),
    "properties": (
        """SELECT ?property ?triples ?subjects ?objects {
             ?set void:propertyPartition [ void:property ?property ;
               void:triples ?triples ; void:distinctSubjects ?subjects ;
               void:distinctObjects ?objects ] }""",
        """SELECT ?p (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
             (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o @ } GROUP BY ?p""",
    ),
    "properties of a class": (
        """SELECT ?class ?property ?triples ?subjects ?objects {
             ?set void:classPartition ?part .
             ?part void:class ?class ; void:propertyPartition [
               void:property ?property ; void:triples ?triples ;
               void:distinctSubjects ?subjects ; void:distinctObjects ?objects ] }""",
        """SELECT ?class ?p (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
             (COUNT(DISTINCT ?o) AS ?objects)
           { ?s a ?class ; ?p ?o @ } GROUP BY ?class ?p""",
    ),
    "classes of values": (
        """SELECT ?class ?property ?other ?triples {
             ?set void:classPartition ?part .
             ?part void:class ?class ; void:propertyPartition ?used .
             ?used void:property ?property ; void:classPartition [
               void:class ?other ; void:triples ?triples ] }""",
        """SELECT ?class ?p ?other (COUNT(*) AS ?triples)
           { ?s a ?class ; ?p ?o @ ?o a ?other } GROUP BY ?class ?p ?other""",
    ),
    "datatypes of values": (
        """SELECT ?class ?property ?datatype ?triples {
             ?set void:classPartition ?part .
             ?part void:class ?class ; void:propertyPartition ?used .
             ?used void:property ?property ; void-ext:datatypePartition [
               void-ext:datatype ?datatype ; void:triples ?triples ] }""",
        """SELECT ?class ?p ?datatype (COUNT(*) AS ?triples)
           { ?s a ?class ; ?p ?o @ BIND(DATATYPE(?o) AS ?datatype)
             FILTER(ISLITERAL(?o)) } GROUP BY ?class ?p ?datatype""",
    ),
}
"""What is described → how to read it from the description of ?set, how to count it."""


def ask(store: Store, query: str) -> list[Mapping[str, NamedNode | Literal]]:
    solutions = store.query(f"{HEAD}PREFIX rdf: <{PREFIXES['rdf']}>\n{query}")
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [{name: row[name] for name in names if row[name]} for row in solutions]


def counts(rows: list[Mapping[str, NamedNode | Literal]]) -> Counts:
    found: Counts = {}
    for row in rows:
        key = tuple(term.value for term in row.values() if isinstance(term, NamedNode))
        assert key not in found
        found[key] = tuple(
            int(term.value) for term in row.values() if isinstance(term, Literal)
        )
    return found


@pytest.fixture(params=list(Audience), scope="module")
def audience(request: pytest.FixtureRequest) -> Audience:
    return Audience(request.param)


@pytest.fixture(scope="module")
def store(release: Release, audience: Audience) -> Store:
    return Store.read_only(str(release.store(audience)))


@pytest.fixture(scope="module")
def described(release: Release, audience: Audience) -> Store:
    """What the service description says of graphs."""
    store = Store()
    path = release.path / audience.value / VOID_FILE
    store.extend(parse(path=path, format=RdfFormat.N_TRIPLES))
    return store


def about(query: str, catalogue: NamedNode, name: str) -> str:
    return query.replace("?set", f"<{catalogue.value}#{name}>")


@pytest.mark.parametrize("what", PARTITIONS)
def test_the_data_hold_what_the_catalogue_says(
    store: Store, audience: Audience, what: str
) -> None:
    catalogue = Edition(audience, "v", TIME).graph
    said, counted = PARTITIONS[what]
    data = """ . FILTER NOT EXISTS { GRAPH graph:catalogue { ?s ?p1 ?o1 } }
        FILTER NOT EXISTS { GRAPH graph:catalogue\\/partner { ?s ?p2 ?o2 } } """
    expected = counts(ask(store, counted.replace("@", data)))
    assert counts(ask(store, about(said, catalogue, "data"))) == expected
    assert len(expected) > 0


@pytest.mark.parametrize("what", PARTITIONS)
def test_the_default_graph_holds_what_the_service_description_says(
    store: Store, described: Store, audience: Audience, what: str
) -> None:
    catalogue = Edition(audience, "v", TIME).graph
    said, counted = PARTITIONS[what]
    expected = counts(ask(store, counted.replace("@", " . ")))
    assert counts(ask(described, about(said, catalogue, "default-graph"))) == expected


NAMED = """SELECT ?graph ?triples ?subjects ?objects ?classes ?properties {
  ?set sd:name ?graph ; void:triples ?triples ; void:distinctSubjects ?subjects ;
    void:distinctObjects ?objects ; void:classes ?classes ;
    void:properties ?properties }"""


def test_named_graphs_are_as_large_as_is_said(store: Store, described: Store) -> None:
    held = counts(
        ask(
            store,
            """SELECT ?graph (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
                 (COUNT(DISTINCT ?o) AS ?objects) (COUNT(DISTINCT ?class) AS ?classes)
                 (COUNT(DISTINCT ?p) AS ?properties) {
                 GRAPH ?graph { ?s ?p ?o }
                 BIND(IF(?p = rdf:type, ?o, ?none) AS ?class) } GROUP BY ?graph""",
        )
    )
    assert counts(ask(described, NAMED)) == held
    data = {key: sizes for key, sizes in held.items() if "/catalogue" not in key[0]}
    assert counts(ask(store, NAMED)) == data


def test_titles_and_licences_of_named_graphs_are_those_of_the_metadata(
    store: Store,
) -> None:
    rows = ask(
        store,
        """SELECT ?graph ?title ?licence { ?set a void:Dataset ; sd:name ?graph ;
             <http://purl.org/dc/terms/title> ?title ;
             <http://purl.org/dc/terms/license> ?licence }""",
    )
    titles = {row["graph"].value: row["title"].value for row in rows}
    assert titles["https://w3id.org/hrsolidarity/graph/vocab"] == "Vocabularies"
    assert {row["licence"].value for row in rows} == {
        "https://creativecommons.org/licenses/by/4.0/"
    }


def test_every_namespace_that_is_used_is_a_vocabulary_of_the_dataset(
    store: Store, described: Store, audience: Audience
) -> None:
    name = f"{Edition(audience, 'v', TIME).graph.value}#default-graph"
    spaces = tuple(
        row["space"].value
        for row in ask(
            described, f"SELECT ?space {{ <{name}> void:vocabulary ?space }}"
        )
    )
    for row in ask(store, "SELECT DISTINCT ?p { ?s ?p ?o }"):
        assert row["p"].value.startswith(spaces)


def test_the_prefixes_are_those_of_the_project(store: Store) -> None:
    rows = ask(
        store,
        """PREFIX sh: <http://www.w3.org/ns/shacl#>
           SELECT ?prefix ?namespace { graph:catalogue\\#prefixes sh:declare
             [ a sh:PrefixDeclaration ; sh:prefix ?prefix ; sh:namespace ?namespace ] }
        """.replace("graph:catalogue\\#prefixes", f"<{SHARED.value}#prefixes>"),
    )
    found = {row["prefix"].value: row["namespace"].value for row in rows}
    assert found == PREFIXES


def executables(store: Store) -> dict[str, str]:
    rows = ask(
        store,
        """PREFIX sh: <http://www.w3.org/ns/shacl#>
           SELECT ?query ?text { ?query a sh:SPARQLExecutable ;
             sh:select|sh:ask|sh:construct|sh:describe ?text }""",
    )
    return {row["query"].value: row["text"].value for row in rows}


def test_every_question_of_the_library_is_told(
    content: pipeline.Content, store: Store
) -> None:
    names = {f"https://w3id.org/hrsolidarity/queries/{q.name}" for q in content.queries}
    assert set(executables(store)) == names
    assert len(names) > 50


# rdflib 7.6 warns of its own parser and of its own datasets.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_question_runs_as_it_stands(release: Release) -> None:
    store = Store.read_only(str(release.store(Audience.PUBLIC)))
    for name, text in executables(store).items():
        store.query(text)
        rdflib.Dataset().query(text)
        assert text.startswith("PREFIX"), name


def test_the_catalogue_has_no_blank_node_and_only_nodes_of_its_own(
    store: Store,
) -> None:
    graphs = (SHARED, NamedNode(f"{SHARED.value}/partner"))
    for name in graphs:
        own = (f"{name.value}#", "https://w3id.org/hrsolidarity/queries/")
        for quad in store.quads_for_pattern(None, None, None, name):
            assert isinstance(quad.subject, NamedNode)
            assert quad.subject.value.startswith(own)
            assert isinstance(quad.object, NamedNode | Literal)


def test_nothing_of_the_partners_is_in_the_public_catalogue(release: Release) -> None:
    folder = release.path / Audience.PUBLIC.value
    public = (folder / VOID_FILE).read_bytes()
    public += (folder / "dumps" / "graph.nq").read_bytes()
    partner = (release.path / Audience.PARTNER.value / VOID_FILE).read_bytes()
    for secret in (b"/quotations>", b"catalogue/partner", b"meta/partner"):
        assert secret not in public
        assert secret in partner


def test_the_public_catalogue_is_told_to_partners_as_it_is_to_all(
    release: Release,
) -> None:
    public, partner = (
        Store.read_only(str(release.store(audience))) for audience in Audience
    )
    told = set(public.quads_for_pattern(None, None, None, SHARED))
    shared = set(partner.quads_for_pattern(None, None, None, SHARED))
    assert shared < told
    assert {quad.predicate for quad in shared} >= {SH.declare, SH.select}
    assert VOID.triples not in {quad.predicate for quad in shared}


EVENT = Quad(mint("event", "march"), RDF.type, HS.Event, graph("source/a/r1"))


def declared(name: str, level: str) -> Quad:
    return Quad(graph(name), HS.access, concept("access", level), graph("meta"))


OPEN = [EVENT, declared("source/a/r1", "public"), declared("meta", "public")]


@pytest.mark.parametrize(
    ("levels", "audience", "graphs"),
    [
        pytest.param({}, Audience.PUBLIC, set(), id="undeclared"),
        pytest.param(
            {"catalogue": "restricted", "catalogue/partner": "partner"},
            Audience.PARTNER,
            set(),
            id="restricted",
        ),
        pytest.param(
            {"catalogue": "public"}, Audience.PUBLIC, {"catalogue"}, id="public"
        ),
        pytest.param(
            {"catalogue": "public", "catalogue/partner": "partner"},
            Audience.PUBLIC,
            {"catalogue"},
            id="public-only",
        ),
        pytest.param(
            {"catalogue": "public", "catalogue/partner": "partner"},
            Audience.PARTNER,
            {"catalogue", "catalogue/partner"},
            id="partner",
        ),
        pytest.param(
            {"catalogue": "public"},
            Audience.PARTNER,
            {"catalogue"},
            id="partner-undeclared",
        ),
    ],
)
def test_the_metadata_say_who_sees_the_catalogue(
    levels: dict[str, str], audience: Audience, graphs: set[str], tmp_path: Path
) -> None:
    quads = OPEN + [declared(name, level) for name, level in levels.items()]
    access = Access.from_quads(quads)
    sight = Sight(access, audience, TIME.date())
    shown = Shown.write(tmp_path, sorted(map(line_of, quads)), sight, ())
    told = tell(shown, (Edition(audience, "v", TIME), sight), (), held(shown))
    assert {quad.graph_name for quad in told.quads} == {graph(it) for it in graphs}
