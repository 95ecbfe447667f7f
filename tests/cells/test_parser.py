from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from kg.model.records.cells import parser as module
from kg.model.records.cells.count import CountCell
from kg.model.records.cells.parsers import PARSERS, AnyParser
from kg.model.records.cells.text import TextCell
from kg.model.values import EMPTY, Absent, CellError, Count, Text

ANY: TypeAdapter[AnyParser] = TypeAdapter(AnyParser)


def test_names_every_parser() -> None:
    assert sorted(PARSERS) == [
        "code",
        "coordinate",
        "count",
        "date",
        "decimal",
        "identifier",
        "integer",
        "list",
        "name",
        "text",
        "url",
    ]


def test_chooses_a_parser_by_name_alone_or_with_parameters() -> None:
    assert ANY.validate_python("text") == TextCell()
    assert ANY.validate_python({"parser": "count", "thousands": "."}) == (
        CountCell.model_validate({"thousands": "."})
    )


@pytest.mark.parametrize("value", ["txt", {"parser": "text", "patterns": ["%Y"]}, {}])
def test_refuses_parsers_and_parameters_that_there_are_not(value: Any) -> None:
    with pytest.raises(ValidationError):
        ANY.validate_python(value)


CELL = CountCell.model_validate(
    {
        "absent": {"not stated": ["k.A.", "keine Angaben", "?"]},
        "corrections": {
            "20-30-": {"read": "20-30", "because": "a slip of the pen"},
            "entfällt": {"read": "", "because": "it did not take place"},
        },
    }
)


@pytest.mark.parametrize("text", ["k.A.", "keine\nAngaben", " ? "])
def test_finds_what_is_declared_absent(text: str) -> None:
    assert CELL.parse(text) == Absent("not stated")


def test_reads_a_correction_in_place_of_the_text() -> None:
    assert CELL.parse("20-30-") == Count("20-30", 20, 30)
    assert CELL.parse("entfällt") == EMPTY


def test_tells_a_fault_each_time_it_is_met() -> None:
    cell = CountCell()
    for _time in range(2):
        with pytest.raises(CellError, match="found 'x'"):
            cell.parse("x")


def test_forgets_what_it_has_read_before_that_is_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_KEPT", 10)
    cell = TextCell()
    for number in range(25):
        assert cell.parse(str(number)) == Text(str(number))
    cell.parse("x" * 1000)
    assert list(cell._known) == ["20", "21", "22", "23", "24"]


def test_reads_each_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cell = CountCell()
    first = cell.parse("20-30")
    assert cell.parse("20-30") is first
