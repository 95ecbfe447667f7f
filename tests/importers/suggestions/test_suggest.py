"""Numbers, events, demands and supporters: what is suggested, with its exact words."""

import pytest

from kg.importers.suggestions.lexicon import EventKinds, Lexicon
from kg.importers.suggestions.suggest import suggest
from kg.model.records.authority import Authority
from kg.model.records.draft import Draft, Suggestion
from kg.model.text import SourceText

AUTHORITY = Authority.model_validate(
    {
        "organisations": [
            {"key": "pen", "type": "ngo", "names": {"en": "Norwegian PEN"}},
            {
                "key": "union",
                "type": "ngo",
                "names": {"en": "Union of Norwegian Press"},
            },
            {"key": "state", "type": "ngo", "names": {"en": "Belarusian authorities"}},
        ],
        "places": [{"key": "oslo", "names": {"en": "Oslo", "nb": "Oslo"}}],
    }
)
TYPES = {
    "vigil": {"en": ("vigil",), "nb": ("våkenatt",)},
    "arrest": {"en": ("arrest",), "nb": ("pågripelse",)},
    "disappearance": {"en": ("disappearance",)},
    "detention": {"en": ("detention",)},
}
KINDS = EventKinds(TYPES, frozenset({"vigil"}), frozenset({"arrest"}))
LEXICON = Lexicon.of([AUTHORITY], KINDS)


def found(words: str, kind: str, language: str = "en") -> list[Suggestion]:
    suggestions = suggest(SourceText.from_text(words), language, "s", LEXICON)
    return [it for it in suggestions if it.kind == kind]


@pytest.mark.parametrize(
    ("words", "language", "verbatim", "bounds", "property_"),
    [
        (
            "about 120 people came",
            "en",
            "about 120",
            "exactly 120",
            "participant-count",
        ),
        (
            "arrested more than 600 people",
            "en",
            "more than 600",
            "above 600",
            "victim-count",
        ),
        (
            "At least 1,106 protesters were killed",
            "en",
            "At least 1,106",
            "at-least 1106",
            "victim-count",
        ),
        (
            "4 out of 10 candidates are in custody",
            "en",
            "4 out of 10",
            "exactly 4 out-of 10",
            "custody-count",
        ),
        (
            "between 20 and 30 prisoners",
            "en",
            "between 20 and 30",
            "at-least 20 at-most 30",
            "?",
        ),
        (
            "up to 15 years in prison",
            "en",
            "up to 15",
            "longest P15Y shortest ?",
            "prison-term",
        ),
        (
            "from 5 to 15 years in prison",
            "en",
            "from 5 to 15",
            "longest P15Y shortest P5Y",
            "prison-term",
        ),
        (
            "hundreds of people were detained",
            "en",
            "hundreds",
            "at-least 200",
            "victim-count",
        ),
        (
            "as many as 200 have been killed",
            "en",
            "as many as 200",
            "at-most 200",
            "victim-count",
        ),
        ("over 300 mennesker gikk", "nb", "over 300", "above 300", "participant-count"),
        (
            "mindestens sieben Kandidaten in Haft",
            "de",
            "mindestens sieben",
            "at-least 7",
            "custody-count",
        ),
        (
            "не менее 12 человек задержаны",
            "ru",
            "не менее 12",
            "at-least 12",
            "victim-count",
        ),
        ("больш за 60 чалавек", "be", "больш за 60", "above 60", "?"),
    ],
)
def test_a_number_has_the_bounds_that_its_words_give(
    words: str, language: str, verbatim: str, bounds: str, property_: str
) -> None:
    (claim,) = found(words, "quantity", language)
    quantity = dict(claim.record["quantity"])

    assert (quantity.pop("verbatim"), claim.record["property"]) == (verbatim, property_)
    given = {name for name in quantity if name not in ("unit", "bound-basis")}
    assert " ".join(f"{name} {quantity[name]}" for name in sorted(given)) == bounds


@pytest.mark.parametrize(
    "words",
    [
        "85 percent of all people",
        "on 16 January people",
        "one month after it",
        "Room 12",
    ],
)
def test_what_counts_nothing_is_no_number(words: str) -> None:
    assert found(words, "quantity") == []


def test_an_event_comes_with_the_date_and_place_beside_it() -> None:
    (event,) = found("On 16 January 2011 PEN held a vigil in Oslo.", "event")

    assert event.record == {
        "key": "vigil-2011-01-16-s",
        "type": "vigil",
        "label": {
            "en": "Vigil in Oslo, 2011-01-16",
            "nb": "Våkenatt i Oslo, 2011-01-16",
        },
        "quote": "January 2011 PEN held a vigil in Oslo.",
        "time": {"edtf": "2011-01-16", "quote": "16 January 2011"},
        "place": {"place": "oslo", "quote": "Oslo"},
    }
    assert event.confidence == 80


def test_an_act_asks_for_its_victim() -> None:
    (event,) = found("Two people were arrested in Oslo.", "event")

    assert event.record["participants"] == [
        {"agent": "?", "role": "victim", "quote": "Two people were arrested in Oslo."}
    ]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("A vigil is a long night.", id="nothing-befalls-anybody"),
        pytest.param("They demanded:\n- an end to arrests of 5 people", id="demanded"),
    ],
)
def test_a_mere_word_is_no_event(words: str) -> None:
    assert found(words, "event") == []


def test_an_event_told_of_again_is_suggested_once() -> None:
    words = (
        "A vigil was held on 16 May 2011 in Oslo. The vigil of Norwegian PEN was good."
    )

    assert [it.exact for it in found(words, "event")] == ["vigil"]


LIST = """\
A vigil was held on 16 May 2011 in Oslo.
The participants demand that the Belarusian authorities:
- release all political prisoners;
- end the repression of 5 people.
The vigil was supported by:
Norwegian PEN
Norwegian Press Union
Bergen Choir
Previous actions
Norwegians have often taken part in actions of many kinds, in the open and indoors, \
in support of people in prison.
"""


def test_demands_are_read_from_a_list() -> None:
    demands = found(LIST, "demand")

    assert [(it.exact, it.record["types"]) for it in demands] == [
        ("release all political prisoners", ["release"]),
        ("end the repression of 5 people", ["end-repression"]),
    ]
    assert demands[0].record == {
        "key": "demand-1-s",
        "label": {"en": "Release all political prisoners"},
        "types": ["release"],
        "made-at": "vigil-2011-05-16-s",
        "demanders": ["?"],
        "target": "state",
        "quote": "release all political prisoners",
    }


def test_supporters_are_read_from_a_list_up_to_the_next_heading() -> None:
    supporters = found(LIST, "supporter")

    assert [(it.exact, it.record["agent"], it.confidence) for it in supporters] == [
        ("Norwegian PEN", "pen", 90),
        ("Norwegian Press Union", "union", 80),
        ("Bergen Choir", "?", 40),
    ]
    assert {it.record["event"] for it in supporters} == {"vigil-2011-05-16-s"}


def test_a_demand_in_a_sentence_is_less_sure() -> None:
    (demand,) = found("They urge the Belarusian authorities to free him.", "demand")

    assert (demand.exact, demand.record["target"], demand.confidence) == (
        "the Belarusian authorities to free him",
        "state",
        45,
    )


def test_words_stand_where_a_suggestion_says() -> None:
    text = SourceText.from_text(f"Cafe\u0301. {LIST}")

    for suggestion in suggest(text, "en", "s", LEXICON):
        assert text.at(suggestion.span) == suggestion.exact


def test_what_was_decided_stays_decided_when_suggestions_are_made_anew() -> None:
    text = SourceText.from_text(LIST)
    first = suggest(text, "en", "s", LEXICON)
    draft = Draft.model_validate({"source": "s", "sha256": text.sha256}).renewed(first)
    rejected = first[0].decided("rejected", "not this one")
    skipped = first[1].decided("skipped")

    again = draft.replacing(rejected).replacing(skipped).renewed(first[:3])

    states = {it.id: (it.state, it.reason) for it in again.suggestions}
    assert states == {
        first[0].id: ("rejected", "not this one"),
        first[1].id: ("skipped", None),
        first[2].id: ("open", None),
    }


def test_a_suggestion_keeps_its_name_when_the_text_is_mended_elsewhere() -> None:
    before = {it.id for it in suggest(SourceText.from_text(LIST), "en", "s", LEXICON)}
    mended = SourceText.from_text(f"A better first line.\n{LIST}")
    after = {it.id for it in suggest(mended, "en", "s", LEXICON)}

    assert before <= after
