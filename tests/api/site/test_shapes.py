"""The rules, for people and for programs."""

import httpx
import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse

from kg.rdf.namespaces import BASE
from kg.rdf.terms import SH
from tests.api.site.conftest import BROWSER

RULE = NamedNode(f"{BASE}shapes#EventShape-label")
ENGLISH = "An event has a name in English."


@pytest.mark.parametrize(
    ("languages", "message"),
    [
        pytest.param("en", ENGLISH, id="english"),
        pytest.param("nb", "En hendelse har et navn på engelsk.", id="norwegian"),
    ],
)
def test_the_iri_of_a_rule_leads_to_what_it_says(
    site: httpx.Client, languages: str, message: str
) -> None:
    headers = {"Accept": BROWSER, "Accept-Language": languages}
    answer = site.get("/shapes", headers=headers)

    assert answer.status_code == 200
    _before, _id, after = answer.text.partition('id="EventShape-label"')
    entry = after.partition("</div>")[0]
    assert message in entry
    assert "Violation" in entry


@pytest.mark.parametrize(
    ("address", "accept", "form"),
    [
        pytest.param("/shapes", "text/turtle", RdfFormat.TURTLE, id="accepted"),
        pytest.param("/shapes.ttl", "*/*", RdfFormat.TURTLE, id="turtle"),
        pytest.param("/shapes.nt", "*/*", RdfFormat.N_TRIPLES, id="n-triples"),
        pytest.param("/shapes.jsonld", "*/*", RdfFormat.JSON_LD, id="json-ld"),
        pytest.param("/shapes.rdf", "*/*", RdfFormat.RDF_XML, id="rdf-xml"),
    ],
)
def test_programs_get_shacl_in_every_format(
    site: httpx.Client, address: str, accept: str, form: RdfFormat
) -> None:
    answer = site.get(address, headers={"Accept": accept})

    assert answer.status_code == 200
    messages = {
        quad.object.value
        for quad in parse(answer.content, format=form)
        if quad.subject == RULE and quad.predicate == SH.message
    }
    assert any(message.startswith(ENGLISH) for message in messages)


def test_the_same_bytes_come_each_time(site: httpx.Client) -> None:
    first = site.get("/shapes.nt")
    assert first.content == site.get("/shapes.nt").content
    again = site.get("/shapes.nt", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_a_release_without_rules_says_so(http: httpx.Client) -> None:
    answer = http.get("/shapes.ttl")

    assert answer.status_code == 404
    assert answer.json()["detail"] == "this release does not hold its rules"


@pytest.mark.parametrize(
    ("suffix", "form"), [("trig", RdfFormat.TRIG), ("nq", RdfFormat.N_QUADS)]
)
def test_formats_with_graphs_name_that_of_the_rules(
    site: httpx.Client, suffix: str, form: RdfFormat
) -> None:
    quads = list(parse(site.get(f"/shapes.{suffix}").content, format=form))
    by_graph = {
        graph: {str(it.predicate) for it in quads if it.graph_name == graph}
        for graph in {it.graph_name for it in quads}
    }
    shapes = NamedNode("https://w3id.org/hrsolidarity/shapes")
    assert set(by_graph) == {DefaultGraph(), shapes}
    assert by_graph[shapes] == by_graph[DefaultGraph()]
