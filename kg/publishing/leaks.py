"""The last look before publishing: nothing hidden stands in the bytes of a dump.

The files are searched, not the data they were made from: a fault in whatever chose the
quads is found here whichever way it happened.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

SHORT = 12
"""Texts shorter than this say nothing by themselves: a year, a code, a name's part."""


def hidden_texts(hidden: Iterable[Quad], shown: Iterable[Quad]) -> set[str]:
    """List IRIs and texts of hidden quads that no shown quad has in any place."""
    return set(_texts(hidden)) - set(_texts(shown))


def _texts(quads: Iterable[Quad]) -> Iterator[str]:
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, NamedNode) or (
                isinstance(term, Literal) and len(term.value) >= SHORT
            ):
                yield term.value


def find_leaks(
    folder: Path, hidden: Iterable[Quad], shown: Iterable[Quad]
) -> list[str]:
    """List the texts of hidden quads that stand in the files of a folder.

    A text that is part of one that may be seen is no leak: a hidden quotation may be a
    name that the public graph prints.
    """
    shown = list(shown)
    seen = "\n".join(set(_texts(shown)))
    wanted = sorted(t for t in hidden_texts(hidden, shown) if t not in seen)
    found = []
    for path in sorted(folder.iterdir()):
        content = path.read_text("utf-8", errors="replace")
        found += [f"{path.name}: {text}" for text in wanted if text in content]
    return found
