# ruff: noqa: RUF001 - letters as printed
"""A model adds names that nobody knows; what is known goes before what it says."""

import importlib.util
from collections.abc import Iterator

import pytest

from kg.importers.suggestions.lexicon import EventKinds, Lexicon
from kg.importers.suggestions.recogniser import MODEL, read_recogniser
from kg.importers.suggestions.strangers import Stranger
from kg.importers.suggestions.suggest import Known, suggest
from kg.model.records.authority import Authority
from kg.model.text import SourceText, Span

INSTALLED = importlib.util.find_spec(MODEL) is not None
TEXT = SourceText.from_text("В Минске Мария Примерова прошла\n\nмимо Осло.")
AUTHORITY = Authority.model_validate(
    {"places": [{"key": "oslo", "names": {"en": "Oslo", "ru": "Осло"}}]}
)
LEXICON = Lexicon.of([AUTHORITY], EventKinds({}, frozenset(), frozenset()))


def capitals(text: SourceText) -> Iterator[Stranger]:
    """Take each word with a capital for a person's name."""
    at = 0
    for word in text.content.replace("\n", " ").split(" "):
        if word.istitle() and len(word) > 1:
            span = Span(at, at + len(word.rstrip(".")))
            yield Stranger("person", span, 65, "somebody takes it for a name")
        at += len(word) + 1


def test_names_that_are_recognised_are_added_to_those_that_are_known() -> None:
    found = suggest(TEXT, "ru", "s", LEXICON, Known(recognise=capitals))

    told = [(it.kind, it.exact, it.record["names"], it.confidence) for it in found]
    assert told == [
        ("person", "Минске", "?", 65),
        ("person", "Мария", "?", 65),
        ("person", "Примерова", "?", 65),
        ("place", "Осло", "oslo", 95),
    ]


@pytest.mark.skipif(INSTALLED, reason="the extra nlp is installed")
def test_without_the_extra_there_is_no_model() -> None:
    assert read_recogniser("ru") is None


@pytest.mark.skipif(not INSTALLED, reason="the extra nlp is not installed")
def test_the_model_finds_people_organisations_and_places() -> None:
    recognise = read_recogniser("ru")
    assert recognise is not None
    assert [(it.kind, TEXT.at(it.span)) for it in recognise(TEXT)] == [
        ("place", "Минске"),
        ("person", "Мария Примерова"),
        ("place", "Осло"),
    ]


def test_a_language_without_a_model_has_none() -> None:
    assert read_recogniser("be") is None
