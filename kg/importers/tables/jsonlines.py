"""Tables of JSON with one object on each line (JSONL, NDJSON)."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from kg.errors import (
    DuplicateKeyError,
    Position,
    SyntaxFaultError,
)
from kg.importers.tables.encoding import read_encoding, refuse_other_kinds
from kg.importers.tables.flattening import Level, Place, flatten_all, learn
from kg.importers.tables.lines import read_lines
from kg.importers.tables.row import Row
from kg.importers.tables.scanner import DECODER, RepeatedNameError
from kg.importers.tables.table import Refusal, Table
from kg.model.records.dialect import Dialect


def open_jsonl(path: Path, name: str, dialect: Dialect) -> Table:
    """Open a table of JSONL; it is read once for its columns, and again for its rows.

    Raises:
        InputError: a line is not JSON.
    """
    refuse_other_kinds(path, name, "JSON, an object on each line")
    encoding = read_encoding(path, name, dialect.encoding)
    level = Level()
    for place, record in _records(path, name, encoding.codec):
        learn(record, level, place)
    level.close()
    read = partial(_rows, path, name, encoding.codec, level)
    return Table(tuple(level.names()), (encoding.said,), read)


def _records(path: Path, name: str, codec: str) -> Iterator[tuple[Place, object]]:
    with path.open(encoding=codec, newline="") as stream:
        for number, line in enumerate(read_lines(stream, name), start=1):
            if line.strip():
                yield Place(name, number, ""), _decode(line, Position(name, number))


def _decode(line: str, where: Position) -> object:
    try:
        return DECODER.decode(line)
    except json.JSONDecodeError as error:
        at = Position(where.path, where.line, error.pos + 1)
        raise SyntaxFaultError(at, f"a fault: {error.msg}", "JSON") from error
    except RepeatedNameError as error:
        expected = "each name of an object once"
        raise DuplicateKeyError(where, repr(str(error)), expected) from error
    except RecursionError as error:
        found, expected = "values within values, too deep", "JSON not nested as deep"
        raise SyntaxFaultError(where, found, expected) from error


def _rows(
    path: Path, name: str, codec: str, level: Level, refuse: Refusal
) -> Iterator[Row]:
    return flatten_all(_records(path, name, codec), level, name, refuse)
