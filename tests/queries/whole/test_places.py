"""Places of all sources together: a country is one thing, whoever names it."""

import pytest

from kg.rdf.iri import mint
from kg.rdf.query.binding import bind
from kg.store.oxigraph import OxigraphStore

PREFIXES = """
PREFIX hs: <https://w3id.org/hrsolidarity/ontology#>
PREFIX pl: <https://w3id.org/hrsolidarity/id/place/>
PREFIX pr: <https://w3id.org/hrsolidarity/vocab/precision/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


@pytest.mark.parametrize("key", ["belarus", "germany", "norway", "russia"])
def test_countries_with_entries_lie_where_all_others_do(
    whole: OxigraphStore, key: str
) -> None:
    """Whoever asks for Europe finds what is in Norway, as what is in Sweden."""
    question = PREFIXES + (
        "ASK { ?place hs:geoPrecision pr:country ; hs:within+ ?europe ."
        ' ?europe skos:prefLabel "Europe (UN region)"@en }'
    )
    assert whole.ask(bind(question, {"place": mint("place", key)}))
    assert whole.ask(bind(question, {"place": mint("place", "country-codes.swe")}))


def test_no_two_countries_have_one_name(whole: OxigraphStore) -> None:
    question = PREFIXES + (
        "SELECT ?one ?other ?name {"
        " ?one hs:geoPrecision pr:country ; skos:prefLabel|skos:altLabel ?name ."
        " ?other hs:geoPrecision pr:country ; skos:prefLabel|skos:altLabel ?name ."
        " FILTER(STR(?one) < STR(?other)) }"
    )
    assert whole.select(question) == []
