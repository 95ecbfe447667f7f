"""How long it takes to find, suggest and match names in indexes of growing size.

```console
$ python -m bench.lookup 10000 100000 1000000 --folder DIR
```
It writes an index of made-up names for each size (one that is there already is not made
again), asks each question some hundred times, and prints the median and the 99th
percentile in milliseconds: each time with opening the index, as the service does. Then
the service is asked for the same over HTTP, with each index in a release of the first
source. Last is a table of processor time, of the service where it was asked, which
others on the machine do not lengthen, and of how it grows from one size to the next.
"""

import argparse
import json
import os
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import httpx

from bench.names import batches, questions, things
from bench.scale import first_build
from bench.servers import Server, ours
from kg.api.reconciliation.entities import Typed, suggest_entities
from kg.api.reconciliation.manifest import PATH, SUGGEST
from kg.publishing.audience import Audience
from kg.publishing.release import Release, current_release, switch
from kg.search.candidates import candidates
from kg.search.finding import Question, find
from kg.search.index import Index
from kg.search.matching import scored
from kg.search.opening import open_index
from kg.search.query import Query
from kg.search.tables import FILE
from kg.search.writing import write_index

BATCH = "match, a batch of fifty"
ROUNDS = 3
"""How often the service is asked the same."""

_MORE = 4
"""How much oftener it is asked for batches, of which there are few."""


@dataclass(frozen=True)
class Spent:
    """What a question takes, in milliseconds: by the clock, and of a processor."""

    median: float
    late: float
    cpu: float

    @classmethod
    def of(cls, clock: list[float], cpu: float) -> "Spent":
        """Sum up what several took."""
        ordered = sorted(clock)
        return cls(statistics.median(ordered), ordered[int(len(ordered) * 0.99)], cpu)

    def __str__(self) -> str:
        return f"p50 {self.median:8.2f}   p99 {self.late:8.2f}   cpu {self.cpu:8.2f} ms"


def measure(
    edition: Path, ask: Callable[[Index, str], object], texts: list[str]
) -> Spent:
    """Ask each text, once all have been asked: say what it took."""
    for text in texts:
        _asked(edition, ask, text)
    asked = [_asked(edition, ask, text) for text in texts]
    return Spent.of([it[0] for it in asked], statistics.median(it[1] for it in asked))


def _asked(
    edition: Path, ask: Callable[[Index, str], object], text: str
) -> tuple[float, float]:
    began, used = time.perf_counter(), time.process_time()
    with open_index(edition, 60) as index:
        ask(index, text)
    used = (time.process_time() - used) * 1000
    return (time.perf_counter() - began) * 1000, used


def search(index: Index, text: str) -> object:
    """Search, as the page does."""
    return find(index, Question(text))


def suggest(index: Index, text: str) -> object:
    """Suggest, as the service does."""
    return suggest_entities(index, Typed(text))


def batch(index: Index, text: str) -> object:
    """Match the names of fifty lines."""
    return [
        scored(query, candidates(index, query), {})
        for query in map(Query.named, text.splitlines())
    ]


def asked_here(edition: Path, size: int) -> Iterator[tuple[str, Spent]]:
    """Ask the index, in this process."""
    for sort, texts in questions(size).items():
        ask = suggest if sort.startswith("suggest") else search
        yield sort, measure(edition, ask, texts)
    listed = ["\n".join(names) for names in batches(300)]
    yield BATCH, measure(edition, batch, listed)


def asked_there(server: Server, size: int) -> Iterator[tuple[str, Spent]]:
    """Ask the service, over HTTP."""
    address = f"http://127.0.0.1:{server.port}"
    with httpx.Client(base_url=address, timeout=60) as client:
        for sort, texts in questions(size).items():
            if sort.startswith("suggest"):
                asked = [
                    client.build_request("GET", SUGGEST, params={"prefix": it})
                    for it in texts
                ]
                yield f"over HTTP: {sort}", _served(server, client, asked)
        asked = [
            client.build_request("POST", PATH, data=_queries(it)) for it in batches(300)
        ]
        yield f"over HTTP: {BATCH}", _served(server, client, asked * _MORE)


def _queries(names: list[str]) -> dict[str, str]:
    return {
        "queries": json.dumps({f"q{n}": {"query": it} for n, it in enumerate(names)})
    }


def _served(
    server: Server, client: httpx.Client, requests: list[httpx.Request]
) -> Spent:
    for request in requests:
        client.send(request).raise_for_status()
    clock, used = list[float](), server.cpu()
    for request in requests * ROUNDS:
        began = time.perf_counter()
        client.send(request).raise_for_status()
        clock.append((time.perf_counter() - began) * 1000)
    return Spent.of(clock, (server.cpu() - used) * 1000 / len(clock))


def edition_of(size: int, folder: Path) -> Path:
    """Return the folder of an index of so many things, which is made if need be."""
    edition = folder / f"names-{size}"
    path = edition / FILE
    if not path.is_file():
        edition.mkdir(parents=True, exist_ok=True)
        began = time.process_time()
        write_index(path, things(size))
        print(f"{size:>9} written in {time.process_time() - began:.1f} s of CPU")
    print(f"{size:>9} {path.stat().st_size / size:.0f} bytes a thing")
    return edition


def with_names(build: Path, names: Path, target: Path) -> Path:
    """Return a build directory with the release of another, but for its names."""
    source = current_release(build)
    release = Release(target / "releases" / source.version)
    if not release.path.exists():
        shutil.copytree(source.path, release.path, copy_function=os.link)
    index = release.path / Audience.PUBLIC / FILE
    index.unlink(missing_ok=True)
    index.symlink_to(names.resolve())
    switch(target, release)
    return target


def main() -> None:
    """Write the indexes, then ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="+", help="things")
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    first = first_build(given.folder / "first")
    rows: dict[str, list[float]] = {}
    for size in given.sizes:
        edition = edition_of(size, given.folder)
        found = dict(asked_here(edition, size))
        with ours(with_names(first, edition / FILE, edition / "build")) as server:
            found |= asked_there(server, size)
        for sort, spent in found.items():
            rows.setdefault(sort, []).append(spent.cpu)
            print(f"{size:>9} {sort:43} {spent}", flush=True)
    print_table(given.sizes, rows)


def print_table(sizes: list[int], rows: dict[str, list[float]]) -> None:
    """Print the processor time of each sort of question, and how it grows."""
    print(f"\n| ms of a processor | {' | '.join(f'{it:,}' for it in sizes)} | grows |")
    print(f"| --- {'| --- ' * len(sizes)}| --- |")
    for sort, spent in rows.items():
        grows = " ".join(f"{more / less:.2f}" for less, more in pairwise(spent))
        print(f"| {sort} | {' | '.join(f'{it:.2f}' for it in spent)} | {grows} |")


if __name__ == "__main__":
    main()
