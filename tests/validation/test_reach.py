"""Which predicates a store must have for queries, and when it must have all."""

import pytest

from kg.validation.background import Background
from kg.validation.engine import judge
from kg.validation.queries.reach import reached
from kg.validation.shapes import Shapes
from tests.validation.test_parity import PARTS

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.mark.parametrize(
    ("query", "predicates"),
    [
        ("ASK { ?s <urn:p> ?o }", ["urn:p"]),
        (
            "PREFIX ex: <urn:> ASK { ?s ex:p/^ex:q* ?o ; ex:r\\-s 1 }",
            ["urn:p", "urn:q", "urn:r-s"],
        ),
        ("ASK { ?s a <urn:C> . ?t <urn:p> ?s FILTER (?s != ?t) }", ["urn:C", "urn:p"]),
        ("ASK { FILTER NOT EXISTS { ?s <urn:p> ?o } FILTER (!BOUND(?x)) }", ["urn:p"]),
    ],
)
def test_names_what_a_query_asks_for(query: str, predicates: list[str]) -> None:
    found = reached([query])
    assert found is not None
    named = {it.value for it in found} - {"urn:"}  # the prefix's own IRI does no harm
    assert sorted(named - {TYPE}) == predicates
    assert TYPE in named


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p ?o }",
        "ASK { <urn:s> ?p 1 }",
        "ASK { ?s <urn:p> ?x ; ?p ?o }",
        "ASK { ?s a <urn:C> ; ?p ?o }",
        "ASK { [ <urn:p> 1 ] ?p ?o }",
        "ASK { ?s ?p [] }",
        "ASK { ?s ?p true }",
        "ASK { ?s !<urn:p> ?o }",
        "ASK { ?s !(<urn:p>|^<urn:q>) ?o }",
        "ASK { ?s <urn:p> 1 } # nothing\n ASK { GRAPH ?g { ?s ?p 'x' } }",
    ],
)
def test_gives_up_where_any_predicate_may_be_asked_for(query: str) -> None:
    assert reached([query]) is None


def test_our_own_rules_find_the_same_in_what_they_reach(
    shapes: Shapes, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    quads = [quad for part in PARTS.values() for quad in part]
    found = set(judge(background.columns(quads), shapes, background, repeated=False))
    monkeypatch.setattr("kg.validation.background.LENT", 0)
    again = set(judge(background.columns(quads), shapes, background, repeated=False))
    assert len(found) > 300
    assert again == found
