from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from kg.model.records.cells.coordinate import CoordinateCell
from kg.model.records.cells.number import DecimalCell, IntegerCell
from kg.model.values import CellError, Number, Point


@pytest.mark.parametrize(
    ("parameters", "text", "number"),
    [
        pytest.param({}, "42", "42", id="integer"),
        pytest.param({}, "-1", "-1", id="negative"),
        pytest.param({"thousands": "."}, "12.345.678", "12345678", id="dots"),
        pytest.param({"thousands": " "}, "12\u202f345", "12345", id="narrow-spaces"),
        pytest.param({"thousands": "."}, "1234", "1234", id="without-marks"),
    ],
)
def test_reads_whole_numbers(
    parameters: dict[str, Any], text: str, number: str
) -> None:
    cell = IntegerCell.model_validate(parameters)
    assert cell.parse(text) == Number(Decimal(number))


@pytest.mark.parametrize(
    ("parameters", "text", "told"),
    [
        pytest.param({}, "1.0", "found '1.0'; expected a whole number", id="fraction"),
        pytest.param({}, "٣", "found '٣'; expected a whole number", id="other-digits"),
        pytest.param(
            {"thousands": "."},
            "1.00",
            "found '1.00'; expected a whole number",
            id="dots",
        ),
        pytest.param(
            {},
            "1.23E+05",
            "found '1.23E+05'; expected all digits: a spreadsheet has rounded this "
            "number",
            id="rounded",
        ),
        pytest.param(
            {"lowest": 0}, "-1", "found '-1'; expected at least 0", id="below"
        ),
        pytest.param({"highest": 7}, "8", "found '8'; expected at most 7", id="above"),
        pytest.param(
            {},
            "9" * 80,
            f"found '{'9' * 60}…'; expected a whole number",
            id="long",
        ),
    ],
)
def test_says_what_is_no_whole_number(
    parameters: dict[str, Any], text: str, told: str
) -> None:
    with pytest.raises(CellError) as refused:
        IntegerCell.model_validate(parameters).parse(text)
    assert str(refused.value) == told


@pytest.mark.parametrize(
    ("parameters", "text", "number"),
    [
        pytest.param({}, "1.50", "1.50", id="as-precise-as-written"),
        pytest.param({}, "-7", "-7", id="whole"),
        pytest.param(
            {"decimal-mark": ",", "thousands": "."}, "1.234,5", "1234.5", id="german"
        ),
    ],
)
def test_reads_decimal_numbers(
    parameters: dict[str, Any], text: str, number: str
) -> None:
    value = DecimalCell.model_validate(parameters).parse(text)
    assert isinstance(value, Number)
    assert str(value.number) == number


@pytest.mark.parametrize("text", ["1,5", "1.", ".5", "1e3", "NaN", "1.2.3"])
def test_refuses_what_is_no_decimal_number(text: str) -> None:
    with pytest.raises(CellError):
        DecimalCell().parse(text)


def test_refuses_one_mark_for_both() -> None:
    with pytest.raises(ValidationError, match="thousands"):
        DecimalCell.model_validate({"thousands": "."})


@pytest.mark.parametrize(
    ("order", "text", "latitude", "longitude"),
    [
        pytest.param(
            "wkt", "POINT (20.4 -9.65)", "-9.65", "20.4", id="well-known-text"
        ),
        pytest.param("latitude-first", "53.90, 27.56", "53.90", "27.56", id="comma"),
        pytest.param("longitude-first", "27.56 53.90", "53.90", "27.56", id="space"),
    ],
)
def test_reads_both_coordinates(
    order: str, text: str, latitude: str, longitude: str
) -> None:
    point = CoordinateCell.model_validate({"order": order}).parse(text)
    assert isinstance(point, Point)
    assert (str(point.latitude), str(point.longitude)) == (latitude, longitude)


def test_reads_one_coordinate() -> None:
    cell = CoordinateCell.model_validate({"order": "latitude"})
    assert cell.parse("-27.388697") == Number(Decimal("-27.388697"))


@pytest.mark.parametrize(
    ("order", "text", "told"),
    [
        pytest.param(
            "latitude",
            "127.5",
            "found 127.5; expected a latitude: degrees from -90 to 90",
            id="swapped",
        ),
        pytest.param(
            "latitude", "53,9", "found '53,9'; expected degrees", id="decimal-comma"
        ),
        pytest.param(
            "latitude-first",
            "0 0",
            "found '0 0'; expected a place: 0 0 most often means unknown",
            id="null-island",
        ),
        pytest.param(
            "wkt",
            "20.4 -9.65",
            "found '20.4 -9.65'; expected a point such as POINT (20.4 -9.65)",
            id="no-text",
        ),
    ],
)
def test_says_what_is_no_coordinate(order: str, text: str, told: str) -> None:
    with pytest.raises(CellError) as refused:
        CoordinateCell.model_validate({"order": order}).parse(text)
    assert str(refused.value) == told
