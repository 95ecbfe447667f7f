"""What an endpoint may do wrong, each by a server that does exactly that."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from kg.errors import (
    AnswerTooLargeError,
    EngineError,
    KgError,
    NotAcceptableError,
    OverloadedError,
    QueryError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from kg.rdf.endpoint import Asked, Endpoint, fetch
from kg.rdf.formats import JSON, JSON_LD
from kg.store.remote.store import RemoteStore

RESULT = '{"head":{"vars":["x"]},"results":{"bindings":[]}}'
TYPE = "Content-Type: application/sparql-results+json"


def reply(body: str, status: str = "200 OK", kind: str = TYPE) -> list[str]:
    length = len(body.encode())
    return [f"HTTP/1.1 {status}\r\n{kind}\r\nContent-Length: {length}\r\n\r\n{body}"]


@contextmanager
def serving(parts: list[str], pause: float = 0) -> Iterator[str]:
    """Serve every request the same parts, one after another, then hang up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_serve, args=(server, parts, pause), daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/sparql"
        server.shutdown(socket.SHUT_RDWR)


def read_request(client: socket.socket) -> bytes:
    """Read a request with its body: hanging up on unread bytes is a reset."""
    request = b""
    while b"\r\n\r\n" not in request:
        request += client.recv(65_536)
    head, _, body = request.partition(b"\r\n\r\n")
    told = head.lower().partition(b"content-length: ")[2].partition(b"\r")[0]
    while len(body) < int(told or 0):
        body += client.recv(65_536)
    return head + body


def _serve(server: socket.socket, parts: list[str], pause: float) -> None:
    while True:
        try:
            client, _ = server.accept()
        except OSError:
            return
        with client:
            read_request(client)
            for part in parts:
                try:
                    client.sendall(part.encode())
                except OSError:
                    break
                time.sleep(pause)


def test_a_whole_answer_is_read() -> None:
    with serving(reply(RESULT)) as url:
        assert RemoteStore(url, seconds=5).select("SELECT ?x {}") == []


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        pytest.param(
            reply("<h1>Sorry</h1>", kind="Content-Type: text/html"),
            "sent text/html; expected application/sparql-results\\+json",
            id="error-page-with-200",
        ),
        pytest.param(
            reply(RESULT[:-2] + "The SPARQL operation has been cancelled"),
            "gave up before the end",
            id="error-text-at-the-end",
        ),
        pytest.param(reply(RESULT[:-2]), "answer is not whole", id="cut-json"),
        pytest.param(
            [f"HTTP/1.1 200 OK\r\n{TYPE}\r\nContent-Length: 99\r\n\r\n{RESULT}"],
            "broke off within its answer.*received 49 bytes, expected 99",
            id="shorter-than-announced",
        ),
        pytest.param(
            [
                f"HTTP/1.1 200 OK\r\n{TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n"
                f"31\r\n{RESULT}\r\n"
            ],
            "broke off within its answer.*incomplete chunked read",
            id="no-last-chunk",
        ),
        pytest.param(["HTTP/1.1 200 OK\r\n"], ".", id="hangs-up-in-the-headers"),
        pytest.param(
            [], "cannot be reached: Server disconnected", id="hangs-up-at-once"
        ),
        pytest.param(
            reply("boom", "500 Internal Server Error"), "boom", id="internal-error"
        ),
    ],
)
def test_half_an_answer_is_an_error(parts: list[str], message: str) -> None:
    with (
        serving(parts) as url,
        pytest.raises(QueryError, match=message),
    ):
        RemoteStore(url, seconds=5).select("SELECT ?x {}")


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("400 Bad Request", QuerySyntaxError),
        ("401 Unauthorized", EngineError),
        ("403 Forbidden", EngineError),
        ("406 Not Acceptable", NotAcceptableError),
        ("429 Too Many Requests", OverloadedError),
        ("503 Service Unavailable", OverloadedError),
        ("504 Gateway Timeout", QueryTimeoutError),
    ],
)
def test_a_refusal_keeps_its_meaning(status: str, error: type[KgError]) -> None:
    parts = reply("because", status, "Content-Type: text/plain")
    with serving(parts) as url, pytest.raises(error, match="because"):
        RemoteStore(url, seconds=5).ask("ASK {}")


def test_a_problem_document_gives_line_and_column() -> None:
    body = '{"detail":"line 3, column 7: no","reason":"no","line":3,"column":7}'
    parts = reply(body, "400 Bad Request", "Content-Type: application/problem+json")
    with serving(parts) as url, pytest.raises(QuerySyntaxError) as caught:
        RemoteStore(url, seconds=5).ask("ASK {}")
    assert (caught.value.line, caught.value.column) == (3, 7)
    assert caught.value.reason == "no"


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([f"HTTP/1.1 200 OK\r\n{TYPE}\r\nX:", *"y" * 200], id="headers"),
        pytest.param(
            [f"HTTP/1.1 200 OK\r\n{TYPE}\r\nContent-Length: 999\r\n\r\n", *" " * 200],
            id="body",
        ),
    ],
)
def test_the_deadline_holds_while_something_trickles_in(parts: list[str]) -> None:
    with serving(parts, pause=0.05) as url:
        start = time.perf_counter()
        with pytest.raises(QueryTimeoutError, match=r"within 0\.5 seconds"):
            RemoteStore(url, seconds=0.5).ask("ASK {}")
        assert 0.45 <= time.perf_counter() - start < 5


def test_an_answer_over_the_limit_is_an_error() -> None:
    with serving(reply(RESULT)) as url, pytest.raises(AnswerTooLargeError):
        fetch(Endpoint(url, 5, most_bytes=20), Asked("ASK {}", JSON.media_types))


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:1/"])
def test_what_is_no_endpoint_is_an_error(url: str) -> None:
    with pytest.raises(QueryError):
        RemoteStore(url, seconds=5).ask("ASK {}")


def test_triples_in_triples_have_no_place_in_json_ld() -> None:
    body = '<http://e/s> <http://e/p> <<( <http://e/s> <http://e/p> "x" )>> .\n'
    parts = reply(body, kind="Content-Type: application/n-triples")
    with serving(parts) as url, pytest.raises(NotAcceptableError, match="triples in"):
        list(RemoteStore(url, seconds=5).answer("CONSTRUCT {} {}", JSON_LD))
