import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.query.lexer import Sort, position, tokens, words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("SELECT*", ["SELECT", "*"], id="no-blanks"),
        pytest.param("?a<?b", ["?a", "<", "?b"], id="less-than"),
        pytest.param("?a <http://e/#b> ?c", ["?a", "<http://e/#b>", "?c"], id="hash"),
        pytest.param("a # b\n c", ["a", "c"], id="comment"),
        pytest.param("a # b\r c", ["a", "c"], id="comment-ends-at-return"),
        pytest.param(r"<http://e/\u0061#>", [r"<http://e/\u0061#>"], id="escaped-iri"),
        pytest.param("'it''s'", ["'it'", "'s'"], id="short-strings"),
        pytest.param(r"'it\'s'", [r"'it\'s'"], id="escaped-quote"),
        pytest.param('"# no comment"', ['"# no comment"'], id="hash-in-string"),
        pytest.param('"""a "quoted" b"""', ['"""a "quoted" b"""'], id="long-string"),
        pytest.param("'''a\n'b''c'''", ["'''a\n'b''c'''"], id="long-single"),
        pytest.param('"x"@en-GB ?y', ['"x"', "@en-GB", "?y"], id="language"),
        pytest.param("hs:a.b-c. ?x", ["hs:a.b-c", ".", "?x"], id="dotted-name"),
        pytest.param(r"e:a\#b #c", [r"e:a\#b"], id="escaped-hash-in-name"),
        pytest.param("e:a%23b", ["e:a%23b"], id="percent"),
        pytest.param(":a :", [":a", ":"], id="empty-prefix"),
        pytest.param("_:b1.", ["_:b1", "."], id="label"),
        pytest.param("<<(?s ?p ?o)>>", ["<<(", "?s", "?p", "?o", ")>>"], id="triple"),
        pytest.param("1.5e-3+2", ["1.5e-3", "+", "2"], id="number"),
        pytest.param("1SERVICE", ["1", "SERVICE"], id="number-then-word"),
        pytest.param("?été$x", ["?été", "$x"], id="variables"),
        pytest.param("x" * 200 + ":a", ["x" * 200 + ":a"], id="long-prefix"),
        pytest.param("é" * 200 + ":", ["é" * 200 + ":"], id="long-prefix-alone"),
        pytest.param("a." * 90 + " b", ["a." * 90, "b"], id="run-of-words"),
        pytest.param("!BOUND(?x)", ["!", "BOUND", "(", "?x", ")"], id="call"),
    ],
)
def test_splits_a_query_into_words(query: str, expected: list[str]) -> None:
    words = [token.text for token in tokens(query) if token.sort is not Sort.BLANK]
    assert words == expected


@given(st.text(alphabet="<>\"'\\#?{}()ab: \n\r.u0041@é"))
def test_the_tokens_of_any_text_make_up_the_text(text: str) -> None:
    assert "".join(token.text for token in tokens(text)) == text


@pytest.mark.parametrize(
    "text",
    ['"""' * 20_000, "'''\\" * 20_000, "<a" * 30_000, '"' * 60_000, "e:a." * 20_000],
)
def test_long_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    start = time.perf_counter()
    assert sum(len(token.text) for token in tokens(text)) == len(text)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("offset", "place"), [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (3, 1))]
)
def test_counts_lines_and_columns_from_one(offset: int, place: tuple[int, int]) -> None:
    assert position("ab\nc\nd", offset) == place


@given(st.text(alphabet="<>\"'\\#?{}()ab: \n\r.u0041@é"))
def test_the_words_of_any_text_are_its_tokens_but_blanks(text: str) -> None:
    found = [token for token in tokens(text) if token.sort is not Sort.BLANK]
    assert list(words(text)) == found


_UNITS = (
    *('"""', "'''\\", "<a", '"', "e:a.", "a.", "a-", "é", '"\\"', "'", "a:.", "_:a."),
    *('"""\n\\', " ", "#", "# \n", "\n#", "_:", "@a-", "1.", "\\", "a:\\", "%2", "<<("),
    *("?", "?a", "\x00", "\ud800", "\U0001f600", "SERVICE ", "SERVICE<", "<\\u0041"),
)


@pytest.mark.slow
@pytest.mark.parametrize("unit", _UNITS)
def test_any_text_takes_a_time_that_grows_with_its_length(unit: str) -> None:
    assert seconds(unit, 200_000) < 8 * seconds(unit, 50_000) + 0.05


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["a.", '"""\n\\', "\U0001f600", "_:a."])
def test_a_megabyte_of_anything_takes_seconds_at_most(unit: str) -> None:
    assert seconds(unit, 1_000_000) < 5


def seconds(unit: str, length: int) -> float:
    """Measure the processor time of reading a text made of one unit."""
    text = unit * (length // len(unit))
    start = time.process_time()
    for _ in words(text):
        pass
    return time.process_time() - start
