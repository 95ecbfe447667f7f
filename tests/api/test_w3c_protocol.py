"""The W3C's SPARQL 1.1 Protocol suite, its queries: `pytest --w3c DIR`.

Its updates are not run: a release is read-only, and refuses every one of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib import RDF, Graph, Namespace, Node, URIRef
from rdflib.collection import Collection

from kg.publishing.release import switch
from kg.rdf.formats import Kind, by_media_type
from tests.api.conftest import make_release, serving

pytestmark = pytest.mark.slow

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")

QUERIES = [
    "query_post_form",
    "query_dataset_default_graphs_get",
    "query_dataset_default_graphs_post",
    "query_dataset_named_graphs_post",
    "query_dataset_named_graphs_get",
    "query_dataset_full",
    "query_multiple_dataset",
    "query_get",
    "query_content_type_select",
    "query_content_type_ask",
    "query_content_type_describe",
    "query_content_type_construct",
    "query_post_direct",
    "bad_query_method",
    "bad_multiple_queries",
    "bad_query_wrong_media_type",
    "bad_query_missing_form_type",
    "bad_query_missing_direct_type",
    "bad_query_non_utf8",
    "bad_query_syntax",
    "bad_update_get",
]

HOLDS = {"boolean": Kind.BOOLEAN, "tabular": Kind.BINDINGS, "RDF": Kind.GRAPH}


@dataclass(frozen=True)
class Suite:
    manifest: Graph
    folder: Path

    def test(self, name: str) -> Node:
        (found,) = (
            test
            for test in self.manifest.subjects(RDF.type, MF.ProtocolTest)
            if str(test).endswith(f"#{name}")
        )
        return found

    def quads(self) -> Iterator[Quad]:
        """Yield the graphs that the tests name; the same name is the same graph."""
        for entry in set(self.manifest.objects(None, UT.graphData)):
            name = NamedNode(str(self.manifest.value(entry, LABEL)))
            file = str(self.manifest.value(entry, UT.graph)).rpartition("/")[2]
            for quad in parse(path=self.folder / file, format=RdfFormat.N_TRIPLES):
                yield Quad(quad.subject, quad.predicate, quad.object, name)


@pytest.fixture(scope="module")
def suite(pytestconfig: pytest.Config) -> Suite:
    folder: Path | None = pytestconfig.getoption("--w3c", default=None)
    if folder is None:
        pytest.skip("no copy of the W3C's suites given: pytest --w3c DIR")
    manifest = folder / "protocol" / "manifest.ttl"
    return Suite(Graph().parse(manifest, format="turtle"), manifest.parent)


@pytest.fixture(scope="module")
def http(
    suite: Suite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    build = tmp_path_factory.mktemp("build")
    switch(build, make_release(build, "suite", suite.quads()))
    with serving(build) as server, httpx.Client(base_url=server.url) as client:
        yield client


@pytest.mark.parametrize("name", QUERIES)
def test_keeps_the_protocol(name: str, suite: Suite, http: httpx.Client) -> None:
    graph = suite.manifest
    action = graph.value(suite.test(name), MF.action)
    requests = graph.value(action, HT.requests)
    assert requests is not None
    for request in Collection(graph, requests):
        reply = http.send(build_request(graph, request, http))
        expect(graph, graph.value(request, HT.resp), reply)


def build_request(graph: Graph, request: Node, http: httpx.Client) -> httpx.Request:
    path = urlsplit(str(graph.value(request, HT.absolutePath)))
    headers = {}
    if (given := graph.value(request, HT.headers)) is not None:
        for header in Collection(graph, given):
            name = str(graph.value(header, HT.fieldName))
            headers[name] = str(graph.value(header, HT.fieldValue))
    body = graph.value(request, HT.body)
    content = None
    if body is not None:
        encoding = str(graph.value(body, CNT.characterEncoding) or "utf-8")
        content = str(graph.value(body, CNT.chars)).encode(encoding)
    url = "/sparql" + (f"?{path.query}" if path.query else "")
    method = str(graph.value(request, HT.methodName))
    return http.build_request(method, url, headers=headers, content=content)


def expect(graph: Graph, response: Node | None, reply: httpx.Response) -> None:
    allowed = {
        str(status).rpartition("StatusCode")[2][0]
        for status in graph.objects(response, MF.expectedStatus)
    }
    assert str(reply.status_code)[0] in allowed, reply.text
    expected = graph.value(response, MF.expectedFormat)
    if expected is not None:
        kind = HOLDS[str(expected)]
        written = by_media_type(reply.headers["content-type"])
        assert written is not None
        assert kind in written.holds
    truth = graph.value(response, MF.expectedBoolean)
    if truth is not None:
        assert reply.json()["boolean"] is truth.toPython()  # type: ignore[attr-defined]
