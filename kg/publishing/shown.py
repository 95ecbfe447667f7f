"""What an audience is shown: two files of sorted lines, read as often as is needed."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from kg.publishing.audience import Sight, merged_lines
from kg.publishing.changes.lines import opened
from kg.publishing.difference import Change, merged_change, patched
from kg.publishing.lines import distinct, line_of, write_lines
from kg.rdf.namespaces import BASE

_GRAPHS = f"<{BASE}graph/".encode()


@dataclass(frozen=True, slots=True)
class Shown:
    """Named graphs (N-Quads), and their merge (N-Triples)."""

    named: Path
    default: Path

    @classmethod
    def write(
        cls, folder: Path, lines: Iterable[bytes], sight: Sight, more: Iterable[Quad]
    ) -> "Shown":
        """Write what an audience may see of some lines, with quads added to it.

        Args:
            folder: an empty folder.
            lines: sorted.
            sight: what the audience may see.
            more: few quads, of graphs that it may see.
        """
        shown = cls.of(folder)
        added = sorted({line_of(quad) for quad in more})
        seen = distinct(heapq.merge(sight.lines(lines), sight.lines(added)))
        write_lines(seen, shown.named)
        with shown.named.open("rb") as named:
            write_lines(merged_lines(named), shown.default)
        return shown

    @classmethod
    def of(cls, dumps: Path) -> "Shown":
        """Find what has been written in a folder."""
        return cls(dumps / "graph.nq", dumps / "merged.nt")

    def changed(self, folder: Path, change: Change) -> tuple["Shown", Change]:
        """Write what this is after a change of its named graphs.

        Returns:
            that, in a folder, and what changes in the merge.
        """
        shown = Shown.of(folder)
        with opened(self.named) as named, opened(self.default) as merged:
            write_lines(patched(named, change), shown.named)
            with opened(shown.named) as new:
                default = merged_change(change, named, new)
            write_lines(patched(merged, default), shown.default)
        return shown, default

    def quads(self) -> Iterator[Quad]:
        """Yield the quads of the named graphs, in order."""
        return parse(path=str(self.named), format=RdfFormat.N_QUADS)

    def triples(self) -> Iterator[Quad]:
        """Yield the quads of the default graph, in order."""
        return parse(path=str(self.default), format=RdfFormat.N_TRIPLES)

    def about_graphs(self) -> list[Quad]:
        """List what the merge says of graphs, by their names."""
        with opened(self.default) as lines:
            found = b"".join(lines.of(_GRAPHS))
        return list(parse(found, format=RdfFormat.N_TRIPLES))
