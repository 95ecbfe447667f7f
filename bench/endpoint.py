"""Our endpoint beside Oxigraph's own server and rdflib-endpoint, on the same data.

    python -m bench.endpoint --triples 1000000 --folder build/bench
    python -m bench.endpoint --quick

Ratios of one run on one machine; medians of rounds in which the services take turns.
*Warm* repeats the same queries, so that an answer cache may answer; *cold* makes every
query unlike all before, so that none can. Nothing but loopback is addressed.
"""

import argparse
import json
import os
import secrets
import statistics
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.scale import scaled
from bench.servers import RESULTS, ROOT, Server, ours, oxigraph, rdflib
from kg.rdf.query.catalogue import read_catalogue

QUERIES = (
    "names-of-an-agent",
    "methods-of-an-action",
    "participants-of-an-event",
    "supporters-of-an-action",
    "demands-at-an-event",
    "claims-about-a-thing",
    "judgements-about-a-thing",
    "events-of-a-series",
    "concepts-of-a-scheme",
    "evidence-of-a-thing",
    "graphs-about-a-thing",
    "actions-of-an-agent",
    "agents-in-a-role",
    "demands-of-a-type",
    "events-in-a-place",
    "timeline",
    "find-by-name",
    "things-by-class",
)
SMALL_MS = 10.0
"""A query is small when Oxigraph's server answers it in less."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one load has shown; milliseconds, and requests in a second."""

    p50: float
    p99: float
    rate: float

    @classmethod
    def median(cls, found: Sequence["Measured"]) -> "Measured":
        """Take the median of rounds, each figure by itself."""
        return cls(
            statistics.median(it.p50 for it in found),
            statistics.median(it.p99 for it in found),
            statistics.median(it.rate for it in found),
        )


def path(server: Server, query: str, *, cold: bool) -> str:
    """Write the path of a request; a cold one has a comment that no other has."""
    comment = f"%0A%23%20{secrets.token_hex(4)}-#" if cold else ""
    text = quote(query, safe="") + comment
    return f"{server.path}?query={text}"


def measure(
    server: Server, paths: Iterable[str], clients: int, seconds: float, **headers: str
) -> Measured:
    """Load a server from a process of its own."""
    plan = {
        "port": server.port,
        "paths": list(paths),
        "clients": clients,
        "seconds": seconds,
        "headers": {"Accept": RESULTS, **headers},
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(plan),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    if set(found["statuses"]) - {"200", "304"}:
        print(f"  ! {server.name}: statuses {found['statuses']}")
    return Measured(
        found["p50"], found["p99"], round(found["requests"] / found["seconds"], 1)
    )


def rows(server: Server, query: str) -> int:
    """Count the rows of an answer, to see that the services say the same."""
    reply = server.ask(query)
    reply.raise_for_status()
    return len(reply.json()["results"]["bindings"])


class Bench:
    """Services on the same data, and the queries they are asked."""

    def __init__(
        self, servers: Sequence[Server], queries: dict[str, str], seconds: float
    ) -> None:
        self._servers = servers
        self._queries = queries
        self._seconds = seconds
        self._rounds = 3 if seconds >= 1 else 1

    def each_query(self) -> list[str]:
        """Print how long each query takes, one client at a time; name the small."""
        names = [server.name for server in self._servers]
        _print_head("query", "rows", *(f"{it} p50 ms" for it in names), *_over(names))
        small = []
        for name, query in self._queries.items():
            counts = [rows(server, query) for server in self._servers]
            found = self._rounds_of([query], 1, cold=True)
            if found["oxigraph"].p50 < SMALL_MS:
                small.append(name)
            same = "" if len(set(counts)) == 1 else f" ! {counts}"
            times = [found[it].p50 for it in names]
            ratios = [f"{times[0] / it:.2f}" for it in times[1:]]
            _print_row(
                name, f"{counts[0]}{same}", *(f"{t:.2f}" for t in times), *ratios
            )
        return small

    def mixed(self, title: str, names: Iterable[str], *, cold: bool) -> None:
        """Print what many clients get who ask a mixture of queries."""
        print(f"\n### {title}, {'cold' if cold else 'warm'}\n")
        _print_head(
            "clients", "service", "requests/s", "p50 ms", "p99 ms", "of Oxigraph"
        )
        queries = [self._queries[name] for name in names]
        for clients in (1, 8, 32):
            found = self._rounds_of(queries, clients, cold=cold)
            base = found["oxigraph"].rate
            for name, it in found.items():
                rate = f"{it.rate / base:.2f}"
                _print_row(
                    clients, name, it.rate, f"{it.p50:.2f}", f"{it.p99:.2f}", rate
                )

    def beside(self, other: Server, names: Iterable[str]) -> None:
        """Print how long a slow service takes for the small queries it can answer."""
        print(f"\n### {other.name}, small queries of the default graph\n")
        _print_head("query", "ours p50 ms", "its p50 ms", "ratio")
        for name in names:
            query = self._queries[name]
            if "GRAPH" in query:
                continue
            found = [
                measure(it, [path(it, query, cold=True)], 1, self._seconds).p50
                for it in (self._servers[0], other)
            ]
            ratio = f"{found[1] / found[0]:.1f}"
            _print_row(name, *(f"{it:.2f}" for it in found), ratio)

    def unchanged(self, name: str) -> None:
        """Print what a client gets who has the answer already."""
        server, query = self._servers[0], self._queries[name]
        tag = server.ask(query).headers["etag"].replace("-gzip", "")
        headers = {"If-None-Match": tag}
        found = measure(
            server, [path(server, query, cold=False)], 8, self._seconds, **headers
        )
        print(f"\nNot modified (304), 8 clients: {found.rate} requests/s")

    def _rounds_of(
        self, queries: Sequence[str], clients: int, *, cold: bool
    ) -> dict[str, Measured]:
        found: dict[str, list[Measured]] = {it.name: [] for it in self._servers}
        for _ in range(self._rounds):
            for server in self._servers:
                paths = [path(server, query, cold=cold) for query in queries]
                found[server.name].append(
                    measure(server, paths, clients, self._seconds)
                )
        return {name: Measured.median(rounds) for name, rounds in found.items()}


def _over(names: Sequence[str]) -> list[str]:
    return [f"{names[0]} / {it}" for it in names[1:]]


def _print_head(*cells: object) -> None:
    _print_row(*cells)
    _print_row(*("---" for _ in cells))


def _print_row(*cells: object) -> None:
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def main(arguments: list[str]) -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=Path("build/bench"))
    parser.add_argument("--build", type=Path, help="whose release is multiplied")
    parser.add_argument(
        "--quick", action="store_true", help="a minute, 100 000 triples"
    )
    parser.add_argument("--seconds", type=float, default=2.0, help="of each load")
    parser.add_argument("--rdflib-endpoint", type=Path, help="the program")
    given = parser.parse_args(arguments)
    triples = 100_000 if given.quick else given.triples
    seconds = 0.3 if given.quick else given.seconds
    build = scaled(triples, given.folder, given.build)
    catalogue = read_catalogue(ROOT / "queries")
    queries = {name: catalogue.find(name).bind() for name in QUERIES}
    with ExitStack() as stack:
        servers = [
            stack.enter_context(ours(build, query_seconds=300)),
            stack.enter_context(oxigraph(build)),
        ]
        busy = os.getloadavg()[0]
        print(
            f"{triples} triples, {os.cpu_count()} cores, load before {busy:.1f}\n",
            flush=True,
        )
        bench = Bench(servers, queries, seconds)
        small = bench.each_query()
        bench.mixed(f"{len(small)} small queries", small, cold=True)
        bench.mixed(f"{len(small)} small queries", small, cold=False)
        bench.unchanged(small[0])
        if given.rdflib_endpoint is not None:
            other = stack.enter_context(rdflib(build, given.rdflib_endpoint))
            bench.beside(other, small)


if __name__ == "__main__":
    main(sys.argv[1:])
