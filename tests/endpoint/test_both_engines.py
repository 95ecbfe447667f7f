"""The service over its own workers, and over a real engine: one suite for both.

The engine is an `oxigraph serve` that holds more than the release: what it serves has
to be the same in every byte that does not tell how long it took.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.client import Graph
from kg.publishing.audience import Audience
from kg.publishing.holding import holding_of
from kg.publishing.release import Release
from kg.rdf.query.catalogue import Query, read_catalogue
from kg.rdf.query.preflight import Form
from kg.store.remote.delivery import deliver
from tests.api.conftest import ROOT, serving
from tests.store.peers import oxigraph

pytestmark = pytest.mark.slow

CATALOGUE = read_catalogue(ROOT / "queries")
BASE = "https://w3id.org/hrsolidarity"
EVENT = "/id/event/solidarity-action-2011-01-16"
HIDDEN = "<http://e/s> <http://e/p> 'kept-from-sight' ."
GRAPH = f"{BASE}/graph/secret"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"


@pytest.fixture(scope="module")
def embedded(release: Release) -> Iterator[httpx.Client]:
    with serving(build_of(release)) as server, client_of(server.url) as client:
        yield client


@pytest.fixture(scope="module")
def engine(release: Release) -> Iterator[str]:
    """A real engine with the release in it, and with what nobody may see."""
    with oxigraph("serve") as url:
        holding = holding_of(release, Audience.PUBLIC, "named")
        list(deliver(release.store(Audience.PUBLIC), f"{url}/store", holding))
        for graph in ({"graph": GRAPH}, {"default": ""}):
            headers = {"Content-Type": "text/turtle"}
            put = {"params": graph, "content": HIDDEN, "headers": headers}
            assert httpx.put(f"{url}/store", **put).is_success  # type: ignore[arg-type]
        yield f"{url}/query"


@pytest.fixture(scope="module")
def remote(release: Release, engine: str) -> Iterator[httpx.Client]:
    build = build_of(release)
    with serving(build, store=engine) as server, client_of(server.url) as client:
        yield client


@pytest.fixture(params=["embedded", "remote"])
def service(request: pytest.FixtureRequest) -> httpx.Client:
    client: httpx.Client = request.getfixturevalue(request.param)
    return client


def build_of(release: Release) -> Path:
    return release.path.parent.parent


def client_of(url: str) -> httpx.Client:
    return httpx.Client(base_url=url, timeout=60, follow_redirects=True)


@pytest.mark.parametrize("query", [pytest.param(it, id=it.name) for it in CATALOGUE])
def test_every_query_of_the_library_has_one_answer(
    query: Query, embedded: httpx.Client, remote: httpx.Client
) -> None:
    form = "json" if query.form is not Form.CONSTRUCT else "ntriples"
    found = [
        client.post("/sparql", data={"query": query.bind(), "format": form})
        for client in (embedded, remote)
    ]
    assert [answer.status_code for answer in found] == [200, 200]
    ours, theirs = (lines(answer) for answer in found)
    assert ours == theirs


def lines(answer: httpx.Response) -> object:
    """Give what must be equal: a graph has no order."""
    if "n-triples" in answer.headers["content-type"]:
        return sorted(answer.text.splitlines())
    return answer.json()


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        pytest.param("/", "text/html", id="home"),
        pytest.param(EVENT, "text/html", id="event"),
        pytest.param(EVENT, "text/turtle", id="event-as-data"),
        pytest.param("/ontology", "text/html", id="ontology"),
        pytest.param("/queries", "text/html", id="library"),
        pytest.param("/queries/timeline", "text/html", id="question"),
        pytest.param("/queries/timeline.csv", "*/*", id="question-as-data"),
        pytest.param("/sparql", "application/n-triples", id="service-description"),
        pytest.param("/.well-known/void", "application/n-triples", id="void"),
        pytest.param(
            f"/graphs?graph={BASE}/graph/vocab", "application/n-triples", id="graph"
        ),
        pytest.param("/graphs?default", "application/n-triples", id="default-graph"),
        pytest.param(f"/graphs?graph={GRAPH}", "application/n-triples", id="secret"),
        pytest.param("/id/event/no-such-event", "text/html", id="nothing"),
    ],
)
def test_every_address_has_one_answer(
    path: str, accept: str, embedded: httpx.Client, remote: httpx.Client
) -> None:
    ours, theirs = (
        client.get(path, headers={"Accept": accept}) for client in (embedded, remote)
    )
    assert ours.status_code == theirs.status_code
    if not accept.endswith(("turtle", "triples")):  # a description has its address
        assert ours.headers.get("etag") == theirs.headers.get("etag")
    assert comparable(ours) == comparable(theirs)
    assert "kept-from-sight" not in theirs.text


def comparable(answer: httpx.Response) -> list[str]:
    """Leave out address and time, and what our engine alone knows (LATERAL, ADJUST)."""
    text = answer.text.replace(str(answer.request.url.port), "PORT")
    text = re.sub(r"\bin \d+ ms\b", "in some ms", text)
    ours = ("languageExtension", "#sparql-1.2", "#lateral", "#adjust")
    kept = [line for line in text.splitlines() if not any(it in line for it in ours)]
    return sorted(kept) if "triples" in answer.headers["content-type"] else kept


@pytest.mark.parametrize(
    ("form", "media_type", "start"),
    [
        ("json", "application/sparql-results+json", '{"head":{"vars":["x"]}'),
        ("xml", "application/sparql-results+xml", "<?xml"),
        ("csv", "text/csv", "x\r\n1\r\n"),
        ("tsv", "text/tab-separated-values", "?x\n1\n"),
    ],
)
def test_results_come_in_every_format(
    service: httpx.Client, form: str, media_type: str, start: str
) -> None:
    parameters = {"query": "SELECT (1 AS ?x) {}", "format": form}
    answer = service.get("/sparql", params=parameters)
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.text.startswith(start)


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("turtle", "<http://e/s> <http://e/p> 'é'"),
        ("ntriples", '<http://e/s> <http://e/p> "é" .'),
        ("nquads", '<http://e/s> <http://e/p> "é" .'),
        ("trig", "<http://e/s> <http://e/p>"),
        ("rdfxml", "<?xml"),
        ("jsonld", '[{"@id":"http://e/s"'),
    ],
)
def test_graphs_come_in_every_format(
    service: httpx.Client, form: str, start: str
) -> None:
    query = "CONSTRUCT { <http://e/s> <http://e/p> 'é' } {}"
    answer = service.get("/sparql", params={"query": query, "format": form})
    assert answer.status_code == 200
    assert answer.text.replace('"é"', "'é'").startswith(start.replace('"é"', "'é'"))


@pytest.mark.parametrize("truth", ["true", "false"])
def test_ask_is_answered(service: httpx.Client, truth: str) -> None:
    pattern = "?s a ?o" if truth == "true" else "?s a 1"
    answer = service.get("/sparql", params={"query": f"ASK {{ {pattern} }}"})
    assert json.dumps(answer.json()["boolean"]) == truth


@pytest.mark.parametrize(
    ("parameters", "vocab"),
    [
        pytest.param({"default-graph-uri": f"{BASE}/graph/vocab"}, True, id="default"),
        pytest.param({"default-graph-uri": GRAPH}, False, id="not-of-the-release"),
        pytest.param({"named-graph-uri": f"{BASE}/graph/vocab"}, False, id="named"),
    ],
)
def test_the_dataset_is_chosen_by_the_protocol(
    service: httpx.Client, parameters: dict[str, str], vocab: bool
) -> None:
    query = COUNT.replace("{", f"FROM <{BASE}/graph/meta> {{", 1)
    given = {"query": query, "format": "csv", **parameters}
    found = int(service.get("/sparql", params=given).text.split()[1])
    assert (found > 1000) is vocab
    assert found > 1000 or found == 0


def test_graphs_that_are_not_of_the_release_are_not_there(
    service: httpx.Client,
) -> None:
    names = service.get("/sparql", params={"query": NAMES, "format": "csv"}).text
    assert GRAPH not in names
    assert "/graph/merged/" not in names
    assert names.count("\r\n") == 9
    for query in (
        "ASK { ?s ?p 'kept-from-sight' }",
        "ASK { GRAPH ?g { ?s ?p 'kept-from-sight' } }",
        f"ASK FROM <{GRAPH}> {{ ?s ?p ?o }}",
    ):
        answer = service.get("/sparql", params={"query": query})
        assert answer.json()["boolean"] is False


@pytest.mark.parametrize(
    ("query", "status"),
    [
        pytest.param("SELECT * {", 400, id="syntax"),
        pytest.param("DROP ALL", 403, id="update"),
        pytest.param(
            "SELECT * { SERVICE <http://127.0.0.1:1/> {} }", 403, id="service"
        ),
        pytest.param("SELECT * " + "{" * 300 + "}" * 300, 422, id="depth"),
    ],
)
def test_errors_are_problems(service: httpx.Client, query: str, status: int) -> None:
    answer = service.get("/sparql", params={"query": query})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_syntax_error_tells_its_place(service: httpx.Client) -> None:
    problem = service.get("/sparql", params={"query": "ASK {\n ?s ?p }"}).json()
    assert (problem["line"], problem["column"] > 1) == (2, True)


def test_every_answer_names_its_release(
    service: httpx.Client, release: Release
) -> None:
    answer = service.get("/sparql", params={"query": "ASK {}"})
    assert answer.headers["x-release"] == release.version


def test_the_script_for_researchers_works(service: httpx.Client) -> None:
    graph = Graph(str(service.base_url.join("/sparql")))
    assert graph.select("SELECT (1 AS ?x) {}") == [{"x": 1}]


def test_the_queries_of_either_engine_are_counted(service: httpx.Client) -> None:
    service.get("/sparql", params={"query": "ASK { ?counted a ?query }"})
    lines = service.get("/metrics").text.splitlines()
    [count] = [it for it in lines if 'kg_query_seconds_count{lane="fast"}' in it]
    assert float(count.split()[1]) >= 1
    assert 'kg_queue_length{lane="slow"} 0.0' in lines


def test_health_tells_which_engine_answers(
    embedded: httpx.Client, remote: httpx.Client
) -> None:
    assert embedded.get("/health").json()["engine"] is None
    health = remote.get("/health").json()
    assert health["engine"].startswith("Oxigraph (Oxigraph/")
    assert health["sandbox"] == "remote"
    assert remote.get("/ready").status_code == 200
    assert "kg_engine_ready 1.0" in remote.get("/metrics").text
