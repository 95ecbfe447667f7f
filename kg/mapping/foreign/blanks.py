"""Names of blank nodes: what is said with a node names it, not where it stands.

As in RDFC-1.0, a node that its own statements tell from all others is named by their
hash, and the rest by what their neighbours are, round after round. Other than there, no
name has a number in it that counts all nodes: what changes elsewhere renames nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from pyoxigraph import BlankNode, Quad

Colours = dict[BlankNode, str]
Part = str | BlankNode

DIGITS = 32
"""How many hexadecimal digits a name has."""

_SELF = "@"


def blank_names(quads: Iterable[Quad]) -> dict[BlankNode, str]:
    """Name each blank node of a dataset, in whatever order its quads come.

    Nodes that nothing tells apart are numbered; among those the order of the quads
    decides, and it does not matter how.
    """
    said = _said(quads)
    names = _told_apart(said)
    left = [node for node in said if node not in names.known]
    alike: defaultdict[tuple[str, ...], list[Colours]] = defaultdict(list)
    for component in _components(said, left):
        colours = _individualised(said, component, names)
        alike[tuple(sorted(colours.values()))].append(colours)
    for group in alike.values():
        for number, colours in enumerate(group):
            for node, colour in colours.items():
                names.known[node] = _hash([f"{colour} {number}"])
    return {node: name[:DIGITS] for node, name in names.known.items()}


@dataclass(frozen=True, slots=True)
class _Names:
    """Nodes that are told apart, and how far the others have come."""

    known: Colours
    colours: Colours


Said = dict[BlankNode, list[tuple[Part, ...]]]
"""What is said with each blank node: terms as text, itself as `@`."""


def _said(quads: Iterable[Quad]) -> Said:
    said: Said = {}
    for quad in dict.fromkeys(quads):
        parts = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        written = [part if isinstance(part, BlankNode) else str(part) for part in parts]
        for node in {part for part in parts if isinstance(part, BlankNode)}:
            line = tuple(_SELF if part == node else part for part in written)
            said.setdefault(node, []).append(line)
    return said


def _told_apart(said: Said) -> _Names:
    """Refine until no round tells more nodes apart."""
    known: Colours = {}
    colours = dict.fromkeys(said, "")
    classes = 0
    while True:
        left = [node for node in said if node not in known]
        colours |= _refined(said, left, colours)
        counts = Counter(colours[node] for node in left)
        known |= {node: colours[node] for node in left if counts[colours[node]] == 1}
        if len(counts) == classes or len(counts) == len(left):
            return _Names(known, colours)
        classes = len(counts) - sum(count == 1 for count in counts.values())


def _refined(said: Said, nodes: Iterable[BlankNode], colours: Colours) -> Colours:
    return {node: _hash(_lines(said[node], colours)) for node in nodes}


def _lines(said: Sequence[tuple[Part, ...]], colours: Colours) -> list[str]:
    return sorted(
        " ".join(f"_:{colours[p]}" if isinstance(p, BlankNode) else p for p in parts)
        for parts in said
    )


def _hash(lines: Iterable[str]) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()


def _components(said: Said, nodes: Sequence[BlankNode]) -> list[list[BlankNode]]:
    """Group nodes that lead to each other without one that is known between them."""
    left = dict.fromkeys(nodes)
    found = []
    while left:
        waiting = [next(iter(left))]
        component: dict[BlankNode, None] = {}
        while waiting:
            node = waiting.pop()
            if node in left:
                del left[node]
                component[node] = None
                waiting += _neighbours(said, node)
        found.append(list(component))
    return found


def _neighbours(said: Said, node: BlankNode) -> list[BlankNode]:
    parts = (part for line in said[node] for part in line)
    return [part for part in parts if isinstance(part, BlankNode)]


def _individualised(
    said: Said, component: Sequence[BlankNode], names: _Names
) -> Colours:
    """Tell the nodes of a component apart, by choosing one of those that are alike."""
    own = {node: names.colours[node] for node in component}
    near = {it for node in component for it in _neighbours(said, node)}
    colours = {node: names.colours[node] for node in near}
    while len(set(own.values())) < len(own):
        counts = Counter(own.values())
        chosen = min(
            (node for node in component if counts[own[node]] > 1),
            key=lambda node: (counts[own[node]], own[node]),
        )
        own[chosen] = _hash([own[chosen], "chosen"])
        own = _settled(said, own, colours)
    return own


def _settled(said: Said, own: Colours, colours: Colours) -> Colours:
    """Refine the colours of a component until their number stays."""
    number = len(set(own.values()))
    while True:
        around = {**colours, **own}
        refined = {
            node: _hash([own[node], *_lines(said[node], around)]) for node in own
        }
        if len(set(refined.values())) == number:
            return own
        own, number = refined, len(set(refined.values()))
