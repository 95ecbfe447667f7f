import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as some
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    Store,
    Triple,
    parse_query_results,
)

from kg.rdf.formats import CSV, JSON, N_TRIPLES, TSV, XML, Format
from kg.store.rows import counter

FORMATS = (JSON, XML, CSV, TSV)

MARKS = some.sampled_from(
    [
        *(
            '{"',
            '"}',
            "}},{",
            ",{",
            '}},{"',
            '},{"',
            ',{"',
            "{}",
            "},{",
            "{},{",
            '"}},{"',
            "[]}}",
        ),
        *('"bindings":[]}}', "<result>", "</result>", "&lt;result>", "\\", '"', ","),
        *("\n", "\r\n", "\r", "\t", "'", "é", "\u2028", "\x00", ":", "]", "}", "{"),
        *("\\\\", '\\"', "type", "s", "a", "b"),
    ]
)
TEXTS = some.lists(MARKS, max_size=6).map("".join)
LITERALS = some.builds(Literal, TEXTS)
TERMS = some.one_of(
    LITERALS,
    some.just(NamedNode("http://example.org/a,b")),
    some.builds(
        Triple,
        some.just(NamedNode("http://example.org/s")),
        some.just(NamedNode("http://example.org/p")),
        LITERALS,
    ),
)
ROWS = some.lists(
    some.tuples(some.none() | TERMS, some.none() | TERMS, some.none() | TERMS),
    max_size=6,
)


def written(rows: Sequence[Sequence[object]], form: Format, names: str) -> bytes:
    """Have the engine write rows as it writes those of an answer."""
    lines = " ".join(
        f"({' '.join('UNDEF' if it is None else _term(it) for it in row)})"
        for row in rows
    )
    output = io.BytesIO()
    query = f"SELECT {names} {{ VALUES ({names}) {{ {lines} }} }}"
    Store().query(query).serialize(output, form.results)  # type: ignore[arg-type]
    return output.getvalue()


def _term(term: object) -> str:
    return f"<<( {term!s} )>>" if isinstance(term, Triple) else str(term)


def count(content: bytes, form: Format, size: int) -> int:
    rows = counter(form)
    assert rows is not None
    for start in range(0, len(content), size):
        rows.add(content[start : start + size])
        assert rows.known <= rows.whole()
    return rows.whole()


@pytest.mark.parametrize("form", FORMATS, ids=lambda it: it.name)
@given(rows=ROWS, size=some.sampled_from([1, 2, 3, 7, 64, 65_536]))
@hypothesis_settings(max_examples=150)
def test_as_many_rows_are_counted_as_are_written(
    form: Format, rows: list[tuple[object, ...]], size: int
) -> None:
    content = written(rows, form, "?s ?a ?type")
    assert count(content, form, size) == len(rows)


@given(rows=ROWS)
@hypothesis_settings(max_examples=50)
def test_as_many_rows_are_counted_as_a_parser_finds(rows: list[tuple[object]]) -> None:
    content = written(rows, JSON, "?s ?a ?type")
    found = parse_query_results(content, QueryResultsFormat.JSON)
    assert count(content, JSON, 16) == len(list(found))  # type: ignore[arg-type]


@pytest.mark.parametrize("form", FORMATS, ids=lambda it: it.name)
@pytest.mark.parametrize("number", [0, 1, 2, 5000])
@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param('BIND("{}\\n\\"<result>" AS ?a)', id="text"),
        pytest.param("", id="no-values"),
    ],
)
def test_long_answers_are_counted(form: Format, number: int, pattern: str) -> None:
    store = Store()
    values = " ".join(str(it) for it in range(number))
    query = f"SELECT ?a {{ VALUES ?n {{ {values} }} {pattern} }}"
    output = io.BytesIO()
    store.query(query).serialize(output, form.results)  # type: ignore[arg-type]
    assert count(output.getvalue(), form, 65_536) == number


@pytest.mark.parametrize("value", ["}},{", '"}},{', '"bindings":[]}}', '\\"}},{'])
@pytest.mark.parametrize("size", [7, 65_536])
def test_a_value_that_ends_as_a_row_does_is_no_row(value: str, size: int) -> None:
    content = written([[Literal(value)]] * 3, JSON, "?a")
    assert count(content, JSON, size) == 3


def test_a_query_without_variables_has_rows() -> None:
    for form in FORMATS:
        output = io.BytesIO()
        Store().query("SELECT * {}").serialize(output, form.results)  # type: ignore[arg-type]
        assert count(output.getvalue(), form, 4) == 1, form.name


def test_there_is_no_guess_where_there_is_no_rule() -> None:
    assert counter(N_TRIPLES) is None
