"""Validation measured: our engine, pySHACL and parsing alone, on data with faults.

    python -m bench.validate 10000 100000 --folder DIR
    python -m bench.validate 1000000 --folder DIR --without pyshacl

Each runs in a process of its own; `files` is ours as `kg validate` runs it, which finds
the line of each finding, too. What is printed: wall and CPU seconds, the most
memory, findings that are missing or too many against the truth, and how many times as
long as parsing alone it took. A size that was made before is not made again.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.catalogue import write_catalogue

Found = set[tuple[str, str]]
Measured = dict[str, float]
_PYSHACL_LARGEST = 100_000


def _parse_only(folder: Path, _shapes: str) -> Found | None:
    from pyoxigraph import RdfFormat, parse

    for _quad in parse(path=folder / "data.ttl", format=RdfFormat.TURTLE):
        pass
    return None


def _ours(folder: Path, shapes: str) -> Found:
    from kg.validation.background import Background
    from kg.validation.engine import validate
    from kg.validation.files import read_quads
    from kg.validation.finding import local_name
    from kg.validation.shapes import read_shapes

    rules = read_shapes(folder / f"{shapes}.ttl", house_rules=False)
    found = validate(read_quads(folder / "data.ttl"), rules, Background())
    return {(it.focus.value.rpartition("/")[2], local_name(it.shape)) for it in found}


def _files(folder: Path, shapes: str) -> Found:
    from kg.validation.finding import local_name
    from kg.validation.standalone import validate_paths

    found = validate_paths(
        [folder / "data.ttl"], [folder / f"{shapes}.ttl"], largest=1 << 40
    ).findings
    return {(it.focus.value.rpartition("/")[2], local_name(it.shape)) for it in found}


def _pyshacl(folder: Path, shapes: str) -> Found:
    import pyshacl
    import rdflib

    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    data = rdflib.Graph().parse(folder / "data.ttl")
    rules = rdflib.Graph().parse(folder / f"{shapes}.ttl")
    report = pyshacl.validate(data, shacl_graph=rules)[1]
    found = {
        (report.value(it, shacl.focusNode), report.value(it, shacl.sourceShape))
        for it in report.objects(None, shacl.result)
    }
    return {(_local(focus), _local(shape)) for focus, shape in found}


def _local(term: object) -> str:
    return str(term).rpartition("/")[2]


ENGINES: dict[str, Callable[[Path, str], Found | None]] = {
    "parse": _parse_only,
    "ours": _ours,
    "files": _files,
    "pyshacl": _pyshacl,
}


def _measure(engine: str, folder: Path, shapes: str) -> None:
    """Run one engine in this process, and print what it took as JSON."""
    start = time.perf_counter()
    found = ENGINES[engine](folder, shapes)
    wall = time.perf_counter() - start
    usage = resource.getrusage(resource.RUSAGE_SELF)
    truth = set()
    for line in (folder / f"{shapes}.txt").read_text("utf-8").splitlines():
        focus, shape = line.split(" ")
        truth.add((focus, shape))
    missing = -1 if found is None else len(truth - found)
    extra = -1 if found is None else len(found - truth)
    took = {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime}
    said = {**took, "rss": usage.ru_maxrss / 1024, "missing": missing, "extra": extra}
    print(json.dumps({**said, "truth": len(truth)}))


def _run(engine: str, folder: Path, shapes: str) -> Measured:
    command = [sys.executable, "-m", "bench.validate", "--measure", engine, shapes]
    done = subprocess.run(
        [*command, "--folder", str(folder)], check=True, capture_output=True, text=True
    )
    measured: Measured = json.loads(done.stdout)
    return measured


def _compare(folder: Path, size: int, without: list[str]) -> None:
    print(f"\n{size:,} triples\n")
    print(
        "| engine | shapes | wall, s | CPU, s | MB | times parsing | missing | extra |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    parsing = _run("parse", folder, "core")
    print(_row("parse", "-", parsing, parsing))
    for engine in ("ours", "files", "pyshacl"):
        if engine in without or (engine == "pyshacl" and size > _PYSHACL_LARGEST):
            continue
        for shapes in ("core", "shapes"):
            print(
                _row(engine, shapes, _run(engine, folder, shapes), parsing), flush=True
            )


def _row(engine: str, shapes: str, took: Measured, parsing: Measured) -> str:
    kind = {"core": "core", "shapes": "all"}.get(shapes, shapes)
    ratio = took["cpu"] / parsing["cpu"]
    numbers = (
        f"{took['wall']:.2f} | {took['cpu']:.2f} | {took['rss']:.0f} | {ratio:.1f}"
    )
    wrong = [took["missing"], took["extra"]]
    told = " | ".join(
        "" if it < 0 else f"{it:.0f} of {took['truth']:.0f}" for it in wrong
    )
    return f"| {engine} | {kind} | {numbers} | {told} |"


def main() -> None:
    """Make the catalogues that are asked for and measure on each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[])
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--without", action="append", default=[], choices=[*ENGINES])
    parser.add_argument("--measure", nargs=2, metavar=("ENGINE", "SHAPES"))
    given = parser.parse_args()
    if given.measure is not None:
        _measure(given.measure[0], given.folder, given.measure[1])
    for size in given.sizes:
        folder = given.folder / str(size)
        if not (folder / "core.txt").is_file():
            write_catalogue(folder, size)
        _compare(folder, size, given.without)


if __name__ == "__main__":
    main()
