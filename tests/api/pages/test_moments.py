import pytest

from kg.api.pages.moments import When, read_when, short_when
from kg.api.pages.quotations import Quotations
from kg.rdf.iri import expand
from tests.api.pages.conftest import Read

ELECTION = """
ev:election skos:prefLabel "Election"@en ; hs:time ts:election .
ts:election hs:edtf "2010-12-19"^^edtf:EDTF ; hs:dateBasis db:stated ;
  hs:notBefore "2010-12-19"^^xsd:date ; hs:notAfter "2010-12-19"^^xsd:date .
"""

JUDGED = """
ev:x hs:time ts:x ; hs:judgedTime ts:j .
ts:x hs:edtf "XXXX-01-16"^^edtf:EDTF ; hs:monthDay "--01-16"^^xsd:gMonthDay ;
  hs:dateBasis db:stated-partial .
ts:j hs:edtf "2011-01-16"^^edtf:EDTF ; hs:dateBasis db:inferred ;
  hs:notBefore "2011-01-16"^^xsd:date ; hs:notAfter "2011-01-16"^^xsd:date ;
  prov:wasDerivedFrom ts:x , ts:election .
jd:year hs:judges ev:x ; hs:decision dn:inferred ; hs:certainty ce:likely ;
  hs:reason "It tells of the action as just past."@en ;
  prov:wasDerivedFrom ts:x , ts:election .
"""


def when(read: Read, trig: str) -> When:
    reading = read(trig)
    return read_when(reading, expand("ev:x"), Quotations(reading))


@pytest.mark.parametrize(
    ("span", "words", "known"),
    [
        pytest.param(
            'hs:edtf "2010-12-19"^^edtf:EDTF ; hs:dateBasis db:stated',
            "19 December 2010",
            "stated in the source",
            id="stated",
        ),
        pytest.param(
            'hs:edtf "XXXX-01-16"^^edtf:EDTF ; hs:dateBasis db:stated-partial ; '
            'hs:monthDay "--01-16"^^xsd:gMonthDay',
            "16 January, year not stated",
            "the source states the day and the month, not the year",
            id="no-year",
        ),
        pytest.param(
            'hs:edtf "2010-12-19/.."^^edtf:EDTF ; hs:dateBasis db:relative ; '
            "hs:relativeTo ev:election ; hs:relation rt:follows",
            "after Election",
            "dated in the source by another event",
            id="relative",
        ),
        pytest.param(
            'hs:edtf "2011-01-19~"^^edtf:EDTF ; hs:dateBasis db:relative ; '
            'hs:relativeTo ev:election ; hs:relation rt:follows ; hs:offset "P1M"',
            "about 19 January 2011",
            "dated in the source by another event",
            id="offset",
        ),
        pytest.param(
            'hs:edtf "1999"^^edtf:EDTF ; hs:dateBasis db:external',
            "1999",
            "taken from an outside source",
            id="external",
        ),
    ],
)
def test_says_when_and_how_it_is_known(
    read: Read, span: str, words: str, known: str
) -> None:
    (moment,) = when(read, f"{ELECTION} ev:x hs:time ts:x . ts:x {span} .").stated
    assert (moment.words, moment.known) == (words, known)


def test_says_how_far_from_another_event(read: Read) -> None:
    span = (
        'hs:edtf "2011-01-19~"^^edtf:EDTF ; hs:relativeTo ev:election ; '
        'hs:relation rt:follows ; hs:offset "P1M"^^xsd:duration'
    )
    (moment,) = when(read, f"{ELECTION} ev:x hs:time ts:x . ts:x {span} .").stated
    assert moment.relative is not None
    words, election = moment.relative
    assert (words, election.text) == ("one month after", "Election")


def test_a_judged_time_stands_beside_the_stated_one_with_its_reason(
    read: Read,
) -> None:
    found = when(read, ELECTION + JUDGED)
    (judged,) = found.judged
    assert found.stated[0].words == "16 January, year not stated"
    assert judged.moment.words == "16 January 2011"
    assert judged.moment.machine == "2011-01-16"
    assert judged.judgement is not None
    assert judged.judgement.reason is not None
    assert judged.judgement.reason.text == "It tells of the action as just past."
    grounds = [
        (ground.moment.words, [event.text for event in ground.events])
        for ground in judged.grounds
    ]
    assert grounds == [
        ("19 December 2010", ["Election"]),
        ("16 January, year not stated", []),
    ]


@pytest.mark.parametrize(
    ("trig", "short"),
    [
        pytest.param("", "time not stated", id="unknown"),
        pytest.param(JUDGED, "16 January 2011 (judged)", id="judged"),
        pytest.param(
            JUDGED.replace("ev:x", "ev:whole")
            + "ev:x hs:partOf ev:whole ; hs:time ts:x .",
            "16 January 2011 (judged)",
            id="part-of-what-is-judged",
        ),
        pytest.param(
            JUDGED.replace("ev:x", "ev:whole")
            + "ev:x hs:partOf ev:whole ; hs:time ts:y . "
            'ts:y hs:edtf "2011-01-15"^^edtf:EDTF .',
            "15 January 2011",
            id="part-with-a-time-of-its-own",
        ),
    ],
)
def test_says_when_in_a_list(read: Read, trig: str, short: str) -> None:
    assert short_when(read(trig), expand("ev:x")) == short
