"""Dumps: a release as files, byte for byte the same from the same input.

There are no blank nodes, so sorted lines of N-Quads are the canonical form (RDFC-1.0,
https://www.w3.org/TR/rdf-canon/), and two releases differ as two sets of lines do.
"""

import gzip
import hashlib
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import zstandard
from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.publishing.shown import Shown
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
FIRST = ("graph.nq", "merged.nt")
"""Dumps that are there before the others, which are made of them."""

LATER = tuple(dump.name for dump in DUMPS if dump.name not in FIRST)
PACKED = (".zst", ".gz")
"""How each dump comes compressed too: by Zstandard, and by gzip for those without."""


def write_dumps(shown: Shown, step: Callable[[str], None]) -> None:
    """Write, beside the lines of what is shown, all dumps that are made of them.

    Args:
        shown: what has been written of an audience's graphs, in a folder of its own.
        step: told of each file before it is written.
    """
    for dump in DUMPS:
        path = shown.named.with_name(dump.name)
        if path not in (shown.named, shown.default):
            step(dump.name)
            _write(path, shown, dump)


def _write(path: Path, shown: Shown, dump: Dump) -> None:
    items: Iterable[Triple] | Iterable[Quad] = shown.quads()
    if dump.merged:
        items = (quad.triple for quad in shown.triples())
    prefixes = PREFIXES if dump.prefixes else None
    with path.open("wb") as output:
        serialize(items, output, dump.format, prefixes=prefixes)


def names() -> list[str]:
    """List the files of all dumps, plain and compressed."""
    return [f"{dump.name}{suffix}" for dump in DUMPS for suffix in ("", *PACKED)]


def compress(folder: Path, names: Iterable[str]) -> None:
    """Write dumps compressed, too; no lock of the interpreter is held."""
    for name in names:
        _compress(folder / name)
        _compress_for_all(folder / name)


def write_checksums(folder: Path) -> dict[str, str]:
    """Write the checksums of all dumps in a folder; return file name → SHA-256."""
    sums = {path.name: _digest(path) for path in sorted(folder.iterdir())}
    lines = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
    (folder / CHECKSUMS).write_text(lines, "ascii")
    return sums


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _compress_for_all(path: Path) -> None:
    """Compress by gzip; neither name nor time is in it, so the bytes are the same."""
    with (
        path.open("rb") as plain,
        Path(f"{path}.gz").open("wb") as output,
        gzip.GzipFile("", "wb", 6, output, mtime=0) as packed,
    ):
        shutil.copyfileobj(plain, packed, 1 << 20)


def _compress(path: Path) -> None:
    compressor = zstandard.ZstdCompressor(level=12)
    with path.open("rb") as plain, Path(f"{path}.zst").open("wb") as packed:
        compressor.copy_stream(plain, packed, size=path.stat().st_size)
