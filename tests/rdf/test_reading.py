"""The outline of a query is right, or there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.query.outline import Outline
from kg.rdf.query.reading import MOST_WORDS, read_outline

E = "PREFIX e: <http://e/#> "


def read(text: str) -> Outline:
    outline = read_outline(E + text)
    assert outline is not None
    return outline


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        pytest.param(
            "SELECT * { ?a e:p ?b ; e:q ?c , 7 . }", {"a", "b", "c"}, id="list"
        ),
        pytest.param("SELECT * { [ e:p ?a ] e:q ( ?b [ e:r ?c ] ) }", {"a", "b", "c"}),
        pytest.param("SELECT * { ?a e:p/^e:q*|!(e:r|^a) ?b }", {"a", "b"}, id="path"),
        pytest.param("SELECT * { OPTIONAL { ?a a ?b } MINUS { ?a a ?c } }", {"a", "b"}),
        pytest.param("SELECT * { { ?a a e:X } UNION { ?b a e:X } }", {"a", "b"}),
        pytest.param("SELECT * { GRAPH ?g { ?a a e:X } }", {"g", "a"}, id="graph"),
        pytest.param("SELECT * { SERVICE <x:y> { ?a a e:X } }", {"a"}, id="service"),
        pytest.param("SELECT * { VALUES (?a ?b) { (1 UNDEF) } }", {"a", "b"}),
        pytest.param("SELECT * { BIND(1 + ?x AS ?a) FILTER(?z) }", {"a"}, id="bind"),
        pytest.param("SELECT * { FILTER NOT EXISTS { ?a a ?b } }", set(), id="exists"),
        pytest.param("SELECT * { { SELECT ?a { ?a a ?b } } }", {"a"}, id="subselect"),
        pytest.param("SELECT (COUNT(*) AS ?n) { ?a a ?b } GROUP BY ?a", {"n"}),
        pytest.param(
            "ASK { ?a a 'x'@en, \"y\"^^e:t, true, -1.5 } VALUES ?v { 1 }", {"a", "v"}
        ),
        pytest.param(
            "CONSTRUCT { ?z a e:X } WHERE { ?a a e:X }", {"a"}, id="construct"
        ),
        pytest.param("DESCRIBE ?a { ?a a e:X }", {"a"}, id="describe"),
    ],
)
def test_variables_that_a_query_gives(query: str, variables: set[str]) -> None:
    assert read(query).select.variables == variables


def test_terms_are_read_whole() -> None:
    (pattern,) = read("ASK { e:x e:y '1'^^e:z }").select.where.patterns
    assert pattern.subject.iri == "http://e/#x"
    assert [verb.iri for verb in pattern.verbs] == ["http://e/#y"]
    assert (pattern.object.value, pattern.object.datatype) == ("1", "http://e/#z")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("INSERT DATA { <a> <b> <c> }", id="update"),
        pytest.param("SELECT * { ?s ?p }", id="no-object"),
        pytest.param("SELECT * { ?s ?p ?o", id="open"),
        pytest.param("SELECT * { ?s ?p ?o } }", id="too-closed"),
        pytest.param("SELECT * { ?s x:p ?o }", id="no-prefix"),
        pytest.param("SELECT * { <<?s ?p ?o>> ?q ?r }", id="sparql-1.2"),
        pytest.param("SELECT ?x { ?x a 'x' } LIMIT x", id="limit"),
        pytest.param(f"SELECT * {'{' * 100}{'}' * 100}", id="deep"),
        pytest.param(f"SELECT * {{ ?s {'(' * 100}<p>{')' * 100} ?o }}", id="deep-path"),
        pytest.param(f"ASK {{ {'?s ?p ?o .' * MOST_WORDS} }}", id="long"),
    ],
)
def test_what_is_not_read_has_no_outline(text: str) -> None:
    assert read_outline(text) is None


PIECES = st.sampled_from(
    [
        *("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "FILTER", "BIND", "AS"),
        *("VALUES", "OPTIONAL", "UNION", "MINUS", "GRAPH", "SERVICE", "SILENT", "a"),
        *("EXISTS", "NOT", "GROUP", "BY", "ORDER", "HAVING", "LIMIT", "FROM", "NAMED"),
        *("?a", "?b", "<x>", "e:x", "_:b", "'x'", "@en", "^^", "1", "-", "true", "*"),
        *("{", "}", "(", ")", "[", "]", ".", ";", ",", "/", "|", "^", "!", "=", "<"),
        *("PREFIX e: <http://e/>", "BASE", "DISTINCT", "COUNT", "UNDEF", "'", "#"),
        *("{ ?a e:x ?b }", "SELECT * { ?a ?b ?c }", "FILTER(?a = 'x')"),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=80)


@given(TEXTS | TEXTS.map(lambda text: f"SELECT * {{ {text} }}"))
def test_any_text_is_read_or_not(text: str) -> None:
    outline = read_outline(text)
    assert outline is None or outline.select.variables is not None
