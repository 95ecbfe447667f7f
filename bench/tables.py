"""How fast tables are read: rows a second, of the reader alone and with its parsers.

    python -m bench.tables --rows 100000 --folder build/bench

The rows have the patterns of the registers in `data/sources`: dates in three ways,
counts with words, topics that hardly come twice. Nothing is stated of them, that is
measured by `bench.ingest`. Printed are rows and cells a second of CPU time.
"""

import argparse
import csv
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from openpyxl import Workbook
from pydantic import TypeAdapter

from kg.errors import InputError
from kg.importers.tables.reading import open_table
from kg.model.records.cells.parser import Parser
from kg.model.records.cells.parsers import AnyParser
from kg.model.records.dialect import Dialect

COLUMNS = ("No", "Date", "Place", "Kind", "Organiser", "Topic", "Participants")
PARSERS = {
    "No": "identifier",
    "Date": {
        "parser": "date",
        "patterns": ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"],
        "separators": [" "],
        "ranges": ["-"],
        "latest-year": 2030,
    },
    "Place": "text",
    "Kind": {"parser": "code", "codes": {"march": "march", "rally": "demonstration"}},
    "Organiser": "name",
    "Topic": "text",
    "Participants": {
        "parser": "count",
        "thousands": ".",
        "unit": "person",
        "units": {"person": ["TN"], "vehicle": ["Kfz"]},
        "absent": {"not stated": ["?", "wechselnd"]},
    },
}


def rows(number: int, seed: int) -> Iterator[tuple[str, ...]]:
    """Make rows of a register; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing is hidden by it
    dates = ("{y}-{m:02}-{d:02} 00:00:00", "{d:02}.{m:02}.{y}", "{d:02}.{m:02}.22")
    counts = ("{n}", "{n}-{o}", "ca. {n}", "1.{t:03}", "?", "{n} TN in {o} Kfz")
    for line in range(number):
        day = {"y": chance.randint(2018, 2023), "m": line % 12 + 1, "d": line % 28 + 1}
        n = chance.randint(1, 400)
        count = {"n": n, "o": n + chance.randint(1, 90), "t": n}
        yield (
            f"{line:07}",
            chance.choice(dates).format(**day),
            f"Square {chance.randint(1, 800)}",
            chance.choice(("march", "rally")),
            chance.choice(("", f"Association {chance.randint(1, 900)} for Peace")),
            f"Solidarity with the people of place {chance.randint(1, number)}",
            chance.choice(counts).format(**count),
        )


def write_csv(path: Path, number: int, seed: int) -> None:
    """Write them as CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows((COLUMNS, *rows(number, seed)))


def write_jsonl(path: Path, number: int, seed: int) -> None:
    """Write them as JSONL."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows(number, seed):
            file.write(json.dumps(dict(zip(COLUMNS, row, strict=True))) + "\n")


def write_json(path: Path, number: int, seed: int) -> None:
    """Write them as an array of JSON."""
    found = [dict(zip(COLUMNS, row, strict=True)) for row in rows(number, seed)]
    path.write_text(json.dumps(found), "utf-8")


def write_xlsx(path: Path, number: int, seed: int) -> None:
    """Write them as a sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (COLUMNS, *rows(number, seed)):
        sheet.append(row)
    book.save(path)


WRITERS: dict[str, Callable[[Path, int, int], None]] = {
    "csv": write_csv,
    "jsonl": write_jsonl,
    "json": write_json,
    "xlsx": write_xlsx,
}


def parsers() -> dict[str, Parser]:
    """Make new parsers, which remember nothing."""
    adapter: TypeAdapter[AnyParser] = TypeAdapter(AnyParser)
    return {name: adapter.validate_python(it) for name, it in PARSERS.items()}


def read(path: Path, cells: Mapping[str, Parser]) -> tuple[int, int]:
    """Read a table to its end; return how many rows it has, and cells not read."""
    count = unread = 0
    for row in open_table(path, path.name, Dialect()).rows():
        count += 1
        for column, cell in cells.items():
            try:
                row.read(column, cell)
            except InputError:
                unread += 1
    return count, unread


def main() -> None:
    """Write tables, read them, print how fast."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--folder", type=Path, default=Path("build/bench"))
    options.add_argument("--formats", nargs="*", default=list(WRITERS))
    chosen = options.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for suffix in chosen.formats:
        path = chosen.folder / f"register.{suffix}"
        WRITERS[suffix](path, chosen.rows, chosen.seed)
        for name, cells in (("read", {}), ("read and parsed", parsers())):
            started = time.process_time()
            count, unread = read(path, cells)
            seconds = time.process_time() - started
            told = f"{suffix:6} {name:16} {count / seconds:10,.0f} rows/s"
            rate = count * len(COLUMNS) / seconds
            print(f"{told} {rate:12,.0f} cells/s {unread} unread")


if __name__ == "__main__":
    main()
