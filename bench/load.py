"""Clients that ask over HTTP/1.1 with keep-alive, in a process of their own.

    python -m bench.load < plan.json

The plan is a JSON object: `port`, `paths` (each with `#` where a number makes it
unlike all others, or without), `clients`, `seconds`, `headers`. What is measured is
written as a JSON object: `requests`, `seconds`, `p50` and `p99` in milliseconds,
`statuses`, `bytes`. A client that is cut off connects again and counts a status 0.
"""

import asyncio
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import httptools
import uvloop


@dataclass(slots=True)
class Tally:
    """What all clients together have seen."""

    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    length: int = 0

    def summary(self, seconds: float) -> dict[str, Any]:
        """Sum up: percentiles are of single requests."""
        ordered = sorted(self.milliseconds) or [0.0]
        return {
            "requests": len(self.milliseconds),
            "seconds": seconds,
            "p50": ordered[len(ordered) // 2],
            "p99": ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))],
            "statuses": dict(self.statuses),
            "bytes": self.length,
        }


class Client(asyncio.Protocol):
    """One connection, with one request at a time on it."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._parser = httptools.HttpResponseParser(self)
        self._answered: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None

    async def ask(self, request: bytes) -> None:
        """Send a request and wait for all of the answer."""
        self._answered = asyncio.get_running_loop().create_future()
        if self._transport is None or self._transport.is_closing():
            raise ConnectionError("closed between requests")
        self._transport.write(request)
        await self._answered

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Read what has come."""
        self._parser.feed_data(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits that nothing will come."""
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(exc or ConnectionError("closed"))

    def on_body(self, body: bytes) -> None:
        """Count the bytes of answers."""
        self._tally.length += len(body)

    def on_message_complete(self) -> None:
        """Count the answer."""
        self._tally.statuses[self._parser.get_status_code()] += 1
        self._parser = httptools.HttpResponseParser(self)
        if self._answered is not None and not self._answered.done():
            self._answered.set_result(None)


def requests(plan: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield requests without end, in the order of the paths."""
    lines = {"Host": "127.0.0.1", **plan.get("headers", {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    made = [f"GET {path} HTTP/1.1\r\n{head}\r\n".encode() for path in plan["paths"]]
    for number, request in enumerate(itertools.cycle(made)):
        yield request.replace(b"#", b"%d" % number) if b"#" in request else request


async def load(plan: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out a plan."""
    tally, made = Tally(), requests(plan)
    start = time.perf_counter()
    end = start + plan["seconds"]
    clients = (_ask(plan["port"], made, end, tally) for _ in range(plan["clients"]))
    await asyncio.gather(*clients)
    return tally.summary(time.perf_counter() - start)


async def _ask(port: int, made: Iterator[bytes], end: float, tally: Tally) -> None:
    loop = asyncio.get_running_loop()
    client: Client | None = None
    while (before := time.perf_counter()) < end:
        try:
            if client is None:
                _, client = await loop.create_connection(
                    lambda: Client(tally), "127.0.0.1", port
                )
                before = time.perf_counter()
            await client.ask(next(made))
        except OSError:
            tally.statuses[0] += 1
            client = None
        else:
            tally.milliseconds.append((time.perf_counter() - before) * 1000)


def main() -> None:
    """Carry out the plan on the standard input."""
    print(json.dumps(uvloop.run(load(json.load(sys.stdin)))))


if __name__ == "__main__":
    main()
