"""Opening tables that a test writes."""

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


def read(
    folder: Path, content: bytes, name: str = "t.csv", **dialect: Any
) -> list[Row]:
    return list(opened(folder, content, name, **dialect).rows())


def cells(
    folder: Path, content: bytes, name: str = "t.csv", **dialect: Any
) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read(folder, content, name, **dialect)]


def refusal(folder: Path, content: bytes, name: str = "t.csv", **dialect: Any) -> str:
    with pytest.raises(InputError) as refused:
        list(opened(folder, content, name, **dialect).rows())
    return str(refused.value)
