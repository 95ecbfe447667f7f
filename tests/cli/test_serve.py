"""`kg serve`: it says where to click, answers there, and ends when asked to."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@contextmanager
def serving(project: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "kg", "serve", "-C", str(project)]
    command += ["--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def answer(port: int, path: str) -> tuple[int, str]:
    """Ask as soon as the port listens: whoever comes early waits."""
    deadline = time.monotonic() + 30
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        finally:
            connection.close()


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def test_a_slip_in_the_file_of_keys_is_told(
    run: Run, released: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (released / "keys.toml").write_text("[[keys]]")
    monkeypatch.setenv("KG_KEYS_FILE", "keys.toml")
    outcome = run("serve", "-C", released)
    assert outcome.code == 2
    assert "found keys; expected one of key (did you mean key?)" in outcome.err


def test_it_says_where_to_click_and_answers_there(
    released: Path, free_port: int
) -> None:
    version = (released / "build" / "current").resolve().name
    with serving(released, free_port) as process:
        status, health = answer(free_port, "/health")
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=15)

    assert status == 200
    assert version in health
    assert process.returncode == 0
    assert err.startswith(
        f"Solidarity Graph, release {version} (public)\n"
        f"Open http://127.0.0.1:{free_port}/ - Ctrl-C ends the service\n"
    )
    assert "Traceback" not in err


def test_it_ends_at_once_without_a_release(project: Path, run: Run) -> None:
    outcome = run("serve", "-C", project)

    assert outcome.code == 2
    assert outcome.err == (
        f"{project}/build/current: no release here; run kg build first\n"
    )


def test_a_port_that_is_taken_is_named(released: Path, run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        outcome = run("serve", "-C", released, "--port", str(port))

    assert outcome.code == 2
    assert outcome.err.startswith(f"127.0.0.1:{port}: found address already in use")


def test_a_misspelt_setting_stops_it(
    released: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_PROT", "8080")

    outcome = run("serve", "-C", released)

    assert outcome.code == 2
    assert outcome.err.startswith(
        "KG_PROT: no setting has this name (did you mean KG_PORT"
    )


def test_a_store_that_cannot_be_read_is_named(released: Path, run: Run) -> None:
    store = (released / "build" / "current").resolve() / "public" / "store"
    (store / "CURRENT").unlink()

    outcome = run("serve", "-C", released)

    assert outcome.code == 2
    assert outcome.err.startswith(f"{store} is not a readable store: ")
