"""The Graph Store Protocol over real HTTP: graphs are read, and never written."""

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from tests.api.conftest import PEOPLE

pytestmark = pytest.mark.slow

G1 = "http://example.org/g1"
STATEMENT = '<http://example.org/g1/s> <http://example.org/name> "g1" .\n'


def test_gives_a_graph_by_its_iri(http: httpx.Client) -> None:
    reply = http.get(
        "/graphs", params={"graph": G1}, headers={"Accept": "application/n-triples"}
    )
    assert reply.status_code == 200
    assert reply.text == STATEMENT
    assert reply.headers["x-release"] == "first"
    assert reply.headers["link"] == f'<{G1}>; rel="describes"'
    assert "Accept" in reply.headers["vary"]


@pytest.mark.parametrize("address", ["/graphs?default", "/graphs?default="])
def test_gives_the_default_graph_whole(http: httpx.Client, address: str) -> None:
    reply = http.get(address, headers={"Accept": "application/n-triples"})
    assert reply.text.count("\n") == PEOPLE
    assert "link" not in reply.headers


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("turtle", "text/turtle; charset=utf-8"),
        ("jsonld", "application/ld+json"),
        ("ntriples", "application/n-triples"),
        ("rdfxml", "application/rdf+xml"),
        ("trig", "application/trig"),
        ("nquads", "application/n-quads"),
    ],
)
def test_gives_a_graph_in_every_format(
    http: httpx.Client, name: str, media_type: str
) -> None:
    essence = media_type.partition(";")[0]
    accepted = http.get(
        "/graphs", params={"graph": G1}, headers={"Accept": f"image/png, {essence}"}
    )
    named = http.get(
        "/graphs",
        params={"graph": G1, "format": name},
        headers={"Accept": "text/html"},
    )
    assert accepted.headers["content-type"] == media_type
    assert named.headers["content-type"] == media_type
    assert accepted.content == named.content
    form = RdfFormat.from_media_type(essence)
    (quad,) = parse(accepted.content, form)
    assert f"{quad.triple} .\n" == STATEMENT


@pytest.mark.parametrize(
    ("address", "location"),
    [
        pytest.param("/graphs?default", "/graphs?default&format=turtle", id="default"),
        pytest.param(
            f"/graphs?graph={G1}&format=nt",
            "/graphs?graph=http%3A%2F%2Fexample.org%2Fg1&format=ntriples",
            id="named",
        ),
    ],
)
def test_content_location_is_the_graph_in_this_format(
    http: httpx.Client, address: str, location: str
) -> None:
    reply = http.get(address)
    assert reply.headers["content-location"] == location
    there = http.get(location, headers={"Accept": "application/rdf+xml"})
    assert there.content == reply.content


def test_turtle_is_given_to_those_who_do_not_choose(http: httpx.Client) -> None:
    reply = http.get("/graphs", params={"graph": G1})
    assert reply.headers["content-type"] == "text/turtle; charset=utf-8"


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        pytest.param("/graphs", 400, "request", id="no-graph"),
        pytest.param(f"/graphs?default&graph={G1}", 400, "request", id="both"),
        pytest.param(f"/graphs?graph={G1}&graph={G1}", 400, "request", id="two"),
        pytest.param("/graphs?graph=g1", 400, "unexpected-value", id="relative"),
        pytest.param("/graphs?graph=%FF", 400, "request", id="not-utf-8"),
        pytest.param(
            "/graphs?default&format=pdf", 400, "unexpected-value", id="format"
        ),
        pytest.param(
            "/graphs?graph=http://example.org/g3", 404, "not-in-graph", id="unknown"
        ),
        pytest.param(
            "/graphs?default&format=csv", 406, "not-acceptable", id="for-tables"
        ),
    ],
)
def test_what_is_wrong_has_its_status(
    http: httpx.Client, address: str, status: int, kind: str
) -> None:
    reply = http.get(address)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["type"].endswith(f"problems#{kind}")
    assert http.head(address).status_code == status


def test_accepting_no_graph_is_not_acceptable(http: httpx.Client) -> None:
    reply = http.get("/graphs?default", headers={"Accept": "text/csv"})
    assert reply.status_code == 406


def test_an_iri_may_be_percent_encoded(http: httpx.Client) -> None:
    reply = http.get("/graphs?graph=http%3A%2F%2Fexample.org%2Fg1&format=nt")
    assert reply.text == STATEMENT


def test_head_is_get_without_the_graph(http: httpx.Client) -> None:
    head = http.head("/graphs?default", headers={"Accept-Encoding": "identity"})
    assert head.status_code == 200
    assert head.content == b""
    get = http.get("/graphs?default", headers={"Accept-Encoding": "identity"})
    assert head.headers["etag"] == get.headers["etag"]


def test_a_graph_the_client_has_is_not_sent_again(http: httpx.Client) -> None:
    first = http.get("/graphs", params={"graph": G1})
    again = {"If-None-Match": first.headers["etag"]}
    assert http.get("/graphs", params={"graph": G1}, headers=again).status_code == 304
    assert http.get("/graphs?default", headers=again).status_code == 200
    other = http.get("/graphs", params={"graph": G1, "format": "nt"}, headers=again)
    assert other.status_code == 200


@pytest.mark.parametrize("address", ["/graphs?default", "/graphs", "/graph/editorial"])
@pytest.mark.parametrize("method", ["PUT", "POST", "PATCH", "DELETE"])
def test_writing_is_refused(http: httpx.Client, method: str, address: str) -> None:
    reply = http.request(method, address, content=STATEMENT)
    assert reply.status_code == 403
    problem = reply.json()
    assert problem["type"].endswith("problems#read-only")
    assert "read-only" in problem["detail"]
    assert "workspace" in problem["hint"]


@pytest.mark.parametrize("address", ["/graphs", "/graph/editorial"])
def test_options_names_the_methods(http: httpx.Client, address: str) -> None:
    reply = http.options(address)
    assert reply.status_code == 204
    assert reply.headers["allow"] == "GET, HEAD, OPTIONS"


def test_the_openapi_document_describes_reading(http: httpx.Client) -> None:
    operations = http.get("/openapi.json").json()["paths"]["/graphs"]
    assert sorted(operations) == ["get"]
    names = [parameter["name"] for parameter in operations["get"]["parameters"]]
    assert names == ["default", "graph", "format", "release"]
