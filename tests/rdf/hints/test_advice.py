"""Hints say what is doubtful, and nothing about queries that are right."""

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from kg.publishing.audience import Audience, catalogue_graph
from kg.publishing.catalogue import VOID_FILE
from kg.publishing.release import Release
from kg.publishing.usage import read_usage
from kg.publishing.void import default_graph
from kg.rdf.hints.advice import MOST, advise
from kg.rdf.hints.hint import Severity
from kg.rdf.iri import expand
from kg.rdf.namespaces import PREFIXES
from kg.rdf.query.catalogue import read_catalogue
from kg.rdf.usage import Usage
from kg.store.oxigraph import OxigraphStore
from tests.rdf.test_reading import TEXTS

ROOT = Path(__file__).parents[3]
HS, SCHEMA, XSD = PREFIXES["hs"], PREFIXES["schema"], PREFIXES["xsd"]
NAME = f"{PREFIXES['skos']}prefLabel"
TYPE = f"{PREFIXES['rdf']}type"
GRAPH = "https://w3id.org/hrsolidarity/graph/"
HEAD = (
    f"PREFIX hs: <{HS}>\nPREFIX skos: <{PREFIXES['skos']}>\nPREFIX xsd: <{XSD}>\n"
    f"PREFIX schema: <{SCHEMA}>\n"
)

USAGE = Usage(
    classes={f"{HS}Event": 16, f"{HS}Person": 9, f"{SCHEMA}Article": 3},
    properties={
        TYPE: 28,
        NAME: 25,
        f"{HS}supporter": 14,
        f"{HS}size": 4,
        f"{HS}date": 16,
        f"{HS}code": 5,
        f"{SCHEMA}mentions": 4,
    },
    uses={
        f"{HS}Event": frozenset([TYPE, NAME, f"{HS}supporter", f"{HS}date"]),
        f"{HS}Person": frozenset([TYPE, NAME]),
        f"{SCHEMA}Article": frozenset([TYPE, f"{SCHEMA}mentions"]),
    },
    values={
        NAME: {f"{PREFIXES['rdf']}langString": 25},
        f"{HS}date": {f"{XSD}date": 16},
        f"{HS}code": {f"{XSD}string": 5},
    },
    graphs=frozenset([f"{GRAPH}vocab", f"{GRAPH}editorial"]),
    labels={f"{HS}supporter": ("supporter", "støttespiller")},
)


@pytest.mark.parametrize(
    ("query", "code", "line", "column", "message", "suggestion"),
    [
        pytest.param(
            "SELECT * {\n ?e hs:date ?d .\n ?p skos:prefLabel ?n }",
            "cartesian-product",
            *(7, 2),
            "nothing connects ?n, ?p with ?d, ?e: each solution of the one is combined "
            "with each of the other",
            "use a variable of the one in the other, or ask two queries",
            id="cartesian-product",
        ),
        pytest.param(
            "SELECT * { ?e hs:date ?d OPTIONAL { ?p skos:prefLabel ?n } }",
            "cartesian-product",
            *(5, 35),
            "nothing connects ?n, ?p with ?d, ?e",
            "use a variable",
            id="cartesian-optional",
        ),
        pytest.param(
            "SELECT * { ?s ?p ?o }",
            "no-limit",
            *(5, 12),
            "this asks for every statement there is",
            "add a LIMIT, or take the dumps",
            id="no-limit",
        ),
        pytest.param(
            "SELECT ?organisation { ?event hs:supporter ?organistion , ?other .\n"
            "?event hs:date ?d . ?organisation skos:prefLabel ?other }",
            "misspelt-variable",
            *(5, 44),
            "?organistion stands here alone, and ?organisation looks like it",
            "perhaps ?organisation",
            id="misspelt",
        ),
        pytest.param(
            "SELECT ?evnt { ?event a hs:Event }",
            "unbound-variable",
            *(5, 8),
            "nothing in the query gives ?evnt a value",
            "perhaps ?event",
            id="unbound-column",
        ),
        pytest.param(
            "SELECT ?e { ?e a hs:Event } ORDER BY ?date",
            "unbound-variable",
            *(5, 38),
            "nothing in the query gives ?date a value",
            "",
            id="unbound-order",
        ),
        pytest.param(
            "SELECT ?e { ?e hs:date ?d { FILTER(?d > 1) ?e a hs:Event } }",
            "unbound-variable",
            *(5, 36),
            "nothing in its group gives ?d a value",
            "",
            id="filter-in-another-group",
        ),
        pytest.param(
            "SELECT ?e { ?e hs:date ?d BIND(?x + 1 AS ?y) }",
            "unbound-variable",
            *(5, 32),
            "nothing in its group gives ?x a value",
            "",
            id="bind",
        ),
        pytest.param(
            "SELECT * { ?e a hs:Evnt }",
            "unknown-class",
            *(5, 17),
            "there is no class hs:Evnt here",
            "perhaps hs:Event",
            id="unknown-class",
        ),
        pytest.param(
            "SELECT * { ?e hs:suporter ?o }",
            "unknown-property",
            *(5, 15),
            "there is no property hs:suporter here",
            "perhaps hs:supporter",
            id="unknown-property",
        ),
        pytest.param(
            "SELECT * { ?e hs:Støttespiler ?o }",
            "unknown-property",
            *(5, 15),
            "there is no property hs:Støttespiler here",
            "perhaps hs:supporter",
            id="by-its-label",
        ),
        pytest.param(
            "SELECT * { ?e <http://other.example/ns#supporter> ?o }",
            "unknown-property",
            *(5, 15),
            "there is no property <http://other.example/ns#supporter> here",
            "perhaps hs:supporter",
            id="by-its-local-name",
        ),
        pytest.param(
            "SELECT * { ?e hs:date/hs:nothingLikeIt ?o }",
            "unknown-property",
            *(5, 23),
            "there is no property hs:nothingLikeIt here",
            "",
            id="in-a-path",
        ),
        pytest.param(
            "SELECT * { ?e <https://schema.org/mentions> ?o }",
            "wrong-namespace",
            *(5, 15),
            "<https://schema.org/mentions> is another property than "
            "<http://schema.org/mentions>, which is known here",
            "write <http://schema.org/mentions>",
            id="https",
        ),
        pytest.param(
            "SELECT * { ?e skos:altLabel ?o }",
            "unused-property",
            *(5, 15),
            "nothing in this release has the property skos:altLabel",
            "",
            id="unused",
        ),
        pytest.param(
            "SELECT * { ?p a hs:Person ; hs:supporter ?o }",
            "property-of-others",
            *(5, 29),
            "no hs:Person in this release has hs:supporter",
            "those that do are hs:Event",
            id="property-of-others",
        ),
        pytest.param(
            f"SELECT * {{ GRAPH <{GRAPH}vocabs> {{ ?a ?b ?c }} }}",
            "unknown-graph",
            *(5, 18),
            "this release has no graph graph:vocabs",
            "perhaps graph:vocab",
            id="unknown-graph",
        ),
        pytest.param(
            f"ASK FROM <{GRAPH}x> {{ ?a a ?b }}",
            "unknown-graph",
            *(5, 10),
            "this release has no graph graph:x",
            "",
            id="unknown-from",
        ),
        pytest.param(
            "SELECT * { ?e skos:prefLabel 'March' }",
            "untagged-text",
            *(5, 30),
            "the values of skos:prefLabel are texts in a language, and “March” without "
            "one equals none of them",
            'write "March"@en, or compare STR(?…) = "March"',
            id="untagged-object",
        ),
        pytest.param(
            "SELECT * { ?e skos:prefLabel ?n FILTER(?n = 'March') }",
            "untagged-text",
            *(5, 45),
            "the values of skos:prefLabel are texts in a language",
            'write "March"@en',
            id="untagged-filter",
        ),
        pytest.param(
            "SELECT * { ?e hs:date ?d FILTER(?d >= '2011-01-16') }",
            "date-as-text",
            *(5, 39),
            '"2011-01-16" is a text here',
            'write "2011-01-16"^^xsd:date',
            id="date-as-text",
        ),
        pytest.param(
            "SELECT * { ?e hs:date ?d FILTER('2011' < ?d) }",
            "date-as-text",
            *(5, 33),
            '"2011" is a text here',
            "",
            id="year-as-text",
        ),
        pytest.param(
            "SELECT * { ?e hs:date ?d FILTER(?d > '2011-01-16T00:00'^^xsd:dateTime) }",
            "mixed-dates",
            *(5, 58),
            "each value of ?d is a date, and a time of a day is never before",
            "",
            id="mixed-dates",
        ),
    ],
)
def test_what_is_doubtful_is_told_where_it_stands(
    query: str, code: str, line: int, column: int, message: str, suggestion: str
) -> None:
    (hint,) = advise(HEAD + query, USAGE)
    assert (hint.code, hint.line, hint.column) == (code, line, column)
    assert hint.message.startswith(message)
    assert hint.suggestion.startswith(suggestion)
    assert bool(hint.suggestion) == bool(suggestion)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT * { ?s ?p ?o } LIMIT 10", id="limited"),
        pytest.param("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", id="counted"),
        pytest.param("ASK { ?s ?p ?o }", id="asked"),
        pytest.param(
            "SELECT * { ?e hs:date ?d . ?f hs:date ?c FILTER(?d = ?c) }", id="compared"
        ),
        pytest.param(
            "SELECT * { ?e hs:date ?d . <http://e/x> skos:prefLabel ?n }", id="narrow"
        ),
        pytest.param(
            "SELECT * { VALUES ?x { 1 2 } ?e hs:date ?d }", id="values-beside"
        ),
        pytest.param("SELECT * { ?e hs:date ?d MINUS { ?e a hs:Event } }", id="minus"),
        pytest.param(
            "SELECT ?e ?n { ?e hs:date ?d { SELECT (COUNT(*) AS ?n) { ?a a hs:Event } "
            "} }",
            id="one-number",
        ),
        pytest.param("SELECT ?event1 ?event2 { ?event1 hs:supporter ?event2 }", id="2"),
        pytest.param(
            "SELECT ?e { ?e hs:date ?d OPTIONAL { ?e hs:size ?n FILTER(?d) } }",
            id="optional-sees-around-it",
        ),
        pytest.param(
            "SELECT ?e { ?e hs:date ?d FILTER NOT EXISTS { ?e hs:size ?n "
            "FILTER(?n > ?d) } }",
            id="exists-sees-around-it",
        ),
        pytest.param(
            "SELECT ?y (SUM(?n) AS ?all) { ?e hs:date ?d ; hs:size ?n } "
            "GROUP BY (YEAR(?d) AS ?y) HAVING(?all > 1) ORDER BY ?all",
            id="groups",
        ),
        pytest.param("SELECT * { GRAPH ?g { ?s hs:excerpt ?o } }", id="named-graphs"),
        pytest.param(
            "SELECT * { SERVICE <http://e/> { ?s <http://e/p> ?o } }", id="elsewhere"
        ),
        pytest.param("SELECT * { ?e skos:prefLabel 'March'@en }", id="tagged"),
        pytest.param(
            "SELECT * { ?e skos:prefLabel ?n FILTER(STR(?n) = 'March') }", id="by-text"
        ),
        pytest.param("SELECT * { ?e hs:code 'x' }", id="plain-texts"),
        pytest.param(
            "SELECT * { ?e hs:date ?d FILTER(?d > '2011-01-16'^^xsd:date) }", id="dates"
        ),
        pytest.param(
            "SELECT * { ?e hs:code ?d FILTER(?d > '2011-01-16') }", id="texts-are-texts"
        ),
        pytest.param(
            "SELECT * { ?e hs:date ?d FILTER(STR(?d) >= '2011') }", id="dates-by-text"
        ),
        pytest.param("SELECT * { ?e a ?class }", id="any-class"),
        pytest.param("SELECT * { this is not SPARQL", id="no-sparql"),
    ],
)
def test_what_is_right_has_no_hint(query: str) -> None:
    assert advise(HEAD + query, USAGE) == []


def test_without_statistics_nothing_is_said_of_terms() -> None:
    query = "SELECT * { ?e a hs:Evnt ; hs:suporter ?o . GRAPH <http://e/> { ?o a ?c } }"
    assert advise(HEAD + query, Usage()) == []


@given(TEXTS | TEXTS.map(lambda text: f"{HEAD}SELECT * {{ ?a hs:date ?b {text} }}"))
def test_hints_never_fail(text: str) -> None:
    for hint in advise(text, USAGE):
        assert hint.line >= 1
        assert hint.column >= 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("?s ?p ?o . " * 450, id="patterns"),
        pytest.param(
            "".join(f"?s{i} hs:sup{i}orter ?o{i} . " for i in range(450)), id="unknown"
        ),
        pytest.param(
            "".join(f"{{ ?a{i} ?b ?c{i} }} " for i in range(300)), id="groups"
        ),
        pytest.param("{ " * 38 + "?s ?p ?o . " * 400 + "}" * 38, id="nesting"),
        pytest.param(
            "".join(f"?subject{i}s a hs:Event . " for i in range(200))
            + f"FILTER({' + '.join(f'?subjekt{i}s' for i in range(400))})",
            id="names",
        ),
    ],
)
def test_advice_on_the_longest_query_takes_no_second_of_work(text: str) -> None:
    start = time.process_time()
    hints = advise(f"{HEAD}SELECT * {{ {text} }}", USAGE)
    assert time.process_time() - start < 1
    assert len(hints) <= MOST


@pytest.fixture(scope="module")
def usage(release: Release) -> Usage:
    """What the project's own release uses."""
    dataset = default_graph(catalogue_graph(Audience.PUBLIC))
    path = release.path / "public" / VOID_FILE
    manifest: Any = release.manifest(Audience.PUBLIC)
    return read_usage(path, dataset, manifest["graphs"])


def test_no_query_of_ours_has_a_false_hint(release: Release, usage: Usage) -> None:
    """That a term is declared and not yet used is all that they are told; it is so."""
    store = OxigraphStore(release.store(Audience.PUBLIC))
    queries = list(read_catalogue(ROOT / "queries"))
    assert len(queries) > 80
    for query in queries:
        for hint in advise(query.bind(), usage):
            assert hint.severity is Severity.INFO, (query.name, hint)
            assert hint.code in {"unused-property", "unused-class"}, (query.name, hint)
            term = expand(hint.message.rpartition(" ")[2]).value
            pattern = f"?s <{term}> ?o" if "property" in hint.code else f"?s a <{term}>"
            assert not store.ask(f"ASK {{ {pattern} }}"), (query.name, hint)


def test_usage_counts_what_the_store_has(release: Release, usage: Usage) -> None:
    store = OxigraphStore(release.store(Audience.PUBLIC))
    count = "SELECT (COUNT(*) AS ?n) { %s }"
    for pattern, number in (
        (f"?s a <{HS}Event>", usage.classes[f"{HS}Event"]),
        (f"?s <{HS}supporter> ?o", usage.properties[f"{HS}supporter"]),
    ):
        (row,) = store.select(count % pattern)
        assert str(row["n"]).startswith(f'"{number}"')
    assert f"{HS}supporter" in usage.uses[f"{HS}Event"]
    assert f"{HS}supporter" not in usage.uses[f"{HS}Person"]
    assert usage.values[NAME].keys() == {f"{PREFIXES['rdf']}langString"}
    assert f"{GRAPH}vocab" in usage.graphs
