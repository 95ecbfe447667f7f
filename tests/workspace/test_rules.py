"""A workspace whose writes have to keep the rules of the project."""

from collections.abc import Iterator

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from tests.api.conftest import ROOT
from tests.workspace.conftest import editing

pytestmark = pytest.mark.slow

EXAMPLES = ROOT / "ontology" / "examples"
TURTLE = {"Content-Type": "text/turtle"}
G = {"graph": "https://w3id.org/hrsolidarity/graph/workspace/examples"}
SHAPE = "https://w3id.org/hrsolidarity/shapes#AgentShape-contact"
FOCUS = "https://w3id.org/hrsolidarity/id/person/b4k7q2"

ABOUT = b"""
@prefix ac: <https://w3id.org/hrsolidarity/vocab/access/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix hs: <https://w3id.org/hrsolidarity/ontology#> .
@prefix pav: <http://purl.org/pav/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<> a hs:CuratedGraph ;
    hs:access ac:partner ;
    hs:licenceStatus "not for others yet" ;
    pav:version "1" ;
    prov:generatedAtTime "2026-11-23T00:00:00Z"^^xsd:dateTime ;
    dct:title "Examples"@en .
"""


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with editing(tmp_path_factory.mktemp("ruled")) as client:
        sound = ABOUT + (EXAMPLES / "background.ttl").read_bytes()
        reply = client.put("/graphs", params=G, content=sound, headers=TURTLE)
        assert reply.status_code == 201, reply.text
        yield client


def unsound() -> bytes:
    return (EXAMPLES / "invalid" / "AgentShape-contact.ttl").read_bytes()


def test_a_write_that_breaks_a_rule_is_refused_with_the_findings(
    http: httpx.Client,
) -> None:
    before = http.get("/graphs", params={**G, "format": "nt"})
    reply = http.post("/graphs", params=G, content=unsound(), headers=TURTLE)
    assert reply.status_code == 422
    problem = reply.json()
    assert problem["type"].endswith("problems#rules-broken")
    assert problem["counts"]["violation"] == 1
    (finding,) = (it for it in problem["findings"] if it["severity"] == "Violation")
    assert finding["shape"] == SHAPE
    assert finding["focus"] == f"<{FOCUS}>"
    assert finding["path"] is not None
    assert finding["message"]
    after = http.get("/graphs", params={**G, "format": "nt"})
    assert after.headers["x-release"] == before.headers["x-release"]
    assert after.text == before.text


def test_the_report_comes_as_shacl_too(http: httpx.Client) -> None:
    accept = {**TURTLE, "Accept": "text/turtle"}
    reply = http.post("/graphs", params=G, content=unsound(), headers=accept)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "text/turtle; charset=utf-8"
    sh = "http://www.w3.org/ns/shacl#"
    facts = {
        (quad.predicate, quad.object) for quad in parse(reply.content, RdfFormat.TURTLE)
    }
    assert (NamedNode(f"{sh}sourceShape"), NamedNode(SHAPE)) in facts
    assert (NamedNode(f"{sh}focusNode"), NamedNode(FOCUS)) in facts


def test_an_update_keeps_the_rules_too(http: httpx.Client) -> None:
    lines = [str(quad.triple) for quad in parse(unsound(), RdfFormat.TURTLE)]
    text = f"INSERT DATA {{ GRAPH <{G['graph']}> {{ {' . '.join(lines)} }} }}"
    assert http.post("/sparql", data={"update": text}).status_code == 422
    harmless = "CREATE GRAPH <http://example.org/new>"
    assert http.post("/sparql", data={"update": harmless}).status_code == 204
