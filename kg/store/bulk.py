"""Filling a store directory once, from files, before anybody reads it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, Store, parse

from kg.errors import SetupError
from kg.store.processes.parent import end_with_parent


def build_store(path: Path, named: Path, default: Path) -> None:
    """Load named graphs (N-Quads) and the default graph (N-Triples) into a new store.

    This is done in a new process: where a store is open, or was, no copy of that
    process can fill another, for the engine's threads are not copied.

    Raises:
        SetupError: the files cannot be loaded, or not there.
    """
    _elsewhere("load", path, named, default)


def change_store(path: Path, before: Path, gone: Path, new: Path) -> None:
    """Make a new store of another one, without some quads and with others (N-Quads).

    The engine never changes the files that hold most of a store: both have them. Words
    that no quad has any more stay in these files, where no query finds them.

    Raises:
        SetupError: it cannot be made.
    """
    _elsewhere("change", path, before, gone, new)


def _elsewhere(task: str, *paths: Path) -> None:
    arguments = [str(os.getpid()), task, *map(str, paths)]
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", __name__, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.strip()
        raise SetupError(f"{paths[0]}: the store cannot be filled: {said}")


def load(path: Path, named: Path, default: Path, *, lenient: bool = False) -> None:
    """Load the files here.

    They are loaded as files: this is several times faster than quads from Python.
    With `lenient`, terms are not looked at letter by letter, and memory does not grow
    with the files; a fault would be told at another line than its own.
    """
    store = Store(str(path))
    fill = _fill_in_parts if lenient else _fill
    fill(store, named, RdfFormat.N_QUADS)
    fill(store, default, RdfFormat.N_TRIPLES)
    store.flush()
    if len([*path.glob(f"*{_TABLE}")]) > MANY_TABLES:
        store.optimize()


def _fill(store: Store, lines: Path, form: RdfFormat) -> None:
    graph = DefaultGraph() if form == RdfFormat.N_TRIPLES else None
    store.bulk_load(path=str(lines), format=form, to_graph=graph)


def _fill_in_parts(store: Store, lines: Path, form: RdfFormat) -> None:
    """Load some lines at a time: the engine holds in memory what it is given."""
    graph = DefaultGraph() if form == RdfFormat.N_TRIPLES else None
    with lines.open("rb") as file:
        while part := file.read(AT_ONCE):
            whole = part + file.readline()
            store.bulk_load(whole, format=form, to_graph=graph, lenient=True)


load_own = partial(load, lenient=True)
"""Loads what the same engine has written."""


def change(path: Path, before: Path, gone: Path, new: Path) -> None:
    """Make a store of another one here; see `change_store`."""
    path.mkdir()
    for file in before.iterdir():
        if file.suffix == _TABLE:
            os.link(file, path / file.name)
        elif not file.name.startswith(_OF_PROCESSES):
            shutil.copyfile(file, path / file.name)
    store = Store(str(path))
    for quad in parse(path=str(gone), format=RdfFormat.N_QUADS):
        store.remove(quad)
    store.extend(parse(path=str(new), format=RdfFormat.N_QUADS))
    store.flush()


AT_ONCE = 1 << 26
"""Bytes of lines that are loaded at once; the engine takes 0.4 GB for them."""

MANY_TABLES = 64
"""Files of a store from which on they are merged: a million triples have 25, which are
read as fast as few are, ten million have 140, and take three times as long to read."""

_TABLE = ".sst"
_OF_PROCESSES = ("LOCK", "LOG")
"""Files that tell who has a store open, and what happened to it."""

_TASKS: dict[str, Callable[..., None]] = {"load": load_own, "change": change}

if __name__ == "__main__":
    end_with_parent(int(sys.argv[1]))
    _TASKS[sys.argv[2]](*map(Path, sys.argv[3:]))
