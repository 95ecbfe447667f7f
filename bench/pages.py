"""How what is read without SPARQL takes with the size of a release, over HTTP.

    python -m bench.pages 100000 1000000 --folder build/bench

Pages and data of events, pages of lists by filters and far down: each asked one after
the other by one client with keep-alive, after as many others, nothing of it kept. Of
things, the same are asked for in each size, by one of their copies. The median and 99th
percentile in milliseconds, the processor time of the service, which others on the
machine do not lengthen, and that in parts of what it was for the size before. Names are
measured by `bench.lookup`: those of a multiplied release are all alike.
"""

import argparse
import random
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx

from bench.scale import SEED, scaled
from bench.servers import Server, ours

ASKED = 150
"""How often each question is asked."""

_JSON = {"Accept": "application/json"}


@dataclass(frozen=True, slots=True)
class Sample:
    """Things of a release by their keys, drawn with a seed."""

    events: list[str]
    places: list[str]

    @classmethod
    def of(cls, client: httpx.Client) -> "Sample":
        """Draw them from what there is."""
        return cls(_drawn(client, "Event"), _drawn(client, "Place"))


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


def measure(
    server: Server, client: httpx.Client, asked: Iterable[tuple[str, dict[str, Any]]]
) -> tuple[float, float, float]:
    """Ask one after the other: median, 99th percentile, processor time, in ms."""
    spent, used = list[float](), server.cpu()
    for path, headers in asked:
        began = time.perf_counter()
        client.get(path, headers=headers).raise_for_status()
        spent.append((time.perf_counter() - began) * 1000)
    spent.sort()
    used = (server.cpu() - used) * 1000 / len(spent)
    return statistics.median(spent), spent[int(len(spent) * 0.99)], used


def main(arguments: list[str]) -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="+", help="triples")
    parser.add_argument("--folder", type=Path, default=Path("build/bench"))
    given = parser.parse_args(arguments)
    print("| triples | question | p50 ms | p99 ms | cpu ms | of the size before |")
    print("| --- | --- | --- | --- | --- | --- |")
    before: dict[str, float] = {}
    for size in given.sizes:
        with (
            ours(scaled(size, given.folder)) as server,
            httpx.Client(
                base_url=f"http://127.0.0.1:{server.port}", timeout=120
            ) as client,
        ):
            sample = Sample.of(client)
            for name, ask in _questions(client, sample).items():
                measure(server, client, map(ask, range(ASKED, 2 * ASKED)))
                asked = map(ask, range(ASKED))
                median, late, cpu = measure(server, client, asked)
                ratio = f"{cpu / before[name]:.2f}" if name in before else ""
                before[name] = cpu
                cells = (f"{median:.1f}", f"{late:.1f}", f"{cpu:.1f}", ratio)
                print(f"| {size} | {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
