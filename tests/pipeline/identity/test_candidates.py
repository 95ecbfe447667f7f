"""Candidates: symmetric, never what is decided, and found among many in little time."""

import datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model.alike import alike, words
from kg.pipeline.identity.blocks import AUTHORITY, LARGEST
from kg.pipeline.identity.candidates import candidates, compare
from kg.pipeline.identity.features import PRIOR
from kg.pipeline.identity.thing import Thing

Day = datetime.date


def organisation(iri: str, *names: str, graph: str = "") -> Thing:
    return Thing(
        iri, "organisation", frozenset(names), graphs=frozenset([graph or iri])
    )


@pytest.mark.parametrize(
    "spellings",
    [
        ("Hanchar", "Gonchar", "Honchar", "Ганчар", "Гончар"),
        ("Krasovsky", "Krasouski", "Красовский", "Красоўскі", "Krasovskij"),
        ("Müller", "Mueller", "Muller", "MÜLLER"),
        ("Jürgen", "Juergen"),
        ("Bjørg", "Bjoerg", "Bjorg"),
        ("Lukashenko", "Лукашенко", "Лукашэнка", "Łukašenka", "Lukaschenko"),
        ("Tsikhanouskaya", "Ціханоўская", "Тихановская", "Tikhanovskaya"),
    ],
    ids=lambda spellings: spellings[0],
)
def test_spellings_of_a_name_are_made_one(spellings: tuple[str, ...]) -> None:
    assert len({alike(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Bündnis für den Frieden e.V.", ("bundnis", "frieden")),
        ("Arbeids- og velferdsetaten", ("arbeids", "velferdsetaten")),
        ("Norwegian Authors\u2019 Union", ("narvehian", "avqars", "union")),
        ("?!", ()),
    ],
)
def test_a_name_is_compared_by_its_words(name: str, said: tuple[str, ...]) -> None:
    assert len(words(name)) == len(said)


things = st.builds(
    Thing,
    iri=st.sampled_from([f"urn:{letter}" for letter in "abcdef"]),
    kind=st.just("organisation"),
    names=st.frozensets(
        st.sampled_from(
            [
                "Verein Nord",
                "Verein Süd",
                "Verein Nord e.V.",
                "VN",
                "Nord",
                "Nord 2",
                "—",
            ]
        ),
        max_size=3,
    ),
    places=st.frozensets(st.sampled_from(["x", "y"]), max_size=1),
    types=st.frozensets(st.sampled_from(["ngo", "party"]), max_size=1),
    graphs=st.frozensets(st.sampled_from(["g", "h"]), min_size=1),
)


@given(things, things)
def test_the_order_of_two_things_does_not_matter(one: Thing, other: Thing) -> None:
    forth, back = compare(one, other), compare(other, one)
    if one.iri != other.iri:
        assert forth == back
    assert 0.0 <= forth.score <= 1.0


@given(st.lists(things, max_size=6, unique_by=lambda thing: thing.iri))
def test_what_is_decided_never_comes_again(listed: list[Thing]) -> None:
    first = candidates(listed, least=0.0)
    assert [it.pair for it in first] == [
        it.pair for it in candidates(reversed(listed), least=0.0)
    ]
    for decided in first:
        left = candidates(listed, {decided.pair}, least=0.0)
        assert [it.pair for it in left] == [
            it.pair for it in first if it.pair != decided.pair
        ]


@pytest.mark.parametrize(
    ("one", "other", "offered"),
    [
        pytest.param("a", "b", True, id="two-sources"),
        pytest.param("a", "a", True, id="spelled-twice-in-a-register"),
        pytest.param(AUTHORITY, AUTHORITY, False, id="told-apart-by-curators"),
    ],
)
def test_who_has_told_two_apart_is_believed(
    one: str, other: str, offered: bool
) -> None:
    listed = [
        organisation("urn:a", "Verein Nord", graph=one),
        organisation("urn:b", "Verein-Nord e. V.", graph=other),
    ]
    assert bool(candidates(listed)) is offered


def event(iri: str, day: Day, *, place: str = "x", name: str = "Vigil") -> Thing:
    return Thing(
        iri,
        "event",
        frozenset([name]),
        frozenset([place]),
        frozenset(["vigil"]),
        (day, day),
        frozenset([iri]),
    )


@pytest.mark.parametrize(
    ("other", "offered"),
    [
        pytest.param(event("urn:b", Day(2011, 1, 16)), True, id="same-day-and-place"),
        pytest.param(
            event("urn:b", Day(2011, 1, 16), name="Mahnwache am Markt"),
            True,
            id="in-other-words",
        ),
        pytest.param(event("urn:b", Day(2011, 2, 16)), False, id="another-day"),
        pytest.param(
            event("urn:b", Day(2011, 1, 16), place="y"), False, id="another-place"
        ),
    ],
)
def test_reports_of_an_event_are_told_by_day_and_place(
    other: Thing, offered: bool
) -> None:
    assert bool(candidates([event("urn:a", Day(2011, 1, 16)), other])) is offered


def test_a_reviewer_is_told_why() -> None:
    listed = [organisation("urn:a", "Viasna"), organisation("urn:b", "Вясна")]
    [found] = candidates(listed)
    [feature] = found.features
    assert feature.name == "name"
    assert feature.seen == "the same when spelled alike: 'viasna'"
    assert feature.weight == -PRIOR["organisation"]
    assert found.score == 0.5


def test_a_word_that_many_have_makes_no_block() -> None:
    many = [
        organisation(f"urn:{number}", f"Verein {_letters(number)}")
        for number in range(LARGEST * 4)
    ]
    twin = organisation("urn:twin", f"Verein {_letters(7)} e.V.")
    assert [it.pair for it in candidates([*many, twin])] == [
        frozenset(("urn:7", "urn:twin"))
    ]


def _letters(number: int) -> str:
    """Make a word of a number, unlike the words of other numbers."""
    return "".join(Random(number).choices("bdfhklmnprstv", k=12))  # noqa: S311
