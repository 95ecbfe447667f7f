"""The process that answers queries: `python -m kg.store.worker STORE CHANNEL MEMORY`.

It opens a store for reading, answers one query after another over the socket it has
inherited as file descriptor CHANNEL, and may take MEMORY MiB of address space. A query
cannot be stopped from inside: the parent kills the process (kg.store.workers).
"""

import os
import resource
import sys
from io import RawIOBase
from pathlib import Path
from socket import socket
from threading import Thread
from typing import IO, cast

from pyoxigraph import Store as Engine

from kg.errors import KgError
from kg.store.frames import HEADER, Say, asked, fault, frame, receive
from kg.store.oxigraph import BLOCK, evaluate, open_engine, write


class Blocks(RawIOBase):
    """A writer that sends what is written to it in frames of a block each.

    The first block is held until it is full or the answer complete: a query that
    fails early has said nothing yet.
    """

    def __init__(self, channel: socket) -> None:
        self._channel = channel
        self._held = bytearray()

    def writable(self) -> bool:
        """Say that this can be written to."""
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]  # bytes alone
        """Hold the content; send all that is held once it makes a block."""
        self._held += content
        if len(self._held) >= BLOCK:
            self._send(Say.BLOCK)
        return len(content)

    def end(self) -> None:
        """Send what is held as the last of the answer."""
        self._send(Say.LAST)

    def _send(self, kind: Say) -> None:
        self._channel.sendall(HEADER.pack(kind, len(self._held)) + self._held)
        self._held.clear()


def serve(channel: socket, engine: Engine) -> None:
    """Answer requests until the parent hangs up."""
    channel.sendall(frame(Say.READY))
    for content in receive(channel):
        _answer(channel, engine, content)


def _answer(channel: socket, engine: Engine, content: bytes) -> None:
    request, blocks = asked(content), Blocks(channel)
    try:
        result = evaluate(engine, request.query, request.dataset)
        write(result, request.written, cast(IO[bytes], blocks))
    except KgError as error:
        channel.sendall(fault(error))
    else:
        blocks.end()


def _end_with_parent() -> None:
    """End this process when the parent has ended, in the middle of a query too."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(0)


def main(arguments: list[str]) -> None:
    """Open the store and serve."""
    path, channel, memory = arguments
    limit = int(memory) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    engine = open_engine(Path(path))
    Thread(target=_end_with_parent, daemon=True).start()
    serve(socket(fileno=int(channel)), engine)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (KgError, ConnectionError) as error:
        sys.exit(f"worker: {error}")
