"""Quotations are places in a normalised text, counted in code points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model.text import EXCERPT_LENGTH, EXCERPT_WORDS, SourceText, Span, excerpt

TEXT = SourceText("Oslo saw a march. A march in Oslo, “Strategy 31“, on Løkka.")


@pytest.mark.parametrize(
    ("exact", "spans"),
    [
        ("Oslo", [Span(0, 4), Span(29, 33)]),
        ("“Strategy 31“", [Span(35, 48)]),
        ("Strategy 32", []),
        ("Løkka", [Span(53, 58)]),
    ],
)
def test_every_occurrence_is_found(exact: str, spans: list[Span]) -> None:
    assert TEXT.occurrences(exact) == spans


def test_occurrences_may_overlap() -> None:
    assert SourceText("aaa").occurrences("aa") == [Span(0, 2), Span(1, 3)]


def test_words_in_another_normal_form_are_found() -> None:
    assert SourceText("Ås").occurrences("A\u030as") == [Span(0, 2)]


def test_bytes_are_normalised_and_lose_their_byte_order_mark() -> None:
    data = "\ufeffA\u030as".encode()
    assert SourceText.from_bytes(data).content == "Ås"


def test_the_hash_is_that_of_the_normalised_text() -> None:
    composed, apart = SourceText.from_bytes("Å".encode()), "A\u030a".encode()
    assert composed.sha256 == SourceText.from_bytes(apart).sha256


def test_the_nearest_words_are_suggested() -> None:
    assert TEXT.nearest("“Strategy 13“") == "“Strategy 31“,"


def test_context_is_cut_at_the_ends_of_the_text() -> None:
    assert TEXT.around(Span(0, 4)) == ("", " saw a march. A marc")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("more than 600 people", "more than 600 people", id="short"),
        pytest.param("a " * 9, "a a a a a a a a …", id="too-many-words"),
        pytest.param("b" * 50 + " " + "c" * 50, "b" * 50 + " …", id="too-long"),
        pytest.param("d" * 100, "", id="one-long-word"),
    ],
)
def test_an_excerpt_is_cut_at_a_word(text: str, shown: str) -> None:
    assert excerpt(text) == shown


@given(st.text())
def test_an_excerpt_never_exceeds_what_may_be_public(text: str) -> None:
    shown = excerpt(text)
    assert len(shown) <= EXCERPT_LENGTH
    assert len(shown.removesuffix("…").split()) <= EXCERPT_WORDS
