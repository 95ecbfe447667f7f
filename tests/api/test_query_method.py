"""The HTTP method QUERY: a question in a body, as safe as GET."""

import httpx
import pytest

pytestmark = pytest.mark.slow

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
DIRECT = {"Content-Type": "application/sparql-query", "Accept": "text/csv"}


def test_a_question_stands_in_the_body(http: httpx.Client) -> None:
    reply = http.request("QUERY", "/sparql", content=COUNT, headers=DIRECT)
    assert reply.text == "n\r\n3000\r\n"


def test_a_form_is_taken_too(http: httpx.Client) -> None:
    headers = {"Accept": "text/csv"}
    reply = http.request("QUERY", "/sparql", data={"query": COUNT}, headers=headers)
    assert reply.text == "n\r\n3000\r\n"


def test_graphs_are_named_in_the_address(http: httpx.Client) -> None:
    address = "/sparql?default-graph-uri=http://example.org/g1"
    reply = http.request("QUERY", address, content=COUNT, headers=DIRECT)
    assert reply.text == "n\r\n1\r\n"


def test_the_same_question_is_answered_once(http: httpx.Client) -> None:
    first = http.request("QUERY", "/sparql", content=COUNT, headers=DIRECT)
    again = {**DIRECT, "If-None-Match": first.headers["etag"]}
    second = http.request("QUERY", "/sparql", content=COUNT, headers=again)
    assert second.status_code == 304
    other = http.request("QUERY", "/sparql", content="ASK {}", headers=again)
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("media_type", "content", "status"),
    [
        pytest.param("application/sparql-update", "DROP ALL", 403, id="update"),
        pytest.param("application/sparql-query", "DROP ALL", 403, id="disguised"),
        pytest.param("application/sparql-query", "SELECT", 400, id="syntax"),
        pytest.param("text/plain", COUNT, 415, id="media-type"),
    ],
)
def test_what_is_wrong_has_its_status(
    http: httpx.Client, media_type: str, content: str, status: int
) -> None:
    headers = {"Content-Type": media_type}
    reply = http.request("QUERY", "/sparql", content=content, headers=headers)
    assert reply.status_code == status


def test_an_update_is_told_where_it_could_be_made(http: httpx.Client) -> None:
    reply = http.post("/sparql", data={"update": "DROP ALL"})
    assert reply.status_code == 403
    assert "workspace" in reply.json()["detail"]


def test_options_names_what_a_body_may_be(http: httpx.Client) -> None:
    headers = http.options("/sparql").headers
    assert headers["accept-query"] == (
        "application/sparql-query, application/x-www-form-urlencoded"
    )


def test_scripts_of_other_origins_may_use_it(http: httpx.Client) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "QUERY",
        "Access-Control-Request-Headers": "content-type",
    }
    reply = http.options("/sparql", headers=asked)
    assert reply.status_code == 200
    assert "QUERY" in reply.headers["access-control-allow-methods"]
