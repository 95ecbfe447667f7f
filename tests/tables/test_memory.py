"""What is held of a file does not grow with it."""

import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from kg.importers.tables.reading import open_table
from kg.model.records.dialect import Dialect

FEW, MANY = 2_500, 6_000
SLACK = 500_000
"""Bytes that a larger file may take more, for buffers; rows that are kept take 2 MB."""


def lines(rows: int) -> Iterator[str]:
    return (f"topic {number} " * 8 for number in range(rows))


def write_csv(path: Path, rows: int) -> None:
    path.write_text("\n".join(["topic", *lines(rows)]))


def write_json(path: Path, rows: int) -> None:
    records = [{"topic": line} for line in lines(rows)]
    path.write_text(json.dumps({"skipped": records, "rows": records}))


def write_jsonl(path: Path, rows: int) -> None:
    path.write_text("\n".join(json.dumps({"topic": line}) for line in lines(rows)))


def write_xlsx(path: Path, rows: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["topic"])
    for number in range(rows):
        sheet.append([number])
    book.save(path)


def held(path: Path, rows: int) -> int:
    """Read a table to its end; return the most bytes that were held."""
    way = "rows[*]" if path.suffix == ".json" else None
    dialect = Dialect.model_validate({"records": way} if way else {})
    tracemalloc.start()
    try:
        assert sum(1 for _row in open_table(path, "t", dialect).rows()) == rows
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("suffix", "write"),
    [
        ("csv", write_csv),
        ("json", write_json),
        ("jsonl", write_jsonl),
        ("xlsx", write_xlsx),
    ],
)
def test_holds_no_more_of_a_larger_file(
    tmp_path: Path, suffix: str, write: Callable[[Path, int], None]
) -> None:
    path = tmp_path / f"t.{suffix}"

    def most(rows: int) -> int:
        write(path, rows)
        return held(path, rows)

    most(100)  # the first reading fills what is made once
    # What measures coverage renews its probes at some time, which is held once.
    assert any(most(MANY) - most(FEW) < SLACK for _attempt in range(2))
