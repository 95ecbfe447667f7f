"""Writing YAML as curators do: plain where it can be, short records on one line."""

from typing import Any

import yaml

WIDTH = 88


class _Dumper(yaml.SafeDumper):
    """Quotes nothing but what YAML needs: every scalar of ours is text anyway."""


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
