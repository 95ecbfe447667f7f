"""RDF Patch: what was taken away and what was added, in full, line by line.

https://afs.github.io/rdf-patch/. It repeats what is gone, and is therefore never kept:
it is made from both dumps when somebody asks who could read both anyway.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.publishing.changes.lines import Kind, Lines, Run, differences
from kg.publishing.changes.quad import FEED, graph_of

MEDIA_TYPE = "application/rdf-patch"
SUFFIX = "rdfp"

_CODES = {Kind.GONE: b"D ", Kind.NEW: b"A "}


@dataclass(frozen=True, slots=True)
class Choice:
    """What of two dumps is compared: one thing, one graph, or all."""

    entity: NamedNode | None = None
    graph: NamedNode | None = None

    def of(self, old: Lines, new: Lines) -> Iterator[tuple[Kind, bytes]]:
        """Yield the lines that are gone or new, in their order."""
        wanted = self._wanted()
        if self.entity is not None:
            old, new = (_about(lines, self.entity) for lines in (old, new))
        for run in differences(old, new):
            if run.kind is not Kind.SAME:
                line = _line(run, old, new)
                if wanted(line):
                    yield run.kind, line

    def _wanted(self) -> Callable[[bytes], bool]:
        if self.graph is None:
            return lambda _line: True
        name = str(self.graph).encode()
        return lambda line: graph_of(line) == name


def _line(run: Run, old: Lines, new: Lines) -> bytes:
    lines = new if run.kind is Kind.NEW else old
    return lines.content[run.start : run.start + run.size]


def _about(lines: Lines, entity: NamedNode) -> Lines:
    return Lines(b"".join(lines.of(f"{entity} ".encode())))


def patch_lines(
    changed: Iterable[tuple[Kind, bytes]], old: str, new: str
) -> Iterator[bytes]:
    """Yield the lines of a patch that leads from one release to another."""
    yield f"H id <{FEED}{new}> .\n".encode()
    yield f"H prev <{FEED}{old}> .\n".encode()
    yield b"TX .\n"
    for kind, line in changed:
        yield _CODES[kind] + line
    yield b"TC .\n"
