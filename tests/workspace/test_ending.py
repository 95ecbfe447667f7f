"""A workspace as `kg serve` serves it: ended in the middle, it is whole when back."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.api.conftest import ROOT, free_port, wait_for
from tests.workspace.conftest import KEYS, bearer

pytestmark = pytest.mark.slow


@contextmanager
def serving(folder: Path) -> Iterator[tuple[httpx.Client, subprocess.Popen[bytes]]]:
    """Serve the workspace of a folder by the command, in a process of its own."""
    port = free_port()
    keys = folder / "keys.toml"
    keys.write_text(KEYS["curator"].lines, "utf-8")
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "kg", "serve", "--port", str(port)),
            *("--workspace", "work", "--no-validate", "--project", str(ROOT)),
        ],
        cwd=folder,
        env={
            "PYTHONPATH": str(ROOT),
            "KG_KEYS_FILE": str(keys),
            "KG_WORKERS": "1",
            "KG_SLOW_WORKERS": "1",
            "KG_LOG_LEVEL": "ERROR",
        },
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/ready")
        headers = bearer(KEYS["curator"])
        with httpx.Client(base_url=url, headers=headers, timeout=30) as client:
            yield client, process
    finally:
        process.kill()
        process.wait(20)


def write(client: httpx.Client, number: int) -> int:
    text = f"INSERT DATA {{ GRAPH <a:g> {{ <a:s> <a:p> {number}, {number}.5 }} }}"
    return client.post("/sparql", data={"update": text}).status_code


def write_on(client: httpx.Client, done: list[int]) -> None:
    """Write one after another, and note those that were answered."""
    for number in range(10_000):
        assert write(client, number) == 204
        done.append(number)


def test_what_was_answered_outlives_the_service(tmp_path: Path) -> None:
    """Killed while it writes, it comes back with all answered writes, and no half."""
    done: list[int] = []
    with serving(tmp_path) as (client, process):
        killer = threading.Timer(1.5, os.kill, (process.pid, signal.SIGKILL))
        killer.start()
        with pytest.raises(httpx.TransportError):
            write_on(client, done)
        killer.join()
    with serving(tmp_path) as (client, _process):
        query = "SELECT ?o { GRAPH <a:g> { ?s ?p ?o } }"
        reply = client.get("/sparql", params={"query": query, "format": "csv"})
        values = sorted(float(line) for line in reply.text.splitlines()[1:])
        assert len(done) > 0
        wholes = [int(value) for value in values if value.is_integer()]
        assert values == sorted(float(it) for n in wholes for it in (n, n + 0.5))
        assert wholes in (done, [*done, len(done)])  # the last was not answered
        version = reply.headers["x-release"]
        assert write(client, 99_999) == 204
    lines = (tmp_path / "work" / "journal.jsonl").read_text("utf-8").splitlines()
    states = [json.loads(line)["state"] for line in lines]
    assert states[-2] == version
    numbers = [int(state.split("-")[1]) for state in states]
    assert numbers == list(range(len(wholes) + 2))


def test_a_workspace_needs_keys(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "kg", "serve", "--workspace", str(tmp_path / "work")],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 2
    assert "KG_WORKSPACE: found no KG_KEYS_FILE" in ended.stderr
