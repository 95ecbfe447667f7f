"""One changed event among many, validated by itself and as a part of everything.

    python -m bench.incremental 100000 1000000 --folder DIR

The catalogue of `bench.validate` is loaded into a store; then events are changed one
after the other: one is added, one gets a faulty code, one is taken away. Printed are
the milliseconds of processor time that each took with the store open, the findings that
came and went, and how many times as long a validation of everything takes. In the end,
what was found is compared with that.
"""

import argparse
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from bench.catalogue import write_catalogue
from kg.validation.background import Background
from kg.validation.engine import validate
from kg.validation.incremental.change import Change
from kg.validation.incremental.increment import Increments
from kg.validation.shapes import read_shapes

SPACE = "http://example.org/"


def _iri(name: str) -> NamedNode:
    return NamedNode(SPACE + name)


def _about(store: Store, name: str) -> list[Quad]:
    return list(store.quads_for_pattern(_iri(name), None, None, None))


def _changes(store: Store) -> Iterator[tuple[str, Change]]:
    """Yield changes, each when the one before has been made."""
    new, like = _iri("event-new"), _about(store, "event7")
    copies = (Quad(new, quad.predicate, quad.object) for quad in like)
    yield "an event is added", Change(added=frozenset(copies))
    [code] = [it for it in _about(store, "event9") if it.predicate == _iri("code")]
    spoilt = Quad(code.subject, code.predicate, Literal("no code"))
    yield "a code is spoilt", Change(frozenset([spoilt]), frozenset([code]))
    yield "an event is removed", Change(removed=frozenset(_about(store, "event11")))


def _make(store: Store, change: Change) -> None:
    for quad in change.removed:
        store.remove(quad)
    store.extend(change.added)


def _opened(folder: Path) -> Store:
    store = Store(folder / "store")
    store.bulk_load(path=folder / "data.ttl", format=RdfFormat.TURTLE)
    store.flush()
    return store


def _measure(folder: Path, size: int) -> None:
    if not (folder / "core.txt").is_file():
        write_catalogue(folder, size)
    store, ground = _opened(folder), Background()
    rules = read_shapes(folder / "shapes.ttl", house_rules=False)
    increments = Increments(rules, ground)
    start = time.process_time()
    known = validate(store, rules, ground)
    full = time.process_time() - start
    print(f"\n{len(store):,} triples, everything in {full:.2f} s\n")
    print("| change | triples | ms | findings gone, new | times as quick |")
    print("| --- | --- | --- | --- | --- |")
    for name, change in _changes(store):
        _make(store, change)
        start = time.process_time()
        found = increments.validate(store, change, known)
        took = time.process_time() - start
        gone, new = len(set(known) - set(found)), len(set(found) - set(known))
        told = (len(change.quads), f"{took * 1000:.1f}", f"{gone}, {new}")
        print("|", name, *(f"| {it}" for it in told), f"| {full / took:.0f} |")
        known = found
    print("equal" if known == validate(store, rules, ground) else "NOT EQUAL")
    del store  # another change of the same store begins with what was
    shutil.rmtree(folder / "store")


def main() -> None:
    """Make the catalogues that are asked for and measure on each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    for size in given.sizes:
        _measure(given.folder / str(size), size)


if __name__ == "__main__":
    main()
