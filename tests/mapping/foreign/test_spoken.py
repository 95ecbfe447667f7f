"""Our terms that others may use: each of ours is decided on, one way or the other."""

from kg.mapping.foreign.spoken import SPOKEN
from kg.rdf.terms import HS

OURS_ALONE = {
    *("AcledCode", "Code", "CodeList", "EsfCode", "IccprArticle", "PloverCode"),
    *("SharpNumber", "eventClass", "shortcut", "valueScheme"),
    *("CuratedGraph", "ForeignGraph", "SourceGraph", "access", "embargoUntil"),
    *("licenceStatus", "ofDocument", "revision"),
    *("Judgement", "accepts", "certainty", "considers", "decision", "judgedTime"),
    *("judges", "notSame", "possiblySame", "reason", "rejects"),
    *("Consent", "consentStatus", "friendOf", "publicationBasis", "riskLevel"),
    "riskReviewedOn",
}


def test_every_term_is_spoken_or_ours_alone() -> None:
    ours = {HS.iri(name) for name in OURS_ALONE}
    assert set(HS) == SPOKEN | ours
    assert not SPOKEN & ours
