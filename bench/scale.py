"""A release of any size: that of the first source many times over, with own keys.

    python -m bench.scale 1000000 build/bench

Events, participations, claims, times, documents and passages are copied under fresh
keys, each copy with its own source graph and other years. Organisations, persons and
places are drawn from pools, some of them often and most seldom, so that agents have
many actions and joins have something to do. Copy 0 is the release itself: the
parameters of the query library find what they always find. Another release can be
multiplied instead (`--build`), but there is nothing smaller than that one.
"""

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg import pipeline
from kg.publishing.audience import Audience
from kg.publishing.lists.index import write_index as write_lists
from kg.publishing.release import Release, current_release, switch, write_release
from kg.search.gathering import gather
from kg.search.tables import FILE as NAMES
from kg.search.writing import write_index as write_names
from kg.store.bulk import build_store
from kg.store.oxigraph import OxigraphStore
from tests.conftest import STAMP, copy_first

SEED = 20101219
POOLS = {"organisation": 12, "person": 3, "place": 20}
"""Of so many copies of a kind, one is kept."""

_ID = "https://w3id.org/hrsolidarity/id/"
_GRAPH = "https://w3id.org/hrsolidarity/graph/source/"
_TERM = re.compile(
    rf"(<(?:{re.escape(_ID)}\w+/|{re.escape(_GRAPH)})[^/>#]+)"
    r"|(?<=\")(\d{4})(?=-\d\d(?:-\d\d)?\"|\"\^\^<[^>]*(?:gYear|EDTF)>)"
)
_LABEL = re.compile(
    r"^(<[^>]*/id/(?!place|organisation|person)[^>]*> "
    r'<http://www.w3.org/2004/02/skos/core#prefLabel> "[^"]*)"'
)

_SORTED = "500M"
"""Lines that are sorted in memory: the program takes as much as there is, otherwise."""

Naming = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Text:
    """Lines cut at their keys and years: every second part is one.

    The mark `<>` among them stands where a label gets its number.
    """

    parts: tuple[str, ...]
    triples: int

    def copies(self, naming: Naming) -> Iterator[str]:
        """Yield the parts anew, the keys and years renamed."""
        names: dict[str, str] = {}
        for number, part in enumerate(self.parts):
            if number % 2 and part not in names:
                names[part] = naming(part)
            yield names[part] if number % 2 else part


@dataclass(frozen=True, slots=True)
class Pattern:
    """A file of the release: lines that stay, and those that are copied."""

    fixed: str
    copied: Text
    pooled: dict[str, Text]

    def write(self, output: IO[str], copies: int) -> None:
        """Write the fixed lines once, the members of pools, and the copies."""
        output.write(self.fixed)
        for kind, text in self.pooled.items():
            for number in range(_size(kind, copies)):
                output.writelines(text.copies(_member(number)))
        for number in range(copies):
            output.writelines(self.copied.copies(_copy(number, copies)))


def read_pattern(path: Path) -> Pattern:
    """Sort the lines of a dump by what they tell of."""
    fixed: list[str] = []
    copied: list[str] = []
    pooled: dict[str, list[str]] = {kind: [] for kind in POOLS}
    for line in path.read_text("utf-8").splitlines(keepends=True):
        kinds = {_kind(term) for term in _TERM.findall(line)}
        if not kinds - {"", *POOLS}:
            kind = next((it for it in POOLS if it in kinds), None)
            (fixed if kind is None else pooled[kind]).append(line)
        else:
            copied.append(_LABEL.sub(r'\1<>"', line))
    return Pattern(
        "".join(fixed),
        _text(copied),
        {kind: _text(lines) for kind, lines in pooled.items()},
    )


def _kind(found: tuple[str, str]) -> str:
    """Name what a key is of: a kind of thing, or a document for a source graph."""
    term = found[0]
    if term.startswith(f"<{_ID}"):
        return term.removeprefix(f"<{_ID}").partition("/")[0]
    return "document" if term else ""


def _text(lines: list[str]) -> Text:
    pieces: list[str] = []
    whole, end = "".join(lines), 0
    for match in re.finditer(rf"{_TERM.pattern}|<>(?=\")", whole):
        pieces += [whole[end : match.start()], match.group()]
        end = match.end()
    return Text((*pieces, whole[end:]), len(lines))


def _size(kind: str, copies: int) -> int:
    return 1 + copies // POOLS[kind]


def _member(number: int) -> Naming:
    def name(part: str) -> str:
        return part if number == 0 or not part.startswith("<h") else f"{part}-{number}"

    return name


def _copy(number: int, copies: int) -> Naming:
    """Name the keys of a copy: its own number, or a member of a pool."""
    chance = random.Random(SEED + number)  # noqa: S311 - the same each time
    years = chance.randrange(30)

    def name(part: str) -> str:
        if part == "<>":
            return f" ({number})"
        if part.isdecimal():
            return str(int(part) - years)
        kind, own = _kind((part, "")), number
        if kind in POOLS:
            # Squared: the first members of a pool come up often, the last seldom.
            own = int(_size(kind, copies) * chance.random() ** 2)
        return f"{part}-{own}" if own else part

    return name if number else _first


def _first(part: str) -> str:
    return "" if part == "<>" else part


def scaled(triples: int, folder: Path, build: Path | None = None) -> Path:
    """Return a build directory whose release has about as many triples.

    A size that is in the folder already is not made again.

    Args:
        triples: of the default graph.
        folder: where sizes are kept.
        build: whose current release is multiplied; None for the first source's.
    """
    target = folder / f"scaled-{triples}"
    if (target / "current").exists():
        return target
    source = current_release(build or first_build(folder / "first"))
    dumps = source.dumps(Audience.PUBLIC)
    patterns = {name: read_pattern(dumps / name) for name in ("graph.nq", "merged.nt")}
    copies = _copies(patterns["merged.nt"], triples)
    with write_release(target, "scaled") as path:
        public = path / "public"
        public.mkdir()
        for name, pattern in patterns.items():
            with (public / name).open("w", encoding="utf-8") as output:
                pattern.write(output, copies)
            _sort(public / name)
        build_store(public / "store", public / "graph.nq", public / "merged.nt")
        manifest = {**source.manifest(Audience.PUBLIC), "version": "scaled"}
        for place in (path, public):
            (place / "manifest.json").write_text(json.dumps(manifest))
        write_names(public / NAMES, gather(public / "graph.nq"))
        write_lists(public, None)
    switch(target, Release(target / "releases" / "scaled"))
    return target


def first_build(folder: Path) -> Path:
    """Build the first source alone, if it has not been built here."""
    if not (folder / "current").exists():
        with tempfile.TemporaryDirectory() as project:
            copy_first(Path(project))
            pipeline.build(Path(project), folder, STAMP)
    return folder


def _sort(lines: Path) -> None:
    """Sort lines by their bytes, as those of a release are, each once."""
    program = shutil.which("sort") or "sort"
    command = [program, "-u", "-S", _SORTED, "-o", str(lines), str(lines)]
    subprocess.run(command, env={"LC_ALL": "C"}, check=True)


def _copies(pattern: Pattern, triples: int) -> int:
    per_copy = pattern.copied.triples
    for kind, text in pattern.pooled.items():
        per_copy += text.triples // POOLS[kind]
    return max(1, (triples - pattern.fixed.count("\n")) // per_copy)


def main(arguments: list[str]) -> None:
    """Make a store and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("triples", type=int, help="about so many in the default graph")
    parser.add_argument("folder", type=Path, help="where stores are kept, by size")
    parser.add_argument("--build", type=Path, help="whose release is multiplied")
    given = parser.parse_args(arguments)
    start = time.perf_counter()
    build = scaled(given.triples, given.folder, given.build)
    store = OxigraphStore(build / "current" / "public" / "store")
    default = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    for title, query in (("default graph", default), ("named graphs", named)):
        count = next(iter(store.select(query)[0].values()))
        print(f"{title}: {count} triples")
    print(f"{build} in {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
