"""How long it takes to find, suggest and match names in indexes of growing size.

```console
$ python -m bench.lookup 100000 1000000 --folder DIR
```
It writes an index of made-up names for each size (one that is there already is not made
again), asks each question some hundred times, and prints the median and the 99th
percentile in milliseconds: each time with opening the index, as the service does. Last
is a table of processor time, which others on the machine do not lengthen, and of how it
grows from one size to the next.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kg.api.reconciliation.entities import Typed, suggest_entities
from kg.search.candidates import candidates
from kg.search.finding import Question, find
from kg.search.index import Index
from kg.search.matching import scored
from kg.search.opening import open_index
from kg.search.query import Query
from kg.search.tables import FILE
from kg.search.thing import Name, Thing
from kg.search.writing import write_index

ID = "https://w3id.org/hrsolidarity/id/"
SYLLABLES = [
    "ra",
    "ko",
    "mi",
    "stav",
    "en",
    "bor",
    "gru",
    "pel",
    "tin",
    "os",
    "va",
    "lje",
    "dor",
    "ham",
    "kri",
    "un",
]
COMMON = [
    "Demonstration",
    "Assembly",
    "Vigil",
    "March",
    "Committee",
    "Union",
    "Peace",
    "Rights",
]
KINDS = ("event", "event", "event", "organisation", "person", "document")
WORDS = 60_000
BATCH = "match, a batch of fifty"


def vocabulary() -> list[str]:
    """Make up words that are the same every time."""
    chance = random.Random(1)  # noqa: S311 - not a secret
    return [
        "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4)))
        for _ in range(WORDS)
    ]


def things(number: int) -> Iterator[Thing]:
    """Yield things whose names have one of few words and two of many."""
    chance, words = random.Random(2), vocabulary()  # noqa: S311 - not a secret
    for place in range(number):
        kind, year = KINDS[place % len(KINDS)], 1990 + place % 35
        name = " ".join((chance.choice(COMMON), *chance.choices(words, k=2), str(year)))
        facets = (
            ("country", f"{ID}place/c{place % 50}"),
            ("kind", kind),
            ("year", str(year)),
        )
        iri = f"{ID}{kind}/x{place:08}"
        yield Thing(iri, kind, (Name(0, "en", name),), (), facets, place % 100)


def questions(number: int) -> dict[str, list[str]]:
    """List what is asked, by sort: the names are some that there are."""
    names = [it.names[0].text for it in things(min(number, 300))]
    return {
        "suggest, one to three letters": [name.casefold()[:3] for name in names]
        + [name.split()[1][: place % 3 + 1] for place, name in enumerate(names)],
        "suggest, a word and a half": [name[: name.index(" ") + 4] for name in names],
        "suggest, a long word": [name.split()[0] for name in names],
        "search, two words": [" ".join(name.split()[:2]) for name in names],
        "search, a slip": [slipped(name) for name in names],
    }


def slipped(name: str) -> str:
    """Leave a letter out of the second word."""
    first, second, *_rest = name.split()
    return f"{first} {second[:3]}{second[4:]}"


@dataclass(frozen=True)
class Spent:
    """What a question takes, in milliseconds: by the clock, and of a processor."""

    median: float
    late: float
    cpu: float

    def __str__(self) -> str:
        return f"p50 {self.median:8.2f}   p99 {self.late:8.2f}   cpu {self.cpu:8.2f} ms"


def measure(
    edition: Path, ask: Callable[[Index, str], object], texts: list[str]
) -> Spent:
    """Ask each text, once all have been asked: say what it took."""
    for text in texts:
        _asked(edition, ask, text)
    asked = [_asked(edition, ask, text) for text in texts]
    clock = sorted(it[0] for it in asked)
    used = statistics.median(it[1] for it in asked)
    return Spent(statistics.median(clock), clock[int(len(clock) * 0.99)], used)


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


def main() -> None:
    """Write the indexes, then ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    rows: dict[str, list[float]] = {}
    for size in given.sizes:
        edition = given.folder / f"names-{size}"
        path = edition / FILE
        if not path.is_file():
            edition.mkdir(parents=True)
            began = time.process_time()
            write_index(path, things(size))
            print(f"{size:>9} written in {time.process_time() - began:.1f} s of CPU")
        print(f"{size:>9} {path.stat().st_size / size:.0f} bytes a thing")
        for sort, texts in questions(size).items():
            ask = suggest if sort.startswith("suggest") else search
            spent = measure(edition, ask, texts)
            rows.setdefault(sort, []).append(spent.cpu)
            print(f"{size:>9} {sort:32} {spent}", flush=True)
        names = [it.names[0].text for it in things(300)]
        batches = ["\n".join(names[it : it + 50]) for it in range(0, 300, 50)]
        spent = measure(edition, batch, batches)
        rows.setdefault(BATCH, []).append(spent.cpu)
        print(f"{size:>9} {BATCH:32} {spent}", flush=True)
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
