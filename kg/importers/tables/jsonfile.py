"""Tables of JSON: records that stand in an array or under the names of an object."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kg.errors import (
    DuplicateKeyError,
    MissingFieldError,
    UnexpectedValueError,
)
from kg.importers.tables.encoding import read_encoding, refuse_other_kinds
from kg.importers.tables.flattening import Level, Place, flatten_all, learn
from kg.importers.tables.row import Row
from kg.importers.tables.scanner import Scanner
from kg.importers.tables.table import Refusal, Table
from kg.importers.tables.ways import EXPECTED, Way, find_ways, read_way
from kg.model.records.dialect import Dialect

KEY = "#key"
"""The column with the name that a record has in an object (`*`)."""
_TOLD = 20
_OTHERS = 5


@dataclass(slots=True)
class _Walk:
    """Goes through a file to its records, and to its end.

    Attributes:
        way: the way to the records.
        beside: what else stands on the way, the first of it.
    """

    path: Path
    name: str
    codec: str
    way: Way
    beside: list[str] = field(default_factory=list)

    def records(self) -> Iterator[tuple[Place, object]]:
        """Yield each record with its place.

        Raises:
            InputError: the file is not JSON, or there is nothing on the way.
        """
        self.beside.clear()
        with self.path.open(encoding=self.codec, newline="") as stream:
            scanner = Scanner(stream, self.name)
            yield from self._below(scanner, self.way.names)
            if scanner.peek():
                found = "more after the end of the value"
                raise UnexpectedValueError(scanner.where(), found, "one value of JSON")

    def _below(
        self, scanner: Scanner, names: tuple[str, ...]
    ) -> Iterator[tuple[Place, object]]:
        if not names:
            items = self._listed if self.way.listed else self._named
            yield from items(scanner)
            return
        where, met = scanner.where(), False
        for name in scanner.names():
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
            raise MissingFieldError(where, f"nothing named {names[0]!r}", EXPECTED)

    def _listed(self, scanner: Scanner) -> Iterator[tuple[Place, object]]:
        trail = ".".join(self.way.names)
        scanner.take("[")
        number = 0
        while not scanner.follows("]"):
            if number:
                scanner.take(",")
            place = Place(self.name, number + 1, f"{trail}[{number}]")
            yield place, scanner.value()
            number += 1

    def _named(self, scanner: Scanner) -> Iterator[tuple[Place, object]]:
        trail = "".join(f"{name}." for name in self.way.names)
        for number, name in enumerate(scanner.names(), start=1):
            record = scanner.value()
            if isinstance(record, dict):
                record = {KEY: name, **record}
            yield Place(self.name, number, trail + name), record


def open_json(path: Path, name: str, dialect: Dialect) -> Table:
    """Open a table of JSON; it is read once for its columns, and again for its rows.

    Raises:
        InputError: it is not JSON, or has no such records.
    """
    refuse_other_kinds(path, name, "JSON")
    encoding = read_encoding(path, name, dialect.encoding)
    way, said = _way(path, name, encoding.codec, dialect.records)
    walk = _Walk(path, name, encoding.codec, way)
    level = Level()
    for place, record in walk.records():
        learn(record, level, place)
    level.close()
    beside = [f"not read, beside them: {', '.join(walk.beside)}"] if walk.beside else []
    read = partial(_rows, walk, level)
    detected = {"records": str(way)}
    return Table(tuple(level.names()), (encoding.said, *said, *beside), read, detected)


def _way(
    path: Path, name: str, codec: str, declared: str | None
) -> tuple[Way, tuple[str, ...]]:
    """Give the way to the records, and what is to be said of it."""
    if declared is not None:
        return read_way(declared, name), (f"records at {declared}, as declared",)
    with path.open(encoding=codec, newline="") as stream:
        best, *others = find_ways(Scanner(stream, name), name)
    told = [f"records at {best.way}, detected"]
    alike = [f"{it.way} ({it.size})" for it in others if it.objects]
    if alike:
        more = ["…"] if len(alike) > _OTHERS else []
        listed = ", ".join([*alike[:_OTHERS], *more])
        told.append(f"other lists, if 'records' says so: {listed}")
    return best.way, tuple(told)


def _rows(walk: _Walk, level: Level, refuse: Refusal) -> Iterator[Row]:
    return flatten_all(walk.records(), level, walk.name, refuse)
