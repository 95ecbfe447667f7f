"""JSON Schemas: an editor that reads them accepts and refuses as the build does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from kg.publishing import schemas

ROOT = Path(__file__).parents[2]
RENDERERS = schemas.renderers()

EVENT = """
events:
  - key: action
    type: solidarity-action
    label: {en: Solidarity action}
    time: unknown
    place: unknown
    quote: solidarity action
"""


class CoreLoader(yaml.SafeLoader):
    """YAML as editors read it (the 1.2 core schema): a date is text, and so is `on`."""


_OLD = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
CoreLoader.yaml_implicit_resolvers = {
    first: [rule for rule in rules if rule[0] not in _OLD]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("true|false"), list("tf")
)


def schema(name: str) -> dict[str, Any]:
    path = f"docs/schemas/{name}.schema.json"
    content: dict[str, Any] = json.loads(RENDERERS[path](ROOT))
    return content


def complaints(name: str, text: str) -> list[str]:
    """What an editor would underline: the path of each fault."""
    faults = Draft202012Validator(schema(name)).iter_errors(
        CoreLoader(text).get_single_data()
    )
    return sorted(fault.json_path for fault in faults)


@pytest.mark.parametrize("path", sorted(RENDERERS))
def test_every_schema_is_a_schema(path: str) -> None:
    Draft202012Validator.check_schema(json.loads(RENDERERS[path](ROOT)))


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        pytest.param(EVENT, [], id="good"),
        pytest.param(
            EVENT.replace("place: unknown", "place: {place: oslo, quote: [in Oslo]}"),
            [],
            id="long-form",
        ),
        pytest.param(EVENT + "    colour: red\n", ["$.events[0]"], id="unknown-field"),
        pytest.param(
            EVENT.replace("    quote: solidarity action\n", ""),
            ["$.events[0]"],
            id="no-quotation",
        ),
        pytest.param(
            EVENT.replace("key: action", "key: Action!"), ["$.events[0].key"], id="key"
        ),
        pytest.param(
            EVENT.replace("    place: unknown\n", ""), ["$.events[0]"], id="no-place"
        ),
    ],
)
def test_an_extract_is_checked_field_by_field(text: str, paths: list[str]) -> None:
    assert complaints("extract", text) == paths


def test_a_field_brings_its_help() -> None:
    event = schema("extract")["$defs"]["Event"]["properties"]

    assert event["type"]["description"] == (
        "A notation of `event-type`; it decides the class of the event."
    )


SOURCES = sorted((ROOT / "data" / "sources").glob("*/*"))


def _files(name: str) -> list[Path]:
    return sorted((ROOT / "data" / "sources").glob(f"*/*/{name}"))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        *(("source", folder / "source.yml") for folder in SOURCES),
        *(("extract", path) for path in _files("extract.yml")),
        *(("map", path) for path in _files("map.yml")),
        *(("lookups", path) for path in _files("lookups.yml")),
        *(("lookups", path) for path in (ROOT / "data/lookups").glob("*.yml")),
        *(("authority", path) for path in (ROOT / "data/authority").glob("*.yml")),
        *(("editorial", path) for path in (ROOT / "data/editorial").glob("*.yml")),
        *(("identity", path) for path in (ROOT / "data/identity").glob("*.yml")),
    ],
    ids=lambda value: value.name if isinstance(value, Path) else value,
)
def test_no_editor_complains_about_our_own_files(name: str, path: Path) -> None:
    assert complaints(name, path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("solidarity-action", "vigl", id="event-type"),
        pytest.param("unknown", "{edtf: 2011, basis: guessed, quote: x}", id="basis"),
    ],
)
def test_an_unknown_code_is_underlined(old: str, new: str) -> None:
    assert complaints("extract", EVENT.replace(old, new, 1)) != []


def test_a_code_brings_its_meaning() -> None:
    codes = schema("extract")["$defs"]["code-modality"]

    meaning = dict(zip(codes["enum"], codes["markdownEnumDescriptions"], strict=True))
    assert "asserted" in meaning
    assert all(meaning.values())
