from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.importers.tables.reading import open_table
from kg.importers.tables.row import Row
from kg.importers.tables.table import Table
from kg.model.records.dialect import Dialect


def opened(folder: Path, content: bytes, name: str = "t.csv", **dialect: Any) -> Table:
    path = folder / name
    path.write_bytes(content)
    return open_table(path, f"raw/{name}", Dialect.model_validate(dialect))


def read(folder: Path, content: bytes, **dialect: Any) -> list[Row]:
    return list(opened(folder, content, **dialect).rows())


def message(folder: Path, content: bytes, name: str = "t.csv", **dialect: Any) -> str:
    with pytest.raises(InputError) as refused:
        list(opened(folder, content, name, **dialect).rows())
    return str(refused.value)


def test_gives_each_row_the_line_it_begins_on(tmp_path: Path) -> None:
    rows = read(tmp_path, b'a,b\n1,"two\nlines"\n\n3,4\n')
    assert [(row.line, dict(row.cells)) for row in rows] == [
        (2, {"a": "1", "b": "two\nlines"}),
        (5, {"a": "3", "b": "4"}),
    ]


def test_says_what_it_detected(tmp_path: Path) -> None:
    table = opened(tmp_path, b"\xef\xbb\xbfa;b\r\n1;2\r\n")
    assert table.columns == ("a", "b")
    assert table.said == (
        "encoding utf-8, by its byte order mark",
        "cells parted by semicolon, detected",
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(
            b"a,b\n1\n",
            "raw/t.csv:2:1: found 1 cells; expected 2, as many as there are columns; "
            "'short-rows: fill' would allow it",
            id="ragged",
        ),
        pytest.param(
            b"a,a\n1,2\n",
            "raw/t.csv:1:2: found 'a'; expected names of columns once each; 1 has it; "
            "'columns' can declare others",
            id="duplicate-header",
        ),
        pytest.param(
            b"a,b\n",
            "raw/t.csv:1:1: found no rows; expected at least one row below the header",
            id="no-rows",
        ),
    ],
)
def test_refuses_a_malformed_table(tmp_path: Path, content: bytes, told: str) -> None:
    assert message(tmp_path, content) == told
