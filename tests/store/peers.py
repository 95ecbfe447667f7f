"""Other engines for tests: a real one, and one that does whatever it is told."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.api.conftest import free_port, wait_for

JSON = "application/sparql-results+json"
RESULT = '{"head":{"vars":["x"]},"results":{"bindings":[]}}'
TRUE = '{"head":{},"boolean":true}'


@contextmanager
def oxigraph(*arguments: str, port: int = 0) -> Iterator[str]:
    """Run the `oxigraph` of the environment; give where it is."""
    port = port or free_port()
    binary = Path(sys.executable).parent / "oxigraph"
    process = subprocess.Popen(
        [str(binary), *arguments, "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/query?query=ASK%7B%7D")
        yield url
    finally:
        process.kill()
        process.wait()


def reply(
    body: str = RESULT, status: str = "200 OK", kind: str = JSON, more: str = ""
) -> bytes:
    """Write a reply that is whole, and keeps the connection open."""
    content = body.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


class Puppet:
    """A server that gives each request to a function with the socket to answer on.

    `requests` are their bodies, `connections` how many there were, `left` when whoever
    asked closed the connection that `wait_for_end` waits on.
    """

    def __init__(self, act: Callable[["Puppet", socket.socket], None]) -> None:
        self.requests: list[str] = []
        self.connections = 0
        self.asked = threading.Event()
        self.left = threading.Event()
        self._act = act
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}/sparql"
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def wait_for_end(self, client: socket.socket) -> None:
        """Wait until whoever asked closes the connection."""
        try:
            while client.recv(65_536):
                pass
        except OSError:
            pass
        self.left.set()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            while (body := _read(client)) is not None:
                self.requests.append(body)
                self.asked.set()
                try:
                    self._act(self, client)
                except OSError:
                    return
                if client.fileno() < 0:
                    return


def _read(client: socket.socket) -> str | None:
    """Read the body of the next request; None when there is none."""
    request = b""
    try:
        while b"\r\n\r\n" not in request:
            block = client.recv(65_536)
            if not block:
                return None
            request += block
        head, _, body = request.partition(b"\r\n\r\n")
        told = head.lower().partition(b"content-length: ")[2].partition(b"\r")[0]
        while len(body) < int(told or 0):
            body += client.recv(65_536)
    except OSError:
        return None
    return body.decode()


@contextmanager
def puppet(*parts: bytes, pause: float = 0) -> Iterator[Puppet]:
    """Answer each request with the next of some replies, and all others with the last.

    An empty one hangs up without a word.
    """

    def act(server: Puppet, client: socket.socket) -> None:
        content = parts[min(len(server.requests), len(parts)) - 1]
        time.sleep(pause)
        if content:
            client.sendall(content)
        else:
            client.close()

    with acting(act) as server:
        yield server


@contextmanager
def acting(act: Callable[[Puppet, socket.socket], None]) -> Iterator[Puppet]:
    """Run a server that does what a function does."""
    server = Puppet(act)
    try:
        yield server
    finally:
        server.close()
