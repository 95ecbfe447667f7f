"""Quotations become places in the text; what is public of them keeps to its budget."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Position, QuotationError
from kg.mapping.quotations import (
    BUDGET,
    Quoted,
    choose_excerpts,
    find_quoted,
    passage_iri,
    resolve,
)
from kg.model.records.base import Quote
from kg.model.records.extract import Extract
from kg.model.text import EXCERPT_LENGTH, SourceText, Span

HERE = Position("extract.yml", 7, 9)
TEXT = SourceText("Oslo saw a march. A march in Oslo, on Løkka.")

LETTERS = st.text(alphabet="ab Å\u030aøя\n“.", min_size=1, max_size=80)


def quote(exact: str, nth: int | None = None) -> Quote:
    return Quote.model_validate({"exact": exact, "nth": nth})


@pytest.mark.parametrize(
    ("exact", "nth", "span"),
    [
        ("saw a march", None, Span(5, 16)),
        ("Oslo", 1, Span(0, 4)),
        ("Oslo", 2, Span(29, 33)),
        ("Løkka", 1, Span(38, 43)),
    ],
)
def test_words_of_the_text_have_a_place(exact: str, nth: int, span: Span) -> None:
    assert resolve(TEXT, quote(exact, nth), HERE) == span


@pytest.mark.parametrize(
    ("exact", "nth", "found", "expected"),
    [
        pytest.param(
            "saw the march",
            None,
            "'saw the march'",
            "words of the text, such as 'saw a march.'",
            id="not-there",
        ),
        pytest.param("ЖЖЖ", None, "'ЖЖЖ'", "words of the text", id="nothing-like-it"),
        pytest.param(
            "march",
            None,
            "'march', which stands in the text 2 times",
            "a longer quotation, or 'nth'",
            id="twice",
        ),
        pytest.param(
            "march",
            3,
            "nth: 3 of 'march'",
            "at most 2: it stands there so often",
            id="too-far",
        ),
    ],
)
def test_words_without_one_place_are_told(
    exact: str, nth: int | None, found: str, expected: str
) -> None:
    with pytest.raises(QuotationError) as caught:
        resolve(TEXT, quote(exact, nth), HERE)
    told = caught.value
    assert (told.where, told.found, told.expected) == (HERE, found, expected)


@given(data=st.data(), content=LETTERS.filter(str.strip))
def test_any_words_of_any_text_are_found_where_they_stand(
    data: st.DataObject, content: str
) -> None:
    text = SourceText.from_text(content)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    exact = text.at(Span(start, end))
    if not exact.strip():
        return
    places = text.occurrences(exact)
    nth = 1 + [place.start for place in places].index(start)
    span = resolve(text, quote(exact, nth), HERE)
    assert span == Span(start, end)
    assert text.at(span) == exact
    before, after = text.around(span)
    assert text.content[: span.start].endswith(before)
    assert text.content[span.end :].startswith(after)


@given(content=LETTERS, words=LETTERS.filter(str.strip))
def test_words_suggested_are_words_of_the_text(content: str, words: str) -> None:
    text = SourceText.from_text(content)
    assert text.nearest(words) in text.content


SPANS = st.tuples(st.integers(0, 399), st.integers(1, 120), st.integers(0, 3))


@given(
    words=st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1),
    drawn=st.lists(st.tuples(SPANS, st.booleans()), max_size=30),
)
def test_excerpts_keep_to_their_budget_in_any_text(
    words: list[str], drawn: list[tuple[tuple[int, int, int], bool]]
) -> None:
    text = SourceText.from_text(" ".join(words * 3)[:400])
    quoted = []
    for (start, length, rank), free in drawn:
        span = Span(start % len(text), min(start % len(text) + length, len(text)))
        quoted.append(Quoted(rank, span, HERE, free))
    excerpts = choose_excerpts(quoted, text)
    shown: set[int] = set()
    for span, excerpt in excerpts.items():
        begun = excerpt.removesuffix(" …")
        assert begun == begun.strip()
        assert 0 < len(excerpt) <= EXCERPT_LENGTH
        assert text.at(span).split()[: len(begun.split())] == begun.split()
        shown.update(range(span.start, span.start + len(begun)))
    assert len(shown) <= BUDGET * len(text)
    assert not any(it.free and span in it.span for it in quoted for span in excerpts)


def test_hedged_words_are_shown_before_others() -> None:
    text = SourceText(
        "word " * int(10 / BUDGET)
    )  # enough for one excerpt of 39 letters
    plain, hedged = Span(0, 99), Span(100, 199)
    quoted = [Quoted(3, plain, HERE, False), Quoted(0, hedged, HERE, False)]
    assert list(choose_excerpts(quoted, text)) == [hedged]


def test_faults_stand_between_the_quotations_that_are_found() -> None:
    extract = Extract.model_validate(
        {
            "mentions": [
                {"names": "oslo", "quote": [{"exact": "Oslo", "nth": 1}, "Bergen"]},
                {"names": "lokka", "quote": "Løkka"},
            ]
        }
    )
    found = list(find_quoted(extract, TEXT))
    assert [type(it) for it in found] == [Quoted, QuotationError, Quoted]


def test_a_passage_is_named_by_document_revision_and_place() -> None:
    name = passage_iri("report", 2, Span(5, 16)).value.rpartition("/id/")[2]
    assert name == "passage/report.r2.5-16"


@given(
    spans=st.lists(st.tuples(st.integers(0, 50), st.integers(51, 99)), min_size=2),
)
def test_passages_are_one_when_their_places_are(spans: list[tuple[int, int]]) -> None:
    for one, other in pairwise(spans):
        same = passage_iri("a", 1, Span(*one)) == passage_iri("a", 1, Span(*other))
        assert same == (one == other)
