import time

import pytest

from kg.errors import QueryRefusedError, QuerySyntaxError, QueryTooComplexError
from kg.rdf.query.preflight import Form, admit, check, query_form

CALL = "<http://127.0.0.1:1/> { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("query", "form"),
    [
        pytest.param("SELECT * {}", Form.SELECT, id="select"),
        pytest.param("ask{}", Form.ASK, id="lower-case"),
        pytest.param("# SELECT\nCONSTRUCT {} {}", Form.CONSTRUCT, id="comment"),
        pytest.param(
            "PREFIX ask: <http://e/> DESCRIBE ask:x", Form.DESCRIBE, id="prefix"
        ),
        pytest.param(
            "BASE <http://e/> PREFIX a:<b> SELECT * {}", Form.SELECT, id="base"
        ),
        pytest.param('VERSION "1.2" ASK {}', Form.ASK, id="version"),
        pytest.param("INSERT DATA { <a:b> <a:b> 1 }", Form.UPDATE, id="insert"),
        pytest.param(
            "PREFIX a: <b> DELETE WHERE { ?s ?p ?o }", Form.UPDATE, id="delete"
        ),
        pytest.param("LOAD <http://127.0.0.1/>", Form.UPDATE, id="load"),
        pytest.param("DROP ALL", Form.UPDATE, id="drop"),
    ],
)
def test_reads_the_form_of_a_query(query: str, form: Form) -> None:
    assert query_form(query) is form


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        pytest.param("", 1, 1, id="empty"),
        pytest.param("# only a comment\n", 2, 1, id="comment"),
        pytest.param("PREFIX a: <http://e/>\n  SELEKT * {}", 2, 3, id="misspelt"),
        pytest.param("{ ?s ?p ?o }", 1, 1, id="pattern"),
        pytest.param("SELECTDISTINCT * {}", 1, 1, id="run-together"),
    ],
)
def test_says_where_no_form_begins(query: str, line: int, column: int) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        query_form(query)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(f"SELECT * {{ SERVICE {CALL} }}", id="plain"),
        pytest.param(f"SELECT * {{ service silent {CALL} }}", id="lower-case"),
        pytest.param(f"SELECT * {{ SERVICESILENT{CALL} }}", id="run-together"),
        pytest.param(f"SELECT * {{ ?a ?b 1SERVICE{CALL} }}", id="after-number"),
        pytest.param(f"SELECT * {{ ?a ?b trueSERVICE{CALL} }}", id="after-boolean"),
        pytest.param("PREFIX e: <a:b> SELECT * { SERVICEe:x {} }", id="before-name"),
        pytest.param(f"SELECT * {{ FILTER(1<2)SERVICE#>\n{CALL} }}", id="in-comment"),
        pytest.param("SELECT * { FILTER(1<2)SERVICE?x#>\n{} }", id="variable"),
        pytest.param(
            f"ASK {{ FILTER(1<2#>'''\n) SERVICE{CALL} # '''\n}}", id="in-long-string"
        ),
        pytest.param(
            f'ASK {{ FILTER(1<2#>"""\r) SERVICE{CALL} # """\r}}', id="return-in-string"
        ),
        pytest.param(
            f"ASK {{ FILTER(1<'>') SERVICE {CALL} # '\n}}", id="in-short-string"
        ),
        pytest.param(
            f"ASK {{ VALUES ?x {{'''a'}} SERVICE {CALL} # \\q'''\n}}",
            id="in-what-is-no-string",
        ),
        pytest.param(
            f"ASK {{}} # SERVICE silent# no\n ?x# no\n {{}} {CALL}", id="gaps"
        ),
        pytest.param("INSERT DATA { <a:b> <a:b> 1 }", id="insert"),
        pytest.param("LOAD <http://127.0.0.1:1/>", id="load"),
    ],
)
def test_refuses_updates_and_calls_of_other_services(query: str) -> None:
    with pytest.raises(QueryRefusedError):
        check(query)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(
            "SELECT ?service { ?service ?p 'SERVICE' } # SERVICE", id="mention"
        ),
        pytest.param(
            "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
            "SELECT * { ?s a sd:Service }",
            id="service-description",
        ),
        pytest.param("SELECT * { <http://e/(service)> ?p ?o }", id="iri"),
        pytest.param("SELECT * { ?service a ?b } # Service {", id="other-words"),
        pytest.param("SELECT * { ?s ?p 'a\\n service <of> all' }", id="in-a-text"),
    ],
)
def test_lets_the_word_service_pass_where_it_calls_nothing(query: str) -> None:
    assert check(query) is Form.SELECT


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT * " + "{" * 2_500 + "}" * 2_500, id="braces"),
        pytest.param(
            "SELECT * { FILTER(" + "(" * 5_000 + "1" + ")" * 5_000 + ") }", id="parens"
        ),
        pytest.param("SELECT * { FILTER(" + "!" * 5_000 + "true) }", id="negations"),
        pytest.param(
            "SELECT * { " + "OPTIONAL { ?a ?b ?c } " * 3_000 + "}", id="chain"
        ),
        pytest.param("SELECT * " + "{" * 2_500, id="unclosed"),
        pytest.param("SELECT * " + "{" * 20_000, id="too-long-to-remember"),
    ],
)
def test_refuses_what_overflows_the_stack_of_the_engine(query: str) -> None:
    with pytest.raises(QueryTooComplexError):
        check(query)


@pytest.mark.parametrize(
    ("query", "column"),
    [
        pytest.param(
            f'ASK {{ FILTER(1<2#>"\\\n) SERVICE{CALL} }}', 19, id="escaped-end"
        ),
        pytest.param("ASK { ?s ?p 'a\n' }", 13, id="end-of-line"),
        pytest.param('ASK { ?s ?p """a }', 13, id="long"),
    ],
)
def test_a_string_without_an_end_is_where_reading_ends(query: str, column: int) -> None:
    with pytest.raises(QuerySyntaxError, match="a string begins here") as caught:
        check(query)
    assert (caught.value.line, caught.value.column) == (1, column)


@pytest.mark.parametrize(
    ("query", "line", "column", "reason"),
    [
        pytest.param(
            "ASK { ?s ?p\n  “text” }",
            *(2, 3, "found '“', which no word of SPARQL begins with"),
            id="printed-quotes",
        ),
        pytest.param(
            "SELECT\u00a0* {}",
            *(1, 7, r"found '\xa0', which no word of SPARQL begins with"),
            id="space-that-does-not-break",
        ),
        pytest.param(
            "ASK { été }",
            *(1, 7, "found 'é', which no word of SPARQL begins with"),
            id="letters",
        ),
        pytest.param(
            "ASK { " + "a." * 30_000 + " }",
            *(1, 7, "found 'a.a.a.a.a.a.a.a.a.a.…', 60000 characters that are no word"),
            id="dotted-word",
        ),
        pytest.param(
            "ASK { ?s ?p\n" + "é" * 200 + " }",
            *(2, 1, "found 'éééééééééééééééééééé…', 200 characters that are no word"),
            id="many-letters",
        ),
    ],
)
def test_says_where_something_is_no_word(
    query: str, line: int, column: int, reason: str
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        check(query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.reason.startswith(reason)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("PREFIX " + "é" * 300 + ": <a:b> ASK {}", id="long-prefix"),
        pytest.param("ASK { ?s ?p " + ", ".join(["true"] * 60) + " }", id="booleans"),
        pytest.param("ASK { ?s ?p 'é…“' # é … “\n }", id="in-text-and-comment"),
        pytest.param("ASK { <http://e/é…> ?été _:é }", id="in-names"),
        pytest.param("ASK { \\u003Fs ?p ?o }", id="written-by-number"),
    ],
)
def test_lets_any_letters_pass_where_they_may_stand(query: str) -> None:
    assert check(query) is Form.ASK


def test_refuses_more_words_than_can_be_read_in_no_time() -> None:
    with pytest.raises(QueryTooComplexError, match="has 100001 words; at most 100000"):
        check("SELECT " + "? " * 100_000)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        pytest.param(
            "ASK { " + "?s ?p 1 . " * 10_000 + "'",
            "has at least 639 triple patterns; at most 512",
            id="patterns",
        ),
        pytest.param(
            "ASK { " + "FILTER(1) " * 10_000 + "'",
            "has at least 640 FILTER, HAVING and AS; at most 512",
            id="filters",
        ),
        pytest.param(
            "ASK { ?s <p>" + "/<p>" * 10_000 + "'",
            "has at least 255 steps in one path; at most 64",
            id="path-without-end",
        ),
    ],
)
def test_reads_no_more_than_it_takes_to_refuse(query: str, message: str) -> None:
    with pytest.raises(QueryTooComplexError, match=message):
        check(query)


def test_reads_no_more_of_what_does_not_begin_as_a_query() -> None:
    with pytest.raises(QuerySyntaxError, match=r"found '\{'; expected SELECT, ASK"):
        check("{ " + "?s ?p 1 . " * 10_000 + "'")


@pytest.mark.parametrize(
    "text",
    ["a.", "a-", "\u00e9", '"\\"', "'", "a:.", "<a", "_:a.", "'''\\", '"""\n\\'],
)
def test_reads_hostile_text_in_a_time_that_grows_with_its_length(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises((QuerySyntaxError, QueryTooComplexError)):
        check("ASKED { ?s ?p " + text * 50_000)
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize(
    ("query", "volatile"),
    [
        pytest.param("SELECT (NOW() AS ?t) {}", True, id="time"),
        pytest.param("SELECT (strUUID() AS ?t) {}", True, id="name"),
        pytest.param("SELECT * { FILTER(RAND() < 0.5) }", True, id="chance"),
        pytest.param("SELECT ?now { ?now ?p 'NOW()' }", False, id="mention"),
    ],
)
def test_knows_what_has_another_answer_each_time(query: str, volatile: bool) -> None:
    assert admit(query).volatile is volatile
