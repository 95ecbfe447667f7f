"""Identity: what elsewhere is the same as a thing, may be, or is not."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.judgements import Judged, judgements_on
from kg.api.pages.reading import Link, Reading
from kg.rdf.terms import HS, OWL, SKOS

_WORDS = (
    (OWL.sameAs, "is the same as"),
    (HS.possiblySame, "may be the same as"),
    (HS.notSame, "is not the same as"),
    (SKOS.exactMatch, "means the same as"),
    (SKOS.closeMatch, "means nearly the same as"),
    (SKOS.broadMatch, "is narrower than"),
    (SKOS.narrowMatch, "is broader than"),
    (SKOS.relatedMatch, "is related to"),
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a thing lies to one of somebody else's, and the judgement that says so."""

    words: str
    other: Link
    judgement: Judged | None


def read_likenesses(reading: Reading, thing: NamedNode) -> tuple[Likeness, ...]:
    """List what a thing is the same as elsewhere, may be, or is not."""
    judgements = judgements_on(reading, thing)
    return tuple(
        Likeness(words, reading.link(other), _judgement(judgements, other))
        for predicate, words in _WORDS
        for other in reading.facts.iris(thing, predicate)
    )


def _judgement(judgements: tuple[Judged, ...], other: NamedNode) -> Judged | None:
    return next(
        (
            judged
            for judged in judgements
            if other.value in {thing.iri for thing in judged.things}
        ),
        None,
    )
