"""A connection to a client: its requests have a head of bounded size and time.

uvicorn reads the head of a request for as long as it comes, however long it is. This is
its protocol with both bounded, and with faults told as problem documents.
"""

import asyncio
from functools import lru_cache
from http import HTTPStatus
from typing import cast

import orjson
from uvicorn.protocols.http.httptools_impl import (
    HttpToolsProtocol,
    RequestResponseCycle,
)

from kg.rdf.namespaces import BASE
from kg.settings import Settings

MAX_HEAD = 65_536
"""Bytes of address and headers together; the server reads as many at once."""


class HeadTooLargeError(Exception):
    """The address and headers of a request are too long."""


class Connection(HttpToolsProtocol):
    """uvicorn's connection, for `uvicorn.Config(http=…)`."""

    _arrived = 0
    _deadline: asyncio.TimerHandle | None = None
    _status = HTTPStatus.BAD_REQUEST

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; give up a head that has grown too long."""
        self._arrived += len(data)
        super().data_received(data)
        if self._deadline is not None and self._arrived > MAX_HEAD:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        """Begin to read a head."""
        super().on_message_begin()
        self._arrived = 0
        if self._deadline is None:
            self._wait_for_head()

    def on_headers_complete(self) -> None:
        """Take the request, unless its head is too long."""
        self._stop_waiting()
        length = len(self.url) + sum(len(name) + len(it) for name, it in self.headers)
        if length > MAX_HEAD:
            self._status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise HeadTooLargeError
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Say what is wrong with a request that is not HTTP, and hang up."""
        self._refuse(self._status)

    def _wait_for_head(self) -> None:
        self._deadline = self.loop.call_later(_head_seconds(), self._end_wait)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _end_wait(self) -> None:
        """Hang up on who has not sent a head, without a word to who has said nothing.

        While an answer is being sent nothing is read, so nothing can be late.
        """
        cycle = cast(RequestResponseCycle | None, self.cycle)
        if cycle is not None and not cycle.response_complete:
            self._wait_for_head()
        elif self._arrived:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self.transport.close()

    def _refuse(self, status: HTTPStatus) -> None:
        if self.transport.is_closing():
            return
        self._stop_waiting()
        kind, detail = _FAULTS[status]
        members = {
            "type": f"{BASE}problems#{kind}",
            "title": status.phrase,
            "status": status.value,
            "detail": detail,
        }
        body = orjson.dumps(members)
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\n"
            "Content-Type: application/problem+json\r\n"
            f"Content-Length: {len(body)}\r\n"
            "Connection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()


_FAULTS = {
    HTTPStatus.BAD_REQUEST: ("request", "the request is not HTTP"),
    HTTPStatus.REQUEST_TIMEOUT: (
        "slow-request",
        "the headers did not arrive in time",
    ),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        "head-too-large",
        f"address and headers are longer than {MAX_HEAD} bytes: "
        "send a long query in the body of a POST",
    ),
}


@lru_cache(maxsize=1)
def _head_seconds() -> float:
    return Settings.from_environment().head_seconds
