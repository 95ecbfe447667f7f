"""Blocks: things that have enough in common to be compared, without comparing all.

A thing is in the block of each word of its names that few have, of each pair of words
that many have, and of the day and place of an event. A block that is too large says too
little, and is left out; things in it meet in smaller ones or not at all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from kg.model.alike import bones
from kg.pipeline.identity.thing import Thing
from kg.rdf.iri import graph

LARGEST = 60
"""Things in a block; comparing them all takes this number squared."""

NEAR = 72
"""How alike names are, of 100, that are compared word by word."""

AUTHORITY = graph("authority").value
"""The graph of those who keep the authority files."""

Key = tuple[str, ...]


def pairs(things: Sequence[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Yield each pair of things that share a block and may be one, once.

    Only what is known of one thing at a time is kept, so that memory grows with the
    number of things and not with that of pairs.
    """
    common = _common_words(things)
    blocks: defaultdict[Key, list[int]] = defaultdict(list)
    for number, thing in enumerate(things):
        for key in _keys(thing, common):
            blocks[key].append(number)
    for number, thing in enumerate(things):
        near = {
            other
            for key in _keys(thing, common)
            if len(blocks[key]) <= LARGEST
            for other in blocks[key]
            if other > number
        }
        for other in sorted(near):
            if _may_be_one(thing, things[other]) and _near(thing, things[other]):
                yield thing, things[other]


def _near(one: Thing, other: Thing) -> bool:
    """Tell whether names are like enough to be looked at word by word.

    That is so when the words of one are in the other, whatever else is there. Events of
    one day and place may be called anything.
    """
    if one.kind == "event" and one.span == other.span:
        return True
    return any(
        fuzz.token_set_ratio(left, right, score_cutoff=NEAR)
        for left in one.lines
        for right in other.lines
    )


def _may_be_one(one: Thing, other: Thing) -> bool:
    """Tell whether nobody has told the two apart already.

    A source that tells of both has, and so have those who keep the authority files. But
    a register has an organisation once for each way that somebody spelled it.
    """
    graphs = one.graphs | other.graphs
    if len(graphs) != 1:
        return True
    return one.kind == "organisation" and AUTHORITY not in graphs


def _common_words(things: Iterable[Thing]) -> frozenset[str]:
    counts = Counter(word for thing in things for word in _bare_words(thing))
    return frozenset(word for word, count in counts.items() if count > LARGEST)


def _bare_words(thing: Thing) -> set[str]:
    return {bones(word) for spelling in thing.spellings for word in spelling}


def _keys(thing: Thing, common: frozenset[str]) -> set[Key]:
    keys: set[Key] = set()
    for spelling in thing.spellings:
        bare = sorted({bones(word) for word in spelling})
        keys |= {(word,) for word in bare if word not in common}
        frequent = [word for word in bare if word in common]
        keys |= {("", *pair) for pair in pairwise(frequent)}
        keys.add(("", "", *bare))
    if thing.kind == "event" and thing.span is not None:
        day = thing.span[0].isoformat()
        keys |= {("day", day, place) for place in thing.places}
    return keys
