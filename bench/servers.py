"""SPARQL services on this machine, started for a measurement and ended after it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from kg.store.processes.parent import end_with_parent

ROOT = Path(__file__).parents[1]
RESULTS = "application/sparql-results+json"
_PATIENCE = 600
"""Seconds until a service must answer: rdflib reads its graph first."""


@dataclass(frozen=True, slots=True)
class Server:
    """A service that runs: its name, its port, the path of its endpoint."""

    name: str
    port: int
    path: str
    process: int

    @property
    def endpoint(self) -> str:
        """The address of the endpoint."""
        return f"http://127.0.0.1:{self.port}{self.path}"

    def cpu(self) -> float:
        """Say how many seconds of processors it has taken, and those it asks."""
        tasks = Path(f"/proc/{self.process}/task").glob("*/children")
        asked = [process for it in tasks for process in it.read_text().split()]
        return sum(map(_spent, (str(self.process), *asked)))

    def ask(self, query: str, seconds: float = 300) -> httpx.Response:
        """Ask once."""
        parameters = {"query": query}
        headers = {"Accept": RESULTS}
        return httpx.get(
            self.endpoint, params=parameters, headers=headers, timeout=seconds
        )


def _spent(process: str) -> float:
    stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2]
    return sum(map(int, stat.split()[11:13])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def ours(build: Path, **settings: float) -> Iterator[Server]:
    """Serve a build as `kg serve` does."""
    given = {f"KG_{name.upper()}": f"{value:g}" for name, value in settings.items()}
    environment = {"KG_BUILD_DIR": str(build.resolve()), "KG_LOG_LEVEL": "ERROR"}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("ontology", "data", "queries"):
            (Path(folder) / name).symlink_to(ROOT / name)
        port = free_port()
        command = [sys.executable, "-m", "kg", "serve", "--port", str(port)]
        environment |= {"PYTHONPATH": str(ROOT), **given}
        with _running(command, Path(folder), environment) as process:
            yield _ready(Server("ours", port, "/sparql", process))


@contextmanager
def oxigraph(build: Path) -> Iterator[Server]:
    """Serve the same store by Oxigraph's own server."""
    port = free_port()
    command = [
        str(Path(sys.executable).with_name("oxigraph")),
        *("serve-read-only", "--location", str(_public(build) / "store")),
        *("--bind", f"127.0.0.1:{port}"),
    ]
    with _running(command, ROOT, {}) as process:
        yield _ready(Server("oxigraph", port, "/query", process))


@contextmanager
def rdflib(build: Path, program: Path) -> Iterator[Server]:
    """Serve the same default graph by rdflib-endpoint, from an environment of its own.

    Its graph is in memory and has no named graphs.
    """
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "merged.nt"
        shutil.copyfile(_public(build) / "merged.nt", dump)
        command = [str(program), "serve", "--port", str(port), "--host", "127.0.0.1"]
        with _running([*command, str(dump)], Path(folder), {}) as process:
            yield _ready(Server("rdflib-endpoint", port, "/", process))


def _public(build: Path) -> Path:
    return (build / "current").resolve() / "public"


@contextmanager
def _running(
    command: list[str], folder: Path, environment: Mapping[str, str]
) -> Iterator[int]:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={"PATH": os.defpath, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=partial(end_with_parent, os.getpid()),
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def _ready(server: Server) -> Server:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and _runs(server.process):
        try:
            if server.ask("ASK {}").status_code == 200:
                return server
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(f"{server.name} does not answer")


def _runs(process: int) -> bool:
    return " Z " not in Path(f"/proc/{process}/stat").read_text()


def free_port() -> int:
    """Give a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
