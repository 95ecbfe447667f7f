"""Filling a store directory once, from files, before anybody reads it."""

import os
import subprocess
import sys
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, Store

from kg.errors import SetupError
from kg.store.processes.parent import end_with_parent


def build_store(path: Path, named: Path, default: Path) -> None:
    """Load named graphs (N-Quads) and the default graph (N-Triples) into a new store.

    This is done in a new process: where a store is open, or was, no copy of that
    process can fill another, for the engine's threads are not copied.

    Raises:
        SetupError: the files cannot be loaded, or not there.
    """
    arguments = [str(os.getpid()), *map(str, (path, named, default))]
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", __name__, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SetupError(f"{path}: the store cannot be filled: {done.stderr.strip()}")


def load(path: Path, named: Path, default: Path) -> None:
    """Load the files here.

    They are loaded as files: this is several times faster than quads from Python.
    """
    store = Store(str(path))
    store.bulk_load(path=str(named), format=RdfFormat.N_QUADS)
    store.bulk_load(
        path=str(default), format=RdfFormat.N_TRIPLES, to_graph=DefaultGraph()
    )
    store.flush()


if __name__ == "__main__":
    end_with_parent(int(sys.argv[1]))
    load(*map(Path, sys.argv[2:]))
