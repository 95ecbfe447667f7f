"""Reading a YAML file as a record, with every fault at its line and column."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kg.errors import (
    InputError,
    InputErrors,
    MissingFieldError,
    Position,
    UnexpectedValueError,
    UnknownFieldError,
)
from kg.importers.decoding import read_text
from kg.importers.marked import parse_marked
from kg.model.records.base import (
    EXPECTED,
    Marked,
)

Model = TypeVar("Model", bound=BaseModel)


def read_record(path: Path, name: str, model: type[Model]) -> Model:
    """Read a YAML file as a record.

    Args:
        path: the file.
        name: how the file is called in positions: its path from the project's root.
        model: the class of the record.

    Raises:
        InputErrors: all faults of the fields, each at its place.
        InputError: the file is not such YAML at all (see `parse_marked`).
    """
    record: Model = _read(read_text(path, name), name, model)
    return record


@lru_cache(maxsize=64)
def _read(text: str, name: str, model: type[Model]) -> Model:
    """Read a text; nothing changes a record, and most files stay as they were."""
    content = parse_marked(text, name)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = [
            _fault(details, content, Position(name), model)
            for details in error.errors()
        ]
        raise InputErrors(faults) from error


def _fault(
    details: ErrorDetails,
    content: object,
    start: Position,
    model: type[BaseModel],
) -> InputError:
    location = details["loc"]
    where = _find(location, content, start)
    last = str(location[-1]) if location else ""
    match details["type"]:
        case "extra_forbidden":
            known = _fields_beside(location, model)
            expected = f"one of the fields {', '.join(known)}"
            named = _find((*location[:-1], f"{last}:"), content, start)
            return UnknownFieldError(named, last, expected, known)
        case "missing":
            return MissingFieldError(
                where, "a record without it", f"the field {last!r}"
            )
        case "unexpected":
            told = details["ctx"]
            where = _find((*location, *told["at"]), content, start)
            return UnexpectedValueError(where, told["found"], told["expected"])
        case _:
            found = _description(details["input"])
            return UnexpectedValueError(where, found, _expectation(details))


def _description(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list" if value else "an empty list"
        case _:
            text = str(value)
            return repr(text if len(text) < 80 else f"{text[:80]}…")


_PLAIN = {
    "string_type": "text",
    "string_too_short": "some text",
    "tuple_type": "a list",
    "too_short": "at least one",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "date_from_datetime_parsing": "a day, such as 2026-11-23",
    "date_parsing": "a day, such as 2026-11-23",
    "date_type": "a day, such as 2026-11-23",
}
"""What pydantic's types of error expect, in the words of a curator."""

_BOUNDS = {
    "greater_than_equal": "a number of at least {ge}",
    "less_than_equal": "a number of at most {le}",
    "string_too_long": "at most {max_length} characters",
}
"""The same, where the field has a bound."""


def _expectation(details: ErrorDetails) -> str:
    kind, message = details["type"], details["msg"]
    if kind == "string_pattern_mismatch":
        return EXPECTED[details["ctx"]["pattern"]]
    if kind in _BOUNDS:
        return _BOUNDS[kind].format(**details["ctx"])
    return _PLAIN.get(kind, message[:1].lower() + message[1:])


def _find(
    location: tuple[int | str, ...], content: object, start: Position
) -> Position:
    """Follow a path into the content as far as it goes: the last place met."""
    where = start
    parent: Marked | None = None
    name = ""
    for step in location:
        if isinstance(content, Marked) and isinstance(step, int):
            continue  # one item stands for a list of one
        if isinstance(content, Marked):
            where = content.fields.get(str(step), content.position)
            parent, name = content, str(step)
            content = content.get(name)
        elif (
            isinstance(content, list) and isinstance(step, int) and step < len(content)
        ):
            if parent is not None:
                where = parent.fields.get(f"{name}.{step}", where)
            content = content[step]
    return where


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


def _fields_beside(
    location: tuple[int | str, ...], model: type[BaseModel]
) -> list[str]:
    """List the fields of the record that a path ends in, by its JSON Schema."""
    schema = _schema(model)
    definitions = schema.get("$defs", {})
    node: dict[str, Any] = schema
    for step in location[:-1]:
        node = _resolve(node, definitions)
        inner = node.get("items") if isinstance(step, int) else None
        node = inner or node.get("properties", {}).get(str(step), node)
    return sorted(_resolve(node, definitions).get("properties", {}))


def _resolve(node: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """Follow references, and of alternatives take the record."""
    while "$ref" in node or "anyOf" in node:
        if "anyOf" in node:
            options = [
                option for option in node["anyOf"] if option.get("type") != "null"
            ]
            node = next((o for o in options if "$ref" in o or "items" in o), options[0])
        else:
            node = definitions[node["$ref"].rpartition("/")[2]]
    return node
