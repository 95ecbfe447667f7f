"""Validation measured: our engine, others, and parsing alone, on data with faults.

    python -m bench.validate 10000 100000 1000000 --folder DIR --patience 300
        --turbo PYTHON --rudof PYTHON --shacl-rust PYTHON --topquadrant JARS

Each engine runs in a process of its own, one after the other; those that an option
names are installed in environments of their own. `files` is ours as `kg validate` runs
it, which finds the line of each finding, too. Printed are wall and CPU seconds of the
whole process, the most memory, how many times as long it took as parsing alone and as
we did, and its findings beside the truth. An engine that died, or took longer than
`--patience` allows, says so and is not asked about more data. A size that was made
before is not made again.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Timer

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from bench.catalogue import FAULTY, write_catalogue
from kg.rdf.terms import SH
from kg.store.processes.parent import end_with_parent

Found = frozenset[tuple[str, str]]
RULES = {"core": "core", "shapes": "all"}
"""What the files of shapes are called in the table."""

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = str(ROOT / "bench" / "engines.py")
VALIDATE = "org.topbraid.shacl.tools.Validate"
OURS = ("parse", "ours", "files", "pyshacl")
OTHERS = ("turbo", "rudof", "shacl-rust")
_HEAD = """
| engine | rules | wall, s | CPU, s | MB | times parsing | times ours | findings |
| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |"""


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine, and the command that runs it."""

    name: str
    command: tuple[str, ...]

    @property
    def succeeds(self) -> tuple[int, ...]:
        """The exit codes of a run that went well: 1 may say that there are findings."""
        return (0, 1) if VALIDATE in self.command else (0,)

    def on(self, data: Path, shapes: Path) -> list[str]:
        """Write the command for some files."""
        if VALIDATE in self.command:
            return [*self.command, "-datafile", str(data), "-shapesfile", str(shapes)]
        return [*self.command, self.name, str(data), str(shapes)]

    def read(self, told: str) -> Found:
        """Read what it found: `focus shape` a line, or a report in Turtle."""
        if VALIDATE in self.command:
            return frozenset(_reported(told))
        return frozenset((a, b) for a, b in map(str.split, told.splitlines()))


def _reported(turtle: str) -> Iterator[tuple[str, str]]:
    focus: dict[object, str] = {}
    shape: dict[object, str] = {}
    for quad in parse(turtle, format=RdfFormat.TURTLE):
        for column, predicate in ((focus, SH.focusNode), (shape, SH.sourceShape)):
            if quad.predicate == predicate:
                column[quad.subject] = _local(quad)
    yield from ((focus[it], shape[it]) for it in focus)


def _local(quad: Quad) -> str:
    if not isinstance(quad.object, NamedNode | BlankNode):
        raise TypeError(f"{quad.object} is no node")
    return quad.object.value.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took; `failure` says why it found nothing."""

    wall: float
    cpu: float
    memory: float
    found: Found
    failure: str = ""


def measure(engine: Engine, files: tuple[Path, Path], patience: float) -> Run:
    """Run an engine in a process of its own, and end it when it takes too long."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            engine.on(*files),
            stdout=output,
            stderr=errors,
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=partial(end_with_parent, os.getpid()),
        )
        timer = Timer(patience, os.killpg, [process.pid, signal.SIGKILL])
        timer.start()
        _pid, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        took = wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
        output.seek(0)
        errors.seek(0)
        told, last = output.read().decode(), errors.read().decode().strip()
    if wall >= patience:
        return Run(*took, frozenset(), f"more than {patience:g} s")
    if process.returncode not in engine.succeeds:
        why = last.splitlines()[-1][:60] if last else f"exit code {process.returncode}"
        return Run(*took, frozenset(), f"died: {why}")
    return Run(*took, engine.read(told))


class Table:
    """The rows of one size after the other; who failed once is not asked again."""

    def __init__(self, patience: float, rounds: int) -> None:
        """Take how long an engine may take, and how often each is asked."""
        self._patience = patience
        self._rounds = rounds
        self._failed: set[tuple[str, str]] = set()

    def fill(self, folder: Path, engines: list[Engine]) -> None:
        """Print what each engine takes for a size."""
        parsing = self._median(engines[0], folder, "core")
        print(f"| parsing alone | | {_took(parsing)} | | | |", flush=True)
        ours: dict[str, Run] = {}
        for engine in engines[1:]:
            for rules in RULES:
                if (engine.name, rules) not in self._failed:
                    run = self._median(engine, folder, rules)
                    if run.failure:
                        self._failed.add((engine.name, rules))
                    beside = ours.setdefault(rules, run)
                    ratios = (
                        f"{run.cpu / parsing.cpu:.1f} | {run.wall / beside.wall:.1f}"
                    )
                    said = run.failure or _compared(run.found, folder, rules)
                    told = f"{_took(run)} | {ratios} | {said} |"
                    print(f"| {engine.name} | {RULES[rules]} | {told}", flush=True)

    def _median(self, engine: Engine, folder: Path, rules: str) -> Run:
        """Give the run in the middle, by processor time."""
        files = folder / "data.ttl", folder / f"{rules}.ttl"
        runs = [measure(engine, files, self._patience)]
        while len(runs) < self._rounds and not runs[0].failure:
            runs.append(measure(engine, files, self._patience))
        return sorted(runs, key=lambda run: run.cpu)[len(runs) // 2]


def _took(run: Run) -> str:
    return f"{run.wall:.2f} | {run.cpu:.2f} | {run.memory:.0f}"


def _compared(found: Found, folder: Path, rules: str) -> str:
    lines = (folder / f"{rules}.txt").read_text("utf-8").splitlines()
    truth = {(focus, shape) for focus, shape in map(str.split, lines)}
    missing, extra = len(truth - found), len(found - truth)
    if not missing and not extra:
        return f"exactly the {len(truth)}"
    return f"**{missing} missing, {extra} too many** of {len(truth)}"


def _engines(given: argparse.Namespace) -> list[Engine]:
    """List the engines there are; parsing comes first, and ours after it."""
    found = [Engine(name, (sys.executable, "-m", "bench.engines")) for name in OURS]
    named = ((name, vars(given)[name.replace("-", "_")]) for name in OTHERS)
    found += [Engine(name, (python, PROGRAM)) for name, python in named if python]
    if given.topquadrant is not None:
        java = ("java", "-cp", f"{given.topquadrant.resolve()}/*", VALIDATE)
        found.append(Engine("topquadrant", java))
    return [engine for engine in found if engine.name not in given.without]


def main() -> None:
    """Make the catalogues that are asked for and measure on each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[])
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--patience", type=float, default=300, help="seconds")
    parser.add_argument("--rounds", type=int, default=1, help="medians of so many")
    parser.add_argument("--faulty", type=float, default=FAULTY, help="part of things")
    parser.add_argument("--without", action="append", default=[], choices=OURS[1:])
    for name in OTHERS:
        parser.add_argument(f"--{name}", metavar="PYTHON")
    parser.add_argument("--topquadrant", type=Path, metavar="JARS")
    given = parser.parse_args()
    table = Table(given.patience, given.rounds)
    for size in given.sizes:
        mark = "" if given.faulty == FAULTY else f"-{given.faulty:g}"
        folder = given.folder.resolve() / f"{size}{mark}"
        if not (folder / "core.txt").is_file():
            write_catalogue(folder, size, given.faulty)
        print(f"\n{size:,} triples\n{_HEAD}", flush=True)
        table.fill(folder, _engines(given))


if __name__ == "__main__":
    main()
