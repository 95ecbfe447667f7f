"""Reading YAML with the place of every field kept, every scalar as the text written.

A plain scalar is text here, whatever YAML 1.1 makes of it (`no`, `2011-01-16`,
`1_000`): the record's type decides what it is.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias, cast

import yaml
from yaml.composer import ComposerError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import ReaderError

from kg.errors import (
    DuplicateKeyError,
    Position,
    SyntaxFaultError,
    UnexpectedValueError,
)
from kg.importers.decoding import place_after, read_text
from kg.model.records.base import Marked

Content: TypeAlias = "Marked | list[Content] | str | None"

MAX_DEPTH = 30
_DEPTH = f"at most {MAX_DEPTH} levels"
_TAGS = {
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
} | {"tag:yaml.org,2002:value", "tag:yaml.org,2002:merge"}
"""What a value may be resolved to: all of them are text here."""

_TEXT, _LIST, _MAPPING = (f"tag:yaml.org,2002:{it}" for it in ("str", "seq", "map"))
_END_OF_LIST = yaml.SequenceEndEvent
_PLAIN = "YAML without tags and aliases"
_PROBLEMS = {
    "mapping values are not allowed here": (
        "': ' where no field can begin",
        "the fields of a mapping indented alike, and quotation marks around text "
        "with ': ' in it",
    ),
    "found character '\\t' that cannot start any token": (
        "a tab",
        "spaces: no line of YAML begins with a tab",
    ),
}
_EXPECTED = re.compile(r"expected (?P<expected>.+), but (?:got|found) (?P<found>.+)")
_TOKENS = {
    "<block end>": "the end of a list or mapping",
    "'<block end>'": "the end of a list or mapping",
    "'<block mapping start>'": "a field indented otherwise than those before it",
    "'<block sequence start>'": "an item indented otherwise than those before it",
    "'<document start>'": "the start of a second document",
    "'<scalar>'": "further text",
    "'<stream end>'": "the end of the file",
}
"""How the parser calls what it met, and what that is."""


def read_marked(path: Path, name: str) -> Content:
    """Read a YAML file, as `parse_marked` does its text.

    Args:
        path: the file.
        name: how the file is called in positions: its path from the project's root.

    Raises:
        SyntaxFaultError: the file is not UTF-8 or not YAML.
        InputError: see `parse_marked`.
    """
    return parse_marked(read_text(path, name), name)


def parse_marked(text: str, name: str) -> Content:
    """Read YAML; mappings come as `Marked`, scalars as `str`.

    Raises:
        SyntaxFaultError: the text is not YAML.
        DuplicateKeyError: a mapping has a field twice.
        UnexpectedValueError: it uses tags, anchors or keys that are not text.
    """
    node = _compose(text, name)
    if node is None:
        return Marked({}, Position(name), {})
    return _read(node, name, 0)


class _Loader(yaml.SafeLoader):
    """Refuses aliases: they make one text mean another, and small files huge."""

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise ComposerError(None, None, "an alias", mark)
        return super().compose_node(parent, index)


def _compose(text: str, name: str) -> Node | None:
    """Read the nodes of a text.

    libyaml reads ten times as fast as PyYAML itself, which tells better what is wrong.
    """
    try:
        return _Composer(text, name).compose()
    except (yaml.YAMLError, _NotPlainError):
        return _compose_slowly(text, name)


def _compose_slowly(text: str, name: str) -> Node | None:
    try:
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = _position(name, mark) if mark else Position(name)
        raise SyntaxFaultError(where, *_explain(error.problem or "a fault")) from error
    except ReaderError as error:
        where = place_after(name, text[: error.position])
        found = f"the control character {ord(text[error.position]):#06x}"
        raise SyntaxFaultError(where, found, "text that can be printed") from error
    except RecursionError as error:
        found = "a value nested too deep"
        raise UnexpectedValueError(Position(name), found, _DEPTH) from error


class _NotPlainError(Exception):
    """The text has an alias, or more than one document."""


class _Composer:
    """Makes nodes of libyaml's events; its own composer overflows on deep nesting."""

    def __init__(self, text: str, name: str) -> None:
        self._events = yaml.parse(text, Loader=yaml.CSafeLoader)
        self._name = name

    def compose(self) -> Node | None:
        """Return the root of the one document, or None when there is none."""
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        root = self._node(next(self._events), 0)
        next(self._events)  # the end of the document
        if not isinstance(next(self._events), yaml.StreamEndEvent):
            raise _NotPlainError
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        start = cast("yaml.Mark", event.start_mark)
        if depth > MAX_DEPTH:
            where = _position(self._name, start)
            raise UnexpectedValueError(where, "a value nested too deep", _DEPTH)
        if isinstance(event, yaml.ScalarEvent):
            tag = event.tag or _TEXT
            return ScalarNode(tag, event.value, start, None, event.style or None)
        if isinstance(event, yaml.SequenceStartEvent):
            items = [self._node(it, depth + 1) for it in self._until(_END_OF_LIST)]
            return SequenceNode(event.tag or _LIST, items, start)
        if isinstance(event, yaml.MappingStartEvent):
            pairs = [
                (self._node(key, depth + 1), self._node(next(self._events), depth + 1))
                for key in self._until(yaml.MappingEndEvent)
            ]
            return MappingNode(event.tag or _MAPPING, pairs, start)
        raise _NotPlainError

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event


def _explain(problem: str) -> tuple[str, str]:
    """Return what the parser found and expected, in words for curators."""
    known = _PROBLEMS.get(problem)
    if known is not None:
        return known
    told = _EXPECTED.fullmatch(problem)
    if told is None:
        return problem.removeprefix("found "), _PLAIN
    return (
        _TOKENS.get(told["found"], told["found"]),
        _TOKENS.get(told["expected"], told["expected"]),
    )


def _position(name: str, mark: yaml.Mark) -> Position:
    return Position(name, mark.line + 1, mark.column + 1)


def _read(node: Node, name: str, depth: int) -> Content:
    where = _position(name, node.start_mark)
    if depth > MAX_DEPTH:
        raise UnexpectedValueError(where, "a value nested too deep", _DEPTH)
    if node.tag not in _TAGS:
        raise UnexpectedValueError(where, f"the tag {node.tag}", "plain values")
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
        for step, part in _parts(value_node):
            fields[f"{key}.{step}"] = _position(name, part.start_mark)
    return Marked(content, _position(name, node.start_mark), fields)


def _parts(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the items of a list by number, or the values of a mapping by key."""
    if isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            yield str(index), item
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield str(key.value), value
