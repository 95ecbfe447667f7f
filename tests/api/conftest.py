import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.publishing.release import Release, switch, write_release

ROOT = Path(__file__).parents[2]
E = "http://example.org/"
PEOPLE = 3000


def quads() -> Iterator[Quad]:
    name = NamedNode(f"{E}name")
    for number in range(PEOPLE):
        person = NamedNode(f"{E}person/{number}")
        yield Quad(person, name, Literal(f"Person {number} «é»", language="nb"))
    for graph in ("g1", "g2"):
        subject = NamedNode(f"{E}{graph}/s")
        yield Quad(subject, name, Literal(graph), NamedNode(f"{E}{graph}"))


def make_release(build: Path, version: str, statements: Iterable[Quad]) -> Release:
    """Write a release of the shape that `kg build` writes, with a store alone."""
    manifest = {
        "version": version,
        "time": "2026-11-23T01:40:00Z",
        "audience": "public",
        "counts": {"quads": 2, "triples": PEOPLE},
        "graphs": {f"{E}g1": 1, f"{E}g2": 1},
    }
    with write_release(build, version) as folder:
        (folder / "public").mkdir()
        store = Store(folder / "public" / "store")
        store.bulk_extend(statements)
        store.flush()
        del store
        for path in (folder, folder / "public"):
            (path / "manifest.json").write_text(json.dumps(manifest))
    return Release(build / "releases" / version)


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("build")
    switch(path, make_release(path, "first", quads()))
    return path


@dataclass(frozen=True)
class Server:
    """A running server: where it listens, and its process."""

    url: str
    process: int

    @property
    def endpoint(self) -> str:
        return f"{self.url}/sparql"

    def workers(self) -> list[int]:
        tasks = Path(f"/proc/{self.process}/task").iterdir()
        return [
            int(child)
            for task in tasks
            for child in (task / "children").read_text().split()
        ]


@pytest.fixture(scope="session")
def server(build: Path) -> Iterator[Server]:
    """A real server with its workers, on a free port."""
    with serving(build) as running:
        yield running


@pytest.fixture(scope="session")
def http(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


@contextmanager
def serving(build: Path, **settings: str) -> Iterator[Server]:
    port = free_port()
    variables = {f"KG_{name.upper()}": value for name, value in settings.items()}
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "uvicorn", "--factory", "kg.api.app:create_app"),
            *("--port", str(port), "--no-access-log"),
        ],
        env={"KG_BUILD_DIR": str(build), "KG_QUERY_MEMORY_MB": "1024", **variables},
        cwd=ROOT,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/ready")
        yield Server(url, process.pid)
    finally:
        process.terminate()
        assert process.wait(20) in (0, -signal.SIGTERM)


def wait_for(url: str) -> None:
    for _ in range(200):
        try:
            httpx.get(url, timeout=5)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(url)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
