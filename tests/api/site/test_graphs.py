"""A graph at its own address: what a page, a suffix or `format=` gives."""

import httpx
import pytest
from pyoxigraph import DefaultGraph, RdfFormat, parse

GRAPH = "https://w3id.org/hrsolidarity/graph/authority"


def triples(reply: httpx.Response) -> set[str]:
    form = RdfFormat.from_media_type(reply.headers["content-type"])
    return {str(quad.triple) for quad in parse(reply.content, form)}


@pytest.mark.slow
class TestDirectIdentification:
    @pytest.mark.parametrize(
        "address",
        [
            "/graph/authority.ttl",
            "/graph/authority.trig",
            "/graph/authority.nq",
            "/graph/authority?format=rdfxml",
            "/graph/authority?format=jsonld",
        ],
    )
    def test_is_the_same_graph_as_by_its_iri(
        self, site: httpx.Client, address: str
    ) -> None:
        indirect = site.get("/graphs", params={"graph": GRAPH, "format": "ntriples"})
        direct = site.get(address)
        assert indirect.status_code == direct.status_code == 200
        assert triples(direct) == triples(indirect)

    def test_format_is_stronger_than_a_browser(self, site: httpx.Client) -> None:
        headers = {"Accept": "text/html"}
        reply = site.get("/graph/authority?format=nt", headers=headers)
        assert reply.headers["content-type"] == "application/n-triples"

    def test_a_graph_that_is_not_there_is_not_found(self, site: httpx.Client) -> None:
        for address in ("/graph/nowhere", f"/graphs?graph={GRAPH}/nowhere"):
            assert site.get(address).status_code == 404
            assert site.head(address).status_code == 404
            assert site.request("PUT", address).status_code == 403

    def test_the_merged_graph_has_no_triple_twice(self, site: httpx.Client) -> None:
        reply = site.get("/graphs?default&format=nt")
        lines = reply.text.splitlines()
        assert len(lines) == len(set(lines))
        assert triples(site.get("/graph/authority.nt")) <= triples(reply)

    @pytest.mark.parametrize("suffix", ["trig", "nq"])
    def test_is_one_graph_that_its_address_names(
        self, site: httpx.Client, suffix: str
    ) -> None:
        """It can be written back under another name: the protocol reads a graph."""
        reply = site.get(f"/graph/authority.{suffix}")
        form = RdfFormat.from_media_type(reply.headers["content-type"])
        graphs = {quad.graph_name for quad in parse(reply.content, form)}
        assert graphs == {DefaultGraph()}
        assert reply.headers["link"] == f'<{GRAPH}>; rel="describes"'
