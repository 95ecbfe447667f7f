"""Tables of JSON: records that stand in an array or under the names of an object."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kg.errors import (
    DuplicateKeyError,
    MissingFieldError,
    Position,
    UnexpectedValueError,
)
from kg.importers.tables.encoding import read_encoding, refuse_other_kinds
from kg.importers.tables.flattening import Level, Place, flatten_all, learn
from kg.importers.tables.row import Row
from kg.importers.tables.scanner import Scanner
from kg.importers.tables.table import Refusal, Table
from kg.model.records.dialect import Dialect

KEY = "#key"
"""The column with the name that a record has in an object (`*`)."""
_PATH = re.compile(r"(?:(?P<names>[^\[\]*]+?)(?=\[|\.\*))?(?P<all>\[\*\]|\.?\*)")
_TOLD = 20
_EXPECTED = "a way to records such as [*], laureates[*], data.items[*] or *"


@dataclass(slots=True)
class _Walk:
    """Goes through a file to its records, and to its end.

    Attributes:
        names: the names on the way to the records.
        listed: they stand in an array, not in an object.
        beside: what else stands on the way, the first of it.
    """

    path: Path
    name: str
    codec: str
    names: tuple[str, ...]
    listed: bool
    beside: list[str] = field(default_factory=list)

    def records(self) -> Iterator[tuple[Place, object]]:
        """Yield each record with its place.

        Raises:
            InputError: the file is not JSON, or there is nothing on the way.
        """
        self.beside.clear()
        with self.path.open(encoding=self.codec, newline="") as stream:
            scanner = Scanner(stream, self.name)
            yield from self._below(scanner, self.names)
            if scanner.peek():
                found = "more after the end of the value"
                raise UnexpectedValueError(scanner.where(), found, "one value of JSON")

    def _below(
        self, scanner: Scanner, names: tuple[str, ...]
    ) -> Iterator[tuple[Place, object]]:
        if not names:
            yield from self._listed(scanner) if self.listed else self._named(scanner)
            return
        where, met = scanner.where(), False
        for name in _names(scanner):
            if name != names[0]:
                if len(self.beside) < _TOLD:
                    self.beside.append(name)
                scanner.skip()
                continue
            if met:
                raise DuplicateKeyError(scanner.where(), repr(name), "each name once")
            met = True
            yield from self._below(scanner, names[1:])
        if not met:
            raise MissingFieldError(where, f"nothing named {names[0]!r}", _EXPECTED)

    def _listed(self, scanner: Scanner) -> Iterator[tuple[Place, object]]:
        trail = ".".join(self.names)
        scanner.take("[")
        number = 0
        while not scanner.follows("]"):
            if number:
                scanner.take(",")
            place = Place(self.name, number + 1, f"{trail}[{number}]")
            yield place, scanner.value()
            number += 1

    def _named(self, scanner: Scanner) -> Iterator[tuple[Place, object]]:
        trail = "".join(f"{name}." for name in self.names)
        for number, name in enumerate(_names(scanner), start=1):
            record = scanner.value()
            if isinstance(record, dict):
                record = {KEY: name, **record}
            yield Place(self.name, number, trail + name), record


def _names(scanner: Scanner) -> Iterator[str]:
    """Yield the names of an object; who asks for the next has read the value."""
    scanner.take("{")
    first = True
    while not scanner.follows("}"):
        if not first:
            scanner.take(",")
        first = False
        where = scanner.where()
        name = scanner.value() if scanner.peek() == '"' else None
        if not isinstance(name, str):
            raise UnexpectedValueError(where, "no name", "a name, in JSON")
        scanner.take(":")
        yield name


def open_json(path: Path, name: str, dialect: Dialect) -> Table:
    """Open a table of JSON; it is read once for its columns, and again for its rows.

    Raises:
        InputError: it is not JSON, or has no such records.
    """
    refuse_other_kinds(path, name, "JSON")
    encoding = read_encoding(path, name, dialect.encoding)
    way = dialect.records or _detect(path, name, encoding.codec)
    names, listed = _split(way, name)
    walk = _Walk(path, name, encoding.codec, names, listed)
    level = Level()
    for place, record in walk.records():
        learn(record, level, place)
    level.close()
    how = "as declared" if dialect.records else "detected"
    beside = [f"not read, beside them: {', '.join(walk.beside)}"] if walk.beside else []
    said = (encoding.said, f"records at {way}, {how}", *beside)
    return Table(tuple(level.names()), said, partial(_rows, walk, level))


def _detect(path: Path, name: str, codec: str) -> str:
    with path.open(encoding=codec, newline="") as stream:
        scanner = Scanner(stream, name)
        if scanner.peek() == "[":
            return "[*]"
        objects = []
        for first in _names(scanner):
            if scanner.peek() == "[":
                return f"{first}[*]"
            objects.append(scanner.peek() == "{")
            scanner.skip()
        if objects and all(objects):
            return "*"
    found = "a value that is no list of records"
    raise UnexpectedValueError(Position(name), found, f"'records': {_EXPECTED}")


def _split(way: str, name: str) -> tuple[tuple[str, ...], bool]:
    found = _PATH.fullmatch(way)
    if found is None:
        raise UnexpectedValueError(Position(name), repr(way), _EXPECTED)
    names = tuple(found["names"].split(".")) if found["names"] else ()
    return names, found["all"] == "[*]"


def _rows(walk: _Walk, level: Level, refuse: Refusal) -> Iterator[Row]:
    return flatten_all(walk.records(), level, walk.name, refuse)
