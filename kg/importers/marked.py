"""Reading YAML with the place of every field kept, every scalar as the text written.

A plain scalar is text here, whatever YAML 1.1 makes of it (`no`, `2011-01-16`,
`1_000`): the record's type decides what it is.
"""

from pathlib import Path
from typing import TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kg.errors import (
    DuplicateKeyError,
    Position,
    SyntaxFaultError,
    UnexpectedValueError,
)
from kg.model.records.base import Marked

Content: TypeAlias = "Marked | list[Content] | str | None"

MAX_DEPTH = 30


def read_marked(path: Path, name: str) -> Content:
    """Read a YAML file; mappings come as `Marked`, scalars as `str`.

    Args:
        path: the file.
        name: how the file is called in positions: its path from the project's root.

    Raises:
        SyntaxFaultError: the file is not UTF-8 or not YAML.
        DuplicateKeyError: a mapping has a field twice.
        UnexpectedValueError: it uses tags, anchors or keys that are not text.
    """
    try:
        node = yaml.compose(path.read_text("utf-8-sig"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = _position(name, mark) if mark else Position(name)
        raise SyntaxFaultError(where, error.problem or "a fault", "YAML") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SyntaxFaultError(Position(name), str(error), "YAML in UTF-8") from error
    if node is None:
        return Marked({}, Position(name), {})
    return _read(node, name, 0)


def _position(name: str, mark: yaml.Mark) -> Position:
    return Position(name, mark.line + 1, mark.column + 1)


def _read(node: Node, name: str, depth: int) -> Content:
    where = _position(name, node.start_mark)
    if depth > MAX_DEPTH:
        raise UnexpectedValueError(
            where, "a value nested too deep", f"{MAX_DEPTH} levels"
        )
    if isinstance(node, ScalarNode):
        return _read_scalar(node)
    if isinstance(node, SequenceNode):
        return [_read(item, name, depth + 1) for item in node.value]
    if isinstance(node, MappingNode):
        return _read_mapping(node, name, depth)
    raise UnexpectedValueError(where, node.tag, "text, a list or a mapping")


def _read_scalar(node: ScalarNode) -> str | None:
    empty = node.style is None and node.value in ("", "~", "null")
    return None if empty else str(node.value)


def _read_mapping(node: MappingNode, name: str, depth: int) -> Marked:
    content: dict[str, Content] = {}
    fields: dict[str, Position] = {}
    for key_node, value_node in node.value:
        where = _position(name, key_node.start_mark)
        key = key_node.value
        if not isinstance(key_node, ScalarNode) or key == "<<":
            raise UnexpectedValueError(
                where, "this key", "the name of a field, as text"
            )
        if key in content:
            raise DuplicateKeyError(where, key, "each field once in a mapping")
        content[key] = _read(value_node, name, depth + 1)
        fields[key] = _position(name, value_node.start_mark)
        fields[f"{key}:"] = where
        if isinstance(value_node, SequenceNode):
            for index, item in enumerate(value_node.value):
                fields[f"{key}.{index}"] = _position(name, item.start_mark)
    return Marked(content, _position(name, node.start_mark), fields)
