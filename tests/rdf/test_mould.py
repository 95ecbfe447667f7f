"""Queries that differ in constants alone are read once, and only those."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QuerySyntaxError
from kg.rdf.query.lexer import Sort, words
from kg.rdf.query.mould import mould_of
from kg.rdf.query.preflight import admit, inspect


def same(one: str, other: str) -> bool:
    found = mould_of(one), mould_of(other)
    return None not in found and found[0] == found[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("ASK { <a> ?p 1 }", "ASK { <http://b/c#d> ?p 1 }", id="IRI"),
        pytest.param("ASK { ?s ?p 'a' }", "ASK { ?s ?p '<# b' }", id="string"),
        pytest.param('ASK { ?s ?p "" }', 'ASK { ?s ?p "}" }', id="no-text"),
        pytest.param('ASK { ?s ?p """a""" }', 'ASK { ?s ?p """"\n#""" }', id="long"),
        pytest.param("ASK { ?s ?p '''a''' }", "ASK { ?s ?p 'a' }", id="quotes"),
        pytest.param("ASK {} # a", "ASK {} # {", id="comment"),
    ],
)
def test_finds_what_differs_in_constants_alone(one: str, other: str) -> None:
    assert same(one, other)
    assert inspect(one) == inspect(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("ASK { <a> ?p 1 }", "ASK { <a> ?q 1 }", id="variable"),
        pytest.param("ASK { <a> ?p 1 }", "ASK { <a> ?p 2 }", id="number"),
        pytest.param("ASK { ?s ?p <a> }", "ASK { ?s ?p 'a' }", id="sort"),
        pytest.param("ASK { ?s ?p <a> }", "ASK { ?s ?p <a(b> }", id="parenthesis"),
        pytest.param("ASK { << <a>", "ASK { <b> <a>", id="triple-term"),
        pytest.param("ASK {} # a\n", "ASK {} # a", id="end-of-line"),
        pytest.param("SELECT (<a>", "SELECT (<a >", id="operator"),
        pytest.param("ASK { ?s ?p 'a' }", "ASK { ?s ?p 'a }", id="no-end"),
    ],
)
def test_tells_apart_what_may_be_read_differently(one: str, other: str) -> None:
    assert not same(one, other)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(r"ASK { ?s ?p 'it\'s' }", id="backslash"),
        pytest.param("ASK { SERVICE <a> {} }", id="service"),
        pytest.param("ASK { ?s ?p <Service> }", id="service-in-an-IRI"),
    ],
)
def test_leaves_alone_what_has_to_be_read_word_by_word(query: str) -> None:
    assert mould_of(query) is None


def test_is_no_way_around_a_limit() -> None:
    assert not admit("SELECT * { ?s ?p 'a' }").dear
    with pytest.raises(QuerySyntaxError, match="no end"):
        admit("SELECT * { ?s ?p 'a }")


_MARKS = ["<", ">", "<<", "<=", '"', '"""', "'", "'''", "#", "\n", "\r", " ", "(", "{"]
_WORDS = ["?a", "b:c", ".", "@en", "^^", "1", "<a>", "<a(b>", '"x"', "'y'", "#z\n"]
_PIECES = st.sampled_from([*_MARKS, *_WORDS])


@given(st.lists(_PIECES, max_size=8), st.lists(_PIECES, max_size=8))
def test_cuts_a_text_as_the_lexer_does(one: list[str], other: list[str]) -> None:
    for text in ("".join(one), "".join(other), "".join([*one, *other])):
        mould = mould_of(text)
        found = list(words(text))
        if mould is not None and not any(it.sort is Sort.ENDLESS for it in found):
            cut = [it for it in mould.parts[1::3] if it is not None and it != "#"]
            marks = [it for it in mould.parts[2::3] if it == "<"]
            constants = sum(it.sort in {Sort.IRI, Sort.STRING} for it in found)
            assert len(cut) - len(marks) == constants
