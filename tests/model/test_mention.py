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
        pytest.param("Benito Muster Ejemplo, killed in Culiacán", id="killed-behind"),
        pytest.param("The guards have killed Xyzzy Muster", id="killed-before"),
        pytest.param("A commander named Muster was among them", id="named"),
        pytest.param('Aka "Xyzzy" is shot at home', id="nickname"),
        pytest.param("The Prosecutor v. Xyzzy Muster", id="accused"),
        pytest.param("3 wounded in clashes By Xyzzy Muster Jr.", id="written-by"),
        pytest.param(
            "Man killed in shelling AU Xyzzy Muster", id="author-of-an-agency"
        ),
        pytest.param("Xyzzy Muster on Twitter", id="account"),
        pytest.param("Ilham Muster Initiative e. V.", id="uyghur"),
        pytest.param("Muster has killed Rohullah Muster", id="afghan"),
        pytest.param("Teófilo Muster aparece", id="spanish"),
    ],
)
def test_a_headline_that_names_somebody_has_a_mark(text: str) -> None:
    assert mentions_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "6 militants killed in fresh drone strike in Afghanistan",
        "Army kills leader of local Islamic State branch in Algeria",
        "Air, ground operations leave 14 dead in Afghan east - agency",
        "Armenians burn Azeri village in fresh fighting",
        "Protest named after the day",
        "Schwesternschaft München v. BRK",
        "SOS Torture Burundi",
        "Farre Kiyani Movement",
        "Northern Mariana Islands",
        "Albu Kamal district",
        "Northern Samar province",
        "Government of Iraq - al-Mahdi Army",
        "Offene Tore Bremen",
        "Am Lech Augsburg",
    ],
)
def test_names_of_places_and_armies_are_none(text: str) -> None:
    assert not mentions_person(text)
