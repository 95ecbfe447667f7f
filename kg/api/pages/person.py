"""The page of a person: what sources say of them, and why they are named."""

import datetime
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.affiliations import Affiliation, affiliations_of
from kg.api.pages.claims import Claim, claims_about
from kg.api.pages.dates import day_in_words
from kg.api.pages.frame import Frame, Naming, read_frame
from kg.api.pages.identity import Likeness, read_likenesses
from kg.api.pages.judgements import Judged, judgements_on
from kg.api.pages.language import Label
from kg.api.pages.names import Names, read_names
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Link, Reading
from kg.api.pages.roles import Attendance, read_attendance
from kg.rdf.terms import HS, SKOS


@dataclass(frozen=True, slots=True)
class PersonPage:
    """All that is told of a person."""

    names: Names
    basis: Link | None
    basis_meaning: Label | None
    risk: Link | None
    reviewed: str | None
    affiliations: tuple[Affiliation, ...]
    attendances: tuple[Attendance, ...]
    friends: tuple[Link, ...]
    groups: tuple[Link, ...]
    depicted_in: tuple[Link, ...]
    mentioned_in: tuple[Link, ...]
    claims: tuple[Claim, ...]
    likenesses: tuple[Likeness, ...]
    judgements: tuple[Judged, ...]
    frame: Frame


def read_person_page(reading: Reading, person: NamedNode) -> PersonPage:
    """Put what is known of a person in order."""
    facts, quotations = reading.facts, Quotations(reading)
    basis = facts.iri(person, HS.publicationBasis)
    likenesses = read_likenesses(reading, person)
    shown = {item.judgement.iri for item in likenesses if item.judgement}
    return PersonPage(
        names=read_names(reading, person),
        basis=reading.first(person, HS.publicationBasis),
        basis_meaning=None if basis is None else reading.text(basis, SKOS.definition),
        risk=reading.first(person, HS.riskLevel),
        reviewed=_day(reading, person),
        affiliations=affiliations_of(reading, person, quotations),
        attendances=read_attendance(reading, person, quotations),
        friends=reading.link_all(
            {
                *facts.iris(person, HS.friendOf),
                *facts.subjects(HS.friendOf, person),
            }
        ),
        groups=reading.link_all(facts.subjects(HS.hasMember, person)),
        depicted_in=reading.link_all(facts.subjects(HS.depicts, person)),
        mentioned_in=reading.link_all(facts.subjects(HS.mentions, person)),
        claims=claims_about(reading, [person], quotations),
        likenesses=likenesses,
        judgements=tuple(
            judged
            for judged in judgements_on(reading, person)
            if judged.iri not in shown
        ),
        frame=read_frame(reading, person, quotations, Naming("Person")),
    )


def _day(reading: Reading, person: NamedNode) -> str | None:
    found = reading.facts.lexical(person, HS.riskReviewedOn)
    return None if found is None else day_in_words(datetime.date.fromisoformat(found))
