import pytest

from kg.api.pages.claims import claims_about
from kg.api.pages.quantities import read_amount
from kg.api.pages.quotations import Quotations
from kg.rdf.iri import expand
from tests.api.pages.conftest import Read

CLAIMS = """
GRAPH <https://example.org/g> {
ev:x skos:prefLabel "Arrests"@en .
cl:a hs:claimSubject ev:x ; hs:claimProperty hs:victimCount ; hs:modality mo:asserted ;
  hs:claimQuantity qt:a ; hs:inDocument doc:d ; hs:evidence ps:d.r1.80-109 .
qt:a hs:verbatim "more than 600"@en ; hs:unit cu:person ;
  hs:lowerBound 600 ; hs:lowerInclusive false .
cl:b hs:claimSubject ev:x ; hs:claimProperty hs:victimCount ; hs:differsFrom cl:a ;
  hs:modality mo:headline-only ; hs:claimQuantity qt:b ; hs:citedDocument doc:e .
qt:b hs:verbatim "600"@en ; hs:lowerBound 600 ; hs:lowerInclusive true ;
  hs:upperBound 600 ; hs:upperInclusive true .
cl:c hs:claimSubject ev:x ; hs:claimProperty hs:allegedOffence ;
  hs:modality mo:alleged ; hs:claimValue "organising riots"@en ;
  hs:attributedTo or:state ;
  hs:attributionBasis ba:implied .
or:state skos:prefLabel "The state"@en .
ps:d.r1.80-109 oa:hasSource doc:d ; hs:excerpt "arrested more than 600 people"@en ;
  oa:hasSelector <https://w3id.org/hrsolidarity/id/passage/d.r1.80-109#p> .
<https://w3id.org/hrsolidarity/id/passage/d.r1.80-109#p> oa:start 80 ; oa:end 109 .
doc:d skos:prefLabel "An article"@en .
doc:e dct:title "600 arrested"@en .
}
"""


def test_claims_stand_side_by_side_like_beside_like(read: Read) -> None:
    reading = read(CLAIMS)
    claims = claims_about(reading, [expand("ev:x")], Quotations(reading))
    shown = [
        (
            claim.property.text if claim.property else None,
            claim.amount.words if claim.amount else claim.values[0].text,
            claim.modality.text if claim.modality else None,
        )
        for claim in claims
    ]
    assert shown == [
        ("alleged offence", "organising riots", "alleged"),
        ("number of victims", "more than 600 people", "asserted"),
        ("number of victims", "600", "in a headline only"),
    ]


def test_a_claim_says_whose_word_it_is(read: Read) -> None:
    reading = read(CLAIMS)
    claim = claims_about(reading, [expand("ev:x")], Quotations(reading))[0]
    (voice,) = claim.voices
    assert (voice.words, voice.agent.text) == ("attributed to", "The state")
    assert voice.basis is not None
    assert voice.basis.text == "implied"


def test_a_claim_says_what_it_differs_from(read: Read) -> None:
    reading = read(CLAIMS)
    claim = claims_about(reading, [expand("ev:x")], Quotations(reading))[2]
    compared = [(words, other.text) for words, other in claim.compared]
    assert compared == [("differs from", "more than 600 people")]
    assert [document.text for document in claim.cited] == ["600 arrested"]


def test_a_quotation_has_its_place_and_its_public_words(read: Read) -> None:
    reading = read(CLAIMS)
    quotations = Quotations(reading)
    claim = claims_about(reading, [expand("ev:x")], quotations)[1]
    assert claim.numbers == (1,)
    (quotation,) = quotations.listed()
    assert quotation.words is not None
    assert quotation.words.text == "arrested more than 600 people"
    assert (quotation.start, quotation.end) == (80, 109)
    assert quotation.document is not None
    assert quotation.document.text == "An article"


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        pytest.param(
            "hs:lowerBound 600 ; hs:lowerInclusive false ; hs:unit cu:person",
            "more than 600 people",
            id="more-than",
        ),
        pytest.param(
            "hs:lowerBound 200 ; hs:lowerInclusive true", "at least 200", id="at-least"
        ),
        pytest.param(
            "hs:upperBound 9 ; hs:upperInclusive false", "fewer than 9", id="fewer"
        ),
        pytest.param(
            "hs:lowerBound 1 ; hs:lowerInclusive true ; "
            "hs:upperBound 1 ; hs:upperInclusive true ; hs:unit cu:person",
            "1 person",
            id="one",
        ),
        pytest.param(
            "hs:lowerBound 4 ; hs:lowerInclusive true ; hs:outOf 10 ; "
            "hs:upperBound 4 ; hs:upperInclusive true ; hs:unit cu:person",
            "4 out of 10 people",
            id="out-of",
        ),
        pytest.param(
            "hs:lowerBound 5 ; hs:lowerInclusive true ; "
            "hs:upperBound 7 ; hs:upperInclusive true",
            "from 5 to 7",
            id="span",
        ),
        pytest.param(
            "hs:lowerBound 5 ; hs:lowerInclusive false ; "
            "hs:upperBound 7 ; hs:upperInclusive false",
            "more than 5 and fewer than 7",
            id="open-span",
        ),
        pytest.param(
            'hs:minDuration "P5Y" ; hs:maxDuration "P15Y"', "from 5 to 15 years", id="y"
        ),
        pytest.param(
            'hs:minDuration "P6M" ; hs:maxDuration "P1Y"',
            "from 6 months to one year",
            id="two-units",
        ),
        pytest.param('hs:verbatim "a crowd"@en', "a crowd", id="verbatim-alone"),
    ],
)
def test_a_quantity_says_what_its_bounds_leave_open(
    read: Read, quantity: str, words: str
) -> None:
    assert read_amount(read(f"qt:q {quantity} ."), expand("qt:q")).words == words


def test_partners_read_all_the_words(read: Read) -> None:
    partner = """
    ps:d.r1.80-109 oa:hasSelector
      <https://w3id.org/hrsolidarity/id/passage/d.r1.80-109#q> .
    <https://w3id.org/hrsolidarity/id/passage/d.r1.80-109#q>
      oa:exact "arrested more than 600 people who protested"@en .
    """
    reading = read(CLAIMS + partner)
    quotations = Quotations(reading)
    claims_about(reading, [expand("ev:x")], quotations)
    (quotation,) = quotations.listed()
    assert quotation.words is not None
    assert quotation.words.text == "arrested more than 600 people who protested"
