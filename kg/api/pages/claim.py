"""The page of a claim."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.claims import Claim, claim_label, read_claim, read_claims
from kg.api.pages.frame import Frame, Naming, read_frame
from kg.api.pages.judgements import Judged, judgements_on
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Reading
from kg.rdf.terms import HS

_COMPARED = (HS.differsFrom, HS.contradicts, HS.corroborates, HS.refines)


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A claim, those it is compared with, and what curators make of it."""

    claim: Claim
    compared: tuple[Claim, ...]
    judgements: tuple[Judged, ...]
    frame: Frame


def read_claim_page(reading: Reading, claim: NamedNode) -> ClaimPage:
    """Put what is known of a claim in order."""
    facts, quotations = reading.facts, Quotations(reading)
    others = {
        other
        for predicate in _COMPARED
        for other in (
            *facts.iris(claim, predicate),
            *facts.subjects(predicate, claim),
        )
    }
    naming = Naming("Claim", claim_label(reading, claim))
    return ClaimPage(
        read_claim(reading, claim, quotations),
        read_claims(reading, others, quotations),
        judgements_on(reading, claim),
        read_frame(reading, claim, quotations, naming),
    )
