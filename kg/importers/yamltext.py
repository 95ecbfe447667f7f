"""Writing YAML as curators do: plain where it can be, short records on one line."""

import re
from typing import Any

import yaml
from yaml.nodes import CollectionNode, Node, ScalarNode, SequenceNode

WIDTH = 88
_ONE_LINE = 64
"""Letters that a record, or a list, may have on one line."""


class _Dumper(yaml.SafeDumper):
    """Quotes nothing but what YAML needs: every scalar of ours is text anyway."""

    def serialize_node(self, node: Node, parent: Node | None, index: int) -> None:
        if isinstance(node, CollectionNode) and _length(node) > _ONE_LINE:
            node.flow_style = False
        super().serialize_node(node, parent, index)


def _length(node: Node) -> int:
    """Count the letters of all scalars in a node."""
    if isinstance(node, ScalarNode):
        return len(node.value)
    parts = node.value if isinstance(node, SequenceNode) else sum(node.value, ())
    return sum(_length(part) for part in parts)


_Dumper.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith(":null")]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}
# Text that an editor would take for a number or a truth value is quoted.
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:int", r"[0-9]+$", "0123456789"),
    ("tag:yaml.org,2002:bool", r"(?:true|false)$", "tf"),
):
    _Dumper.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))

_NUMBERS = frozenset(
    (
        *("nth", "revision", "position", "size", "start", "end", "confidence"),
        *("exactly", "at-least", "above", "at-most", "below", "out-of"),
    )
)
"""Fields that have a whole number; all others that are no truth value have text."""


def write_yaml(value: object) -> str:
    """Write a record or a list; records of plain values are written on one line."""
    return yaml.dump(
        _plain(value),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=WIDTH,
        default_flow_style=None,
    )


def _plain(value: object, field: str = "") -> Any:  # noqa: ANN401 - what YAML can hold
    """Make scalars what their fields hold, and of subclasses of dict and list these."""
    if isinstance(value, dict):
        return {str(key): _plain(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return int(text) if field in _NUMBERS and text.isdecimal() else text
