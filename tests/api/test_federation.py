"""Queries that call other services, over HTTP, with a real engine at the other end."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from tests.api.conftest import ROOT, Server, free_port, quads, serving, wait_for

E = "http://example.org/"
DATA = f"""
INSERT DATA {{
  <{E}person/1> <{E}lives> <{E}oslo> . <{E}person/2> <{E}lives> <{E}minsk> .
  <{E}oslo> <{E}label> "Oslo"@nb, "Осло"@be ; <{E}people> 709037 .
  <{E}minsk> <{E}label> "SERVICE <http://127.0.0.1/> {{ ?s ?p ?o }}" .
  <{E}oslo> <{E}part> [] .
}}
"""


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Oxigraph of its own, which knows where people live."""
    address = f"127.0.0.1:{free_port()}"
    folder = tmp_path_factory.mktemp("other")
    command = [str(ROOT / ".venv/bin/oxigraph"), "serve", "--bind", address]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://{address}/query")
            update = {"Content-Type": "application/sparql-update"}
            reply = httpx.post(f"http://{address}/update", content=DATA, headers=update)
            reply.raise_for_status()
            yield f"http://{address}/query"
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def gone() -> str:
    """An address that is allowed, where nobody listens."""
    return f"http://127.0.0.1:{free_port()}/sparql"


@pytest.fixture(scope="module")
def server(build: Path, other: str, gone: str) -> Iterator[Server]:
    services = {"services": (other, gone), "service_own_hosts": ("127.0.0.1",)}
    with serving(build, workers=1, service_rows=3, **services) as running:
        yield running


@pytest.fixture(scope="module")
def http(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=60) as client:
        yield client


def ask(http: httpx.Client, query: str, **headers: str) -> httpx.Response:
    accept = {"Accept": "text/csv", **headers}
    return http.get("/sparql", params={"query": query}, headers=accept)


def table(reply: httpx.Response) -> list[str]:
    assert reply.status_code == 200, reply.text
    return sorted(reply.text.splitlines()[1:])


def test_solutions_of_others_are_joined_with_ours(
    http: httpx.Client, other: str
) -> None:
    query = f"""
    PREFIX e: <{E}>
    SELECT ?name ?label {{
      ?person e:name ?name .
      SERVICE <{other}> {{ ?person e:lives/e:label ?label FILTER(LANG(?label) = "be") }}
    }}
    """
    reply = ask(http, query)
    assert table(reply) == ["Person 1 «é»,Осло"]
    assert "x-service-failed" not in reply.headers


def test_an_answer_that_others_have_a_part_in_is_not_kept(
    http: httpx.Client, other: str
) -> None:
    query = f"SELECT * {{ SERVICE <{other}> {{ ?place <{E}people> ?n }} }}"
    reply = ask(http, query)
    assert table(reply) == [f"709037,{E}oslo"]
    assert "etag" not in reply.headers
    assert "last-modified" not in reply.headers
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param(
            "?p e:name ?name OPTIONAL { SERVICE <OTHER> { ?p e:lives ?place } } "
            "FILTER(?p IN (e:person\\/1, e:person\\/3))",
            [f"Person 1 «é»,{E}oslo", "Person 3 «é»,"],
            id="optional",
        ),
        pytest.param(
            "{ ?p e:name ?name FILTER(?p = e:person\\/7) } UNION "
            "{ SERVICE <OTHER> { ?place e:people ?n } }",
            ["Person 7 «é»,", f",{E}oslo"],
            id="union",
        ),
        pytest.param(
            "VALUES ?p { e:person\\/1 e:person\\/9 } ?p e:name ?name "
            "MINUS { SERVICE <OTHER> { ?p e:lives ?any } }",
            ["Person 9 «é»,"],
            id="minus",
        ),
        pytest.param(
            "SERVICE <OTHER> { SELECT ?place { ?place e:label ?l } "
            "ORDER BY DESC(?l) LIMIT 1 }",
            [f",{E}oslo"],
            id="subselect-there",
        ),
        pytest.param(
            "SERVICE <OTHER> { ?p e:lives ?place } "
            "SERVICE <OTHER> { ?place e:people ?n } ?p e:name ?name",
            [f"Person 1 «é»,{E}oslo"],
            id="two",
        ),
        pytest.param(
            "SERVICE <OTHER> { ?place e:label ?name FILTER(CONTAINS(?name, 'SER')) }",
            [f"SERVICE <http://127.0.0.1/> {{ ?s ?p ?o }},{E}minsk"],
            id="what-looks-like-a-call",
        ),
        pytest.param(
            "SERVICE <OTHER> { ?place e:nothing ?name }", [], id="no-solution"
        ),
        pytest.param(
            "?p e:name ?name FILTER(?p = e:person\\/1) "
            "SERVICE SILENT <GONE> { ?p e:lives ?place }",
            ["Person 1 «é»,"],
            id="silent-failure",
        ),
    ],
)
def test_a_call_may_stand_where_a_group_may(
    http: httpx.Client, other: str, gone: str, pattern: str, expected: list[str]
) -> None:
    """An engine that calls by itself, which has a network here, finds the same."""
    text = pattern.replace("OTHER", other).replace("GONE", gone)
    query = f"PREFIX e: <{E}> SELECT ?name ?place {{ {text} }}"
    assert table(ask(http, query)) == sorted(expected)
    store = Store()
    store.bulk_extend(quads())
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    direct = solutions.serialize(format=QueryResultsFormat.CSV)
    assert direct is not None
    assert sorted(direct.decode().splitlines()[1:]) == sorted(expected)


def test_the_same_solutions_as_the_other_engine_finds(
    http: httpx.Client, other: str
) -> None:
    """Every term that the other has comes through as it is."""
    pattern = f"?s ?p ?o FILTER(!isBlank(?o)) FILTER(?p IN (<{E}label>, <{E}people>))"
    whole = f"SELECT ?s ?p ?o {{ {pattern} }}"
    direct = httpx.get(other, params={"query": whole}, headers={"Accept": "text/csv"})
    query = f"SELECT ?s ?p ?o {{ SERVICE <{other}> {{ {pattern} FILTER(?s = ?s) }} }}"
    limited = ask(http, query)
    assert limited.status_code == 422  # four, and three are allowed
    found = []
    for place in ("oslo", "minsk"):
        found += table(ask(http, query.replace("?s = ?s", f"?s = <{E}{place}>")))
    assert sorted(found) == sorted(direct.text.splitlines()[1:])


def test_a_silent_failure_is_told(http: httpx.Client, gone: str) -> None:
    query = f"SELECT * {{ SERVICE SILENT <{gone}> {{ ?s ?p ?o }} }}"
    reply = ask(http, query)
    assert reply.headers["x-service-failed"].startswith(
        f'<{gone}>; reason="it cannot be asked: '
    )
    page = ask(http, query, Accept="text/html")
    assert f"Without what <code>{gone}</code> would have said: it cannot" in page.text


@pytest.mark.parametrize(
    ("query", "status", "kind", "detail"),
    [
        pytest.param(
            "SELECT * { SERVICE <GONE> { ?s ?p ?o } }",
            502,
            "service-failed",
            "SERVICE <GONE>: it cannot be asked: ",
            id="nobody-there",
        ),
        pytest.param(
            "SELECT * { SERVICE <OTHER> { ?s !! ?o } }",
            502,
            "service-failed",
            "SERVICE <OTHER>: it answers with status 400: ",
            id="not-sparql-there",
        ),
        pytest.param(
            "SELECT * { SERVICE <http://169.254.169.254/latest> {} }",
            403,
            "query-refused",
            "line 1, column 20: SERVICE <http://169.254.169.254/latest> is not allowed",
            id="not-on-the-list",
        ),
        pytest.param(
            "ASK { FILTER(1<'>') SERVICE <OTHER> {} # '\n}",
            403,
            "query-refused",
            "SERVICE is not allowed here",
            id="hidden",
        ),
        pytest.param(
            "SELECT * { SERVICE ?s {} }",
            422,
            "service-unusable",
            "line 1, column 20: SERVICE ?s is not answered here",
            id="variable",
        ),
        pytest.param(
            "SELECT * { SERVICE SILENT <OTHER> { ?s <http://example.org/part> ?o } }",
            422,
            "service-unusable",
            "SERVICE <OTHER>: it has a blank node for ?o",
            id="blank-node",
        ),
        pytest.param(
            f"ASK {{ {'SERVICE <OTHER> { } ' * 5} }}",
            422,
            "query-too-complex",
            "the query has 5 SERVICE; at most 4 are allowed",
            id="too-many",
        ),
        pytest.param(
            f"SELECT * {{ SERVICE <OTHER> {{ ?s <{E}people> ?o }}\n\n FILTER( }}",
            400,
            "query-syntax",
            "line 3, column 10",
            id="syntax-after-the-call",
        ),
        pytest.param(
            f"SELECT * {{ SERVICE <OTHER> {{ ?s <{E}people> ?o }} FILTER( }}",
            400,
            "query-syntax",
            "line 1, column COLUMN",
            id="syntax-in-the-line-of-the-call",
        ),
    ],
)
def test_what_goes_wrong_has_its_status_and_names_who(
    http: httpx.Client,
    other: str,
    gone: str,
    query: str,
    status: int,
    kind: str,
    detail: str,
) -> None:
    def filled(text: str) -> str:
        return text.replace("OTHER", other).replace("GONE", gone)

    reply = ask(http, filled(query), Accept="application/json, text/csv")
    problem = reply.json()
    assert (reply.status_code, problem["status"]) == (status, status), problem
    assert problem["type"].endswith(f"#{kind}")
    column = str(len(filled(query)))
    assert problem["detail"].startswith(filled(detail).replace("COLUMN", column))


def test_the_editor_names_whom_queries_may_call(
    http: httpx.Client, other: str, gone: str
) -> None:
    page = http.get("/sparql", headers={"Accept": "text/html"})
    for endpoint in (other, gone):
        assert f"<code>SERVICE &lt;{endpoint}&gt;</code>" in page.text


def test_calls_are_counted_by_what_became_of_them(
    http: httpx.Client, other: str
) -> None:
    def count(fate: str) -> float:
        sample = f'kg_service_calls_total{{fate="{fate}"}} '
        lines = http.get("/metrics").text.splitlines()
        found = [float(it.split()[-1]) for it in lines if it.startswith(sample)]
        return sum(found)

    before = count("answered"), count("unusable")
    call = f"SERVICE <{other}> {{ ?place <{E}people> ?n }}"
    assert ask(http, f"SELECT * {{ {call} {call} }}").status_code == 200
    ask(http, f"SELECT * {{ SERVICE <{other}> {{ ?s <{E}part> ?o }} }}")
    assert (count("answered"), count("unusable")) == (before[0] + 1, before[1] + 1)


def test_the_service_says_that_it_calls_others(http: httpx.Client) -> None:
    told = http.get("/sparql", headers={"Accept": "application/n-triples"}).text
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert f"<{sd}feature> <{sd}BasicFederatedQuery> ." in told


def test_whoever_is_not_sure_of_a_format_asks_nobody(
    http: httpx.Client, gone: str
) -> None:
    """What is refused in any case is refused before another service hears of it."""
    query = f"SELECT * {{ SERVICE <{gone}> {{ ?s ?p ?o }} }}"
    assert ask(http, query, Accept="image/png").status_code == 406


def test_others_are_asked_for_no_longer_than_allowed(build: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _SILENT], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        endpoint = f"http://127.0.0.1:{process.stdout.readline().strip()}/"
        services = {"services": (endpoint,), "service_own_hosts": ("127.0.0.1",)}
        try:
            with serving(build, workers=1, service_seconds=1, **services) as running:
                start = time.monotonic()
                query = f"SELECT * {{ SERVICE <{endpoint}> {{ ?s ?p ?o }} }}"
                reply = httpx.get(running.endpoint, params={"query": query}, timeout=30)
        finally:
            process.kill()
    assert reply.status_code == 504
    assert reply.json()["detail"] == f"SERVICE <{endpoint}>: it did not answer in time"
    assert 0.95 <= time.monotonic() - start < 20


_SILENT = """
import socket, time
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
time.sleep(600)
"""
