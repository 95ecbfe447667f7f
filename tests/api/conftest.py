import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.api.app import create_app
from kg.publishing.release import Release, switch, write_release
from kg.settings import Settings

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
    """Where a server listens."""

    url: str

    @property
    def endpoint(self) -> str:
        return f"{self.url}/sparql"


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
def serving(build: Path, **changes: Any) -> Iterator[Server]:
    """Serve a build over real HTTP, by a real server in a thread."""
    settings = {"workers": 2, "query_memory_mb": 1024, "queries_dir": ROOT / "queries"}
    app = create_app(Settings(build_dir=build, **{**settings, **changes}))
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(app, port=port, loop="uvloop", access_log=False)
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_for(f"http://127.0.0.1:{port}/ready")
        yield Server(f"http://127.0.0.1:{port}")
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


@contextmanager
def process(build: Path) -> Iterator[tuple[Server, subprocess.Popen[bytes]]]:
    """Serve a build as an operator does: a process, set up by its environment."""
    port = free_port()
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "uvicorn", "--factory", "kg.api.app:create_app"),
            *("--port", str(port), "--no-access-log"),
        ],
        env={"KG_BUILD_DIR": str(build), "KG_QUERY_MEMORY_MB": "1024"},
        cwd=ROOT,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/ready")
        yield Server(f"http://127.0.0.1:{port}"), running
    finally:
        running.kill()
        running.wait(20)


def workers(parent: int) -> list[int]:
    """List the worker processes of a process."""
    return [
        int(child)
        for task in Path(f"/proc/{parent}/task").iterdir()
        for child in (task / "children").read_text().split()
        if "kg.store.processes.worker" in _command(child)
    ]


def _command(process: str) -> str:
    """Read the command of a process, which may have ended just now."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


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
