from collections.abc import Iterable
from typing import Any

import pytest

from kg.importers.guessing.columns import ORGANISERS, PART, PEOPLE, Guess, guess_column
from kg.importers.guessing.draft import written
from kg.importers.guessing.profile import Profile


def guessed(name: str, texts: Iterable[str]) -> Guess:
    profile = Profile(name)
    for text in texts:
        profile.add(text)
    return guess_column(profile, 2030)


def parser(name: str, texts: Iterable[str]) -> object:
    guess = guessed(name, texts)
    assert guess.parser is not None
    return written(guess.parser)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            ["2019-01-04", "2019-12-31"], {"patterns": ["%Y-%m-%d"]}, id="iso"
        ),
        pytest.param(
            ["2021-03-26 00:00:00", "19.05.2021"],
            {"patterns": ["%Y-%m-%d %H:%M:%S", "%d.%m.%Y"]},
            id="two-ways",
        ),
        pytest.param(
            ["2021-03-26 18:30:00", "2021-03-27 00:00:00"],
            {"patterns": ["%Y-%m-%d %H:%M:%S"], "time": "keep"},
            id="time-of-day",
        ),
        pytest.param(
            ["05.05.18\n06.05.18", "23.05.18-\n27.05.18"],
            {
                "patterns": ["%d.%m.%y"],
                "separators": [" "],
                "ranges": ["-"],
                "latest-year": 2030,
            },
            id="several-and-ranges",
        ),
        pytest.param(
            ["28.02.-01.03.2018", "05.03.2018"],
            {"patterns": ["%d.%m.%Y"], "shortened": ["%d.%m."], "ranges": ["-"]},
            id="year-only-on-the-last",
        ),
        pytest.param(
            ["03/26/2021", "03/04/2021"], {"patterns": ["%m/%d/%Y"]}, id="month-first"
        ),
        pytest.param(
            ["26/03/2021", "03/04/2021"], {"patterns": ["%d/%m/%Y"]}, id="day-first"
        ),
        pytest.param(
            ["March 26, 2021", "May 1, 2021"], {"patterns": ["%B %d, %Y"]}, id="english"
        ),
        pytest.param(
            ["1961-00-00", "1845-03-27"],
            {"patterns": ["%Y-%m-%d"], "zeros": "unknown"},
            id="zeros",
        ),
    ],
)
def test_finds_how_dates_are_written(
    texts: list[str], expected: dict[str, Any]
) -> None:
    assert parser("day", texts) == {"parser": "date", **expected}


def test_says_when_day_and_month_cannot_be_told_apart() -> None:
    guess = guessed("day", ["03/04/2021", "05/06/2021"])
    assert guess.doubts == ("day or month may come first: every date fits both",)


@pytest.mark.parametrize(
    ("name", "texts", "expected"),
    [
        pytest.param("n", ["1", "-7", "30"], "integer", id="integer"),
        pytest.param(
            "year", ["1901", "2021"], {"parser": "date", "patterns": ["%Y"]}, id="year"
        ),
        pytest.param("n", ["1901", "2021"], "integer", id="no-year"),
        pytest.param("n", ["1.5", "2"], "decimal", id="decimal"),
        pytest.param(
            "n", ["1,5", "2"], {"parser": "decimal", "decimal-mark": ","}, id="comma"
        ),
        pytest.param(
            "lat",
            ["53.9", "-9"],
            {"parser": "coordinate", "order": "latitude"},
            id="latitude",
        ),
        pytest.param(
            "place",
            ["POINT (20 -9)"],
            {"parser": "coordinate", "order": "wkt"},
            id="wkt",
        ),
        pytest.param(
            "code",
            ["004", "248"],
            {"parser": "identifier", "digits": 3},
            id="leading-zeros",
        ),
        pytest.param("link", ["https://example.org/1"], "url", id="address"),
        pytest.param("n", ["20-30", "ca. 30", "100"], "count", id="count"),
        pytest.param(
            "Teilnehmer",
            ["1.000", "30"],
            {"parser": "count", "thousands": "."},
            id="thousands",
        ),
        pytest.param(
            "Antall",
            ["1 200", "30", "ca. 50"],
            {"parser": "count", "thousands": " "},
            id="thousands-space",
        ),
        pytest.param("offices", ["Reuters;AFP", "AFP"], "list", id="list"),
        pytest.param("topic", ["Frieden", "Klima"], "text", id="text"),
        pytest.param(
            "topic",
            ["Frieden", "k.A."],
            {"parser": "text", "absent": {"not stated": ["k.A."]}},
            id="absent",
        ),
        pytest.param(
            "Beginn", ["18.00", "9.30", "17:30:00"], "text", id="times-of-day"
        ),
        pytest.param(
            "Fecha",
            ["16 de enero de 2021", "1 de mayo de 2021"],
            {"parser": "date", "patterns": ["%d de %B de %Y"]},
            id="dates-in-spanish",
        ),
    ],
)
def test_finds_what_a_column_holds(
    name: str, texts: list[str], expected: object
) -> None:
    assert parser(name, texts) == expected


@pytest.mark.parametrize(
    ("name", "texts", "because"),
    [
        pytest.param("note", ["", " "], "always empty", id="empty"),
        pytest.param("First name", ["x", "y"], PEOPLE, id="by-its-name"),
        pytest.param("e-mail", ["x", "y"], PEOPLE, id="e-mail"),
        pytest.param("born", ["1961-01-02"], PEOPLE, id="day-of-birth"),
        pytest.param(
            "contact",
            ["Petra Muster", "Hans Muster", "Olga Muster", "Klima"],
            PEOPLE,
            id="by-its-texts",
        ),
        pytest.param("Navn", ["x", "y"], PEOPLE, id="name-alone"),
        pytest.param("E-post", ["x", "y"], PEOPLE, id="e-mail-in-norwegian"),
        pytest.param("ФИО", ["x", "y"], PEOPLE, id="name-in-russian"),
        pytest.param("Imię", ["x", "y"], PEOPLE, id="name-in-polish"),
        pytest.param("nazwisko", ["x", "y"], PEOPLE, id="surname-in-polish"),
        pytest.param("Zgłaszający", ["x", "y"], PEOPLE, id="who-tells-in-polish"),
        pytest.param("Apellidos", ["x", "y"], PEOPLE, id="surname-in-spanish"),
        pytest.param("Víctima", ["x", "y"], PEOPLE, id="victim-in-spanish"),
        pytest.param("Prénom", ["x", "y"], PEOPLE, id="name-in-french"),
        pytest.param("Прізвище", ["x", "y"], PEOPLE, id="surname-in-ukrainian"),
        pytest.param("Convoca", ["x", "y"], ORGANISERS, id="organiser-in-spanish"),
        pytest.param("x", ["Petra Muster", "Ola Muster"], PEOPLE, id="two-rows"),
        pytest.param(
            "x",
            ["Petra Muster; Ola Muster", "Eva Muster; Per Muster"],
            PEOPLE,
            id="list",
        ),
        pytest.param(
            "x",
            ["Xyzzy Muster", "Qwert Beispiel", "Uiop Asdf"],
            PEOPLE,
            id="names-of-no-list",
        ),
        pytest.param("x", ["a@example.org", "b@example.org"], PEOPLE, id="addresses"),
        pytest.param("Angemeldet von", ["Verein Tal"], ORGANISERS, id="registered-by"),
        pytest.param("Veranstalter", ["Verein Tal"], ORGANISERS, id="organisers"),
        pytest.param("prizes[*].year", ["1901"], PART, id="array"),
    ],
)
def test_leaves_out_what_a_person_must_decide(
    name: str, texts: list[str], because: str
) -> None:
    assert guessed(name, texts) == Guess(None, because)


@pytest.mark.parametrize(
    ("name", "texts", "doubt"),
    [
        pytest.param(
            "Teilnehmer",
            ["30", "40", "50", "60", "70", "80", "90", "100", "66x6", "8\n(9)"],
            "2 cells are not read: '66x6' (1), '8\\n(9)' (1)",
            id="unread",
        ),
        pytest.param(
            "Art",
            ["sfv", "stationär"] * 20,
            "2 different texts: perhaps codes, for a lookup",
            id="codes",
        ),
        pytest.param("sheet", ["Table 1"] * 3, "always 'Table 1'", id="always"),
    ],
)
def test_says_what_it_could_not_guess(name: str, texts: list[str], doubt: str) -> None:
    guess = guessed(name, texts)
    assert guess.parser is not None
    assert guess.doubts == (doubt,)


def test_says_how_many_cells_name_people_and_not_whom() -> None:
    texts = ["Frieden", "Klima", "Freiheit für Petra Muster", "Wohnen", "Verkehr"] * 3
    profile = Profile("topic")
    for text in texts:
        profile.add(text)
    [doubt] = guess_column(profile, 2030).doubts
    assert doubt == "3 cells name people, it seems: withheld where all can read"


def test_looks_at_a_bounded_number_of_texts() -> None:
    profile = Profile("n")
    for number in range(5_000):
        profile.add(str(number))
    assert (len(profile.texts), profile.filled, profile.seen) == (2_000, 5_000, 2_000)
