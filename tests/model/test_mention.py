"""Marks of people in running text, with surnames that nobody has."""

import pytest

from kg.model.mention import mentions_person


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Freiheit für Vitold Muster", id="belarusian"),
        pytest.param("Support Ryhor Ivanouski-Test", id="romanised"),
        pytest.param("Свабоду Вользе Прыкладавай", id="cyrillic-with-an-ending"),
        pytest.param("Свободу Таццяне Примеровой", id="belarusian-in-russian"),
        pytest.param("Solidarność ze Stanisław Przykład", id="polish"),
        pytest.param("Свободу Олені Прикладній", id="ukrainian"),
        pytest.param("Støtte til Ragnhild Eksempel", id="norwegian"),
        pytest.param("Gegen die Hinrichtung von Ramin Muster", id="persian"),
        pytest.param("Freedom for Khadija Example", id="arabic"),
        pytest.param("Freiheit für Selahattin Muster", id="turkish"),
    ],
)
def test_a_given_name_beside_another_name_is_a_mark(text: str) -> None:
    assert mentions_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "Albu Kamal district",
        "Northern Samar province",
        "Government of Iraq - al-Mahdi Army",
        "Offene Tore Bremen",
        "Am Lech Augsburg",
    ],
)
def test_names_of_places_and_armies_are_none(text: str) -> None:
    assert not mentions_person(text)
