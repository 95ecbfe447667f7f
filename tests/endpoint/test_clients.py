"""The clients that people have, against the service as it is run."""

import functools
import http.server
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import rdflib
import SPARQLWrapper
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.endpoint.conftest import COUNT, Service
from tests.programs import find_program

pytestmark = pytest.mark.slow

E = "http://example.org/"
NAME = rdflib.URIRef(f"{E}name")
PERSON = rdflib.URIRef(f"{E}person/0")
LABEL = rdflib.Literal("Person 0 «é»", lang="nb")
ONE = f"SELECT ?n {{ <{E}person/0> <{E}name> ?n }}"
ASK = f"ASK {{ <{E}person/0> ?p ?o }}"
CONSTRUCT = (
    f"CONSTRUCT {{ ?s <{E}called> ?n }} {{ ?s ?p ?n FILTER(?s = <{E}person/0>) }}"
)
CALLED = {(PERSON, rdflib.URIRef(f"{E}called"), LABEL)}


def wrapped(
    service: Service, query: str, form: str, method: str = SPARQLWrapper.GET
) -> Any:
    client = SPARQLWrapper.SPARQLWrapper(service.endpoint)
    client.setQuery(query)
    client.setReturnFormat(form)
    client.setMethod(method)
    client.setTimeout(30)
    return client.query().convert()


@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
def test_sparqlwrapper_reads_solutions(service: Service, method: str) -> None:
    found = wrapped(service, ONE, SPARQLWrapper.JSON, method)
    assert found["results"]["bindings"] == [
        {"n": {"type": "literal", "value": "Person 0 «é»", "xml:lang": "nb"}}
    ]


def test_sparqlwrapper_reads_xml(service: Service) -> None:
    document = wrapped(service, ONE, SPARQLWrapper.XML)
    literals = document.getElementsByTagName("literal")
    assert [literal.firstChild.data for literal in literals] == ["Person 0 «é»"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (SPARQLWrapper.CSV, "n\r\nPerson 0 «é»\r\n"),
        (SPARQLWrapper.TSV, '?n\n"Person 0 «é»"@nb\n'),
    ],
)
def test_sparqlwrapper_reads_tables(service: Service, form: str, expected: str) -> None:
    assert wrapped(service, ONE, form).decode() == expected


@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
def test_sparqlwrapper_reads_truth(service: Service, method: str) -> None:
    assert wrapped(service, ASK, SPARQLWrapper.JSON, method)["boolean"] is True


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize(
    "form", [SPARQLWrapper.XML, SPARQLWrapper.RDFXML, SPARQLWrapper.JSONLD]
)
def test_sparqlwrapper_reads_graphs(service: Service, form: str) -> None:
    assert set(wrapped(service, CONSTRUCT, form)) == CALLED


@pytest.mark.parametrize("form", [SPARQLWrapper.TURTLE, SPARQLWrapper.N3])
def test_sparqlwrapper_reads_turtle(service: Service, form: str) -> None:
    content = wrapped(service, CONSTRUCT, form)
    assert set(rdflib.Graph().parse(data=content, format="turtle")) == CALLED


def test_sparqlwrapper_tells_a_fault_by_its_status(service: Service) -> None:
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed):
        wrapped(service, "SELECT * {", SPARQLWrapper.JSON)


@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_the_service_as_a_graph(
    service: Service, form: str, method: str
) -> None:
    store = SPARQLStore(service.endpoint, returnFormat=form, method=method)
    graph = rdflib.Graph(store)
    (row,) = graph.query(ONE)
    assert str(row[0]) == "Person 0 «é»"  # type: ignore[index]
    assert len(graph) == 3000
    if form in {"xml", "json"}:
        assert bool(graph.query(ASK))
        assert set(graph.triples((PERSON, None, None))) == {(PERSON, NAME, LABEL)}


def test_rdflib_reads_a_graph(service: Service) -> None:
    store = SPARQLStore(service.endpoint, returnFormat="xml")
    assert set(rdflib.Graph(store).query(CONSTRUCT)) == CALLED


def curl(*arguments: str) -> str:
    found = shutil.which("curl")
    if found is None:
        pytest.skip("curl is not installed")
    done = subprocess.run(
        [found, "--silent", "--show-error", "--fail", "--max-time", "30", *arguments],
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (COUNT, "text/csv", "n\r\n3000\r\n"),
        (ONE, "text/tab-separated-values", '?n\n"Person 0 «é»"@nb\n'),
        (ASK, "text/csv", "boolean\r\ntrue\r\n"),
        (
            CONSTRUCT,
            "application/n-triples",
            f'<{E}person/0> <{E}called> "Person 0 «é»"@nb .\n',
        ),
        (
            CONSTRUCT,
            "text/turtle",
            f'<{E}person/0> <{E}called> "Person 0 «é»"@nb .\n',
        ),
    ],
)
def test_curl_asks_in_every_way(
    service: Service, query: str, accept: str, expected: str
) -> None:
    headers = ["--header", f"Accept: {accept}"]
    given = ["--data-urlencode", f"query={query}", service.endpoint]
    assert curl("--get", *headers, *given) == expected
    assert curl("--compressed", *headers, *given) == expected
    direct = ["--header", "Content-Type: application/sparql-query"]
    assert curl(*headers, *direct, "--data", query, service.endpoint) == expected


def test_curl_fails_where_the_query_does(service: Service) -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        curl("--get", "--data-urlencode", "query=SELECT * {", service.endpoint)
    assert caught.value.returncode == 22


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", "accept"),
        ("POST", "content-type"),
        ("POST", "authorization,content-type,x-requested-with"),
    ],
)
def test_a_browser_on_another_origin_may_ask(
    service: Service, method: str, headers: str
) -> None:
    origin = {"Origin": "https://yasgui.example"}
    asked = {
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": headers,
    }
    preflight = httpx.options(service.endpoint, headers={**origin, **asked})
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert method in preflight.headers["access-control-allow-methods"]
    allowed = preflight.headers["access-control-allow-headers"].lower()
    assert set(headers.split(",")) <= set(allowed.replace(" ", "").split(","))
    reply = httpx.get(service.endpoint, params={"query": COUNT}, headers=origin)
    assert reply.headers["access-control-allow-origin"] == "*"
    exposed = reply.headers["access-control-expose-headers"]
    assert {"X-Release", "ETag", "Retry-After"} <= set(exposed.split(", "))


def test_a_fault_is_told_to_another_origin_too(service: Service) -> None:
    reply = httpx.get(
        service.endpoint,
        params={"query": "SELECT * {"},
        headers={"Origin": "https://yasgui.example"},
    )
    assert reply.status_code == 400
    assert reply.headers["access-control-allow-origin"] == "*"


PAGE = """<!doctype html><title>Another origin</title><body>...<script>
async function ask() {
  const reply = await fetch("%s", {
    method: "POST",
    headers: {
      "Content-Type": "application/sparql-query",
      "Accept": "application/sparql-results+json",
      "Authorization": "Bearer none",
    },
    body: "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
  });
  const found = await reply.json();
  const n = found.results.bindings[0].n.value;
  return {n, release: reply.headers.get("X-Release")};
}
ask().then(it => JSON.stringify(it), String).then(it => document.body.textContent = it);
</script>"""


@pytest.fixture
def elsewhere(service: Service, tmp_path: Path) -> Iterator[str]:
    """A page of another origin that asks the service."""
    (tmp_path / "page.html").write_text(PAGE % service.endpoint)
    handler = functools.partial(QuietHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/page.html"
        server.shutdown()
        thread.join()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def test_a_page_of_another_origin_asks_in_a_browser(
    elsewhere: str, tmp_path: Path
) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    done = subprocess.run(
        [
            *(chromium, "--headless", "--no-sandbox", "--disable-gpu"),
            *("--disable-quic", "--no-first-run", "--disable-background-networking"),
            *("--disable-component-update", "--disable-sync"),
            *(f"--user-data-dir={tmp_path}/profile", "--virtual-time-budget=10000"),
            *("--dump-dom", elsewhere),
        ],
        capture_output=True,
        check=True,
        timeout=60,
    )
    body = done.stdout.decode().partition("<body>")[2].partition("</body>")[0]
    assert json.loads(body) == {"n": "3000", "release": "first"}


@pytest.mark.parametrize("prefix", ["sparql@", ""], ids=["named", "discovered"])
def test_comunica_asks_the_endpoint_it_is_given_or_discovers(
    service: Service, prefix: str
) -> None:
    comunica = find_program("comunica-sparql")
    if comunica is None:
        pytest.skip("comunica-sparql is not installed: npm ci in tests/npm")
    done = subprocess.run(
        [comunica, f"{prefix}{service.endpoint}", ONE, "-t", "text/csv"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.splitlines() == ["n", "Person 0 «é»"]
