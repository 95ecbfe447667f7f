"""The W3C's suites for the two protocols, whole: `pytest --w3c DIR`.

They are run against a workspace, which is written to.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from rdflib import Graph, Node
from rdflib.collection import Collection

from tests.api.test_w3c_protocol import CNT, HT, MF, Suite, build_request, expect
from tests.conformance.answers import read_answer
from tests.conformance.outcomes import PROTOCOLS
from tests.workspace.conftest import editing

pytestmark = pytest.mark.slow

STATUSES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
BASE = "https://w3id.org/hrsolidarity/graph/"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("protocols")
    with editing(folder, workspace_rules="off") as client:
        yield client


def test_keeps_the_protocol(suites: Path, client: httpx.Client) -> None:
    suite = read_suite(suites / "protocol" / "manifest.ttl")
    tests = list(cases(suite.manifest))
    fill(client, suite)
    faults = {
        name: fault
        for name, requests in tests
        if (fault := find_fault(suite.manifest, requests, client)) is not None
    }
    assert len(tests) == PROTOCOLS["protocol"].tests
    assert sorted(faults) == sorted(PROTOCOLS["protocol"].failed), faults


def fill(client: httpx.Client, suite: Suite) -> None:
    """Hold the graphs that the tests name."""
    text = " ".join(
        f"GRAPH {quad.graph_name} {{ {quad.triple} }}" for quad in suite.quads()
    )
    update(client, f"DROP ALL ; INSERT DATA {{ {text} }}")


def update(client: httpx.Client, text: str) -> None:
    reply = client.post("/sparql", data={"update": text})
    assert reply.status_code == 204, reply.text


def find_fault(graph: Graph, requests: Collection, client: httpx.Client) -> str | None:
    for request in requests:
        reply = client.send(build_request(graph, request, client))
        assert reply.status_code < 500, reply.text
        try:
            expect(graph, graph.value(request, HT.resp), reply)
        except AssertionError as error:
            return f"{reply.status_code}: {error}"
    return None


@pytest.mark.parametrize("way", ["direct", "indirect"])
def test_keeps_the_graph_store_protocol(
    way: str, suites: Path, client: httpx.Client
) -> None:
    manifest = suites / "graph-store-protocol" / f"manifest-{way}.ttl"
    graph = read_suite(manifest).manifest
    faults = {}
    for name, requests in cases(graph):
        update(client, "DROP ALL")
        fault = Exchange(graph, client).find_fault(requests)
        if fault is not None:
            faults[name] = fault
    known = PROTOCOLS["graph-store-protocol"].failed
    assert sorted(faults) == sorted(it for it in known if it.endswith(way)), faults


class Exchange:
    """The requests of one test, one after another, and what they have made known."""

    def __init__(self, graph: Graph, client: httpx.Client) -> None:
        self.graph = graph
        self.client = client
        self.location = ""

    def find_fault(self, requests: Collection) -> str | None:
        """Say what is wrong with the first answer that is not as expected."""
        for request in requests:
            fault = self._fault(request)
            if fault is not None:
                return fault
        return None

    def _fault(self, request: Node) -> str | None:
        response = self.graph.value(request, HT.resp)
        reply = self._ask(request)
        allowed = {
            STATUSES[str(status).rpartition("#")[2]]
            for status in self.graph.objects(response, MF.expectedStatus)
        }
        if reply.status_code not in allowed:
            return f"{reply.request.url}: {reply.status_code}: {reply.text}"
        if self.graph.value(response, MF.expectedLocation) is not None:
            self.location = reply.headers["location"]
        return self._content_fault(response, reply)

    def _ask(self, request: Node) -> httpx.Response:
        graph = self.graph
        address = at_ours(str(graph.value(request, HT.absolutePath)))
        content = str(graph.value(graph.value(request, HT.body), CNT.chars) or "")
        return self.client.request(
            str(graph.value(request, HT.methodName)),
            address.replace("$LOCATION$", self.location),
            content=content.encode(),
            headers=self._headers(request),
        )

    def _headers(self, node: Node | None) -> dict[str, str]:
        given = self.graph.value(node, HT.headers)
        fields = () if given is None else Collection(self.graph, given)
        return {
            str(self.graph.value(it, HT.fieldName)): str(
                self.graph.value(it, HT.fieldValue)
            )
            for it in fields
        }

    def _content_fault(
        self, response: Node | None, reply: httpx.Response
    ) -> str | None:
        for name, value in self._headers(response).items():
            if reply.headers[name] != value:
                return f"{name}: {reply.headers[name]}"
        body = self.graph.value(response, HT.body)
        if body is None:
            return None
        expected = str(self.graph.value(body, CNT.chars)).encode()
        given = read_answer(reply.content, "ttl", BASE)
        right = given == read_answer(expected, "ttl", BASE)
        return None if right else reply.text


def test_every_test_of_the_graph_store_protocol_is_run(suites: Path) -> None:
    folder = suites / "graph-store-protocol"
    manifests = [
        read_suite(folder / f"manifest-{way}.ttl").manifest
        for way in ("direct", "indirect")
    ]
    found = sum(len(list(cases(graph))) for graph in manifests)
    assert found == PROTOCOLS["graph-store-protocol"].tests


def at_ours(address: str) -> str:
    """Translate an address of the suite: graphs by IRI, or by their own address."""
    parts = urlsplit(address)
    path = parts.path.removeprefix("/gsp")
    ours = f"/graph{path}" if path else "/graphs"
    return f"{ours}?{parts.query}" if parts.query else ours


def cases(graph: Graph) -> Iterator[tuple[str, Collection]]:
    """Yield the name and the requests of every test."""
    (entries,) = graph.objects(None, MF.entries)
    for test in Collection(graph, entries):
        requests = graph.value(graph.value(test, MF.action), HT.requests)
        assert requests is not None
        yield str(test).rpartition("#")[2], Collection(graph, requests)


def read_suite(manifest: Path) -> Suite:
    return Suite(Graph().parse(manifest, format="turtle"), manifest.parent)
