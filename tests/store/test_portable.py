"""What is taken out of a query, or refused in it, before another engine reads it."""

import pytest

from kg.errors import KgError, QueryRefusedError, QuerySyntaxError, UnexpectedValueError
from kg.store.protocol import STORED, Dataset
from kg.store.remote.holding import NOWHERE, Holding, Parameters, Ways
from kg.store.remote.portable import resolve_code_points, take_clauses

A, B, SECRET = "http://e/a", "http://e/b", "http://e/secret"
MERGED = "http://e/merged"
ABLE = Ways(chooses=True, overrides=True, merges=True)
HELD = Holding("v1", MERGED, 3, {A: 1, B: 2}, "ASK {}")
WHOLE = Holding("v1", None, 3, {A: 1, B: 2}, "ASK {}")


@pytest.mark.parametrize(
    ("query", "resolved"),
    [
        pytest.param("ASK { ?s ?p '\\u00e9' }", "ASK { ?s ?p 'é' }", id="letter"),
        pytest.param("ASK { ?s \\u0061 ?o }", "ASK { ?s a ?o }", id="of-a-word"),
        pytest.param("ASK { ?s ?p '\\U0001F600' }", "ASK { ?s ?p '😀' }", id="long"),
        pytest.param(
            r"ASK { ?s ?p 'C:\\u0041' }", r"ASK { ?s ?p 'C:\\u0041' }", id="escaped"
        ),
        pytest.param(r"ASK { ?s ?p 'a\nb' }", r"ASK { ?s ?p 'a\nb' }", id="none"),
    ],
)
def test_letters_as_code_points_become_letters(query: str, resolved: str) -> None:
    assert resolve_code_points(query) == resolved


@pytest.mark.parametrize(
    ("query", "error"),
    [
        pytest.param("ASK { \\u0053ERVICE <http://127.0.0.1/> {} }", QueryRefusedError),
        pytest.param("ASK { ?s ?p '\\u0027) {} #' }", QuerySyntaxError),
        pytest.param("ASK {} # \\u000A SERVICE", QuerySyntaxError),
        pytest.param("ASK { ?s ?p '\\\\u0027' }", QuerySyntaxError),
        pytest.param("ASK { ?s ?p '\\uD800' }", QuerySyntaxError),
        pytest.param("ASK { ?s ?p '\\U00110000' }", QuerySyntaxError),
    ],
)
def test_no_word_or_sign_hides_in_code_points(query: str, error: type[KgError]) -> None:
    with pytest.raises(error):
        resolve_code_points(query)


def test_clauses_are_taken_out_and_the_rest_stays_in_its_place() -> None:
    prologue = "PREFIX e: <http://e/>\nSELECT * "
    rest = " { ?from a 'FROM' }"
    query = f"{prologue}FROM e:a FROM  NAMED\n<b>{rest}"
    text, clauses = take_clauses(query, strict=True)
    assert (len(text), text.split("\n")[1].strip()) == (len(query), "SELECT *")
    assert text.endswith(rest)
    assert clauses.default == [A]
    assert len(clauses.named) == 1


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (1<'>' AS ?x) FROM <http://e/secret> { ?s ?p ?o } # '",
        "ASK { ?s ?p 'FROM <http://e/secret>' }",
        "ASK # FROM NAMED e:secret\n {}",
    ],
)
def test_a_clause_that_may_hide_is_refused_where_it_would_hold(query: str) -> None:
    with pytest.raises(QueryRefusedError, match="FROM that may choose"):
        take_clauses(query, strict=True)
    take_clauses(query, strict=False)


def graphs(default: list[str], named: list[str]) -> Parameters:
    return (
        *(("default-graph-uri", iri) for iri in default),
        *(("named-graph-uri", iri) for iri in named),
    )


@pytest.mark.parametrize(
    ("holding", "query", "dataset", "parameters"),
    [
        pytest.param(
            HELD, "ASK {}", STORED, graphs([MERGED], [NOWHERE]), id="the-merge"
        ),
        pytest.param(
            HELD,
            "ASK { graph ?g {} }",
            STORED,
            graphs([MERGED], [A, B]),
            id="named-graphs-where-asked-for",
        ),
        pytest.param(WHOLE, "ASK { GRAPH ?g {} }", STORED, (), id="whole"),
        pytest.param(
            HELD,
            f"ASK FROM <{A}> FROM <{SECRET}> FROM <{MERGED}> {{}}",
            STORED,
            graphs([A], [NOWHERE]),
            id="no-more-than-there-is",
        ),
        pytest.param(
            HELD,
            f"ASK FROM <{SECRET}> FROM NAMED <{SECRET}> {{}}",
            STORED,
            graphs([NOWHERE], [NOWHERE]),
            id="nothing",
        ),
        pytest.param(
            WHOLE,
            f"ASK FROM <{A}> {{}}",
            Dataset((SECRET, B), (SECRET,)),
            graphs([B], [NOWHERE]),
            id="the-protocol-is-stronger",
        ),
        pytest.param(
            HELD, "ASK {}", Dataset((), (A,)), graphs([NOWHERE], [A]), id="named-only"
        ),
        pytest.param(
            HELD, "ASK {}", Dataset((A, B, A)), graphs([A, B], [NOWHERE]), id="several"
        ),
    ],
)
def test_a_query_reads_what_it_asks_for_of_the_release(
    holding: Holding, query: str, dataset: Dataset, parameters: Parameters
) -> None:
    chosen = holding.choose(query, dataset, ABLE)
    assert chosen.parameters == parameters
    assert "FROM" not in chosen.query


@pytest.mark.parametrize(
    ("dataset", "ways", "error", "message"),
    [
        pytest.param(
            Dataset((A, B)),
            Ways(chooses=True, overrides=True, merges=False),
            QueryRefusedError,
            "counts a triple once for each graph",
            id="no-merges",
        ),
        pytest.param(
            Dataset((A,)),
            Ways(chooses=False, overrides=False, merges=False),
            QueryRefusedError,
            "does not choose graphs",
            id="no-choice",
        ),
        pytest.param(
            Dataset(("no iri",)), ABLE, UnexpectedValueError, "absolute", id="no-iri"
        ),
    ],
)
def test_what_an_engine_cannot_choose_is_refused(
    dataset: Dataset, ways: Ways, error: type[KgError], message: str
) -> None:
    with pytest.raises(error, match=message):
        HELD.choose("ASK {}", dataset, ways)
