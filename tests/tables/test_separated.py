import csv
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from tests.tables.opening import cells, opened, read, refusal


def test_gives_each_row_the_line_it_begins_on(tmp_path: Path) -> None:
    rows = read(tmp_path, b'a,b\n1,"two\nlines"\n\n3,4\n')
    assert [(row.line, dict(row.cells)) for row in rows] == [
        (2, {"a": "1", "b": "two\nlines"}),
        (5, {"a": "3", "b": "4"}),
    ]


def test_reads_the_rows_anew_each_time(tmp_path: Path) -> None:
    table = opened(tmp_path, b"a\n1\n2\n")
    assert [row.line for row in table.rows()] == [row.line for row in table.rows()]


@pytest.mark.parametrize(
    ("content", "dialect", "said"),
    [
        pytest.param(
            b"\xef\xbb\xbfa;b\r\n1;2\r\n",
            {},
            (
                "encoding utf-8, by its byte order mark",
                "cells parted by semicolon, detected",
            ),
            id="byte-order-mark-and-crlf",
        ),
        pytest.param(
            b"a\tb\n1\t2\n",
            {},
            ("encoding utf-8, detected", "cells parted by tab, detected"),
            id="tabs-in-a-csv",
        ),
        pytest.param(
            b"a|b\n1|2\n",
            {"delimiter": "|", "encoding": "ascii"},
            ("encoding ascii, as declared", "cells parted by '|', as declared"),
            id="declared",
        ),
        pytest.param(
            b"Register of 2022\n\na,b\n1,2\n",
            {"header-row": 3},
            (
                "encoding utf-8, detected",
                "cells parted by comma, detected",
                "2 lines above the header are not read",
            ),
            id="lines-above-the-header",
        ),
    ],
)
def test_says_what_it_detected(
    tmp_path: Path, content: bytes, dialect: dict[str, Any], said: tuple[str, ...]
) -> None:
    table = opened(tmp_path, content, **dialect)
    assert table.columns == ("a", "b")
    assert table.said == said
    assert [dict(row.cells) for row in table.rows()] == [{"a": "1", "b": "2"}]


@pytest.mark.parametrize(
    ("content", "dialect", "expected"),
    [
        pytest.param(b"a\rb\r", {}, [{"a": "b"}], id="lone-carriage-returns"),
        pytest.param(b"a\n1\n2", {}, [{"a": "1"}, {"a": "2"}], id="one-column"),
        pytest.param(
            b'a;b\n"1;5";2,5\n', {}, [{"a": "1;5", "b": "2,5"}], id="quoted-delimiter"
        ),
        pytest.param(
            b'a\tb\n"1\t2"\n',
            {"format": "tsv", "quote": ""},
            [{"a": '"1', "b": '2"'}],
            id="quotes-are-text",
        ),
        pytest.param(
            b"1,2\n3,4\n",
            {"header-row": 0},
            [{"#1": "1", "#2": "2"}, {"#1": "3", "#2": "4"}],
            id="no-header",
        ),
        pytest.param(
            b"a,a\n1,2\n",
            {"columns": ["first", "second"]},
            [{"first": "1", "second": "2"}],
            id="declared-columns",
        ),
        pytest.param(
            b"a,b\n1\n",
            {"short-rows": "fill"},
            [{"a": "1", "b": ""}],
            id="short-row-allowed",
        ),
        pytest.param(
            b"a,b,c\n" + b"1,,\n" * 3,
            {},
            [{"a": "1", "b": "", "c": ""}] * 3,
            id="sparse",
        ),
    ],
)
def test_reads_cells_as_they_stand(
    tmp_path: Path,
    content: bytes,
    dialect: dict[str, Any],
    expected: list[dict[str, str]],
) -> None:
    assert cells(tmp_path, content, **dialect) == expected


def test_calls_a_column_without_a_name_by_its_number(tmp_path: Path) -> None:
    table = opened(tmp_path, b"a,,c,\n1,2,3,4\n")
    assert table.columns == ("a", "#2", "c", "#4")
    assert "no name in the header: called #2, #4" in table.said


@pytest.mark.parametrize(
    ("content", "dialect", "told"),
    [
        pytest.param(
            b"a,b\n1,2\n1\n",
            {},
            "raw/t.csv:3:1: found 1 cells; expected 2, as many as there are columns; "
            "'short-rows: fill' would allow it",
            id="row-too-short",
        ),
        pytest.param(
            b"a,b\n1,2,3\n",
            {"short-rows": "fill"},
            "raw/t.csv:2:1: found 3 cells; expected 2, as many as there are columns; "
            "'header-row' says where the names of columns stand",
            id="row-too-long",
        ),
        pytest.param(
            b"a,b,a\n1,2,3\n",
            {},
            "raw/t.csv:1:3: found 'a'; expected names of columns once each; column 1 "
            "has it; 'columns' can declare others",
            id="duplicate-header",
        ),
        pytest.param(
            b"a,b\n1,2\n",
            {"columns": ["x"]},
            "raw/t.csv:1:1: found 2 columns; expected 1, as 'columns' declares",
            id="too-few-declared",
        ),
        pytest.param(
            b"a,b\n",
            {},
            "raw/t.csv:1:1: found no rows; expected at least one row below the header",
            id="no-rows",
        ),
        pytest.param(
            b"a,b\n1,2\n",
            {"header-row": 3},
            "raw/t.csv:3:1: found no lines; expected a header",
            id="header-beyond-the-end",
        ),
        pytest.param(
            b"a;b,c\n1;2,3\n",
            {},
            "raw/t.csv:1:1: found comma and semicolon, alike; expected one mark "
            "between "
            "cells: declare 'delimiter'",
            id="two-delimiters",
        ),
        pytest.param(
            b'a,b\n1,"2\n3,4\n',
            {"delimiter": ","},
            "raw/t.csv:2:1: found the end of the file; expected the mark that closes a "
            "quoted cell",
            id="open-quotation",
        ),
        pytest.param(
            b'a,b\n1,"2"x\n',
            {"delimiter": ","},
            "raw/t.csv:2:1: found text after a quoted cell; expected the mark between "
            "cells",
            id="text-after-quotation",
        ),
        pytest.param(
            b"a,b\n1," + b"x" * 131_073 + b"\n",
            {},
            "raw/t.csv:2:1: found a cell of more than 131072 characters; expected "
            "shorter cells",
            id="huge-cell",
        ),
        pytest.param(
            b"a\n" + b"x" * (1 << 22) + b"\n",
            {"delimiter": ","},
            "raw/t.csv:2:1: found a line of 4194304 characters or more; expected "
            "shorter lines",
            id="huge-line",
        ),
    ],
)
def test_says_where_a_table_is_malformed(
    tmp_path: Path, content: bytes, dialect: dict[str, Any], told: str
) -> None:
    assert refusal(tmp_path, content, **dialect) == told


def test_a_cell_is_too_long_whatever_others_in_the_process_allow(
    tmp_path: Path,
) -> None:
    csv.field_size_limit(1 << 30)
    assert "more than 131072" in refusal(tmp_path, b"a\n" + b"x" * 131_073)


def test_goes_on_after_a_malformed_row_when_it_is_told_to(tmp_path: Path) -> None:
    table = opened(tmp_path, b"a,b\n1,2\n3\n4,5\n")
    refused: list[InputError] = []
    rows = list(table.rows(refused.append))
    assert [row.line for row in rows] == [2, 4]
    assert [str(error.where) for error in refused] == ["raw/t.csv:3:1"]


def test_names_a_place_by_line_and_number_of_the_column(tmp_path: Path) -> None:
    row = read(tmp_path, b"a,b\n1,2\n")[0]
    assert str(row.at("b")) == "raw/t.csv:2:2"


def test_refuses_a_suffix_that_nothing_reads(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"a\n1\n", name="t.ods") == (
        "raw/t.ods:1:1: found a file .ods; expected one of csv, tsv, xlsx, json, "
        "jsonl, "
        "by its suffix or declared as 'format'"
    )
