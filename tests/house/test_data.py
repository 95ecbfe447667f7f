"""What must never be in what curators write: contact data, birth dates, wrong IRIs."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WRITTEN = sorted(
    path
    for folder in ("data", "ontology", "queries")
    for path in (ROOT / folder).rglob("*")
    if path.is_file()
)
CURATED = [
    path
    for path in WRITTEN
    if path.is_relative_to(ROOT / "data")
    and path.name != "page.html"
    and not (path.parent.parent / "map.yml").exists()
]
"""What people wrote; pages of the web and tables are kept as they came, not served."""

FORBIDDING_IT = {
    "ontology/shapes/vocabulary.ttl",
    "ontology/examples/invalid/ThingShape-schemaOrg.ttl",
}
"""The rule against `https://schema.org/`, and the example that breaks it."""

CONTACT = {
    "e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    "telephone number": re.compile(r"(?<![\w-])(?:\+|00)\d[\d ()/.-]{6,}\d"),
    "birth date": re.compile(
        r"\b(?:born on|date of birth|birth ?date)\b", re.IGNORECASE
    ),
    "street address": re.compile(
        r"(?:street|gate|gata|veg|vei|veien|вул\.|ул\.) \d+", re.IGNORECASE
    ),
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", CURATED, ids=name)
def test_nobody_can_be_reached_or_recognised_by_our_data(path: Path) -> None:
    text = path.read_text("utf-8")

    assert {
        what: found for what, it in CONTACT.items() if (found := it.findall(text))
    } == {}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param("write to ola@example.org", "e-mail address", id="e-mail"),
        pytest.param("ring +47 22 47 92 02", "telephone number", id="telephone"),
        pytest.param("Date of birth: 1970", "birth date", id="birth"),
        pytest.param("Kirkegata 5", "street address", id="address"),
    ],
)
def test_contact_data_would_be_found(text: str, what: str) -> None:
    assert CONTACT[what].search(text)


def test_schema_org_is_written_with_http() -> None:
    wrong = {
        name(path)
        for path in WRITTEN
        if "https://schema.org/" in path.read_text("utf-8")
    }

    assert wrong == FORBIDDING_IT
