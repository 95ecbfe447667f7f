"""A good query while a bomb comes every second: its p99 beside what it is without.

    python -m bench.bombs --seconds 120 --folder build/bench

The bombs are those of `tests/endpoint/bombs.py`, in an order that a seed mixes. Printed
are the times of the good query before and meanwhile, how the bombs ended, and how much
memory the service and its workers took at most.
"""

import argparse
import os
import random
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import httpx

from bench.endpoint import Measured, measure, path
from bench.scale import SEED, scaled
from bench.servers import ROOT, Server, ours
from kg.rdf.query.catalogue import read_catalogue
from tests.endpoint.bombs import BOMBS, Bomb

GOOD = "methods-of-an-action"


class Barrage:
    """Bombs, one in each second, thrown without waiting for the ones before."""

    def __init__(self, server: Server) -> None:
        self.ended: Counter[int | str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.slowest = 0.0
        self._server = server
        # A client for each would read certificates each time, 20 ms of a processor.
        self._client = httpx.Client(verify=False, timeout=120)  # noqa: S501 - loopback
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._throw)

    def __enter__(self) -> "Barrage":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _throw(self) -> None:
        bombs = list(BOMBS)
        random.Random(SEED).shuffle(bombs)  # noqa: S311 - the same each time
        thrown = []
        number = 0
        while not self._over.wait(1.0):
            bomb = bombs[number % len(bombs)]
            thrown.append(threading.Thread(target=self._one, args=(bomb,)))
            thrown[-1].start()
            number += 1
        for thread in thrown:
            thread.join()

    def _one(self, bomb: Bomb) -> None:
        headers = {"Content-Type": bomb.media_type, **bomb.headers}
        start = time.perf_counter()
        try:
            reply = self._client.post(
                self._server.endpoint, content=bomb.content, headers=headers
            )
        except httpx.TransportError as error:
            self.ended[type(error).__name__] += 1
            return
        self.slowest = max(self.slowest, time.perf_counter() - start)
        self.ended[reply.status_code] += 1
        if reply.status_code not in bomb.statuses | {429, 503}:
            self.wrong[f"{bomb.name}: {reply.status_code}"] += 1


class Memory:
    """The most memory that a process and its children have had, in MiB."""

    def __init__(self, process: int) -> None:
        self.most = [0.0, 0.0]
        self._process = process
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "Memory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            own = _resident(self._process)
            all_of_them = own + sum(map(_resident, _children(self._process)))
            self.most = [max(self.most[0], own), max(self.most[1], all_of_them)]


def _children(process: int) -> list[int]:
    return [
        int(child)
        for task in Path(f"/proc/{process}/task").glob("*/children")
        for child in task.read_text().split()
    ]


def _resident(process: int) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _say(title: str, found: Measured) -> None:
    print(
        f"{title}: p50 {found.p50:.1f} ms, p99 {found.p99:.1f} ms, {found.rate} in 1 s"
    )


def main(arguments: list[str]) -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=Path("build/bench"))
    parser.add_argument("--build", type=Path, help="whose release is multiplied")
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--clients", type=int, default=2)
    parser.add_argument("--query-seconds", type=float, default=30.0)
    given = parser.parse_args(arguments)
    build = scaled(given.triples, given.folder, given.build)
    query = read_catalogue(ROOT / "queries").find(GOOD).bind()
    print(f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}")
    with (
        ours(build, query_seconds=given.query_seconds, cache_mb=0) as server,
        Memory(server.process) as memory,
    ):
        paths = [path(server, query, cold=True)]
        idle = measure(server, paths, given.clients, given.seconds / 4)
        _say("idle", idle)
        with Barrage(server) as barrage:
            beside = measure(server, paths, given.clients, given.seconds)
        _say("beside a bomb a second", beside)
    print(f"p99 is {beside.p99 / idle.p99:.1f} times that of idle")
    ends = sorted(barrage.ended.items(), key=str)
    print("bombs ended:", ", ".join(f"{count} × {end}" for end, count in ends))  # noqa: RUF001
    print(f"the slowest after {barrage.slowest:.1f} s; wrongly: {dict(barrage.wrong)}")
    print(f"memory at most: service {memory.most[0]:.0f}, all {memory.most[1]:.0f} MiB")


if __name__ == "__main__":
    main(sys.argv[1:])
