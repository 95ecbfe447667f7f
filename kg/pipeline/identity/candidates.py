"""Candidates: pairs of things that may be one, the likeliest first, for review."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from kg.pipeline.identity.blocks import pairs
from kg.pipeline.identity.features import Feature, features, score
from kg.pipeline.identity.thing import Thing

KINDS = ("person", "organisation", "place", "document", "event")
"""Kinds of things that are compared, each with its own."""

LEAST = 0.5
"""The probability from which a pair is worth a person's time."""

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two things that may be one, how likely, and why.

    `one` is the thing whose IRI comes first.
    """

    one: Thing
    other: Thing
    score: float
    features: tuple[Feature, ...]

    @property
    def pair(self) -> Pair:
        """The IRIs of the two."""
        return frozenset((self.one.iri, self.other.iri))


def compare(one: Thing, other: Thing) -> Candidate:
    """Compare two things of a kind; the order does not matter."""
    first, second = sorted((one, other), key=lambda thing: thing.iri)
    found = features(first, second)
    return Candidate(first, second, score(first.kind, found), found)


def candidates(
    things: Iterable[Thing], judged: Collection[Pair] = (), least: float = LEAST
) -> list[Candidate]:
    """List the pairs that may be one, the likeliest first.

    Args:
        things: of any kinds.
        judged: pairs that have been decided on; they do not come again.
        least: the probability from which a pair is listed.
    """
    listed = sorted(things, key=lambda thing: thing.iri)
    found = [
        candidate
        for kind in KINDS
        for candidate in _of_kind([it for it in listed if it.kind == kind])
        if candidate.score >= least and candidate.pair not in judged
    ]
    return sorted(found, key=lambda it: (-round(it.score, 3), it.one.iri, it.other.iri))


def _of_kind(things: list[Thing]) -> Iterator[Candidate]:
    for one, other in pairs(things):
        yield compare(one, other)
