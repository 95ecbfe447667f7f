"""The service as `kg serve` runs it, in a process of its own, met from outside."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from kg.publishing.release import switch
from tests.api.conftest import free_port, make_release, quads, wait_for

ROOT = Path(__file__).parents[2]
SECONDS = 1.0
"""The deadline of queries here; a bomb may take one second more."""
MEMORY_MB = 512
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNTED = "n\r\n3000\r\n"
FLOOD = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
"""Some 10^10 solutions: an answer to it never ends."""


@dataclass(frozen=True)
class Service:
    """A running service: where it listens, and its process."""

    url: str
    port: int
    process: subprocess.Popen[bytes]

    @property
    def endpoint(self) -> str:
        return f"{self.url}/sparql"

    def ask(self, query: str = COUNT, form: str = "csv") -> httpx.Response:
        """Ask a query on a connection of its own."""
        parameters = {"query": query, "format": form}
        return httpx.get(self.endpoint, params=parameters, timeout=30)


def make_project(folder: Path) -> Path:
    """Lay out a project whose release is a store of the tests."""
    for name in ("ontology", "data", "queries"):
        (folder / name).symlink_to(ROOT / name)
    switch(folder / "build", make_release(folder / "build", "first", quads()))
    return folder


@contextmanager
def serving(project: Path, **settings: float) -> Iterator[Service]:
    """Serve a project as its operator does, with settings from the environment.

    Unless they say otherwise no answers are kept: each query is to reach a worker.
    """
    settings = {"cache_mb": 0, **settings}
    given = {f"KG_{name.upper()}": f"{value:g}" for name, value in settings.items()}
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--port", str(port)],
        cwd=project,
        env={"PYTHONPATH": str(ROOT), "KG_LOG_LEVEL": "ERROR", **given},
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/ready")
        yield Service(f"http://127.0.0.1:{port}", port, process)
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
def service(project: Path) -> Iterator[Service]:
    """A service with little patience and little memory."""
    limits = {"query_seconds": SECONDS, "query_memory_mb": MEMORY_MB}
    with serving(
        project, **limits, workers=2, body_seconds=1, max_answer_mb=64
    ) as running:
        yield running
