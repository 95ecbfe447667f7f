from decimal import Decimal
from pathlib import Path

import pytest

from kg.errors import UnexpectedValueError
from kg.importers.tables.row import Row
from kg.model.records.cells.number import IntegerCell
from kg.model.values import EMPTY, Number
from tests.tables.opening import read


def test_says_where_a_cell_is_not_understood(tmp_path: Path) -> None:
    row = read(tmp_path, b"a,b\n1,x\n")[0]
    with pytest.raises(UnexpectedValueError) as refused:
        row.read("b", IntegerCell())
    assert str(refused.value) == (
        "raw/t.csv:2:2: found 'x' in 'b'; expected a whole number"
    )


def test_says_the_way_to_a_value_of_json(tmp_path: Path) -> None:
    content = b'[{"prizes": [{"share": "x"}]}]'
    prize = next(read(tmp_path, content, "t.json")[0].each("prizes"))
    with pytest.raises(UnexpectedValueError) as refused:
        prize.read("share", IntegerCell())
    assert str(refused.value) == (
        "raw/t.json:1:1: found 'x' in [0].prizes[0].share; expected a whole number"
    )


def test_reads_a_cell_that_is_not_there_as_empty() -> None:
    row = Row("t", 1, {"a": "7"})
    assert row.read("b", IntegerCell()) == EMPTY
    assert row.read("a", IntegerCell()) == Number(Decimal(7))


def test_takes_parallel_lists_apart() -> None:
    row = Row("t", 4, {"office": "Reuters;AFP", "day": "2015-05-19;2015-05-20"})
    parts = row.parallel(("office", "day"), ";")
    assert [dict(part.cells) for part in parts] == [
        {"office": "Reuters", "day": "2015-05-19"},
        {"office": "AFP", "day": "2015-05-20"},
    ]


def test_gives_no_rows_for_parallel_lists_that_are_empty() -> None:
    assert Row("t", 4, {"office": "", "day": ""}).parallel(("office", "day"), ";") == ()


def test_refuses_parallel_lists_of_unequal_length() -> None:
    row = Row("t", 4, {"office": "Reuters;AFP", "day": "2015-05-19"})
    with pytest.raises(UnexpectedValueError) as refused:
        row.parallel(("office", "day"), ";")
    assert str(refused.value) == (
        "t:4:2: found 1 items in 'day'; expected 2, as in 'office'"
    )
