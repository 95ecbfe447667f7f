"""Known names are found in any spelling and with any ending, unknown ones are asked."""

import pytest

from kg.importers.suggestions.lexicon import EventKinds, Lexicon
from kg.importers.suggestions.suggest import suggest
from kg.model.records.authority import Authority
from kg.model.records.draft import Suggestion
from kg.model.text import SourceText

PERSON = {"risk": "public-role", "risk-reviewed": "2026-11-23", "basis": "consent"}
AUTHORITY = Authority.model_validate(
    {
        "organisations": [
            {
                "key": "pen",
                "type": "ngo",
                "names": {"en": "Norwegian PEN (Norway)", "nb": "Norsk PEN"},
                "aliases": {"en": ["NP"]},
            },
            {"key": "amnesty", "type": "ngo", "names": {"en": "Amnesty International"}},
            {
                "key": "amnesty-norway",
                "type": "ngo",
                "names": {"en": "Amnesty International Norway"},
            },
        ],
        "people": [
            {
                "key": "gonchar",
                "names": {"en": "Viktor Gonchar", "be": "Віктар Ганчар"},
                **PERSON,
            },
            {
                "key": "medvedev",
                "names": {"en": "Medvedev", "ru": "Дмитрий Медведев"},
                **PERSON,
            },
        ],
        "places": [
            {
                "key": "norway",
                "names": {"en": "Norway", "nb": "Norge", "ru": "Норвегия"},
            },
            {"key": "belarus", "names": {"en": "Belarus", "ru": "Беларусь"}},
        ],
    }
)
LEXICON = Lexicon.of([AUTHORITY], EventKinds({}, frozenset(), frozenset()))


def found(words: str, language: str) -> list[Suggestion]:
    suggestions = suggest(SourceText.from_text(words), language, "source", LEXICON)
    return [it for it in suggestions if it.section == "mentions"]


@pytest.mark.parametrize(
    ("words", "language", "key", "exact", "confidence"),
    [
        pytest.param(
            "for Viktor Gonchar", "en", "gonchar", "Viktor Gonchar", 95, id="en"
        ),
        pytest.param(
            "Viktar Hanchar", "en", "gonchar", "Viktar Hanchar", 70, id="be-Latn"
        ),
        pytest.param(
            "Viktor Honchar", "de", "gonchar", "Viktor Honchar", 70, id="uk-Latn"
        ),
        pytest.param("Віктар Ганчар", "be", "gonchar", "Віктар Ганчар", 95, id="be"),
        pytest.param(
            "Виктора Гончара", "ru", "gonchar", "Виктора Гончара", 80, id="ru"
        ),
        pytest.param("к Медведеву", "ru", "medvedev", "Медведеву", 50, id="surname"),
        pytest.param("в Норвегию", "ru", "norway", "Норвегию", 80, id="accusative"),
        pytest.param("i Norges navn", "nb", "norway", "Norges", 80, id="genitive"),
        pytest.param("with NP there", "en", "pen", "NP", 95, id="acronym"),
        pytest.param("NORWEGIAN PEN", "en", "pen", "NORWEGIAN PEN", 95, id="capitals"),
        pytest.param(
            "by Norwegian\nPEN", "en", "pen", "Norwegian\nPEN", 95, id="over-two-lines"
        ),
        pytest.param(
            "of Amnesty International Norway",
            "en",
            "amnesty-norway",
            "Amnesty International Norway",
            95,
            id="the-longest",
        ),
    ],
)
def test_a_known_name_is_found(
    words: str, language: str, key: str, exact: str, confidence: int
) -> None:
    told = [
        (it.record["names"], it.exact, it.confidence) for it in found(words, language)
    ]

    assert told == [(key, exact, confidence)]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        pytest.param("the Belarusian people", "en", id="adjective"),
        pytest.param("the Norwegian people", "en", id="adjective-across-alphabets"),
        pytest.param("an np of norway", "en", id="small-letters"),
        pytest.param("Viktor, and then Gonchar", "en", id="not-together"),
    ],
)
def test_what_is_no_name_is_not_suggested(words: str, language: str) -> None:
    assert found(words, language) == []


def test_a_thing_is_suggested_once_with_each_form_of_its_name() -> None:
    mention = found("Amnesty International. Norge, Norway, Norge.", "nb")[1]

    assert mention.record == {
        "names": "norway",
        "quote": [{"exact": "Norge", "nth": 1}, "Norway"],
    }


@pytest.mark.parametrize(
    ("words", "language", "kind", "exact"),
    [
        pytest.param(
            "“No,” said Eva Eksempel.", "en", "person", "Eva Eksempel", id="en"
        ),
        pytest.param("sa Kari van Dam", "nb", "person", "Kari van Dam", id="nb"),
        pytest.param(
            "сказала Анна Примерова", "ru", "person", "Анна Примерова", id="ru"
        ),
        pytest.param(
            "the European Court of Human Rights",
            "en",
            "organisation",
            "European Court of Human Rights",
            id="organisation",
        ),
        pytest.param("a vigil in Bergen", "en", "place", "Bergen", id="place"),
    ],
)
def test_an_unknown_name_is_for_a_person_to_say(
    words: str, language: str, kind: str, exact: str
) -> None:
    told = [(it.kind, it.exact, it.record["names"]) for it in found(words, language)]

    assert told == [(kind, exact, "?")]


def test_without_words_of_a_language_only_names_are_suggested() -> None:
    suggestions = suggest(
        SourceText.from_text("Norway, 3 May 2012"), "lv", "source", LEXICON
    )

    assert [it.kind for it in suggestions] == ["place"]
