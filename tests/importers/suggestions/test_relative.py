"""Dates told by their distance are counted from the article, or the date before."""

import datetime

import pytest

from kg.importers.suggestions.cues import read_cues
from kg.importers.suggestions.lexicon import EventKinds, Lexicon
from kg.importers.suggestions.moments import find_moments
from kg.importers.suggestions.relative import day_of, find_relative
from kg.importers.suggestions.sentence import sentences
from kg.importers.suggestions.suggest import Known, suggest
from kg.model.text import SourceText

THURSDAY = datetime.date(2014, 9, 18)


def read(
    words: str, language: str, published: datetime.date | None = THURSDAY
) -> list[tuple[str, str]]:
    text, cues = SourceText.from_text(words), read_cues(language)
    assert cues is not None
    written = find_moments(text, cues)
    found = find_relative(list(sentences(text)), cues, written, published)
    return [(text.at(it.span), it.edtf) for it in found]


@pytest.mark.parametrize(
    ("words", "language", "quoted", "edtf"),
    [
        ("They met last Thursday.", "en", "last Thursday", "2014-09-11"),
        ("They met on Thursday.", "en", "on Thursday", "2014-09-18"),
        ("They met on Monday.", "en", "on Monday", "2014-09-15"),
        ("They will meet on Monday.", "en", "on Monday", "2014-09-22"),
        ("They meet next Thursday.", "en", "next Thursday", "2014-09-25"),
        ("Yesterday they met.", "en", "Yesterday", "2014-09-17"),
        ("The day before yesterday.", "en", "The day before yesterday", "2014-09-16"),
        ("They met three days ago.", "en", "three days ago", "2014-09-15"),
        ("They met 10 days ago.", "en", "10 days ago", "2014-09-08"),
        ("De møttes på torsdag.", "nb", "på torsdag", "2014-09-18"),
        ("De møttes sist mandag.", "nb", "sist mandag", "2014-09-15"),
        ("De møttes i går.", "nb", "i går", "2014-09-17"),
        ("De møttes for to dager siden.", "nb", "for to dager siden", "2014-09-16"),
        ("Am vergangenen Montag", "de", "Am vergangenen Montag", "2014-09-15"),
        ("Es war vor drei Tagen.", "de", "vor drei Tagen", "2014-09-15"),
        ("Es war gestern.", "de", "gestern", "2014-09-17"),
        ("Это было в прошлый вторник.", "ru", "в прошлый вторник", "2014-09-16"),
        ("Это было вчера.", "ru", "вчера", "2014-09-17"),
        ("Это было два дня назад.", "ru", "два дня назад", "2014-09-16"),
        ("Гэта было ў мінулую сераду.", "be", "ў мінулую сераду", "2014-09-17"),
        ("Гэта было ўчора.", "be", "ўчора", "2014-09-17"),
        pytest.param("Nobody is free today.", "en", "", "", id="these-days"),
        pytest.param("Viele fragen heute, warum.", "de", "", "", id="heute"),
        pytest.param("Es war am Morgen.", "de", "", "", id="morning"),
        pytest.param("On Tuesday, 9 September 2014.", "en", "", "", id="has-its-date"),
    ],
)
def test_a_day_is_counted_from_the_article(
    words: str, language: str, quoted: str, edtf: str
) -> None:
    assert read(words, language) == ([(quoted, edtf)] if quoted else [])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param(
            "On 16 January 2011 they met. The next day they left.",
            [("The next day", "2011-01-17")],
            id="sentence-before",
        ),
        pytest.param(
            "They met on 16 January 2011. They sang. The next day they left.",
            [],
            id="too-far",
        ),
        pytest.param("On 16 January they met. The next day.", [], id="no-year"),
    ],
)
def test_a_day_is_counted_from_the_date_before_it(
    words: str, found: list[tuple[str, str]]
) -> None:
    assert read(words, "en", None) == found


def test_without_the_day_of_the_article_nothing_is_counted_from_it() -> None:
    assert read("Yesterday they met, and last Thursday.", "en", None) == []


def test_a_suggestion_says_what_it_was_counted_from() -> None:
    text = SourceText.from_text("They met last Thursday.")
    lexicon = Lexicon((), EventKinds({}, frozenset(), frozenset()))
    [found] = suggest(text, "en", "s", lexicon, Known(THURSDAY))

    assert found.why == "a date counted from 2014-09-18: 2014-09-11, if it is that"
    assert found.confidence == 65
    assert found.record == {
        "key": "on-2014-09-11-s",
        "edtf": "2014-09-11",
        "basis": "stated-partial",
        "quote": "last Thursday",
    }


@pytest.mark.parametrize(
    ("published", "day"),
    [("2014-09-18", THURSDAY), ("2014-09", None), ("unknown", None)],
)
def test_only_a_whole_day_can_be_counted_from(
    published: str, day: datetime.date | None
) -> None:
    assert day_of(published) == day
