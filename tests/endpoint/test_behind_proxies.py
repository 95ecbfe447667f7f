"""Behind nginx and Caddy, set up as docs/deploy has it: what arrives of an answer."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from tests.api.conftest import free_port, wait_for
from tests.endpoint.conftest import COUNT, COUNTED, FLOOD, ROOT, Service, serving

pytestmark = pytest.mark.slow

DEPLOY = ROOT / "docs" / "deploy"
NAME = "graph.example.org"
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
PATHS = f"{os.defpath}:/usr/sbin:/usr/local/sbin"


@dataclass(frozen=True)
class Proxy:
    """A proxy that runs: where it listens, and its version."""

    port: int
    version: tuple[int, ...]

    def ask(self, query: str, **headers: str) -> httpx.Response:
        """Ask a query for its answer as CSV, by the name of the service."""
        return httpx.get(
            f"http://127.0.0.1:{self.port}/sparql",
            params={"query": query, "format": "csv"},
            headers={"Host": NAME, "Accept-Encoding": "identity", **headers},
            timeout=60,
        )

    def read(self, query: str) -> bytes:
        """Ask a query on a connection of its own; give all bytes that come."""
        path = f"/sparql?{urlencode({'query': query, 'format': 'csv'})}"
        lines = (f"GET {path} HTTP/1.1", f"Host: {NAME}", "TE: trailers")
        request = "".join(f"{line}\r\n" for line in (*lines, "Connection: close", ""))
        with socket.create_connection(("127.0.0.1", self.port), 60) as connection:
            connection.sendall(request.encode())
            return b"".join(iter(lambda: connection.recv(65_536), b""))


def configure_nginx(folder: Path, port: int, service: int) -> list[str]:
    """Write its configuration: ours, without TLS, on ports that are free."""
    text = (DEPLOY / "nginx.conf").read_text()
    text = re.sub(r"(?m)^\s*(listen \[::\]|ssl_|error_log).*\n", "", text)
    for ours, here in (
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{service};"),
    ):
        assert ours in text
        text = text.replace(ours, here)
    places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{it}_temp_path {folder}/{it}; " for it in places)
    path = folder / "nginx.conf"
    path.write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log stderr crit;\n"
        f"events {{}}\nhttp {{\n{folders}\n{text}\n}}\n"
    )
    return ["nginx", "-p", str(folder), "-e", "stderr", "-c", str(path)]


def configure_caddy(folder: Path, port: int, service: int) -> list[str]:
    """Write its configuration: ours, without TLS, on a port that is free."""
    text = (DEPLOY / "Caddyfile").read_text()
    for ours, here in (
        ("{\n\tservers", "{\n\tadmin off\n\tauto_https off\n\tservers"),
        (f"{NAME} {{", f"http://{NAME}:{port} {{\n\tbind 127.0.0.1"),
        ("reverse_proxy 127.0.0.1:8000", f"reverse_proxy 127.0.0.1:{service}"),
    ):
        assert ours in text
        text = text.replace(ours, here)
    path = folder / "Caddyfile"
    path.write_text(text)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(path)]


Configure = Callable[[Path, int, int], list[str]]


@contextmanager
def running(configure: Configure, folder: Path, service: Service) -> Iterator[Proxy]:
    port = free_port()
    name, *arguments = configure(folder, port, service.port)
    program = shutil.which(name, path=PATHS)
    if program is None:
        pytest.skip(f"{name} is not installed")
    environment = {"PATH": PATHS, "HOME": str(folder)}
    with subprocess.Popen(
        [program, *arguments], env=environment, stderr=subprocess.DEVNULL
    ) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            yield Proxy(port, version(program))
        finally:
            process.terminate()


def version(program: str) -> tuple[int, ...]:
    """Ask a proxy for its version."""
    argument = "-v" if program.endswith("nginx") else "version"
    done = subprocess.run([program, argument], capture_output=True, text=True)
    found = re.search(r"(\d+)\.(\d+)\.(\d+)", done.stdout + done.stderr)
    assert found is not None
    return tuple(map(int, found.groups()))


@pytest.fixture(scope="module")
def service(project: Path) -> Iterator[Service]:
    """A service that breaks an answer off for its length, long before its deadline."""
    with serving(project, query_seconds=120, workers=2, max_answer_mb=16) as running:
        yield running


@pytest.fixture(scope="module")
def nginx(
    service: Service, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    with running(configure_nginx, tmp_path_factory.mktemp("nginx"), service) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def caddy(
    service: Service, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    with running(configure_caddy, tmp_path_factory.mktemp("caddy"), service) as proxy:
        yield proxy


@pytest.fixture(params=["nginx", "caddy"])
def proxy(request: pytest.FixtureRequest) -> Proxy:
    found: Proxy = request.getfixturevalue(request.param)
    return found


def test_a_short_answer_comes_as_it_is(proxy: Proxy, service: Service) -> None:
    direct, reply = service.ask(), proxy.ask(COUNT)
    assert reply.text == COUNTED
    for name in ("ETag", "Repr-Digest", "X-Row-Count", "X-Release", "Content-Length"):
        assert reply.headers[name] == direct.headers[name]


def test_what_has_not_changed_is_not_sent(proxy: Proxy) -> None:
    tag = proxy.ask(COUNT).headers["ETag"]
    reply = proxy.ask(COUNT, **{"If-None-Match": tag})
    assert (reply.status_code, reply.content) == (304, b"")


def test_a_long_answer_comes_whole(proxy: Proxy) -> None:
    assert proxy.ask(LONG).text.count("\r\n") == 20_001


def test_the_numbers_of_the_service_are_not_shown(proxy: Proxy) -> None:
    address = f"http://127.0.0.1:{proxy.port}/metrics"
    assert httpx.get(address, headers={"Host": NAME}).status_code == 403


def test_a_broken_answer_comes_broken(
    proxy: Proxy, request: pytest.FixtureRequest
) -> None:
    if "caddy" in request.node.name and proxy.version < (2, 8, 0):
        pytest.skip("this Caddy ends a broken answer as a whole one: docs/operating.md")
    with pytest.raises(httpx.RemoteProtocolError):
        proxy.ask(f"SELECT * {FLOOD}")


def test_nginx_keeps_trailers_to_itself(nginx: Proxy) -> None:
    head, _, body = nginx.read(LONG).partition(b"\r\n\r\n")
    assert b"x-row-count" not in head.lower() + body[-200:].lower()
    assert body.endswith(b"\r\n0\r\n\r\n")


def test_caddy_passes_trailers_on(caddy: Proxy) -> None:
    _, _, trailers = caddy.read(LONG).rpartition(b"\r\n0\r\n")
    assert b"x-row-count: 20000\r\n" in trailers.lower()
    assert b"repr-digest: sha-256=:" in trailers.lower()
