"""An editor that knows the JSON Schemas finds no fault in what curators wrote."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

DATA = Path(__file__).parents[2] / "data"


class CoreLoader(yaml.SafeLoader):
    """Reads scalars as YAML 1.2 does, as editors do: a date is text, `on` is a word."""


CoreLoader.yaml_implicit_resolvers = {}
CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"[0-9]+$"), list("0123456789")
)
CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[0-9]+\.[0-9]+$"), list("0123456789")
)
CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"(true|false)$"), list("tf")
)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.relative_to(DATA).as_posix())
        for path in sorted(DATA.rglob("*.yml"))
    ],
)
def test_a_file_names_its_schema_and_keeps_to_it(path: Path) -> None:
    text = path.read_text("utf-8")
    first, _newline, _rest = text.partition("\n")
    marker, _equals, schema = first.partition("$schema=")
    assert marker == "# yaml-language-server: "
    described = json.loads((path.parent / schema).read_text("utf-8"))
    jsonschema.validate(yaml.load(text, Loader=CoreLoader), described)  # noqa: S506
