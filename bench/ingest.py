"""How fast registers come in: read, mapped, minted, sorted and written, at any size.

    python -m bench.ingest 10000 100000 --folder build/bench

A register of each size is made from the rows of a real one, every topic once, and goes
the way of `kg build` up to the sorted lines of its stage. Printed are rows and triples
a second of processor time, the peak of memory, and how the time compares with only
loading the lines into a store (`bulk_load`). Each size has a process of its own. A
million rows take some 10 minutes of a processor and 14 GB beside the folder:

    python -m bench.ingest 1000000 --folder /somewhere/large
"""

import argparse
import csv
import hashlib
import itertools
import json
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from kg.importers.project import read_project
from kg.mapping.codes import Codes
from kg.pipeline.stages import take_stages
from kg.rdf.ontology import read_ontology

ROOT = Path(__file__).parents[1]
REGISTER = "data/sources/german-assemblies/assemblies-muenchen"
NEEDED = ("data/authority", "data/lookups", "data/graphs.yml", "ontology")
TABLE = "raw/register.csv"
TOPIC = "Thema"


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured of a register."""

    rows: int
    triples: int
    seconds: float
    cpu: float
    peak: int
    load: float

    def __str__(self) -> str:
        rows, triples = self.rows / self.cpu, self.triples / self.cpu
        return (
            f"{self.rows:,} rows, {self.triples:,} triples: {self.seconds:.1f} s, "
            f"{self.cpu:.1f} s of a processor; of these seconds each "
            f"{rows:,.0f} rows, {triples:,.0f} triples; peak {self.peak} MB; "
            f"bulk_load {self.load:.1f} s, {self.load / self.cpu:.2f} of them"
        )


def main() -> None:
    """Measure registers of some sizes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=int, nargs="+")
    parser.add_argument("--folder", type=Path, default=Path("build/bench"))
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    for rows in options.rows:
        folder = options.folder / f"ingest-{rows}"
        if options.alone:
            print(json.dumps(asdict(measure(folder, rows))))
        else:
            make_project(folder, rows)
            print(_measured(options.folder, rows), flush=True)
            shutil.rmtree(folder)


def _measured(folder: Path, rows: int) -> Run:
    command = [sys.executable, "-m", "bench.ingest", "--alone", str(rows)]
    done = subprocess.run(
        [*command, "--folder", str(folder)], check=True, stdout=subprocess.PIPE
    )
    return Run(**json.loads(done.stdout))


def measure(folder: Path, rows: int) -> Run:
    """Map a register and load what came of it."""
    corpus = read_project(folder)
    codes = Codes.from_quads(read_ontology(folder))
    start, cpu = time.perf_counter(), time.process_time()
    [stage] = take_stages(corpus, codes, folder / "stages", lambda _step: None)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with stage.lines.open("rb") as lines:
        triples = sum(1 for _line in lines)
    start = time.process_time()
    store = Store(str(folder / "store"))
    store.bulk_load(path=str(stage.lines), format=RdfFormat.N_QUADS)
    store.flush()
    load = time.process_time() - start
    return Run(rows, triples, seconds, cpu, peak, load)


def make_project(folder: Path, rows: int) -> None:
    """Make a project with a register of a number of rows, and nothing else to read."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in NEEDED:
        origin, to = ROOT / name, folder / name
        to.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, to)
        else:
            shutil.copy(origin, to)
    source = folder / REGISTER
    shutil.copytree(ROOT / REGISTER, source)
    (folder / "data/identifiers.tsv").write_bytes(
        (ROOT / "data/identifiers.tsv").read_bytes()
    )
    table = source / TABLE
    with table.open(encoding="utf-8", newline="") as file:
        header, *real = csv.reader(file)
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(
            [header, *_rows(header, real, rows)]
        )
    _declare(source, hashlib.sha256(table.read_bytes()).hexdigest(), rows)


def _rows(header: list[str], real: list[list[str]], number: int) -> Iterator[list[str]]:
    """Yield the real rows over and over, each time with other topics."""
    topic = header.index(TOPIC)
    for count, row in enumerate(itertools.islice(itertools.cycle(real), number)):
        again = count // len(real)
        changed = list(row)
        changed[topic] = f"{row[topic]} {again}" if again else row[topic]
        yield changed


def _declare(source: Path, sha256: str, rows: int) -> None:
    """Say the hash of the table, and expect what a register of this size has."""
    path = source / "source.yml"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"sha256: \w+", f"sha256: {sha256}", text), "utf-8")
    path = source / "map.yml"
    expected = f"expected:\n  rows: {{min: {rows}}}\n"
    text = path.read_text("utf-8")
    path.write_text(text.partition("expected:\n")[0] + expected, "utf-8")


if __name__ == "__main__":
    main()
