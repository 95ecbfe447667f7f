"""The W3C's suite for service descriptions: three tests, given in prose."""

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from tests.api.conftest import Server

pytestmark = pytest.mark.slow

SD = "http://www.w3.org/ns/sparql-service-description#"
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DOMAINS = {
    "endpoint": "Service",
    "supportedLanguage": "Service",
    "resultFormat": "Service",
    "inputFormat": "Service",
    "feature": "Service",
    "languageExtension": "Service",
    "propertyFeature": "Service",
    "extensionAggregate": "Service",
    "extensionFunction": "Service",
    "defaultEntailmentRegime": "Service",
    "defaultDataset": "Service",
    "availableGraphs": "Service",
    "defaultGraph": "Dataset",
    "namedGraph": "Dataset",
    "name": "NamedGraph",
    "graph": "NamedGraph",
}
"""The properties of the vocabulary that may be used, each with what has it."""


@pytest.fixture(scope="module")
def described(http: httpx.Client) -> list[Quad]:
    reply = http.get("/sparql", headers={"Accept": "application/n-triples"})
    assert reply.status_code == 200
    return list(parse(reply.content, RdfFormat.N_TRIPLES))


def types(described: list[Quad], subject: object) -> set[str]:
    return {
        quad.object.value.removeprefix(SD)
        for quad in described
        if quad.subject == subject and quad.predicate == RDF_TYPE
        if isinstance(quad.object, NamedNode)
    }


def test_returns_rdf(http: httpx.Client) -> None:
    reply = http.get("/sparql")
    media_type = reply.headers["content-type"].partition(";")[0]
    form = RdfFormat.from_media_type(media_type)
    assert form is not None
    assert list(parse(reply.content, form))


def test_has_endpoint_triple(described: list[Quad], server: Server) -> None:
    endpoints = [
        quad.object for quad in described if quad.predicate.value == f"{SD}endpoint"
    ]
    assert endpoints == [NamedNode(server.endpoint)]


def test_conforms_to_schema(described: list[Quad]) -> None:
    used = [quad for quad in described if quad.predicate.value.startswith(SD)]
    assert used
    for quad in used:
        domain = DOMAINS[quad.predicate.value.removeprefix(SD)]
        assert domain in types(described, quad.subject), quad
