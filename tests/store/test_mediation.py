"""Other services are asked by a process of its own, and are not to be trusted."""

import gzip
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

import anyio
import certifi
import httpx
import pytest

from kg.errors import (
    KgError,
    OverloadedError,
    QueryTooComplexError,
    ServiceFailedError,
    ServiceTimeoutError,
    ServiceUnusableError,
)
from kg.store.services.errand import Errand, Fate, Outcome
from kg.store.services.mediation import Mediated, Mediation, ServiceLimits
from kg.store.services.mediator import go

HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
EMPTY = '{"head":{"vars":["x"]},"results":{"bindings":[]}}'
ROW = '{"x":{"type":"uri","value":"http://e/a"}}'
SECONDS = 20.0


def rows(count: int) -> str:
    return EMPTY.replace("[]", f"[{','.join([ROW] * count)}]")


def whole(body: str, more: str = "") -> bytes:
    return f"{HEAD}{more}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def status(line: str, more: str = "", body: str = "no") -> bytes:
    return (
        f"HTTP/1.1 {line}\r\n{more}Content-Length: {len(body)}\r\n\r\n{body}".encode()
    )


@contextmanager
def serving(*parts: bytes, pause: float = 0, repeat: int = 1) -> Iterator[str]:
    """Serve every request the same parts, one after another, then hang up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_serve, args=(server, parts * repeat, pause), daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/sparql"
        server.shutdown(socket.SHUT_RDWR)


def _serve(server: socket.socket, parts: tuple[bytes, ...], pause: float) -> None:
    while True:
        try:
            client, _ = server.accept()
        except OSError:
            return
        with client:
            try:
                read_request(client)
                for part in parts:
                    client.sendall(part)
                    time.sleep(pause)
            except OSError:
                continue


def read_request(client: socket.socket) -> bytes:
    """Read a request whole: closing on what has not been read would break it."""
    content = client.recv(65_536)
    length = re.search(rb"content-length: (\d+)", content, re.IGNORECASE)
    head = content.partition(b"\r\n\r\n")[0]
    while length and len(content) < len(head) + 4 + int(length[1]):
        content += client.recv(65_536)
    return content


def limits(url: str, **changes: object) -> ServiceLimits:
    made = ServiceLimits(frozenset([url]), ("127.0.0.1", "localhost"), seconds=SECONDS)
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name


def ask(url: str, query: str = "", **changes: object) -> Mediated:
    """Ask a query that calls an endpoint."""

    async def asked() -> Mediated:
        mediation = Mediation(limits(url, **changes))
        text = query or f"SELECT * {{ SERVICE <{url}> {{ ?x a ?y }} }}"
        return await mediation.answer(text, mediation.calls(text))

    return anyio.run(asked)


def test_solutions_come_in_the_place_of_the_call() -> None:
    with serving(whole(rows(2))) as url:
        found = ask(url)
    assert found.query == ("SELECT * { VALUES (?x) { (<http://e/a>) (<http://e/a>) } }")
    assert found.failures == {}


def go_for(url: str, **changes: object) -> Outcome:
    """Ask one thing as a mediator does, in this process."""
    errand = Errand(
        asked=((url, "SELECT * {}"),),
        due=time.monotonic() + SECONDS,
        rows=10,
        most_bytes=1 << 20,
        own_hosts=("127.0.0.1",),
        memory_mb=1024,
        sandbox="require",
    )
    errand = replace(errand, **changes)  # type: ignore[arg-type]  # fields by name
    (outcome,) = anyio.run(go, errand)
    return outcome


HOSTILE = [
    pytest.param(whole(EMPTY[:-1]), "its answer is not whole", id="truncated"),
    pytest.param(
        whole(EMPTY)[:-9], "it cannot be asked: peer closed connection", id="cut-short"
    ),
    pytest.param(
        f"{HEAD}Transfer-Encoding: chunked\r\n\r\n31\r\n{EMPTY}\r\n".encode(),
        "it cannot be asked: peer closed connection",
        id="without-last-chunk",
    ),
    pytest.param(
        status("200 OK", "Content-Type: text/html\r\n", "<p>Sorry</p>"),
        "it answers with text/html, not results",
        id="page-with-200",
    ),
    pytest.param(status("200 OK"), "it answers with something", id="no-type"),
    pytest.param(status("404 Not Found"), "it answers with status 404", id="404"),
    pytest.param(
        status("400 Bad", "Content-Type: text/plain\r\n", "no such prefix"),
        "it answers with status 400: no such prefix",
        id="with-a-reason",
    ),
    pytest.param(
        status("302 Found", "Location: http://127.0.0.1:1/\r\n"),
        "it redirects to http://127.0.0.1:1/, which is not followed",
        id="redirect-to-loopback",
    ),
    pytest.param(
        HEAD.encode()
        + b"Content-Encoding: gzip\r\n\r\n"
        + gzip.compress(b" " * 1_000_000),
        "it answers in gzip, which was not asked for",
        id="packed",
    ),
    pytest.param(
        whole(EMPTY, "X-SQL-State: S1T00\r\n"), r"it failed \(S1T00\)", id="virtuoso"
    ),
    pytest.param(
        whole(rows(3), "X-SPARQL-MaxRows: 3\r\n"),
        "it gives the first 3 solutions and no more",
        id="first-rows",
    ),
    pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", "it cannot be asked: ", id="no-http"),
    pytest.param(b"", "it cannot be asked: ", id="hangs-up"),
    pytest.param(
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000, "it cannot be asked", id="heads"
    ),
    pytest.param(whole("[" * 100_000), "its answer is not whole", id="deeply-nested"),
]


@pytest.mark.parametrize(("reply", "reason"), HOSTILE)
def test_what_is_no_whole_answer_is_a_failure_of_the_endpoint(
    reply: bytes, reason: str
) -> None:
    with serving(reply) as url:
        outcome = go_for(url)
    assert outcome.fate is Fate.FAILED
    assert re.match(reason, outcome.text), outcome


def test_a_silent_failure_is_one_empty_solution_and_is_told() -> None:
    with serving(status("500 No")) as url:
        found = ask(url, f"SELECT * {{ SERVICE SILENT <{url}> {{ ?x a ?y }} }}")
    assert found.query == "SELECT * { VALUES (?x ?y) { (UNDEF UNDEF) } }"
    assert found.failures == {url: "it answers with status 500"}


@pytest.mark.parametrize(
    ("reply", "changes", "reason"),
    [
        pytest.param(
            whole(rows(4)),
            {"rows": 3},
            "it has 4 solutions, and at most 3 are taken: write more patterns",
            id="rows",
        ),
        pytest.param(
            whole(" " * 1_048_577),
            {"most_bytes": 1_048_576},
            "its answer is longer than the 1048576 bytes that are taken",
            id="bytes",
        ),
        pytest.param(
            whole(EMPTY.replace("[]", '[{"x":{"type":"bnode","value":"b"}}]')),
            {},
            r"it has a blank node for \?x, which means nothing outside its answer",
            id="blank-node",
        ),
    ],
)
def test_what_cannot_be_used_says_why(
    reply: bytes, changes: dict[str, int], reason: str
) -> None:
    with serving(reply) as url:
        outcome = go_for(url, **changes)
    assert outcome.fate is Fate.UNUSABLE
    assert re.match(reason, outcome.text), outcome


def test_what_cannot_be_used_is_an_error_even_where_the_call_is_silent() -> None:
    with (
        serving(whole(rows(4))) as url,
        pytest.raises(ServiceUnusableError, match=f"SERVICE <{url}>: it has 4 sol"),
    ):
        ask(url, f"SELECT * {{ SERVICE SILENT <{url}> {{ ?x a ?y }} }}", rows=3)


def test_an_answer_without_an_end_is_cut_off() -> None:
    endless = f"{HEAD}\r\n".encode(), b" " * 65_536
    with (
        serving(endless[0], *[endless[1]] * 100) as url,
        pytest.raises(ServiceUnusableError, match="longer than"),
    ):
        ask(url, megabytes=1)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([b""], id="says-nothing"),
        pytest.param([HEAD.encode(), *[b"X-Wait: 1\r\n"] * 90], id="drips-headers"),
        pytest.param([f"{HEAD}\r\n".encode(), *[b" "] * 90], id="drips-its-answer"),
    ],
)
def test_who_is_slow_is_not_waited_for(parts: list[bytes]) -> None:
    with serving(*parts, pause=0.3 if len(parts) > 1 else 30) as url:
        start = time.monotonic()
        with pytest.raises(ServiceTimeoutError, match="did not answer in time"):
            ask(url, seconds=1.0)
    assert 0.95 <= time.monotonic() - start < 15


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        pytest.param("127.0.0.1", "127.0.0.1 is 127.0.0.1, which", id="loopback"),
        pytest.param("localhost", "localhost is .*which is not in the", id="by-name"),
        pytest.param("[::1]", "::1 is ::1, which", id="six"),
        pytest.param("169.254.169.254", "is 169.254.169.254, which", id="metadata"),
        pytest.param("[::ffff:127.0.0.1]", "which is not in the", id="mapped"),
        pytest.param("0x7f.1", "is 127.0.0.1, which is not in the", id="short-form"),
        pytest.param("no.such.invalid", "cannot be looked up", id="nowhere"),
    ],
)
def test_addresses_that_are_not_public_are_not_asked(host: str, reason: str) -> None:
    with serving(whole(EMPTY)) as local:
        outcome = go_for(f"http://{host}:{httpx.URL(local).port}/sparql", own_hosts=())
    assert outcome.fate is Fate.FAILED
    assert re.search(reason, outcome.text), outcome


def test_a_host_is_asked_by_its_name() -> None:
    """The connection goes to the address that was looked at, the rest is the name's."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hear() -> None:
            client, _ = server.accept()
            with client:
                heard.append(read_request(client))
                client.sendall(whole(EMPTY))

        Thread(target=hear, daemon=True).start()
        port = server.getsockname()[1]
        ask(f"http://localhost:{port}/a?b=c")
    head = heard[0].decode().split("\r\n\r\n")[0].lower().split("\r\n")
    assert head[0] == "post /a?b=c http/1.1"
    assert {
        f"host: localhost:{port}",
        "accept: application/sparql-results+json",
        "accept-encoding: identity",
        "user-agent: solidarity-graph (service; +https://w3id.org/hrsolidarity/)",
    } <= set(head)
    assert not any(line.startswith(("cookie", "authorization")) for line in head)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for `localhost`, signed by itself, with its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    made = ("-keyout", "key.pem", "-out", "certificate.pem")
    named = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    request = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", *made, *named)
    subprocess.run([openssl, *request], cwd=folder, check=True, capture_output=True)
    return folder


@contextmanager
def serving_safely(certificate: Path) -> Iterator[int]:
    """Serve an empty answer over TLS, at the port that is given."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    client, _ = server.accept()
                    with context.wrap_socket(client, server_side=True) as safe:
                        read_request(safe)
                        safe.sendall(whole(EMPTY))
                except ssl.SSLError:
                    continue
                except OSError:
                    return

        Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def test_a_certificate_that_nobody_signed_is_not_believed(certificate: Path) -> None:
    with serving_safely(certificate) as port:
        url = f"https://localhost:{port}/sparql"
        with pytest.raises(ServiceFailedError, match="CERTIFICATE_VERIFY_FAILED"):
            ask(url)


@pytest.mark.parametrize(
    ("host", "fate"), [("localhost", Fate.ANSWERED), ("127.0.0.1", Fate.FAILED)]
)
def test_a_certificate_is_that_of_the_name(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, host: str, fate: Fate
) -> None:
    """The connection goes to an address; whose it is says the name that was asked."""
    monkeypatch.setattr(certifi, "where", lambda: str(certificate / "certificate.pem"))
    with serving_safely(certificate) as port:
        outcome = go_for(
            f"https://{host}:{port}/", own_hosts=("127.0.0.1", "localhost")
        )
    assert outcome.fate is fate, outcome


def test_equal_calls_are_asked_once_and_all_at_once() -> None:
    with serving(b"", whole(rows(1)), pause=0.5) as url:
        call = f"SERVICE <{url}> {{ ?x a ?y }}"
        found = ask(url, f"SELECT * {{ {call} {call} }}")
    assert found.query.count("<http://e/a>") == 2


def test_more_calls_than_are_allowed_are_refused() -> None:
    url = "http://a.example/"
    call = f"SERVICE <{url}> {{}}"
    with pytest.raises(QueryTooComplexError, match="has 5 SERVICE; at most 4") as told:
        Mediation(limits(url)).calls(f"ASK {{ {call * 5} }}")
    assert told.value.limit == "service_calls"


def mediators() -> list[str]:
    """List the processes that ask others for this one."""
    found = []
    for child in Path("/proc/self/task").glob("*/children"):
        for number in child.read_text().split():
            command = Path(f"/proc/{number}/cmdline")
            if (
                command.exists()
                and b"kg.store.services.mediator" in command.read_bytes()
            ):
                found.append(number)
    return found


def test_whoever_gives_up_leaves_no_process_behind() -> None:
    async def give_up(url: str) -> None:
        mediation = Mediation(limits(url, processes=1, queue=0))
        query = f"SELECT * {{ SERVICE <{url}> {{ ?x a ?y }} }}"
        with anyio.move_on_after(1):
            async with anyio.create_task_group() as group:
                group.start_soon(mediation.answer, query, mediation.calls(query))
                await anyio.sleep(0.5)
                assert len(mediators()) == 1
                with pytest.raises(OverloadedError, match="that call other services"):
                    await mediation.answer(query, mediation.calls(query))
                await anyio.sleep_forever()
        for _ in range(100):
            if mediators():
                await anyio.sleep(0.05)
        assert mediators() == []

    with serving(b"", pause=30) as url:
        anyio.run(give_up, url)


@pytest.mark.parametrize(
    "attempt",
    [
        pytest.param("import os; os.fork()", id="fork"),
        pytest.param("import os; os.execv('/bin/true', ['true'])", id="program"),
        pytest.param("open('file', 'w')", id="file"),
        pytest.param("import os; os.kill(1, 0)", id="signal"),
    ],
)
def test_a_mediator_can_ask_and_nothing_else(attempt: str, tmp_path: Path) -> None:
    confined = (
        "import socket\n"
        "from kg.store.limits import Sandbox\n"
        "from kg.store.processes.sandbox import NETWORK, confine\n"
        "confine(1024, 10, Sandbox.REQUIRE, NETWORK)\n"
        "socket.socket().close()\n"
        f"{attempt}\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", confined],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert "PermissionError" in run.stderr, run
    assert list(tmp_path.iterdir()) == []


def test_errors_say_who_failed() -> None:
    """One of two fails: the error names it, not the other."""
    with serving(whole(EMPTY)) as good, serving(status("500 No")) as bad:
        query = (
            f"SELECT * {{ SERVICE <{good}> {{ ?x a ?y }} "
            f"SERVICE <{bad}> {{ ?x a ?y }} }}"
        )
        with pytest.raises(KgError, match=f"SERVICE <{bad}>: it answers"):
            ask(good, query, endpoints=frozenset([good, bad]))
