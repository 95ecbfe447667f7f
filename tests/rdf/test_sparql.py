import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store
from rdflib import Graph

from kg.errors import QueryRefusedError, UnexpectedValueError
from kg.rdf.query.binding import Value, bind, variables
from kg.rdf.query.preflight import check

A = NamedNode("http://e/a")

DATA = """
<http://e/a> <http://e/p> <http://e/x>, <http://e/y> ; <http://e/n> 1 .
<http://e/b> <http://e/p> <http://e/x> ; <http://e/n> 2 .
"""


def engine_rows(query: str) -> list[tuple[str, ...]]:
    store = Store()
    store.update(f"INSERT DATA {{ {DATA} }}")
    result = store.query(query)
    assert isinstance(result, QuerySolutions)
    names = [variable.value for variable in result.variables]
    return sorted(tuple(str(row[name].value) for name in names) for row in result)


def rdflib_rows(query: str) -> list[tuple[str, ...]]:
    graph = Graph().parse(data=DATA, format="turtle")
    return sorted(tuple(map(str, row)) for row in graph.query(query))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "bound"),
    [
        pytest.param(
            "SELECT ?e ?x { ?e <http://e/p> ?x }",
            "SELECT (<http://e/a> AS ?e) ?x { <http://e/a> <http://e/p> ?x }",
            id="projection",
        ),
        pytest.param(
            "SELECT $x WHERE { $e ?p $x }",
            "SELECT $x WHERE { <http://e/a> ?p $x }",
            id="dollar",
        ),
        pytest.param(
            "SELECT (COUNT(?e) AS ?n) { ?e ?p ?x }",
            "SELECT (COUNT( <http://e/a> ) AS ?n) { <http://e/a> ?p ?x }",
            id="aggregate",
        ),
        pytest.param(
            "SELECT ?e { ?e ?p ?x } GROUP BY ?e HAVING (?e != ?y) ORDER BY ?e DESC(?e)",
            "SELECT ?e { <http://e/a> ?p ?x } GROUP BY (<http://e/a> AS ?e) "
            "HAVING ( <http://e/a> != ?y) ORDER BY (<http://e/a>) "
            "DESC( <http://e/a> )",
            id="modifiers",
        ),
        pytest.param(
            "ASK { FILTER(!BOUND( ?e ) || ?e = ?x) }",
            "ASK { FILTER(! (true ) || <http://e/a> = ?x) }",
            id="optional-parameter",
        ),
        pytest.param(
            "CONSTRUCT { ?e ?p 1 } WHERE { GRAPH ?e { ?e ?p ?x } }",
            "CONSTRUCT { <http://e/a> ?p 1 } WHERE "
            "{ GRAPH <http://e/a> { <http://e/a> ?p ?x } }",
            id="construct",
        ),
        pytest.param("DESCRIBE ?e", "DESCRIBE <http://e/a> ", id="describe"),
        pytest.param(
            "SELECT ?x { # ?e\n ?e ?p '?e' , <http://e/?e> }",
            "SELECT ?x { # ?e\n <http://e/a> ?p '?e' , <http://e/?e> }",
            id="not-in-comments-strings-and-iris",
        ),
        pytest.param(
            "SELECT ?e { { SELECT ?e ?x { ?e ?p ?x } GROUP BY ?e ?x } ?e_2 ?e ?q }",
            "SELECT (<http://e/a> AS ?e) { { SELECT ?e_2_ ?x { <http://e/a> ?p ?x } "
            "GROUP BY (<http://e/a> AS ?e_2_) ?x } ?e_2 <http://e/a> ?q }",
            id="subselect-with-a-taken-name",
        ),
        pytest.param(
            "SELECT ?e { VALUES (?x ?y) { (1 2) } ?e ?x ?y } ORDER BY ?e",
            "SELECT (<http://e/a> AS ?e) { VALUES (?x ?y) { (1 2) } "
            "<http://e/a> ?x ?y }"
            " ORDER BY (<http://e/a>)",
            id="values-of-other-variables",
        ),
    ],
)
def test_writes_terms_where_variables_stood(query: str, bound: str) -> None:
    assert bind(query, {"e": A}).split() == bound.split()


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT ?e ?x { ?e <http://e/p> ?x }", id="pattern"),
        pytest.param(
            "SELECT ?e (COUNT(?x) AS ?n) { ?e <http://e/p> ?x } GROUP BY ?e",
            id="group",
        ),
        pytest.param(
            "SELECT ?e (COUNT(?x) AS ?n) { ?e <http://e/none> ?x } GROUP BY ?e",
            id="empty-group",
        ),
        pytest.param(
            "SELECT ?e ?x (COUNT(?y) AS ?n) { ?e <http://e/p> ?x, ?y } GROUP BY ?e ?x "
            "HAVING (COUNT(?y) > 1) ORDER BY ?e ?x",
            id="two-keys",
        ),
        pytest.param(
            "SELECT ?e ?x { { SELECT DISTINCT ?e { ?e <http://e/p> ?y } } "
            "?e <http://e/p> ?x FILTER(?e != ?x) } ORDER BY DESC(?e)",
            id="subselect",
        ),
        pytest.param(
            "SELECT ?e ?n { { SELECT ?e (COUNT(?x) AS ?n) { ?e <http://e/p> ?x } "
            "GROUP BY ?e } }",
            id="grouped-subselect",
        ),
        pytest.param(
            "SELECT ?e ?x { ?e <http://e/p> ?x "
            "FILTER NOT EXISTS { ?e <http://e/n> 2 } }",
            id="not-exists",
        ),
        pytest.param(
            "SELECT ?e ?x { ?e <http://e/p> ?x OPTIONAL { ?e <http://e/none> ?z } "
            "FILTER(?e IN (<http://e/a>, <http://e/b>)) }",
            id="optional",
        ),
    ],
)
def test_binding_keeps_the_rows_that_have_the_value(query: str) -> None:
    free = [row for row in engine_rows(query) if row[0] == "http://e/a"]
    bound = bind(query, {"e": A})
    assert engine_rows(bound) == free
    assert rdflib_rows(bound) == free


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT * { BIND(1 AS ?e) }", id="bind"),
        pytest.param("SELECT (COUNT(*) AS ?e) { ?s ?p ?o }", id="as"),
        pytest.param("SELECT * { VALUES ?e { 1 } }", id="values"),
        pytest.param("SELECT * { VALUES (?x ?e) { (1 2) } }", id="values-of-two"),
        pytest.param("SELECT * { ?s ?p ?o } VALUES ?e { 1 }", id="values-at-the-end"),
        pytest.param("SELECT * { ?s ?p ?o MINUS { ?e ?p ?o } }", id="minus"),
        pytest.param("SELECT * { MINUS { { ?e ?p ?o } UNION {} } }", id="inside-minus"),
    ],
)
def test_refuses_what_a_value_would_change_the_meaning_of(query: str) -> None:
    with pytest.raises(QueryRefusedError, match=r"\?e cannot be bound"):
        bind(query, {"e": A})


def test_a_name_the_query_does_not_have_is_an_error() -> None:
    with pytest.raises(UnexpectedValueError, match=r"did you mean event\?"):
        bind("SELECT ?event { ?event ?p ?o }", {"evnt": A})


def test_nothing_to_bind_changes_nothing() -> None:
    assert bind("SELECT ?e{?e?p?o}", {}) == "SELECT ?e{?e?p?o}"


def test_lists_variables_once_whatever_their_sign() -> None:
    assert variables("SELECT ?a $b { ?a ?c $b } # ?d '?e'") == {"a", "b", "c"}


LITERALS = st.one_of(
    st.text().map(Literal),
    st.text().map(lambda text: Literal(text, language="en-GB")),
    st.text().map(lambda text: Literal(text, datatype=NamedNode("http://e/type"))),
    st.integers().map(Literal),
)
IRIS = st.text(
    alphabet=st.characters(
        codec="utf-8", exclude_characters='<>"{}|^`\\', exclude_categories=["C", "Z"]
    )
).map(lambda text: "http://e/" + "".join(c for c in text if c.isprintable()))


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


@given(st.one_of(LITERALS, IRIS.filter(_is_iri).map(NamedNode)))
def test_any_value_arrives_unchanged(value: Value) -> None:
    store = Store()
    store.add(Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), value))
    query = bind("SELECT ?v ?s { ?s ?p ?v FILTER(?v=?v) } ORDER BY ?v", {"v": value})
    check(query)
    rows = store.query(query)
    assert isinstance(rows, QuerySolutions)
    assert [row["v"] for row in rows] == [value]
    graph = Graph()
    graph.parse(data=f"<http://e/s> <http://e/p> {value} .", format="turtle")
    assert len(graph.query(query)) == 1
