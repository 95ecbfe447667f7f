"""The page of an organisation."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.affiliations import Affiliation, affiliations_with
from kg.api.pages.claims import Claim, claims_about, read_claims
from kg.api.pages.frame import Frame, Naming, read_frame
from kg.api.pages.identity import Likeness, read_likenesses
from kg.api.pages.judgements import Judged, judgements_on
from kg.api.pages.names import Names, read_names
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Link, Reading
from kg.api.pages.roles import Attendance, read_attendance
from kg.api.pages.stances import Stances, read_stances
from kg.rdf.terms import HS, SCHEMA


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """All that is told of an organisation.

    `voiced` are the claims on its word, or that name it.
    """

    names: Names
    types: tuple[Link, ...]
    countries: tuple[Link, ...]
    websites: tuple[Link, ...]
    attendances: tuple[Attendance, ...]
    stances: Stances
    affiliations: tuple[Affiliation, ...]
    groups: tuple[Link, ...]
    mentioned_in: tuple[Link, ...]
    claims: tuple[Claim, ...]
    voiced: tuple[Claim, ...]
    likenesses: tuple[Likeness, ...]
    judgements: tuple[Judged, ...]
    frame: Frame


def read_organisation_page(
    reading: Reading, organisation: NamedNode
) -> OrganisationPage:
    """Put what is known of an organisation in order."""
    facts, quotations = reading.facts, Quotations(reading)
    likenesses = read_likenesses(reading, organisation)
    shown = {item.judgement.iri for item in likenesses if item.judgement}
    voiced = {
        claim
        for side in (HS.assertedBy, HS.attributedTo, HS.claimValue)
        for claim in facts.subjects(side, organisation)
    }
    return OrganisationPage(
        names=read_names(reading, organisation),
        types=reading.links(organisation, HS.orgType),
        countries=reading.links(organisation, HS.country),
        websites=reading.links(organisation, SCHEMA.url),
        attendances=read_attendance(reading, organisation, quotations),
        stances=read_stances(reading, organisation, quotations),
        affiliations=affiliations_with(reading, organisation, quotations),
        groups=reading.link_all(facts.subjects(HS.hasMember, organisation)),
        mentioned_in=reading.link_all(facts.subjects(HS.mentions, organisation)),
        claims=claims_about(reading, [organisation], quotations),
        voiced=read_claims(reading, voiced, quotations),
        likenesses=likenesses,
        judgements=tuple(
            judged
            for judged in judgements_on(reading, organisation)
            if judged.iri not in shown
        ),
        frame=read_frame(reading, organisation, quotations, Naming("Organisation")),
    )
