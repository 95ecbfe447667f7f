import pytest

from kg.errors import QuerySyntaxError
from kg.store.fault import syntax_error
from kg.store.oxigraph import OxigraphStore

STORE = OxigraphStore.of_quads([])


@pytest.mark.parametrize(
    ("query", "line", "column", "reason"),
    [
        pytest.param(
            "SELECT *\nWHERE { ?s skos:prefLabel ?o }",
            2,
            12,
            "prefix skos: is not declared; "
            "perhaps PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
            id="known-prefix",
        ),
        pytest.param(
            "ASK { ?s foo:bar ?o }", 1, 10, "prefix foo: is not declared", id="prefix"
        ),
        pytest.param(
            "ASK { ?s ?p 'open }",
            1,
            13,
            "a string begins here that has no end",
            id="string",
        ),
        pytest.param(
            "SELECT * {} trailing",
            1,
            13,
            "found 'trailing'; that cannot stand here",
            id="rest",
        ),
        pytest.param(
            "SELECT (COUNT(?x) AS ?n) ?y { ?x ?y ?z }",
            1,
            41,
            "The SELECT contains a variable that is unbound",
            id="aggregate",
        ),
        pytest.param(
            "ASK {\n  ?s ?p\n}",
            3,
            1,
            "found '}'; expected a variable, an IRI, a name or a literal",
            id="unfinished-triple",
        ),
        pytest.param(
            "SELECT * { ?s ?p ?o",
            1,
            20,
            "found the end of the query; expected one of",
            id="end",
        ),
        pytest.param(
            "SELECT * {\n  ?x ?y ?z .\n  OPTIONL { ?x ?y ?z }\n}",
            3,
            3,
            "found 'OPTIONL'; that cannot stand here",
            id="misspelt-keyword",
        ),
        pytest.param(
            "PREFIX ex: <http://e/>\nSELECT (ex:f(1) AS ?x) {}",
            2,
            9,
            "there is no function <http://e/f> here",
            id="unknown-function",
        ),
        pytest.param(
            "SELECT * { FILTER(<http://e/f>(1)) }",
            1,
            19,
            "there is no function <http://e/f> here",
            id="unknown-function-by-its-iri",
        ),
    ],
)
def test_says_what_is_wrong_and_where(
    query: str, line: int, column: int, reason: str
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        STORE.ask(query)
    error = caught.value
    assert (error.line, error.column) == (line, column)
    assert error.reason.startswith(reason)


def test_lists_no_more_than_a_reader_takes_in() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        STORE.ask("SELECT * { FILTER(?) }")
    assert len(caught.value.reason) < 250


def test_a_message_of_another_form_is_kept() -> None:
    assert syntax_error("ASK {}", "something else").reason == "something else"


def test_a_long_query_is_not_read_again() -> None:
    query = "SELECT * { VALUES (?s ?p) { " + "(1 2) " * 3000 + "} } x"
    with pytest.raises(QuerySyntaxError, match="cannot be read here"):
        STORE.select(query)
