"""A connection to a client: bounded in time, and the head of its requests in size.

uvicorn reads the head of a request for as long as it comes, however long it is, and
waits for ever for a client that does not take its answer. This is its protocol with all
of that bounded, and with faults told as problem documents.

The limits travel from the application to the server in the lifespan's state (ASGI), so
that whoever starts the server need only name the protocol.
"""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Self, cast

import orjson
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import (
    HttpToolsProtocol,
    RequestResponseCycle,
)

from kg.api.http.onewrite import OneWrite
from kg.api.http.trailers import wants_trailers, with_trailers
from kg.rdf.namespaces import COMMON
from kg.settings import Settings

MAX_HEAD = 65_536
"""Bytes of address and headers together; the server reads as many at once."""


_RETRY = "Retry-After: 5\r\n"

STATE = "connections"
"""The key of the limits in the lifespan's state."""


class HeadTooLargeError(Exception):
    """The address and headers of a request are too long."""


class TwoHostsError(Exception):
    """A request names two hosts, of which a proxy may have taken the other."""


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """How many connections there may be, and what a client may take, in seconds.

    `head` is for the headers of a request, `idle` between two requests, `stall` for
    taking nothing of an answer.
    """

    most: int = 800
    head: float = 10.0
    idle: float = 5.0
    stall: float = 30.0

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Take the limits from the settings."""
        return cls(
            settings.connections,
            settings.head_seconds,
            settings.idle_seconds,
            settings.stall_seconds,
        )


class Connection(HttpToolsProtocol):
    """uvicorn's connection, for `uvicorn.Config(http=…)`.

    Where all connections are taken, the one that would be closed next for its silence
    makes room for the newcomer; where none is silent, the newcomer is sent away.
    """

    _arrived = 0
    _deadline: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None
    _status = HTTPStatus.BAD_REQUEST

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - as uvicorn
        super().__init__(*args, **options)
        self._limits: ConnectionLimits = self.app_state.get(STATE, ConnectionLimits())
        self.timeout_keep_alive = self._limits.idle

    @property
    def due(self) -> float | None:
        """When it will be closed if the client goes on to ask for nothing."""
        timer = self._deadline or self.timeout_keep_alive_task
        return None if timer is None else timer.when()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, or send the client away."""
        super().connection_made(transport)
        if len(self.connections) > self._limits.most and not self._make_room():
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting()
        self._stop_stall()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Wait for the client to take what there is, but not for ever."""
        super().pause_writing()
        self._stalled = self.loop.call_later(self._limits.stall, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on writing."""
        self._stop_stall()
        super().resume_writing()

    def data_received(self, data: bytes) -> None:
        """Read on; give up a head that has grown too long."""
        if self._deadline is None and self._answered:  # an empty line begins nothing
            self._wait_for_head()
        self._arrived += len(data)
        super().data_received(data)
        if self._deadline is not None and self._arrived > MAX_HEAD:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        """Begin to read a head."""
        super().on_message_begin()
        if self._deadline is None:
            self._wait_for_head()

    def on_headers_complete(self) -> None:
        """Take the request, unless its head is too long."""
        self._stop_waiting()
        lengths = (len(name) + len(value) + 4 for name, value in self.headers)
        if len(self.url) + sum(lengths) > MAX_HEAD:
            self._status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise HeadTooLargeError
        if [name for name, _ in self.headers].count(b"host") > 1:  # RFC 9112, 3.2
            raise TwoHostsError
        super().on_headers_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGIApp) -> None:  # type: ignore[override]
        """Begin to answer, with trailers for a client that takes them."""
        scope = cast(dict[str, Any], cycle.scope)
        if scope["method"] != "HEAD":
            cycle.transport = OneWrite(cycle.transport)
        taken = with_trailers(app, cycle) if wants_trailers(scope) else app
        super()._start_asgi_task(cycle, taken)  # type: ignore[arg-type]

    def send_400_response(self, msg: str) -> None:
        """Say what is wrong with a request that is not HTTP, and hang up."""
        self._refuse(self._status)

    def _wait_for_head(self) -> None:
        self._arrived = 0
        self._deadline = self.loop.call_later(self._limits.head, self._end_wait)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _end_wait(self) -> None:
        """Hang up on who has not sent a head, without a word to who has said nothing.

        While an answer is being sent nothing is read, so nothing can be late.
        """
        if not self._answered:
            self._wait_for_head()
        elif self._arrived:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self.transport.close()

    @property
    def _answered(self) -> bool:
        """Whether no request is under way."""
        cycle = cast(RequestResponseCycle | None, self.cycle)
        return cycle is None or cycle.response_complete

    def _stop_stall(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def _make_room(self) -> bool:
        """Close the connection that would be closed next of all that are silent."""
        silent = [
            (due, id(other), other)
            for other in self.connections
            if isinstance(other, Connection) and (due := other.due) is not None
        ]
        if not silent:
            return False
        _, _, oldest = min(silent)
        oldest.transport.abort()
        return True

    def _refuse(self, status: HTTPStatus) -> None:
        if self.transport.is_closing():
            return
        self._stop_waiting()
        kind, detail = FAULTS[status]
        members = {
            "type": f"{COMMON}problems#{kind}",
            "title": status.phrase,
            "status": status.value,
            "detail": detail,
        }
        body = orjson.dumps(members)
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\n"
            "Content-Type: application/problem+json\r\n"
            f"Content-Length: {len(body)}\r\n"
            f"{_RETRY if status is HTTPStatus.SERVICE_UNAVAILABLE else ''}"
            "Connection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()


FAULTS = {
    HTTPStatus.SERVICE_UNAVAILABLE: ("overloaded", "too many connections are open"),
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
"""What is told of requests that no layer above has seen: a kind, and why."""
