import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kg.importers.tables import archive
from tests.tables.opening import cells, opened, read, refusal

ONE: list[list[object]] = [["a", "b"], [1, 2]]


def book(
    rows: Sequence[Sequence[object]], merged: str = "", **further: object
) -> bytes:
    """Make a workbook of a sheet; `further` are cells such as C5."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for place, value in further.items():
        sheet[place] = value
    if merged:
        sheet.merge_cells(merged)
    return packed(made)


def packed(made: Workbook) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def changed(content: bytes, part: str, pattern: str, text: str) -> bytes:
    """Replace text in a part of a workbook, which must be there."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            if name == part:
                data, times = re.subn(pattern, text, data)
                assert times
            new.writestr(name, data)
    return out.getvalue()


def test_reads_cells_as_the_sheet_shows_them(tmp_path: Path) -> None:
    moment = datetime.datetime(2022, 8, 1, 18, 30)  # noqa: DTZ001 - sheets have no zones
    row = [
        40,
        2.5,
        0.1 + 0.2,
        moment,
        moment.date(),
        moment.time(),
        datetime.timedelta(hours=26, minutes=5),
        True,
        "007",
        "#REF!",
        1e20,
        None,
    ]
    header = [f"c{number}" for number in range(len(row))]
    assert list(cells(tmp_path, book([header, row]), "t.xlsx")[0].values()) == [
        "40",
        "2.5",
        "0.3",
        "2022-08-01 18:30:00",
        "2022-08-01",
        "18:30:00",
        "26:05:00",
        "TRUE",
        "007",
        "#REF!",
        "1E+20",
        "",
    ]


def test_keeps_leading_zeros_that_the_format_shows(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet["A1"], sheet["A2"] = "code", 4
    sheet["A2"].number_format = "000"
    assert cells(tmp_path, packed(made), "t.xlsx") == [{"code": "004"}]


def test_numbers_rows_as_the_sheet_and_passes_over_empty_ones(tmp_path: Path) -> None:
    rows = read(tmp_path, book(ONE, B9="x", D30=""), "t.xlsx")
    assert [(row.line, dict(row.cells)) for row in rows] == [
        (2, {"a": "1", "b": "2"}),
        (9, {"a": "", "b": "x"}),
    ]
    assert str(rows[1].at("b")) == "raw/t.xlsx:9:2"


def test_gives_each_of_merged_cells_the_value_when_declared(tmp_path: Path) -> None:
    content = book([["a", "b"], ["x", 1], [None, 2], ["y", 3]], merged="A2:A3")
    table = opened(tmp_path, content, "t.xlsx", merged="fill")
    assert [row.cells["a"] for row in table.rows()] == ["x", "x", "y"]
    assert table.said == (
        "sheet 'Sheet'",
        "1 ranges of merged cells: each cell has the value",
    )


def test_passes_over_merged_cells_above_the_header(tmp_path: Path) -> None:
    content = book([["Register 2022"], ["a", "b"], [1, 2]], merged="A1:B1")
    assert cells(tmp_path, content, "t.xlsx", **{"header-row": 2}) == [
        {"a": "1", "b": "2"}
    ]


def test_reads_formulas_as_last_computed(tmp_path: Path) -> None:
    content = changed(
        book([["a"], ["=1+1"]]),
        "xl/worksheets/sheet1.xml",
        r"<v ?/?>(</v>)?",
        "<v>2</v>",
    )
    table = opened(tmp_path, content, "t.xlsx")
    assert [row.cells["a"] for row in table.rows()] == ["2"]
    assert table.said[1] == "1 cells computed by formulas: read as last computed"


def test_reads_texts_that_stand_in_their_cells(tmp_path: Path) -> None:
    text = (
        '<c r="A2" t="inlineStr"><is><t>Frie</t><r><t>den</t></r>'
        "<rPh><t>x</t></rPh></is></c>"
    )
    content = changed(
        book([["a"], ["x"]]), "xl/worksheets/sheet1.xml", r'<c r="A2".*?</c>', text
    )
    assert cells(tmp_path, content, "t.xlsx") == [{"a": "Frieden"}]


def test_says_that_rows_are_hidden(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet["A1"], sheet["A2"] = "a", "b"
    sheet.row_dimensions[2].hidden = True
    table = opened(tmp_path, packed(made), "t.xlsx")
    assert table.said[1] == "1 hidden rows or columns: read as the others"
    assert [row.cells["a"] for row in table.rows()] == ["b"]


def two_sheets() -> bytes:
    made = Workbook()
    made.create_sheet("2022").append(["a"])
    made["2022"].append(["x"])
    return packed(made)


def test_reads_the_sheet_that_is_declared(tmp_path: Path) -> None:
    assert cells(tmp_path, two_sheets(), "t.xlsx", sheet="2022") == [{"a": "x"}]


@pytest.mark.parametrize(
    ("content", "dialect", "told"),
    [
        pytest.param(
            book([["a"], ["=1+1"]]),
            {},
            "raw/t.xlsx:2:1: found a formula in A2 without one; expected its value: "
            "open "
            "the workbook in a spreadsheet program and save it",
            id="formula-never-computed",
        ),
        pytest.param(
            book([["a", "b"], ["x", 1], [None, 2]], merged="A2:A3"),
            {},
            "raw/t.xlsx:2:1: found the merged cells A2:A3; expected a value in each; "
            "'merged: fill' gives the value to all of them",
            id="merged",
        ),
        pytest.param(
            two_sheets(),
            {},
            "raw/t.xlsx:1:1: found the sheets 'Sheet', '2022'; expected one sheet: "
            "declare 'sheet'",
            id="which-sheet",
        ),
        pytest.param(
            two_sheets(),
            {"sheet": "2021"},
            "raw/t.xlsx:1:1: found the sheets 'Sheet', '2022'; expected '2021'",
            id="no-such-sheet",
        ),
        pytest.param(
            book([["a", "b"], [1, 2, 3]]),
            {},
            "raw/t.xlsx:2:1: found 3 cells; expected 2, as many as there are columns; "
            "'header-row' says where the names of columns stand",
            id="cells-beyond-the-header",
        ),
        pytest.param(
            book([["a", "a"], [1, 2]]),
            {},
            "raw/t.xlsx:1:2: found 'a'; expected names of columns once each; column 1 "
            "has it; 'columns' can declare others",
            id="duplicate-header",
        ),
        pytest.param(
            book([["a"]]),
            {},
            "raw/t.xlsx:1:1: found no rows; expected at least one row below the header",
            id="no-rows",
        ),
        pytest.param(
            book([[]]),
            {},
            "raw/t.xlsx:1:1: found no rows; expected a header",
            id="nothing",
        ),
        pytest.param(
            b"a,b\n1,2\n",
            {},
            "raw/t.xlsx:1:1: found no workbook; expected a workbook (.xlsx)",
            id="csv",
        ),
        pytest.param(
            b"<html>",
            {},
            "raw/t.xlsx:1:1: found a web page: perhaps the message that something went "
            "wrong; expected a workbook (.xlsx)",
            id="web-page",
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0rest",
            {},
            "raw/t.xlsx:1:1: found a workbook of an old kind (.xls); expected a "
            "workbook "
            "(.xlsx)",
            id="xls",
        ),
    ],
)
def test_says_where_a_sheet_is_malformed(
    tmp_path: Path, content: bytes, dialect: dict[str, Any], told: str
) -> None:
    assert refusal(tmp_path, content, "t.xlsx", **dialect) == told


def test_refuses_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed_file:
        packed_file.writestr("readme.txt", "x")
    told = refusal(tmp_path, file.getvalue(), "t.xlsx")
    assert told.startswith("raw/t.xlsx:1:1: found a fault: ")
    assert told.endswith("expected a workbook (.xlsx)")


def test_refuses_a_part_too_large_to_be_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LARGEST_PART", 100)
    told = refusal(tmp_path, book(ONE), "t.xlsx")
    assert "expected at most 100; a larger table can be saved as CSV" in told
