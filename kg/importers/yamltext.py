"""Writing YAML as curators do: plain where it can be, short records on one line."""

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


def _plain(value: object) -> Any:  # noqa: ANN401 - what YAML can hold
    """Make all scalars text, and of subclasses of dict and list these themselves."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
