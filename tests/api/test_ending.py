"""What is logged of requests, and what a service does that is asked to end."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kg.publishing.release import switch
from tests.api.conftest import ROOT, free_port, make_release, quads, wait_for, workers

NAMES = "SELECT ?s ?n { ?s <http://example.org/name> ?n }"
PAIRS = (
    "SELECT ?a ?b { ?a <http://example.org/name> ?n . ?b <http://example.org/name> ?m }"
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    for name in ("ontology", "data", "queries"):
        (folder / name).symlink_to(ROOT / name)
    switch(folder / "build", make_release(folder / "build", "first", quads()))
    return folder


@contextmanager
def served(
    project: Path, **settings: str
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    given = {f"KG_{name.upper()}": value for name, value in settings.items()}
    port = free_port()
    command = [sys.executable, "-m", "kg", "serve", "--port", str(port)]
    with subprocess.Popen(
        command,
        cwd=project,
        env={"PATH": os.defpath, "KG_QUERY_MEMORY_MB": "1024", **given},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/ready")
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.kill()


@pytest.mark.slow
def test_a_request_is_logged_without_what_was_asked(project: Path) -> None:
    secret = {"query": f"{NAMES} # secret-person", "format": "csv"}
    with served(project, log_format="json", log_requests="all") as (url, process):
        answer = httpx.get(f"{url}/sparql", params=secret, timeout=30)
        process.terminate()
        _out, err = process.communicate(timeout=20)

    assert "secret-person" not in err
    assert "127.0.0.1" not in "".join(line for line in err.splitlines() if "{" in line)
    lines = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    [line] = [line for line in lines if line.get("route") == "/sparql"]
    assert line["id"] == answer.headers["x-request-id"]
    assert line["query"] == answer.headers["x-query-id"]
    assert (line["status"], line["complete"]) == (200, True)
    assert line["bytes"] > 1000
    assert line["ms"] > 0


@pytest.mark.slow
def test_a_download_under_way_ends_well_when_the_service_is_asked_to_end(
    project: Path,
) -> None:
    """It is so long that it cannot all be on its way before the signal."""
    query = {"query": f"{PAIRS} LIMIT 400000", "format": "csv"}
    with served(project) as (url, process), httpx.Client(timeout=30) as client:
        running = workers(process.pid)
        with client.stream("GET", f"{url}/sparql", params=query) as answer:
            lines = answer.iter_lines()
            next(lines)
            process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            with pytest.raises(httpx.TransportError):
                httpx.get(f"{url}/health", timeout=5)
            count = sum(1 for _ in lines)
        code = process.wait(20)

    assert count == 400_000
    assert code in (0, -signal.SIGTERM)
    assert running
    assert not any(Path(f"/proc/{worker}").exists() for worker in running)


@pytest.mark.slow
def test_an_answer_that_never_ends_does_not_keep_the_service(project: Path) -> None:
    endless = {"query": PAIRS, "format": "csv"}
    with (
        served(project, closing_seconds="1") as (url, process),
        httpx.stream("GET", f"{url}/sparql", params=endless, timeout=30) as answer,
    ):
        next(answer.iter_lines())
        start = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(20)

    assert time.monotonic() - start < 5
