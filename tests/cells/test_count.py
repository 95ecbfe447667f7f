from typing import Any

import pytest
from pydantic import ValidationError

from kg.model.records.cells.count import CountCell
from kg.model.values import CellError, Count

UNITS = {"person": ["TN", "Personen", "Menschen"], "vehicle": ["Kfz", "Autos", "PKWs"]}
CELL = CountCell.model_validate(
    {"thousands": ".", "slash": "range", "unit": "person", "units": UNITS}
)


def bounds(count: Count) -> tuple[str, bool]:
    """Write the bounds of a count as an interval of mathematics."""
    lower = "" if count.lower is None else str(count.lower)
    upper = "" if count.upper is None else str(count.upper)
    left = "[" if count.lower_inclusive and lower else "("
    right = "]" if count.upper_inclusive and upper else ")"
    return f"{left}{lower},{upper}{right}", count.approximate


@pytest.mark.parametrize(
    ("text", "interval", "approximate"),
    [
        pytest.param("50", "[50,50]", False, id="number"),
        pytest.param("0", "[0,0]", False, id="zero"),
        pytest.param("1.000", "[1000,1000]", False, id="thousands"),
        pytest.param("20-30", "[20,30]", False, id="range"),
        pytest.param("05-15", "[5,15]", False, id="leading-zero"),
        pytest.param("300- 500", "[300,500]", False, id="space-on-one-side"),
        pytest.param("5000 -\n7000", "[5000,7000]", False, id="on-two-lines"),
        pytest.param("10 – 50", "[10,50]", False, id="dash"),  # noqa: RUF001
        pytest.param("350 bis 500", "[350,500]", False, id="to"),
        pytest.param("100/200", "[100,200]", False, id="slash"),
        pytest.param("1.000-1.500", "[1000,1500]", False, id="range-of-thousands"),
        pytest.param("ca. 30", "[30,30]", True, id="about"),
        pytest.param("ca.30", "[30,30]", True, id="about-without-space"),
        pytest.param("Ca 250", "[250,250]", True, id="about-with-capital"),
        pytest.param("ca. 10-20", "[10,20]", True, id="about-a-range"),
        pytest.param("~40", "[40,40]", True, id="tilde"),
        pytest.param("> 50", "(50,)", False, id="more-than-sign"),
        pytest.param("über 100", "(100,)", False, id="over"),
        pytest.param("more than 100", "(100,)", False, id="more-than"),
        pytest.param("<100", "(,100)", False, id="less-than-sign"),
        pytest.param("mind. 5", "[5,)", False, id="at-least"),
        pytest.param("100+", "[100,)", False, id="plus-sign"),
        pytest.param("300 plus", "[300,)", False, id="plus"),
        pytest.param("Max. 20", "(,20]", False, id="at-most"),
        pytest.param("bis zu 500", "(,500]", False, id="up-to"),
        pytest.param("bis 1000", "(,1000]", False, id="to-alone"),
        pytest.param("не менее 40", "[40,)", False, id="russian"),
        pytest.param("ok. 50", "[50,50]", True, id="polish-about"),
        pytest.param("ponad 100", "(100,)", False, id="polish-over"),
        pytest.param("20 do 30", "[20,30]", False, id="polish-range"),
        pytest.param("do 30", "(,30]", False, id="polish-up-to"),
        pytest.param("unas 30", "[30,30]", True, id="spanish-about"),
        pytest.param("más de 100", "(100,)", False, id="spanish-over"),
        pytest.param("20 a 30", "[20,30]", False, id="spanish-range"),
        pytest.param("environ 40", "[40,40]", True, id="french-about"),
        pytest.param("понад 60", "(60,)", False, id="ukrainian-over"),
        pytest.param("200 TN", "[200,200]", False, id="with-the-word"),
    ],
)
def test_reads_the_bounds_that_words_give(
    text: str, interval: str, approximate: bool
) -> None:
    value = CELL.parse(text)
    assert isinstance(value, Count)
    assert bounds(value) == (interval, approximate)
    assert (value.unit, value.verbatim, value.beside) == ("person", text, ())


@pytest.mark.parametrize(
    ("text", "people", "vehicles"),
    [
        pytest.param("200 Menschen in 130 Kfz", "[200,200]", "[130,130]", id="in"),
        pytest.param("200 in 100 KFZ", "[200,200]", "[100,100]", id="first-is-bare"),
        pytest.param("50\n(40 PKWs)", "[50,50]", "[40,40]", id="brackets"),
        pytest.param("150KFZ/300TN", "[300,300]", "[150,150]", id="slash"),
        pytest.param("77 Kfz – 231 TN", "[231,231]", "[77,77]", id="dash"),  # noqa: RUF001
        pytest.param(
            "60-80 KFZ mit 160 bis 200 TN", "[160,200]", "[60,80]", id="ranges"
        ),
        pytest.param("ca. 200 TN und 90 Autos", "[200,200]", "[90,90]", id="about"),
    ],
)
def test_reads_what_else_a_cell_counts(text: str, people: str, vehicles: str) -> None:
    value = CELL.parse(text)
    assert isinstance(value, Count)
    assert (value.unit, bounds(value)[0]) == ("person", people)
    assert [(it.unit, bounds(it)[0]) for it in value.beside] == [("vehicle", vehicles)]


def test_says_when_only_something_else_is_counted() -> None:
    value = CELL.parse("350 Autos")
    assert isinstance(value, Count)
    assert (value.unit, value.lower) == ("vehicle", 350)


@pytest.mark.parametrize(
    "text",
    [
        "1.8",
        "20-30-",
        "30-50.",
        "2(!)-99",
        "1}0",
        "66x6",
        "wechselnd",
        "mehrere 100",
        "350 Fahrräder",
        "50 (SKG 500)",
        "je 100-150",
        "30 pro VS, insgesamt max. 120",
        "- 30",
        "30 (",
        "1.0000",
        "1,000",
        "9" * 300,
    ],
)
def test_refuses_what_is_no_count(text: str) -> None:
    with pytest.raises(CellError, match="expected a count such as 30"):
        CELL.parse(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            "200-150", "found '200-150'; expected the lower bound first", id="reversed"
        ),
        pytest.param(
            "10-15 (25)",
            "found '10-15 (25)'; expected one count of each unit",
            id="two-of-people",
        ),
        pytest.param(
            "mind. 20-30",
            "found 'mind. 20-30'; expected a bound, or a range, but not both",
            id="bound-and-range",
        ),
        pytest.param(
            "1900-01-10 00:00:00",
            "found '1900-01-10 00:00:00'; expected a count: a spreadsheet has made a "
            "date of this",
            id="date",
        ),
        pytest.param(
            "1.23E+05",
            "found '1.23E+05'; expected all digits: a spreadsheet has rounded this "
            "number",
            id="rounded",
        ),
        pytest.param(
            "10-Mai",
            "found '10-Mai'; expected what stood there before a spreadsheet made a "
            "date "
            "of it",
            id="month",
        ),
        pytest.param(
            "#REF!",
            "found #REF!; expected the value that a formula has lost",
            id="formula",
        ),
    ],
)
def test_says_why_it_is_no_count(text: str, told: str) -> None:
    with pytest.raises(CellError) as refused:
        CELL.parse(text)
    assert str(refused.value) == told


@pytest.mark.parametrize("text", ["1.000", "100/200", "20 TN"])
def test_reads_only_what_is_declared(text: str) -> None:
    with pytest.raises(CellError):
        CountCell().parse(text)


def test_refuses_a_word_for_two_units() -> None:
    parameters: dict[str, Any] = {"units": {"person": ["TN"], "vehicle": ["tn"]}}
    with pytest.raises(ValidationError, match="'tn'"):
        CountCell.model_validate(parameters)
