"""The page of a judgement: decision, reason, evidence."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.api.pages.address import kind_of
from kg.api.pages.claims import Claim, read_claims
from kg.api.pages.frame import Frame, Naming, read_frame
from kg.api.pages.judgements import Judged, read_judgement
from kg.api.pages.language import Label
from kg.api.pages.moments import Moment, read_moment
from kg.api.pages.quotations import Quotations
from kg.api.pages.reading import Reading


@dataclass(frozen=True, slots=True)
class JudgementPage:
    """A judgement, with the claims it weighs and the times it follows from."""

    judged: Judged
    accepted: tuple[Claim, ...]
    rejected: tuple[Claim, ...]
    considered: tuple[Claim, ...]
    times: tuple[Moment, ...]
    grounds: tuple[Claim, ...]
    frame: Frame


def read_judgement_page(reading: Reading, judgement: NamedNode) -> JudgementPage:
    """Put what is known of a judgement in order."""
    quotations = Quotations(reading)
    judged = read_judgement(reading, judgement)
    weighed = {*judged.accepts, *judged.rejects}
    rest = [claim for claim in judged.considers if claim not in weighed]
    times = [g for g in judged.grounds if kind_of(g.value) == "time"]
    claims = [g for g in judged.grounds if kind_of(g.value) == "claim"]
    return JudgementPage(
        judged,
        read_claims(reading, judged.accepts, quotations),
        read_claims(reading, judged.rejects, quotations),
        read_claims(reading, rest, quotations),
        tuple(read_moment(reading, time, quotations) for time in times),
        read_claims(reading, claims, quotations),
        read_frame(reading, judgement, quotations, _naming(judged)),
    )


def _naming(judged: Judged) -> Naming:
    ours = [thing for thing in judged.things if not thing.external]
    about = ours[0].label if ours else Label("something", "en")
    return Naming("Judgement", Label(f"Judgement about: {about.text}", about.language))
