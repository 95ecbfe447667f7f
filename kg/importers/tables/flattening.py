"""Objects of JSON as rows: nested objects are columns, arrays of objects are rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from kg.errors import (
    DuplicateKeyError,
    InputError,
    Position,
    UnexpectedValueError,
)
from kg.importers.tables.row import Row
from kg.importers.tables.table import Refusal
from kg.model.values import LIST_SEPARATOR

Object: TypeAlias = Mapping[str, object]


@dataclass(slots=True)
class Level:
    """What the objects of one level have: columns, and arrays of further objects.

    Attributes:
        columns: column → "", in the order in which they were met.
        nulls: names that were null, which say nothing of what else they may be.
        nested: name of an array of objects → its level.
    """

    columns: dict[str, str] = field(default_factory=dict)
    nulls: dict[str, str] = field(default_factory=dict)
    nested: dict[str, "Level"] = field(default_factory=dict)

    def names(self, prefix: str = "") -> Iterator[str]:
        """Yield the columns, those of nested arrays as `prizes[*].year`."""
        yield from (prefix + name for name in self.columns)
        for name, level in self.nested.items():
            yield from level.names(f"{prefix}{name}[*].")

    def close(self) -> None:
        """Make columns of the names that never were more than null."""
        known = [*self.columns, *self.nested]
        for name in self.nulls:
            if not any(it == name or it.startswith(f"{name}.") for it in known):
                self.columns[name] = ""
        for level in self.nested.values():
            level.close()


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object stands: the file, the record's number or line, the way to it."""

    file: str
    line: int
    trail: str

    def below(self, name: str, index: int) -> "Place":
        """Return the place of an item of an array."""
        return Place(self.file, self.line, f"{self.way(name)}[{index}]")

    def way(self, name: str) -> str:
        """Return the way to a field."""
        return f"{self.trail}.{name}" if self.trail else name

    def at(self) -> Position:
        """Return the place as errors have it."""
        return Position(self.file, self.line)


def learn(record: object, level: Level, place: Place) -> None:
    """Take the columns of a record into a level.

    Raises:
        UnexpectedValueError: it is no object, or an array mixes objects and values.
        DuplicateKeyError: two ways into it have the same name.
    """
    for name, value in _fields(record, place):
        if value is None:
            level.nulls[name] = ""
        elif not isinstance(value, list):
            level.columns[name] = ""
        elif _holds_objects(value, name, place):
            below = level.nested.setdefault(name, Level())
            for index, item in enumerate(value):
                learn(item, below, place.below(name, index))
        elif value:
            level.columns[name] = ""


def flatten(record: object, level: Level, place: Place) -> Row:
    """Return the row that a record makes, with every column of its level.

    Raises:
        UnexpectedValueError: as `learn`, or a text has half a character.
    """
    cells = dict(level.columns)
    nested: dict[str, tuple[Row, ...]] = {}
    for name, value in _fields(record, place):
        if name in level.nested and isinstance(value, list):
            nested[name] = tuple(
                flatten(item, level.nested[name], place.below(name, index))
                for index, item in enumerate(value)
            )
        elif value is not None and value != []:
            cells[name] = _text(value, name, place)
    return Row(place.file, place.line, cells, nested, place.trail)


def flatten_all(
    records: Iterable[tuple[Place, object]], level: Level, file: str, refuse: Refusal
) -> Iterator[Row]:
    """Yield the rows that records make.

    Raises:
        UnexpectedValueError: there are no records.
    """
    empty = True
    for place, record in records:
        empty = False
        try:
            row = flatten(record, level, place)
        except InputError as error:
            refuse(error)
            continue
        yield row
    if empty:
        raise UnexpectedValueError(Position(file), "no records", "at least one")


def _fields(record: object, place: Place) -> Iterator[tuple[str, object]]:
    """Yield dotted names and what is not an object, arrays without what is empty.

    PHP writes an empty object as an empty array: neither says anything.
    """
    if not isinstance(record, dict):
        found = f"{_kind(record)} at {place.trail or 'the record'}"
        expected = "an object; 'records' says where the records stand"
        raise UnexpectedValueError(place.at(), found, expected)
    seen: set[str] = set()
    for name, value in _walk(record, ""):
        if name in seen:
            expected = "each name once; '.' stands for an object within another"
            raise DuplicateKeyError(place.at(), repr(name), expected)
        seen.add(name)
        yield name, value


def _walk(record: Object, prefix: str) -> Iterator[tuple[str, object]]:
    for name, value in record.items():
        if isinstance(value, dict):
            yield from _walk(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield prefix + name, [it for it in value if it not in (None, [], {})]
        else:
            yield prefix + name, value


def _holds_objects(value: list[object], name: str, place: Place) -> bool:
    objects = sum(isinstance(item, dict) for item in value)
    if objects in (0, len(value)):
        return objects > 0
    found = f"objects beside values in {place.way(name)}"
    raise UnexpectedValueError(place.at(), found, "an array of one kind")


def _text(value: object, name: str, place: Place) -> str:
    if isinstance(value, list):
        return LIST_SEPARATOR.join(_text(item, name, place) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        found = f"{_kind(value)} within an array, in {name!r}"
        raise UnexpectedValueError(place.at(), found, "a text, a number or an object")
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        found = f"half a character in {name!r}"
        raise UnexpectedValueError(place.at(), found, "text in Unicode")
    return value


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case list():
            return "an array"
        case dict():
            return "an object"
        case _:
            return "a single value"
