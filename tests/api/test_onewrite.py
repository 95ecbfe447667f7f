"""An answer leaves in as few packets as it can, and what came first goes first."""

import asyncio
import socket
from collections.abc import Iterator

import pytest

from kg.api.http.onewrite import OneWrite

HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
    with ours, theirs:
        yield ours, theirs


class Packets(asyncio.Transport):
    """A transport that sends each write as a packet, so that they can be counted."""

    def __init__(self, channel: socket.socket) -> None:
        super().__init__()
        self._channel = channel

    def write(self, data: bytes) -> None:  # type: ignore[override]
        if data:
            self._channel.send(data)

    def close(self) -> None:
        self._channel.shutdown(socket.SHUT_WR)

    def is_closing(self) -> bool:
        return False


@pytest.mark.parametrize(
    ("written", "packets"),
    [
        pytest.param([HEAD, b"body"], [HEAD + b"body"], id="whole"),
        pytest.param([HEAD, b"bo", b"dy"], [HEAD + b"bo", b"dy"], id="parts"),
        pytest.param([HEAD, b""], [HEAD], id="no-body"),
        pytest.param([HEAD], [HEAD], id="broken-off"),
        pytest.param(
            [CONTINUE, HEAD, b"body"], [CONTINUE, HEAD + b"body"], id="continue"
        ),
        pytest.param(
            [HEAD, b"body", b"HTTP/1.1 100 ", b"x"],
            [HEAD + b"body", b"HTTP/1.1 100 ", b"x"],
            id="body-like-a-head",
        ),
    ],
)
def test_a_head_is_written_with_what_follows(
    ends: tuple[socket.socket, socket.socket],
    written: list[bytes],
    packets: list[bytes],
) -> None:
    transport = OneWrite(Packets(ends[0]))
    for data in written:
        transport.write(data)
    transport.close()
    found = []
    while packet := ends[1].recv(65_536):
        found += [packet]
    assert found == packets
