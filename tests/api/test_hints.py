"""Hints on queries: asked for, with what takes too much, and in the editor."""

from collections.abc import Iterator

import httpx
import pytest

from kg.publishing.release import Release
from kg.rdf.namespaces import PREFIXES
from tests.api.conftest import Server, serving

TYPO = f"PREFIX hs: <{PREFIXES['hs']}>\nSELECT ?s {{ ?s hs:Støttespiler ?o }}"
RIGHT = f"PREFIX hs: <{PREFIXES['hs']}>\nSELECT ?s {{ ?s hs:supporter ?o }}"
HINT = {
    "code": "unknown-property",
    "severity": "warning",
    "line": 2,
    "column": 16,
    "message": "there is no property hs:Støttespiler here",
    "suggestion": "perhaps hs:supporter",
}


@pytest.fixture(scope="module")
def server(release: Release) -> Iterator[Server]:
    """The project's own release, served with little patience."""
    with serving(release.path.parents[1], query_seconds=1, max_joined=8) as running:
        yield running


@pytest.fixture(scope="module")
def http(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=60) as client:
        yield client


def test_hints_are_told_without_running(release: Release, http: httpx.Client) -> None:
    reply = http.get("/sparql/hints", params={"query": TYPO})
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json"
    assert reply.headers["x-release"] == release.version
    assert reply.json() == {"release": release.version, "hints": [HINT]}


def test_a_query_may_come_in_a_body(http: httpx.Client) -> None:
    direct = {"Content-Type": "application/sparql-query"}
    reply = http.post("/sparql/hints", content=TYPO.encode(), headers=direct)
    assert reply.json()["hints"] == [HINT]
    reply = http.post("/sparql/hints", data={"query": RIGHT})
    assert reply.json()["hints"] == []


def test_hints_of_a_release_stay_what_they_are(http: httpx.Client) -> None:
    reply = http.get("/sparql/hints", params={"query": TYPO})
    again = {"If-None-Match": reply.headers["etag"]}
    reply = http.get("/sparql/hints", params={"query": TYPO}, headers=again)
    assert reply.status_code == 304


def test_hints_are_of_the_release_that_is_asked_for(
    release: Release, http: httpx.Client
) -> None:
    asked = {"query": TYPO, "release": release.version}
    reply = http.get("/sparql/hints", params=asked)
    assert reply.json() == {"release": release.version, "hints": [HINT]}
    assert "immutable" in reply.headers["cache-control"]
    reply = http.get("/sparql/hints", params={**asked, "release": "no-such"})
    assert reply.status_code == 404


def test_an_answer_says_where_help_is(http: httpx.Client) -> None:
    reply = http.get("/sparql", params={"query": RIGHT})
    assert reply.links["help"]["url"] == "/sparql/hints"


@pytest.mark.parametrize("query", ["", "SELECT * {", "DROP ALL", "{" * 9000, "\x00"])
def test_any_text_has_hints_or_none(http: httpx.Client, query: str) -> None:
    reply = http.get("/sparql/hints", params={"query": query})
    assert (reply.status_code, reply.json()["hints"]) == (200, [])


def test_without_a_query_there_is_nothing_to_say(http: httpx.Client) -> None:
    reply = http.get("/sparql/hints")
    assert (reply.status_code, reply.json()["title"]) == (400, "Bad Request")


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        pytest.param(
            "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
            504,
            "cartesian-product",
            id="late",
        ),
        pytest.param(
            f"{TYPO.rstrip('}')} {'. ?s ?p ?o ' * 9}}}", 422, HINT["code"], id="complex"
        ),
    ],
)
def test_what_takes_too_much_is_told_what_is_doubtful(
    http: httpx.Client, query: str, status: int, code: str
) -> None:
    reply = http.get("/sparql", params={"query": query})
    assert reply.status_code == status
    assert code in [hint["code"] for hint in reply.json()["hints"]]


def test_the_editor_shows_hints_below_the_query(http: httpx.Client) -> None:
    html = {"Accept": "text/html"}
    page = http.get("/sparql", params={"query": TYPO}, headers=html)
    assert "Worth a look" in page.text
    assert "there is no property hs:Støttespiler here." in page.text
    assert "Perhaps hs:supporter." in page.text
    page = http.get("/sparql", params={"query": RIGHT}, headers=html)
    assert "Worth a look" not in page.text


def test_the_editor_checks_without_running(http: httpx.Client) -> None:
    html = {"Accept": "text/html"}
    endless = "SELECT * { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }"
    asked = {"query": endless, "check": "only", "format": "csv"}
    page = http.get("/sparql", params=asked, headers=html)
    assert page.status_code == 200
    assert "nothing connects" in page.text
    page = http.get("/sparql", params={"query": RIGHT, "check": "only"}, headers=html)
    assert "Nothing in this query looks doubtful." in page.text
    assert "Answered from release" not in page.text


def test_an_example_is_put_into_the_editor(http: httpx.Client) -> None:
    html = {"Accept": "text/html"}
    page = http.get("/sparql", params={"example": "timeline"}, headers=html)
    assert '<option value="timeline" selected>' in page.text
    text = page.text.partition("<textarea")[2].partition("</textarea>")[0]
    assert "hs:judgedTime" in text
    assert "Answered from release" not in page.text
    other = http.get("/sparql", params={"example": "no-such"}, headers=html)
    assert "?event a hs:Event" in other.text
