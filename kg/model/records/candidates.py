"""Candidates for one identity: pairs of things that a person has to decide on."""

from kg.model.records.base import Record, Words


class Observation(Record):
    """Something that was compared."""

    feature: Words
    weight: Words
    """How far it speaks for one thing (+) or for two (-), as a logarithm to base 2."""
    seen: Words


class Named(Record):
    """One of the two things."""

    iri: Words
    names: tuple[Words, ...]
    sources: tuple[Words, ...]
    """The graphs that tell of it."""


class CandidatePair(Record):
    """Two things that may be one."""

    kind: Words
    score: Words
    """The probability that they are one, by the weights of what was compared."""
    one: Named
    other: Named
    why: tuple[Observation, ...]


class Candidates(Record):
    """The content of `data/identity/candidates.yml`: written by `kg identity`."""

    release: Words
    """The release that was looked through."""
    candidates: tuple[CandidatePair, ...]
