"""The process that answers queries: `python -m kg.store.processes.worker DUTY`.

DUTY (kg.store.processes.duty) names a store and an inherited socket. The worker gives
up what it does not need (kg.store.processes.sandbox), opens the store for reading and
answers one query after another. A query cannot be stopped from inside: the parent kills
the process (kg.store.pool.workers).
"""

import gc
import os
import sys
from io import RawIOBase
from pathlib import Path
from socket import socket
from threading import Thread
from typing import IO, cast

from pyoxigraph import Store as Engine

from kg.errors import KgError, SetupError
from kg.store.oxigraph import BLOCK, evaluate, open_engine
from kg.store.processes.duty import Duty, Wear, read_duty
from kg.store.processes.frames import HEADER, Say, asked, fault, frame, receive
from kg.store.processes.sandbox import confine
from kg.store.total import Count


class Blocks(RawIOBase):
    """A writer that sends what is written to it in frames of a block each.

    The first block is held until it is full or the answer complete: a query that
    fails early has said nothing yet. A `count` is told of all that is sent, and what it
    makes of that is sent before the last block.
    """

    def __init__(self, channel: socket, count: Count | None = None) -> None:
        self._channel = channel
        self._count = count
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

    def end(self, *, spent: bool) -> None:
        """Send what is held as the last of the answer, perhaps of the worker too."""
        self._send(Say.END if spent else Say.LAST)

    def _send(self, kind: Say) -> None:
        content, total = bytes(self._held), b""
        self._held.clear()
        if self._count is not None:
            self._count.add(content)
            if kind is not Say.BLOCK:
                total = frame(Say.TOTAL, self._count.total().pack())
        self._channel.sendall(total + HEADER.pack(kind, len(content)) + content)


def serve(channel: socket, engine: Engine, wear: Wear) -> None:
    """Answer requests until the parent hangs up."""
    for kind, content in receive(channel):
        if kind is Say.OPEN:
            engine = open_engine(Path(content.decode()))
            channel.sendall(frame(Say.READY))
        else:
            _answer(channel, engine, content, wear)


def _answer(channel: socket, engine: Engine, content: bytes, wear: Wear) -> None:
    request = asked(content)
    count = Count(request.most)
    blocks = Blocks(channel, count)
    try:
        result = evaluate(engine, request.query, request.dataset)
        count.write(result, request.written, cast(IO[bytes], blocks))
        blocks.end(spent=wear.spent())
    except KgError as error:
        channel.sendall(fault(error))


def end_with_input() -> None:
    """End this process when the parent has ended, in the middle of a query too."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(0)


def _begin(duty: Duty, channel: socket) -> Engine:
    """Give up what no query needs, open the store, and say that all is ready."""
    filtered = confine(duty.memory_mb, duty.cpu_seconds, duty.sandbox)
    engine = open_engine(Path(duty.store))
    channel.sendall(frame(Say.READY, b"filtered" if filtered else b""))
    return engine


def main(argument: str) -> None:
    """Open the store and serve."""
    duty = read_duty(argument)
    channel = socket(fileno=duty.channel)
    wear = Wear(duty.answers, duty.grown_mb)
    Thread(target=end_with_input, daemon=True).start()
    gc.disable()  # nothing here holds itself, and a worker does not last for ever
    try:
        engine = _begin(duty, channel)
    except SetupError as error:
        channel.sendall(fault(error))
        return
    serve(channel, engine, wear)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except (KgError, ConnectionError) as error:
        sys.exit(f"worker: {error}")
