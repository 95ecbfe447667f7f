"""Nobody becomes known by the tables of all sources together."""

import csv

import pytest
import yaml
from pyoxigraph import Literal

from kg.model.mention import mentions_person
from kg.store.oxigraph import OxigraphStore
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

SOURCES = ROOT / "data" / "sources"
ARTICLES = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX hs: <https://w3id.org/hrsolidarity/ontology#>
PREFIX kn: <https://w3id.org/hrsolidarity/vocab/known/>
SELECT DISTINCT ?words {
  ?document hs:known kn:title-only ; dct:title|dct:publisher ?words .
}
"""
TITLED = "-Human rights are also on the agenda, Mr President"
"""A title alone is a mark; nobody is named here, and a curator has written it."""
NAMES = """
PREFIX hs: <https://w3id.org/hrsolidarity/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?words {
  ?organisation a hs:Organisation ; skos:prefLabel|hs:nameInSource ?words .
}
"""


def words(whole: OxigraphStore, question: str) -> set[str]:
    rows = whole.select(question)
    return {it.value for row in rows if isinstance(it := row["words"], Literal)}


def test_no_title_and_no_publisher_of_an_article_names_a_person(
    whole: OxigraphStore,
) -> None:
    found = words(whole, ARTICLES)

    assert len(found) > 500
    assert [it for it in found if mentions_person(it)] == [TITLED]


def test_titles_that_were_seen_to_name_somebody_are_left_out(
    whole: OxigraphStore,
) -> None:
    mapping = yaml.safe_load((SOURCES / "ucdp/ucdp-ged/map.yml").read_text("utf-8"))
    (listed,) = mapping["columns"]["source_headline"]["absent"].values()

    assert len(listed) == 3
    assert not [it for it in words(whole, ARTICLES) for name in listed if name in it]


def test_an_organisation_that_is_called_after_a_prisoner_is_not_named(
    whole: OxigraphStore,
) -> None:
    folder = SOURCES / "german-assemblies" / "assemblies-muenchen"
    with (folder / "raw/register.csv").open(encoding="utf-8", newline="") as file:
        organiser = list(csv.DictReader(file))[97]["Veranstalter"]
    surname = organiser.split()[1]

    assert organiser.endswith("Initiative e. V.")
    assert not [it for it in words(whole, NAMES) if surname in it]
