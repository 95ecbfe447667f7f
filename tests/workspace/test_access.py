"""Who may do what to a workspace, and what it says of itself."""

import httpx
import pytest
from pyoxigraph import RdfFormat, parse
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from kg.api.middleware.gate import Gate
from tests.workspace.conftest import KEYS, bearer

pytestmark = pytest.mark.slow

G = "http://example.org/described"
TURTLE = {"Content-Type": "text/turtle"}


@pytest.mark.parametrize("address", ["/graphs", "/graph/a"])
def test_options_names_what_is_taken(http: httpx.Client, address: str) -> None:
    headers = http.options(address).headers
    assert headers["allow"] == "GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE"
    assert headers["accept-patch"] == "application/sparql-update"
    assert headers["accept-post"].endswith("application/n-quads, multipart/form-data")


@pytest.mark.parametrize(
    ("key", "reads", "writes"),
    [("curator", 200, 204), ("reader", 200, 403), ("researcher", 403, 403)],
)
def test_a_key_has_rights(
    http: httpx.Client, key: str, reads: int, writes: int
) -> None:
    url, headers = f"{http.base_url}/graphs?default", bearer(KEYS[key])
    assert httpx.get(url, headers=headers).status_code == reads
    put = httpx.put(url, headers={**headers, **TURTLE}, content="")
    assert put.status_code == writes
    form = {"update": "CLEAR SILENT GRAPH <a:none>"}
    sparql = httpx.post(f"{http.base_url}/sparql", data=form, headers=headers)
    assert sparql.status_code == writes


@pytest.mark.parametrize("given", ["", "Bearer kg_unknown", "Basic YTpi"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("GET", "/sparql?query=ASK{}"), ("GET", "/sparql"), ("POST", "/sparql")),
        *(("GET", "/graphs?default"), ("PUT", "/graphs?default"), ("GET", "/nothing")),
        *(("GET", "/graph/a"), ("DELETE", "/graph/a"), ("GET", "/.well-known/void")),
    ],
)
def test_nothing_is_told_without_a_key(
    http: httpx.Client, given: str, method: str, path: str
) -> None:
    headers = {"Authorization": given} if given else {}
    reply = httpx.request(method, f"{http.base_url}{path}", headers=headers)
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"].startswith("Bearer ")


def test_a_setting_lets_everybody_read() -> None:
    """Reading alone: whoever writes is asked for a key by what writes."""
    open_to_all = TestClient(Gate(PlainTextResponse("told"), to_all=True))
    assert open_to_all.get("/sparql").text == "told"


def test_a_date_is_too_coarse_to_ask_by() -> None:
    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        names = [name.decode() for name, _value in scope["headers"]]
        await PlainTextResponse(" ".join(names))(scope, receive, send)

    dated = {"If-Modified-Since": "Mon, 23 Nov 2026 00:00:00 GMT", "X-Other": "1"}
    names = TestClient(Gate(told, to_all=True)).get("/", headers=dated).text.split()
    assert "x-other" in names
    assert "if-modified-since" not in names


@pytest.mark.parametrize("path", ["/health", "/ready", "/metrics"])
def test_whether_it_runs_is_told_to_all(http: httpx.Client, path: str) -> None:
    assert httpx.get(f"{http.base_url}{path}").status_code == 200


def test_the_description_says_what_is_taken(http: httpx.Client) -> None:
    http.put("/graphs", params={"graph": G}, content="", headers=TURTLE)
    reply = http.get("/sparql", headers={"Accept": "application/n-triples"})
    sd = "http://www.w3.org/ns/sparql-service-description#"
    facts = {
        (quad.predicate.value.removeprefix(sd), quad.object.value)
        for quad in parse(reply.content, RdfFormat.N_TRIPLES)
        if quad.predicate.value.startswith(sd)
    }
    assert ("supportedLanguage", f"{sd}SPARQL11Update") in facts
    assert ("inputFormat", "http://www.w3.org/ns/formats/Turtle") in facts
    assert ("name", G) in facts


def test_the_openapi_document_describes_writing(http: httpx.Client) -> None:
    paths = http.get("/openapi.json").json()["paths"]
    assert sorted(paths["/graphs"]) == ["delete", "get", "patch", "post", "put"]
    assert sorted(paths["/graph/{name}"]) == ["delete", "get", "patch", "post", "put"]
    update = paths["/sparql"]["post"]
    assert "application/sparql-update" in update["requestBody"]["content"]
    described = {"204", "401", "403", "409", "412", "415", "422"}
    assert described <= set(paths["/graphs"]["put"]["responses"])
