"""How a release is cited is what DataCite and the Citation File Format take."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import orjson
import pytest
import yaml
from datacite import schema45  # type: ignore[import-untyped]

from kg.publishing.audience import Audience
from kg.publishing.release import Release


@pytest.fixture(scope="module", params=Audience, ids=str)
def dumps(release: Release, request: pytest.FixtureRequest) -> Path:
    return release.dumps(request.param)


@pytest.fixture(scope="module")
def fields(dumps: Path) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads((dumps / "datacite.json").read_bytes())
    return found


def test_the_json_is_what_the_schema_of_datacite_takes(fields: dict[str, Any]) -> None:
    schema45.validator.validate(fields)
    assert fields["publicationYear"] == "2026"
    assert fields["rightsList"]


@pytest.mark.parametrize("missing", ["creators", "titles", "publisher", "types"])
def test_the_schema_notices_what_is_missing(
    fields: dict[str, Any], missing: str
) -> None:
    rest = {name: value for name, value in fields.items() if name != missing}
    assert not schema45.validate(rest)


def plain(element: ET.Element) -> tuple[object, ...]:
    """Give an element without its namespaces; the library writes those of languages
    and of types of names otherwise."""
    left_out = ("lang", "nameType", "schemaLocation")
    return (
        element.tag.rpartition("}")[2],
        (element.text or "").strip(),
        tuple(
            sorted(
                (name, value)
                for name, value in element.attrib.items()
                if name.rpartition("}")[2] not in left_out
            )
        ),
        tuple(sorted((plain(child) for child in element), key=repr)),
    )


def test_the_xml_is_what_the_library_of_datacite_makes_of_the_json(
    dumps: Path, fields: dict[str, Any]
) -> None:
    ours = ET.parse(dumps / "datacite.xml").getroot()  # noqa: S314 - we wrote it
    theirs = ET.fromstring(schema45.tostring(fields).encode())  # noqa: S314 - as above
    assert ours.tag == "{http://datacite.org/schema/kernel-4}resource"
    assert plain(ours) == plain(theirs)


def test_the_citation_file_names_the_release(release: Release, dumps: Path) -> None:
    cited = yaml.safe_load((dumps / "CITATION.cff").read_text("utf-8"))
    assert cited["cff-version"] == "1.2.0"
    assert cited["type"] == "dataset"
    assert cited["version"] == release.version
    assert str(cited["date-released"]) == "2026-11-23"
    assert cited["authors"] == [{"name": "Solidarity Graph contributors"}]
    assert cited["url"] == f"https://w3id.org/hrsolidarity/dataset/{release.version}"
