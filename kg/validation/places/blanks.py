"""Blank nodes of a scan and of a parser: which of the one is which of the other.

Neither knows the other's labels. Nodes are told apart by what is said with them, round
after round, as in canonicalisation; those that nothing tells apart are taken in order.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, Literal

from kg.validation.index import Node, Term

ROUNDS = 16
"""How far away what tells two nodes apart may stand."""

Said = tuple[Node, Node, Term]


def match_blanks(
    ours: Iterable[Said], theirs: Iterable[Said]
) -> dict[BlankNode, BlankNode]:
    """Map the blank nodes of one set of triples to those of another, equal one."""
    named = _groups(theirs)
    return {
        blank: other
        for colour, group in _groups(ours).items()
        for blank, other in zip(group, named.get(colour, ()), strict=False)
    }


def _groups(triples: Iterable[Said]) -> dict[int, list[BlankNode]]:
    said = [t for t in triples if BlankNode in (type(t[0]), type(t[2]))]
    groups: defaultdict[int, list[BlankNode]] = defaultdict(list)
    for blank, colour in _colours(said).items():
        groups[colour].append(blank)
    return groups


def _colours(said: Sequence[Said]) -> dict[BlankNode, int]:
    ends = (end for s, _p, o in said for end in (s, o))
    colours = dict.fromkeys((end for end in ends if isinstance(end, BlankNode)), 0)
    number = 1
    for _round in range(ROUNDS):
        colours = _refined(said, colours)
        if len(set(colours.values())) == number:
            break
        number = len(set(colours.values()))
    return colours


def _refined(
    said: Sequence[Said], colours: dict[BlankNode, int]
) -> dict[BlankNode, int]:
    facts: defaultdict[BlankNode, list[int]] = defaultdict(list)
    for subject, predicate, value in said:
        ends = _key(subject, colours), _key(value, colours)
        if isinstance(subject, BlankNode):
            facts[subject].append(hash((">", predicate.value, ends[1])))
        if isinstance(value, BlankNode):
            facts[value].append(hash(("<", predicate.value, ends[0])))
    return {b: hash((c, *sorted(facts[b]))) for b, c in colours.items()}


def _key(term: Term, colours: dict[BlankNode, int]) -> int | str:
    if isinstance(term, BlankNode):
        return colours[term]
    return str(term).lower() if isinstance(term, Literal) else term.value
