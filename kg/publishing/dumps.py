"""Dumps: a release as files, byte for byte the same from the same input.

There are no blank nodes, so sorted lines of N-Quads are the canonical form (RDFC-1.0,
https://www.w3.org/TR/rdf-canon/), and two releases differ as two sets of lines do.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import zstandard
from pyoxigraph import Quad, RdfFormat, serialize

from kg.rdf.namespaces import PREFIXES

CHECKSUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Dump:
    """A kind of dump: its file, what it holds, and in which format."""

    name: str
    label: str
    merged: bool
    """Whether it holds the merged default graph, or the named graphs."""
    format: RdfFormat
    prefixes: bool


DUMPS = (
    Dump(
        "graph.nq", "named graphs, canonical N-Quads", False, RdfFormat.N_QUADS, False
    ),
    Dump("graph.trig", "named graphs, TriG", False, RdfFormat.TRIG, True),
    Dump("merged.nt", "merged graph, N-Triples", True, RdfFormat.N_TRIPLES, False),
    Dump("merged.ttl", "merged graph, Turtle", True, RdfFormat.TURTLE, True),
    Dump("merged.jsonld", "merged graph, JSON-LD", True, RdfFormat.JSON_LD, False),
)
COMPRESSED = ("graph.nq", "merged.nt")
"""Dumps that come with Zstandard compression too, as `….zst`."""


def write_dumps(
    folder: Path,
    named: Iterable[Quad],
    default: Iterable[Quad],
    step: Callable[[str], None],
) -> dict[str, str]:
    """Write all dumps and their checksums; return file name → SHA-256.

    Args:
        folder: an empty folder.
        named: the quads of the named graphs, sorted.
        default: the quads of the merged default graph, sorted.
        step: told of each file before it is written.
    """
    named, default = list(named), list(default)
    for dump in DUMPS:
        step(dump.name)
        _write(folder / dump.name, default if dump.merged else named, dump)
    for name in COMPRESSED:
        step(f"{name}.zst")
        _compress(folder / name)
    sums = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }
    lines = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
    (folder / CHECKSUMS).write_text(lines, "ascii")
    return sums


def _write(path: Path, quads: list[Quad], dump: Dump) -> None:
    items = [quad.triple for quad in quads] if dump.merged else quads
    prefixes = PREFIXES if dump.prefixes else None
    with path.open("wb") as output:
        serialize(items, output, dump.format, prefixes=prefixes)


def _compress(path: Path) -> None:
    compressor = zstandard.ZstdCompressor(level=12)
    with path.open("rb") as plain, Path(f"{path}.zst").open("wb") as packed:
        compressor.copy_stream(plain, packed, size=path.stat().st_size)
