"""Adding a record to an extract that people write: the rest stays to the letter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kg.errors import (
    DanglingKeyError,
    DuplicateKeyError,
    Position,
    UnexpectedValueError,
)
from kg.importers.decoding import read_text
from kg.importers.record import read_record
from kg.importers.yamltext import write_yaml
from kg.model.records.extract import Extract

PARTICIPANTS = "participants"
_STEP = 2
"""Spaces that a list is indented by in its field."""

_SHORT = 3
"""Lines of an item that needs no blank line before it."""


def insert(path: Path, name: str, section: str, record: dict[str, Any]) -> None:
    """Add a record to a list of an extract, at its end; a list has a record once.

    A participant says in `event` which event it is added to.

    Raises:
        InputError: the file cannot be read, or the list is not written as a block.
        InputErrors: what would stand there breaks the form; the file is left as it was.
    """
    read_record(path, name, Extract)
    before = read_text(path, name)
    after = _Inserted(before, name).add(section, dict(record))
    if after == before:
        return
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.write_text(after, "utf-8")
        read_record(draft, name, Extract)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a mapping: where it begins, what it has."""

    key: ScalarNode
    value: Node


class _Inserted:
    def __init__(self, text: str, name: str) -> None:
        self._text = text if text.endswith("\n") or not text else f"{text}\n"
        self._lines = self._text.splitlines(keepends=True)
        self._name = name
        self._root = yaml.compose(self._text, Loader=yaml.SafeLoader)

    def add(self, section: str, record: dict[str, Any]) -> str:
        """Return the text with the record added."""
        if section != PARTICIPANTS:
            return self._extend(self._root, section, record)
        event = self._event(str(record.pop("event")))
        self._refuse_again(event, record)
        return self._extend(event, section, record)

    def _refuse_again(self, event: MappingNode, record: dict[str, Any]) -> None:
        """See that nobody takes part twice in one role; the same words are no fault."""
        found = _find(event, PARTICIPANTS)
        for item in found.value.value if found is not None else ():
            taken = all(
                _scalar(item, it) == str(record[it]) for it in ("agent", "role")
            )
            if taken and not _same(item, record):
                where = f"{self._name}:{item.start_mark.line + 1}"
                known = f"{record['agent']} as {record['role']}, who is there already"
                expected = "each once: add the words to what is there"
                raise DuplicateKeyError(where, known, expected)

    def _event(self, key: str) -> MappingNode:
        found = _find(self._root, "events")
        events = found.value.value if found is not None else []
        keys = [_scalar(event, "key") for event in events]
        if key not in keys:
            raise DanglingKeyError(self._name, key, "an event of this extract", keys)
        event: MappingNode = events[keys.index(key)]
        return event

    def _extend(self, parent: Node | None, name: str, record: dict[str, Any]) -> str:
        field = _find(parent, name)
        if field is None and isinstance(parent, MappingNode) and parent.flow_style:
            raise self._unexpected(parent, "a record in braces")
        if field is None:
            indent = parent.start_mark.column if isinstance(parent, MappingNode) else 0
            at = len(self._lines) if indent == 0 else self._end(parent)
            head = " " * indent + f"{name}:\n"
            gap = "\n" if indent == 0 and at else ""
            return self._with(at, gap + head + _block(record, indent + _STEP))
        if not isinstance(field.value, SequenceNode) or not field.value.value:
            return self._begin(field, record)
        return self._append(field.value, record)

    def _begin(self, field: _Field, record: dict[str, Any]) -> str:
        """Fill a list that is empty: `events: []`, or nothing at all."""
        line = field.key.start_mark.line
        indent = field.key.start_mark.column
        rest = self._lines[line][field.key.end_mark.column :].strip()
        if rest.replace(" ", "") not in (":", ":[]"):
            raise self._unexpected(field.value, rest)
        item = _block(record, indent + _STEP)
        lines = list(self._lines)
        lines[line] = f"{' ' * indent}{field.key.value}:\n{item}"
        return "".join(lines)

    def _append(self, items: SequenceNode, record: dict[str, Any]) -> str:
        if items.flow_style:
            raise self._unexpected(items, "a list in brackets")
        if any(_same(item, record) for item in items.value):
            return self._text
        at = self._end(items)
        first = items.value[0].start_mark.line
        spaced = any(not line.strip() for line in self._lines[first:at])
        block = _block(record, items.start_mark.column)
        gap = "\n" if spaced or block.count("\n") > _SHORT else ""
        return self._with(at, gap + block)

    def _end(self, node: Node | None) -> int:
        """Return the line after the last one of a node: no blank line, no remark."""
        assert node is not None  # noqa: S101 - an event that was found
        at = node.end_mark.line  # a block ends where the next thing begins
        while at > 0 and _is_between(self._lines[at - 1]):
            at -= 1
        return at

    def _with(self, at: int, addition: str) -> str:
        return "".join([*self._lines[:at], addition, *self._lines[at:]])

    def _unexpected(self, node: Node, found: str) -> UnexpectedValueError:
        where = Position(self._name, node.start_mark.line + 1)
        where = replace(where, column=node.start_mark.column + 1)
        return UnexpectedValueError(where, found, "it written over several lines")


def _is_between(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _find(parent: Node | None, name: str) -> _Field | None:
    fields: Sequence[tuple[Node, Node]] = (
        parent.value if isinstance(parent, MappingNode) else ()
    )
    for key, value in fields:
        if isinstance(key, ScalarNode) and key.value == name:
            return _Field(key, value)
    return None


def _scalar(node: Node, name: str) -> str:
    found = _find(node, name)
    return str(found.value.value) if found is not None else ""


def _block(record: dict[str, Any], indent: int) -> str:
    margin = " " * indent
    lines = write_yaml([record]).splitlines()
    return "".join(f"{margin}{line}\n" for line in lines)


def _same(node: Node, record: dict[str, Any]) -> bool:
    """Say whether an item says the very same as a record that is to be added."""
    written = yaml.compose(write_yaml(record), Loader=yaml.SafeLoader)
    return _content(node) == _content(written)


def _content(node: Node | None) -> object:
    if isinstance(node, MappingNode):
        return {key.value: _content(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [_content(item) for item in node.value]
    return node.value if node is not None else None
