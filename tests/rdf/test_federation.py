"""Calls of other services are found where they stand, and taken out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError, QueryRefusedError, QuerySyntaxError, ServiceUnusableError
from kg.rdf.query.federation import Call, empty_solution, fill, original, read_calls

A, B = "http://a.example/sparql", "http://b.example/sparql"
ALLOWED = (A, B)


def test_a_call_is_a_query_of_its_own() -> None:
    query = (
        "BASE <http://e/> PREFIX e: <x#> # why\nSELECT ?s\n"
        f"{{ ?s e:p ?o .\n  SERVICE <{A}> {{ ?s e:q <y>\n }} FILTER(?s > 1) }}"
    )
    (call,) = read_calls(query, ALLOWED)
    assert call == Call(
        endpoint=A,
        silent=False,
        query="BASE <https://w3id.org/hrsolidarity/> BASE <http://e/> PREFIX e: <x#> "
        "SELECT * { ?s e:q <y>\n }",
        start=query.index("SERVICE"),
        end=query.index(" FILTER"),
        names=("s",),
    )


@pytest.mark.parametrize(
    ("query", "endpoints", "silent"),
    [
        pytest.param("SELECT * { ?s ?p ?o }", [], [], id="none"),
        pytest.param(f"ASK {{ service <{A}> {{}} }}", [A], [False], id="lower-case"),
        pytest.param(
            f"ASK {{ SERVICE SILENT <{A}> {{ ?a ?b '}}' }} }}", [A], [True], id="silent"
        ),
        pytest.param(
            f"PREFIX x: <http://a.example/> ASK {{ OPTIONAL {{ SERVICE x:sparql {{}} }}"
            f" {{ SERVICE <{B}> {{}} }} UNION {{}} }}",
            [A, B],
            [False, False],
            id="two-deeper",
        ),
        pytest.param(
            f"ASK {{ FILTER EXISTS {{ ?a ?b ?c }} SERVICE <{A}> {{ "
            "FILTER NOT EXISTS { ?a ?b ?c } } }",
            [A],
            [False],
            id="beside-and-around-exists",
        ),
        pytest.param("ASK { ?s ?p 'SERVICE' } # SERVICE", [], [], id="mention"),
    ],
)
def test_calls_are_found(query: str, endpoints: list[str], silent: list[bool]) -> None:
    calls = read_calls(query, ALLOWED)
    assert [call.endpoint for call in calls] == endpoints
    assert [call.silent for call in calls] == silent


@pytest.mark.parametrize(
    ("query", "error", "reason"),
    [
        pytest.param(
            "ASK { SERVICE <http://c.example/> {} }",
            QueryRefusedError,
            "line 1, column 15: SERVICE <http://c.example/> is not allowed here; "
            "allowed are <http://a.example/sparql>, <http://b.example/sparql>",
            id="not-on-the-list",
        ),
        pytest.param(
            f"ASK {{ SERVICE <{A}/> {{}} }}",
            QueryRefusedError,
            "not allowed",
            id="near",
        ),
        pytest.param(
            "ASK {\n SERVICE ?where {} }",
            ServiceUnusableError,
            r"line 2, column 10: SERVICE \?where is not answered here",
            id="variable",
        ),
        pytest.param(
            f"ASK {{ FILTER NOT EXISTS {{ {{ SERVICE <{A}> {{}} }} }} }}",
            ServiceUnusableError,
            "inside EXISTS",
            id="exists",
        ),
        pytest.param(
            f"ASK {{ LATERAL {{ SERVICE <{A}> {{}} }} }}",
            ServiceUnusableError,
            "inside LATERAL",
            id="lateral",
        ),
        pytest.param(
            f"ASK {{ SERVICE <{A}> {{ SERVICE <{B}> {{}} }} }}",
            ServiceUnusableError,
            "inside SERVICE",
            id="nested",
        ),
        pytest.param(
            f"ASK {{ SERVICE <{A}> ?x }}", QuerySyntaxError, "in braces", id="no-group"
        ),
        pytest.param("ASK { SERVICE", QuerySyntaxError, "address", id="cut-off"),
        pytest.param("ASK { SERVICE SILENT", QuerySyntaxError, "address", id="silence"),
        pytest.param(
            "ASK { SERVICE x:y {} }", QuerySyntaxError, "address", id="prefix"
        ),
        pytest.param(
            f"ASK {{ SERVICE <{A}> {{ ", QuerySyntaxError, "no end", id="open"
        ),
        pytest.param(
            "ASK { SERVICE <//[> {} }",
            QuerySyntaxError,
            "address",
            id="no-address",
        ),
    ],
)
def test_what_cannot_be_answered_is_told(
    query: str, error: type[KgError], reason: str
) -> None:
    with pytest.raises(error, match=reason):
        read_calls(query, ALLOWED)


def test_solutions_stand_where_the_call_stood() -> None:
    query = f"SELECT * {{ ?a ?b ?c\nSERVICE <{A}> {{\n ?a ?b\n ?d }} FILTER(?d) }}"
    filled = fill(query, read_calls(query, ALLOWED), ["VALUES ?d { 1 }"])
    assert filled == "SELECT * { ?a ?b ?c\nVALUES ?d { 1 } FILTER(?d) }"


def test_a_place_is_told_as_the_query_has_it() -> None:
    query = f"ASK {{ SERVICE <{A}> {{\n ?a a ?b }} ?x SERVICE <{B}> {{}} !\n\n ? }}"
    calls, texts = read_calls(query, ALLOWED), ["VALUES ?a { 1 }", "VALUES () {}"]
    filled = fill(query, calls, texts)
    assert filled == "ASK { VALUES ?a { 1 } ?x VALUES () {} !\n\n ? }"
    places = {
        (1, 1 + filled.index("ASK")): (1, 1 + query.index("ASK")),
        (1, 1 + filled.index("1")): (1, 1 + query.index("SERVICE")),
        (1, 1 + filled.index("?x")): (2, 12),
        (1, 1 + filled.index("()")): (2, 15),
        (1, 1 + filled.index("!")): (2, 2 + len(f" ?a a ?b }} ?x SERVICE <{B}> {{}}")),
        (3, 2): (4, 2),
        (9, 9): (9, 9),
    }
    assert {it: original(query, calls, texts, it) for it in places} == places


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("{ ?a ?b ?c FILTER(?d) }", ("a", "b", "c")),
        ("{ SELECT ?a { ?a ?b ?c } }", ("a",)),
        ("{ ?a ?b <<( ?c ?d ?e )>> }", ("a", "b", "c", "d", "e")),
    ],
)
def test_a_call_knows_what_its_solutions_have(
    group: str, names: tuple[str, ...]
) -> None:
    (call,) = read_calls(f"ASK {{ SERVICE <{A}> {group} }}", ALLOWED)
    assert call.names == names


def test_an_empty_solution_knows_its_names() -> None:
    assert empty_solution(["a", "b"]) == "VALUES (?a ?b) { (UNDEF UNDEF) }"
    assert empty_solution([]) == "VALUES () { () }"


PIECES = st.sampled_from(
    [
        *("SERVICE", "SILENT", f"<{A}>", "?x", "{", "}", "EXISTS", "SELECT", "PREFIX"),
        *("e:", "BASE", "<x>", "'", '"', "#", "\n", " ", ".", "VERSION", "1", "("),
    ]
)


@given(st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        calls = read_calls(text, ALLOWED)
    except KgError:
        return
    assert "".join(fill(text, calls, [""] * len(calls)).split()) == "".join(
        _without(text, calls).split()
    )


def _without(text: str, calls: list[Call]) -> str:
    for call in reversed(calls):
        text = text[: call.start] + text[call.end :]
    return text
