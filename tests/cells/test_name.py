import pytest

from kg.model.records.cells.name import (
    WITHHELD_PERSON,
    WITHHELD_UNCLEAR,
    NameCell,
)
from kg.model.values import Absent, Name


@pytest.mark.parametrize(
    "name",
    [
        "Verein für vedische Kultur e.V.",
        "PETA Deutschland e. V.",
        "Bündnis um München steht auf",
        "München steht auf",
        "Animal Rights Watch e.V. (ARIWA)",
        "Giordano-Bruno-Stiftung",
        "Albert Schweitzer Stiftung",
        "Rafto Foundation",
        "Norwegian Helsinki Committee",
        "Parents4Future München",
        "SPD",
        "Thomas-Mann-Gymnasium",
        "Kirchengemeinde St. Anna",
        "Omas gegen Rechts",
    ],
)
def test_reads_names_that_only_organisations_have(name: str) -> None:
    assert NameCell().parse(name) == Name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Petra Muster",
        "Muster, Petra",
        "Muster Petra",
        "Karl-Heinz Muster",
        "Herr Muster",
        "Frau Muster, Verein Grünes Tal",
        "Dr. Muster",
        "P. Muster",
        "Bündnis Grünes Tal - Petra Muster",
        "Petra von der Muster",
        "Ганна Прыклад",
        "Anne Frank",
        "Bürgerinitiative Petra Muster",
        "initiative petra muster",
        "Familie Muster",
        "M. Muster (Anmelder)",
        "M.Muster",
        "Verein Tal muster@example.org",
        "muster1980@example.org",
        "Verein Tal, Tel. 0431 123456",
        "Bündnis +47 22 00 00 00",
        "Freiheit für Petra Muster",
        "Kanzlei Dr. Muster",
        "Комитет в защиту Ивана Примерова",
        "Группа поддержки заключённого Примерова",
        "Примеров И. И.",
        "Сход Прыклад Іван Аляксеевіч",
    ],
)
def test_withholds_names_that_may_be_a_persons(name: str) -> None:
    assert NameCell().parse(name) == Absent(WITHHELD_PERSON)


@pytest.mark.parametrize(
    "name",
    [
        "Active Love",
        "Xyzzy Muster",
        "Xyzzy muster",
        "Bündnis Tal - Xyzzy Muster",
        "Freunde des verstorbenen Muster",
        "Justice for Xyzzy Muster",
        "muster1980",
        "KIB",
        "500",
    ],
)
def test_withholds_names_of_which_nothing_can_be_told(name: str) -> None:
    assert NameCell().parse(name) == Absent(WITHHELD_UNCLEAR)


def test_keeps_unclear_names_where_that_is_declared() -> None:
    cell = NameCell.model_validate({"unclear": "keep"})
    assert cell.parse("Active Love") == Name("Active Love")
    assert cell.parse("Petra Muster") == Absent(WITHHELD_PERSON)


def test_trusts_a_curator_who_knows_the_organisation() -> None:
    cell = NameCell.model_validate({"organisations": ["Robin Wood", "Active  Love"]})
    assert cell.parse("Robin Wood") == Name("Robin Wood")
    assert cell.parse("Active Love ") == Name("Active Love")


def test_never_says_the_name_that_it_withholds() -> None:
    value = NameCell().parse("Petra Muster")
    assert "Muster" not in repr(value)
