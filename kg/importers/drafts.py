"""Drafts: `draft.yml` beside an extract, which the build never reads."""

from pathlib import Path

from kg.importers.record import read_record
from kg.importers.yamltext import write_yaml
from kg.model.records.draft import Draft, Suggestion

DRAFT = "draft.yml"
_HEAD = """\
# yaml-language-server: $schema=../../../../docs/schemas/draft.schema.json
# Suggestions, made by kg from names, dates and numbers in the text. Nothing of this
# file is ever published: kg review walks through it, and writes what you accept into
# extract.yml. Keep it: what was rejected here is not suggested again.
"""


def read_draft(path: Path, name: str) -> Draft:
    """Read a draft.

    Raises:
        InputErrors: all faults of its fields.
        InputError: it is no YAML.
    """
    return read_record(path, name, Draft)


def write_draft(path: Path, draft: Draft) -> None:
    """Write a draft, whole or not at all."""
    record = {
        "source": draft.source,
        "sha256": draft.sha256,
        "suggestions": [_record(it) for it in draft.suggestions],
    }
    new = path.with_name(f".{path.name}.new")
    new.write_text(_HEAD + write_yaml(record), "utf-8")
    new.replace(path)


def _record(suggestion: Suggestion) -> dict[str, object]:
    return {
        name: value
        for name, value in suggestion.model_dump(by_alias=True).items()
        if value is not None
    }
