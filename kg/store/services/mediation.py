"""Calls of other services, answered through a mediator process for each query.

The query itself then runs in its worker as ever, which has no network: what the others
have found stands in it as VALUES.
"""

import asyncio
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path

import kg
from kg.errors import (
    KgError,
    QueryTooComplexError,
    ServiceFailedError,
    ServiceTimeoutError,
    ServiceUnusableError,
)
from kg.rdf.query.federation import (
    Call,
    empty_solution,
    fill,
    mentions_service,
    read_calls,
)
from kg.store.limits import Sandbox
from kg.store.pool.lanes import Lane
from kg.store.pool.tally import Durations
from kg.store.services.errand import Errand, Fate, Outcome, read_outcomes, write_errand

_ROOT = Path(kg.__file__).parent.parent
_MIB = 1_048_576
_MEMORY_MB = 1024
_GRACE_SECONDS = 0.25
"""How much later than the deadline a mediator may tell which calls are late."""

_LATE = "it did not answer in time"
_ENDED = "the process that asked it ended, most often by a lack of memory"

_SKELETON = "VALUES () {}"
"""What stands for a call while the rest of a query is looked at."""


@dataclass(frozen=True, slots=True)
class ServiceLimits:
    """Which services queries may call, and what that may take.

    `endpoints` are exact IRIs. So many `processes` run at once, `queue` queries wait
    for `queue_seconds`; one has `calls` at most and `seconds` for all of them, each of
    which may bring `rows` and `megabytes`. `own_hosts` may be in a private network.
    """

    endpoints: frozenset[str]
    own_hosts: tuple[str, ...] = ()
    calls: int = 4
    seconds: float = 10.0
    rows: int = 10_000
    megabytes: int = 8
    processes: int = 2
    queue: int = 64
    queue_seconds: float = 10.0
    sandbox: Sandbox = Sandbox.REQUIRE


@dataclass(frozen=True, slots=True)
class Mediated:
    """A query without calls, with what they have found; and those that failed.

    `failures` are the endpoints whose SERVICE SILENT failed, with the reasons; `texts`
    is what stands for each call.
    """

    query: str
    failures: Mapping[str, str]
    texts: tuple[str, ...]


@dataclass(slots=True)
class CallTally:
    """How often calls had which fate, and how long queries waited for all of theirs."""

    fates: Counter[Fate] = field(default_factory=Counter)
    waits: Durations = field(default_factory=Durations)


class Mediation:
    """Answers calls of other services, for queries that may make them."""

    def __init__(self, limits: ServiceLimits) -> None:
        """Allow what the limits allow."""
        self.tally = CallTally()
        self._limits = limits
        self._lane = Lane(
            limits.processes,
            limits.queue,
            limits.queue_seconds,
            "too many queries that call other services are waiting: come back later",
        )

    def concerns(self, query: str) -> bool:
        """Say whether a query may have calls that are allowed."""
        return bool(self._limits.endpoints) and mentions_service(query)

    def calls(self, query: str) -> list[Call]:
        """List the calls of a query.

        Raises:
            QueryTooComplexError: it has more than are allowed.
            QueryRefusedError, ServiceUnusableError, QuerySyntaxError: see `read_calls`.
        """
        found, most = read_calls(query, self._limits.endpoints), self._limits.calls
        if len(found) > most:
            raise QueryTooComplexError(
                f"the query has {len(found)} SERVICE; at most {most} are allowed: ask "
                "twice",
                limit="service_calls",
            )
        return found

    async def answer(self, query: str, calls: Sequence[Call]) -> Mediated:
        """Ask what the calls ask, and put the solutions in their places.

        Raises:
            ServiceFailedError: an endpoint failed, and its call is not SILENT.
            ServiceTimeoutError: it did not answer in time, likewise.
            ServiceUnusableError: its answer cannot be joined here, SILENT or not.
            OverloadedError: too many wait for this.
        """
        start = time.monotonic()
        await self._lane.enter()
        try:
            outcomes = await self._outcomes(calls)
        finally:
            self._lane.leave()
            self.tally.waits.add(time.monotonic() - start)
        self.tally.fates.update(outcome.fate for outcome in outcomes.values())
        failures: dict[str, str] = {}
        texts = tuple(_texts(calls, outcomes, failures))
        return Mediated(fill(query, calls, texts), failures, texts)

    def close(self) -> None:
        """Send everybody who waits away."""
        self._lane.close()

    async def _outcomes(self, calls: Sequence[Call]) -> dict[tuple[str, str], Outcome]:
        """Ask each endpoint each thing once."""
        asked = tuple(dict.fromkeys((call.endpoint, call.query) for call in calls))
        due = time.monotonic() + self._limits.seconds
        content = await _send(self._errand(asked, due))
        try:
            return dict(zip(asked, read_outcomes(content), strict=True))
        except ValueError:  # the process has ended before it had told all
            if time.monotonic() >= due:
                return dict.fromkeys(asked, Outcome(Fate.LATE, _LATE))
            return dict.fromkeys(asked, Outcome(Fate.FAILED, _ENDED))

    def _errand(self, asked: tuple[tuple[str, str], ...], due: float) -> Errand:
        limits = self._limits
        return Errand(
            asked=asked,
            due=due,
            rows=limits.rows,
            most_bytes=limits.megabytes * _MIB,
            own_hosts=limits.own_hosts,
            memory_mb=_MEMORY_MB,
            sandbox=limits.sandbox.value,
        )


def skeleton(query: str, calls: Sequence[Call]) -> str:
    """Write a query without its calls, to be looked at before anything is asked."""
    return fill(query, calls, repeat(_SKELETON, len(calls)))


def _texts(
    calls: Sequence[Call],
    outcomes: Mapping[tuple[str, str], Outcome],
    failures: dict[str, str],
) -> Iterator[str]:
    """Yield what stands for each call; note the failures that are to be silent."""
    for call in calls:
        outcome = outcomes[call.endpoint, call.query]
        if outcome.fate is Fate.ANSWERED:
            yield outcome.text
        elif call.silent and outcome.fate is not Fate.UNUSABLE:
            failures[call.endpoint] = outcome.text
            yield empty_solution(call.names)
        else:
            raise _ERRORS[outcome.fate](f"SERVICE <{call.endpoint}>: {outcome.text}")


_ERRORS: dict[Fate, type[KgError]] = {
    Fate.FAILED: ServiceFailedError,
    Fate.LATE: ServiceTimeoutError,
    Fate.UNUSABLE: ServiceUnusableError,
}


async def _send(errand: Errand) -> bytes:
    """Send a mediator out; give what it brings back, nothing when it is late or dead.

    Whatever happens, cancellation too, it has ended afterwards.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(  # noqa: ASYNC220 - it starts in milliseconds
            [sys.executable, "-m", "kg.store.services.mediator"],
            stdin=theirs.fileno(),
            stdout=theirs.fileno(),
            cwd=_ROOT,
            env={"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
            start_new_session=True,
        )
    ours.setblocking(False)
    reader, writer = await asyncio.open_unix_connection(sock=ours)
    try:
        writer.write(write_errand(errand))
        writer.write_eof()
        async with asyncio.timeout(errand.due + _GRACE_SECONDS - time.monotonic()):
            return await reader.read()
    except (TimeoutError, OSError):
        return b""
    finally:
        process.kill()
        writer.close()
        # Not waited for: whoever is cancelled may not wait, and it ends at once.
        asyncio.get_running_loop().run_in_executor(None, process.wait)
