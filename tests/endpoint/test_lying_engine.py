"""An engine that lies, cuts, or breaks down: what the service makes of its answers."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.conftest import serving
from tests.store.peers import JSON, Puppet, acting, oxigraph, reply

pytestmark = pytest.mark.slow

TABLE = '{"head":{"vars":["x"]},"results":{"bindings":['
ROW = '{"x":{"type":"literal","value":"1"}}'
WHOLE = f"{TABLE}{ROW}]}}}}"
LIES = {
    "page": reply("<h1>Sorry</h1>", kind="text/html"),
    "cut": reply(TABLE + ROW),
    "words": reply(f"{TABLE}{ROW},\nThe engine is unhappy"),
    "late": reply(f"{TABLE}{ROW},\nThe SPARQL operation has been cancelled"),
    "anytime": reply(WHOLE, more="X-SQL-State: S1TAT\r\n"),
    "rows": reply(WHOLE, more="X-SPARQL-MaxRows: 10000\r\n"),
    "part": reply(WHOLE, "206 Partial Content"),
    "boolean": reply('{"head":{},"boolean":true}'),
    "deep": reply('{"head":' + "[" * 5000 + "]" * 5000 + "}"),
    "triples": reply("<http://e/s> <http://e/p> 'o' .", kind="text/turtle"),
    "failing": reply("ouch", "500 Internal Server Error", "text/plain"),
    "forbidden": reply("who are you?", "401 Unauthorized", "text/plain"),
    "gone": b"",
    "busy": reply("full", "503 Service Unavailable", more="Retry-After: 9000\r\n"),
    "yes": reply(f"{TABLE}{ROW}]}}}}".replace('"x"', '"__ASK_RETVAL"')),
    "no": reply(f"{TABLE}]}}}}".replace('"x"', '"__ASK_RETVAL"')),
    "short": reply(WHOLE)[:-20],
}


@pytest.fixture(scope="module")
def liar(project: Path) -> Iterator[str]:
    """A real engine, behind somebody who answers a query about a lie with that lie."""
    store = (project / "build" / "current" / "public" / "store").resolve()
    with oxigraph("serve-read-only", "--location", str(store)) as url:

        def act(server: Puppet, client: socket.socket) -> None:
            asked = server.requests[-1]
            told = [lie for lie in LIES if f"lie%3A{lie}" in asked]
            if told:
                client.sendall(LIES[told[0]])
                client.close()
                return
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            accept = {"Accept": f"{JSON}, application/n-triples"}
            found = httpx.post(f"{url}/query", content=asked, headers=form | accept)
            kind = found.headers["content-type"]
            client.sendall(reply(found.text, f"{found.status_code} It", kind))

        with acting(act) as server:
            yield server.url


@pytest.fixture(scope="module")
def service(project: Path, liar: str) -> Iterator[httpx.Client]:
    with (
        serving(project / "build", store=liar, store_dataset="whole") as server,
        httpx.Client(base_url=server.url, timeout=30) as client,
    ):
        yield client


@pytest.mark.parametrize(
    ("lie", "status", "words"),
    [
        ("page", 502, "the engine sent text/html; expected"),
        ("cut", 502, "the answer is not whole"),
        ("words", 502, "not whole"),
        ("late", 504, "the engine gave up before the end"),
        ("anytime", 504, "the engine gave up before the end: S1TAT"),
        ("rows", 502, "the engine cut the answer after 10000 rows"),
        ("part", 502, "found status 206; expected 200"),
        ("boolean", 502, "the answer of the engine is no bindings"),
        ("deep", 502, "nested deeper than 64"),
        ("triples", 502, "the engine sent text/turtle; expected"),
        ("failing", 502, "the engine answered with status 500: ouch"),
        ("forbidden", 502, "the engine answered with status 401"),
        ("short", 502, "the engine broke off within its answer"),
        ("busy", 503, "the engine is busy: full"),
        ("gone", 503, "the engine cannot be reached"),
    ],
)
def test_a_lie_is_an_error(
    service: httpx.Client, lie: str, status: int, words: str
) -> None:
    wait_until_ready(service)
    query = f"SELECT ?x {{ ?x ?y 'lie:{lie}' }}"
    answer = service.get("/sparql", params={"query": query, "format": "csv"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]
    assert str(service.base_url.port) not in answer.text
    assert ("retry-after" in answer.headers) is (status == 503)


def wait_until_ready(service: httpx.Client) -> None:
    due = time.monotonic() + 20
    while service.get("/ready").status_code != 200:
        assert service.get("/health").status_code == 200
        assert time.monotonic() < due
        time.sleep(0.1)


def test_the_truth_of_virtuoso_is_read(service: httpx.Client) -> None:
    wait_until_ready(service)
    for lie, truth in (("yes", True), ("no", False)):
        query = f"ASK {{ ?x ?y 'lie:{lie}' }}"
        answer = service.get("/sparql", params={"query": query})
        assert answer.json()["boolean"] is truth


def test_what_is_no_lie_is_answered(service: httpx.Client) -> None:
    wait_until_ready(service)
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    answer = service.get("/sparql", params={"query": query, "format": "csv"})
    assert answer.text == "n\r\n3000\r\n"
