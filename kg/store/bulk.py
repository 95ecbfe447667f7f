"""Filling a store directory once, from files, before anybody reads it."""

from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, Store


def build_store(path: Path, named: Path, default: Path) -> None:
    """Load named graphs (N-Quads) and the default graph (N-Triples) into a new store.

    The files are loaded as files: this is several times faster than quads from Python
    and holds no lock of the interpreter meanwhile.
    """
    store = Store(str(path))
    store.bulk_load(path=str(named), format=RdfFormat.N_QUADS)
    store.bulk_load(
        path=str(default), format=RdfFormat.N_TRIPLES, to_graph=DefaultGraph()
    )
    store.flush()
