"""The W3C's suites for the two protocols, whole: `pytest --w3c DIR`.

Tests that write fail, since a release refuses it; they are known by name.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from rdflib import Graph, Node
from rdflib.collection import Collection

from kg.publishing.release import switch
from tests.api.conftest import make_release, serving
from tests.api.test_w3c_protocol import CNT, HT, MF, Suite, build_request, expect
from tests.conformance.outcomes import PROTOCOLS

pytestmark = pytest.mark.slow

STATUSES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}


def test_the_protocol_fails_where_it_updates(suites: Path, tmp_path: Path) -> None:
    suite = read_suite(suites / "protocol" / "manifest.ttl")
    switch(tmp_path, make_release(tmp_path, "suite", suite.quads()))
    with serving(tmp_path) as server, httpx.Client(base_url=server.url) as client:
        failed = {
            name
            for name, requests in cases(suite.manifest)
            if not all(keeps(suite.manifest, request, client) for request in requests)
        }
    assert sorted(failed) == sorted(PROTOCOLS["protocol"].failed)


def keeps(graph: Graph, request: Node, client: httpx.Client) -> bool:
    reply = client.send(build_request(graph, request, client))
    assert reply.status_code < 500
    try:
        expect(graph, graph.value(request, HT.resp), reply)
    except AssertionError:
        return False
    return True


def test_the_graph_store_protocol_fails_where_it_writes(
    suites: Path, tmp_path: Path
) -> None:
    folder = suites / "graph-store-protocol"
    graphs = [
        read_suite(folder / f"manifest-{way}.ttl").manifest
        for way in ("direct", "indirect")
    ]
    switch(tmp_path, make_release(tmp_path, "suite", ()))
    with serving(tmp_path) as server, httpx.Client(base_url=server.url) as client:
        failed = {
            name
            for graph in graphs
            for name, requests in cases(graph)
            if not all(is_as_expected(graph, request, client) for request in requests)
        }
    assert sum(len(list(cases(graph))) for graph in graphs) == 13
    assert sorted(failed) == sorted(PROTOCOLS["graph-store-protocol"].failed)


def is_as_expected(graph: Graph, request: Node, client: httpx.Client) -> bool:
    method = str(graph.value(request, HT.methodName))
    address = at_ours(str(graph.value(request, HT.absolutePath)))
    content = str(graph.value(graph.value(request, HT.body), CNT.chars) or "")
    reply = client.request(method, address, content=content.encode())
    writes = method not in ("GET", "HEAD")
    assert reply.status_code == 403 if writes else reply.status_code < 500
    statuses = graph.objects(graph.value(request, HT.resp), MF.expectedStatus)
    allowed = {STATUSES[str(status).rpartition("#")[2]] for status in statuses}
    return reply.status_code in allowed


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
