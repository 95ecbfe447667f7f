"""How what is read without SPARQL takes with the size of a release, over HTTP.

    python -m bench.pages 100000 1000000 --folder build/bench

Pages and data of events, pages of organisations and of a place that ever more sources
name (Oslo), pages of lists by filters and far down: each asked one after
the other by one client with keep-alive, after as many others, nothing of it kept. Of
things, the same are asked for in each size, by one of their copies. All sizes are
served at once and asked in turn. Printed are the processor time of the service in
milliseconds, which others on the machine lengthen less than the clock's, the clock's
median and 99th percentile, and how the processor time grows. Names are measured by
`bench.lookup`: those of a multiplied release are all alike.
"""

import argparse
import random
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx

from bench.scale import SEED, scaled
from bench.servers import Server, ours

ASKED = 150
"""How often each question is asked."""

TURN = 15
"""How often, before another size is asked."""

_JSON = {"Accept": "application/json"}


@dataclass(frozen=True, slots=True)
class Sample:
    """Things of a release by their keys, drawn with a seed."""

    events: list[str]
    places: list[str]
    organisations: list[str]

    @classmethod
    def of(cls, client: httpx.Client) -> "Sample":
        """Draw them from what there is."""
        kinds = ("Event", "Place", "Organisation")
        return cls(*(_drawn(client, kind) for kind in kinds))


_COPY = re.compile(r"-\d+$")


def _drawn(client: httpx.Client, name: str) -> list[str]:
    """Draw things of a class: a copy of each in turn, whatever the size."""
    thing = f"https://w3id.org/hrsolidarity/ontology#{name}"
    query = f"SELECT DISTINCT ?thing {{ ?thing a <{thing}> }}"
    reply = client.post(
        "/sparql", data={"query": query}, headers={"Accept": "text/csv"}
    )
    reply.raise_for_status()
    copies = defaultdict[str, list[str]](list)
    for iri in sorted(reply.text.split()[1:]):
        key = iri.rpartition("/")[2]
        copies[_COPY.sub("", key)].append(key)
    chance = random.Random(SEED)  # noqa: S311 - the same each time
    found = [chance.choice(copies[it]) for _round in range(ASKED) for it in copies]
    return found[: 3 * ASKED]


Ask = Callable[[int], tuple[str, dict[str, Any]]]
"""The path of a request and what goes with it, by its number."""


def _questions(client: httpx.Client, sample: Sample) -> dict[str, Ask]:
    def some(values: list[str], number: int) -> str:
        return values[number % len(values)]

    def by_place(number: int) -> tuple[str, dict[str, Any]]:
        place = some(sample.places, number)
        # Places of a larger release have more events: few rows fill a page of either.
        asked = {"country": place, "limit": 10, "from": f"{1950 + number}-01-01"}
        return f"/events?{urlencode(asked)}", _JSON

    following = _following(client)
    return {
        "page of an event": lambda it: (f"/page/event/{some(sample.events, it)}", {}),
        "data of an event": lambda it: (
            f"/data/event/{some(sample.events, 999 + it)}.ttl",
            {},
        ),
        "page of an organisation": lambda it: (
            f"/page/organisation/{some(sample.organisations, it)}",
            {},
        ),
        "page of Oslo": lambda _it: ("/page/place/oslo", {}),
        "data of Oslo": lambda _it: ("/data/place/oslo.ttl", {}),
        "list, by place and time": by_place,
        "list, the next page": lambda it: (some(following, it), _JSON),
    }


def _following(client: httpx.Client) -> list[str]:
    """Follow a list down: the addresses of its pages."""
    found = ["/events?limit=20"]
    while len(found) < ASKED:
        links = client.get(found[-1], headers=_JSON).json()["links"]
        if "next" not in links:
            break
        found.append(links["next"])
    return [f"{it}&sort=-date" for it in found[:1]] + found[1:]


class Asking:
    """A size that is asked, and what that took."""

    def __init__(self, server: Server, client: httpx.Client) -> None:
        """Draw what is asked for."""
        self._server, self._client = server, client
        self.questions = _questions(client, Sample.of(client))
        self.clock, self.used = list[float](), 0.0

    def forget(self) -> None:
        """Begin anew."""
        self.clock, self.used = [], 0.0

    def ask(self, question: Ask, numbers: Iterable[int]) -> None:
        """Ask one after the other."""
        used = self._server.cpu()
        for path, headers in map(question, numbers):
            began = time.perf_counter()
            self._client.get(path, headers=headers).raise_for_status()
            self.clock.append((time.perf_counter() - began) * 1000)
        self.used += self._server.cpu() - used

    @property
    def cpu(self) -> float:
        """Milliseconds of processors for each."""
        return self.used * 1000 / len(self.clock)

    def __str__(self) -> str:
        ordered = sorted(self.clock)
        late = ordered[int(len(ordered) * 0.99)]
        return f"{self.cpu:.1f} ({statistics.median(ordered):.1f}, {late:.1f})"


def main(arguments: list[str]) -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="+", help="triples")
    parser.add_argument("--folder", type=Path, default=Path("build/bench"))
    given = parser.parse_args(arguments)
    with ExitStack() as serving:
        served = [
            serving.enter_context(ours(scaled(size, given.folder)))
            for size in given.sizes
        ]
        sizes = [Asking(it, serving.enter_context(_client(it.port))) for it in served]
        print(f"| cpu ms (p50, p99) | {' | '.join(map(str, given.sizes))} | grows |")
        print(f"| --- {'| --- ' * len(sizes)}| --- |")
        for name in sizes[0].questions:
            print_row(name, sizes)


def _client(port: int) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120)


def print_row(name: str, sizes: list[Asking]) -> None:
    """Ask all sizes in turn, so that what else the machine does weighs on all."""
    for size in sizes:
        size.ask(size.questions[name], range(ASKED, 2 * ASKED))
        size.forget()
    for begin in range(0, ASKED, TURN):
        for size in sizes:
            size.ask(size.questions[name], range(begin, begin + TURN))
    grows = " ".join(f"{more.cpu / less.cpu:.2f}" for less, more in pairwise(sizes))
    print(f"| {name} | {' | '.join(map(str, sizes))} | {grows} |", flush=True)
    for size in sizes:
        size.forget()


if __name__ == "__main__":
    main(sys.argv[1:])
