"""The languages that a text may be in are the same wherever they are listed."""

import re

import pytest

from kg.api.pages.language import NAMES
from kg.model.records.base import LANGUAGES
from kg.validation.checks.literals import CHECKS
from tests.conftest import ROOT

SHAPES = (ROOT / "ontology" / "shapes" / "agent.ttl").read_text("utf-8")
PRIMARY = {tag.partition("-")[0] for tag in LANGUAGES}


@pytest.mark.parametrize("language", ["pl", "es", "fr", "sv", "da", "lt", "uk-Latn"])
def test_languages_of_registers_and_articles_are_taken(language: str) -> None:
    assert language in LANGUAGES


def test_the_shape_of_names_takes_the_same_ones() -> None:
    (listed,) = re.findall(r"sh:languageIn \(([^)]*)\)", SHAPES)

    assert set(re.findall(r'"([^"]+)"', listed)) == PRIMARY


@pytest.mark.parametrize(
    "told", re.findall(r'sh:message "(.*?nb.*?uk-Latn.*?)"@', SHAPES)
)
def test_a_message_names_all_of_them(told: str) -> None:
    assert set(LANGUAGES) <= set(re.findall(r"[\w-]+", told))


def test_the_check_of_literals_names_all_of_them() -> None:
    told = next(it for it in CHECKS if it.name == "LiteralCheck-language").message

    assert set(LANGUAGES) <= set(re.findall(r"[\w-]+", told))


def test_pages_have_a_name_for_each() -> None:
    assert {it.lower() for it in LANGUAGES} <= set(NAMES)
