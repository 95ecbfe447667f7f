"""Judgements: what curators decide, how surely and why."""

import datetime
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.dates import day_in_words
from kg.api.pages.language import Label
from kg.api.pages.reading import Link, Reading
from kg.rdf.terms import DCT, HS, PROV


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement.

    `grounds` are the IRIs it is derived from: time spans and claims.
    """

    link: Link
    iri: NamedNode
    things: tuple[Link, ...]
    decision: Link | None
    certainty: Link | None
    reason: Label | None
    by: tuple[Link, ...]
    on: str | None
    grounds: tuple[NamedNode, ...]
    accepts: tuple[NamedNode, ...]
    considers: tuple[NamedNode, ...]
    rejects: tuple[NamedNode, ...]
    sources: tuple[Link, ...]


def judgements_on(reading: Reading, thing: NamedNode) -> tuple[Judged, ...]:
    """List the judgements about a thing, and those that weigh a claim."""
    found = {
        judgement
        for predicate in (HS.judges, HS.considers, HS.accepts, HS.rejects)
        for judgement in reading.facts.subjects(predicate, thing)
    }
    return tuple(read_judgement(reading, item) for item in sorted(found, key=str))


def read_judgement(reading: Reading, judgement: NamedNode) -> Judged:
    """Read a judgement."""
    facts = reading.facts
    date = facts.lexical(judgement, DCT.date)
    return Judged(
        reading.link(judgement, Label("judgement", "en")),
        judgement,
        reading.links(judgement, HS.judges),
        reading.first(judgement, HS.decision),
        reading.first(judgement, HS.certainty),
        reading.text(judgement, HS.reason),
        reading.links(judgement, PROV.wasAttributedTo),
        None if date is None else day_in_words(datetime.date.fromisoformat(date)),
        tuple(facts.iris(judgement, PROV.wasDerivedFrom)),
        tuple(facts.iris(judgement, HS.accepts)),
        tuple(facts.iris(judgement, HS.considers)),
        tuple(facts.iris(judgement, HS.rejects)),
        reading.links(judgement, DCT.source),
    )
