"""Dumps: a release as files, byte for byte the same from the same input.

There are no blank nodes, so sorted lines of N-Quads are the canonical form (RDFC-1.0,
https://www.w3.org/TR/rdf-canon/), and two releases differ as two sets of lines do.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import zstandard
from pyoxigraph import RdfFormat

from kg.publishing.forms import Dump
from kg.publishing.pieces import Known, Piece, is_proven, write_pieces
from kg.publishing.shown import Shown

CHECKSUMS = "SHA256SUMS"


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

_LEVEL = 3
"""Of Zstandard: smaller than gzip, in a seventh of the time that a fifth less takes."""


def write_dumps(shown: Shown, known: Known, step: Callable[[str], None]) -> list[Piece]:
    """Write, beside the lines of what is shown, all dumps that are made of them.

    What is read by everybody's tools, gzip, is written with them.

    Args:
        shown: what has been written of an audience's graphs, in a folder of its own.
        known: the pieces of the release before.
        step: told of the files before they are written.

    Returns:
        the pieces of the dump of named graphs, then those of the merge.
    """
    pieces: list[Piece] = []
    for source in (shown.named, shown.default):
        step(", ".join(it.name for it in _made_of(source)))
        pieces += write_pieces(source, _made_of(source), known)
    return pieces


def proven(shown: Shown, pieces: Sequence[Piece], known: Known) -> list[str]:
    """List the dumps that surely say what the lines say which they are made of."""
    return [
        dump.name
        for source in (shown.named, shown.default)
        for dump in _made_of(source)
        if is_proven(source, dump, [it for it in pieces if it.of == source.name], known)
    ]


def _made_of(source: Path) -> list[Dump]:
    """List the dumps that are made of a dump of lines."""
    merged = {dump.name: dump.merged for dump in DUMPS}[source.name]
    return [it for it in DUMPS if it.name in LATER and it.merged == merged]


def names() -> list[str]:
    """List the files of all dumps, plain and compressed."""
    return [f"{dump.name}{suffix}" for dump in DUMPS for suffix in ("", *PACKED)]


def compress(folder: Path, names: Iterable[str]) -> None:
    """Compress dumps by Zstandard; no lock of the interpreter is held."""
    for name in names:
        _compress(folder / name)


def write_checksums(folder: Path) -> dict[str, str]:
    """Write the checksums of all dumps in a folder; return file name → SHA-256."""
    sums = {path.name: digest(path) for path in sorted(folder.iterdir())}
    lines = "".join(f"{sha256}  {name}\n" for name, sha256 in sums.items())
    (folder / CHECKSUMS).write_text(lines, "ascii")
    return sums


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _compress(path: Path) -> None:
    compressor = zstandard.ZstdCompressor(level=_LEVEL)
    with path.open("rb") as plain, Path(f"{path}.zst").open("wb") as packed:
        compressor.copy_stream(plain, packed, size=path.stat().st_size)
