"""The first source holds what its article says: everything, once, with its words."""

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

from kg.model.corpus import Corpus
from kg.model.records.base import Evidenced, Quote, Record
from kg.model.records.extract import Event, Extract, Participant
from kg.model.records.source import Source
from kg.model.text import SourceText

NAMED = ("organisation", "person", "place")

SUPPORTERS = [
    "norwegian-helsinki-committee",
    "human-rights-house-foundation",
    "amnesty-international-norway",
    "norwegian-pen",
    "norwegian-authors-union",
    "norwegian-union-of-journalists",
    "rafto-foundation",
    "norwegian-children-and-youth-council",
    "nature-and-youth",
    "european-youth-norway",
    "christian-democrats-norway",
    "young-christian-democrats-norway",
    "young-liberals-norway",
    "young-conservatives-norway",
]


def records_in(value: object) -> Iterator[Record]:
    if isinstance(value, Record):
        yield value
        for name in type(value).model_fields:
            yield from records_in(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from records_in(item)


def participants(extract: Extract) -> Iterator[tuple[Event, Participant]]:
    for event in extract.events:
        for participant in event.participants:
            yield event, participant


def keys(items: Iterable[Event]) -> set[str]:
    return {item.key for item in items}


def test_the_text_is_the_one_that_was_read(source: Source, text: SourceText) -> None:
    assert text.sha256.startswith("0dc6a17beeef6635")
    assert (source.sha256, len(text)) == (text.sha256, 3907)


@pytest.mark.parametrize("field", ["title", "author", "publisher", "published", "url"])
def test_the_text_says_nothing_of_itself(source: Source, field: str) -> None:
    assert source.says(field) is None


def test_every_quotation_stands_in_the_text_where_it_says(
    extract: Extract, text: SourceText
) -> None:
    quotes = [record for record in records_in(extract) if isinstance(record, Quote)]
    astray = [
        quote.exact
        for quote in quotes
        for found in [len(text.occurrences(quote.exact))]
        if (found != 1 if quote.nth is None else not quote.nth <= found > 1)
    ]
    assert (len(quotes), astray) == (187, [])


def test_quotations_are_parts_of_lines(extract: Extract) -> None:
    quotes = (record for record in records_in(extract) if isinstance(record, Quote))
    assert [quote.exact for quote in quotes if "\n" in quote.exact] == []


@pytest.mark.parametrize(
    ("things", "count"),
    [
        ("times", 3),
        ("events", 16),
        ("series", 1),
        ("relations", 8),
        ("groups", 10),
        ("mentions", 27),
        ("affiliations", 3),
        ("friendships", 1),
        ("demands", 5),
        ("claims", 14),
        ("documents", 9),
        ("photographs", 1),
    ],
)
def test_the_inventory_is_complete(extract: Extract, things: str, count: int) -> None:
    assert len(getattr(extract, things)) == count


def test_events_are_of_these_types(extract: Extract) -> None:
    assert Counter(event.type for event in extract.events) == {
        "election": 1,
        "state-visit": 1,
        "solidarity-action": 2,
        "public-information": 1,
        "torchlight-procession": 1,
        "demonstration": 1,
        "silent-protest": 1,
        "civic-action": 1,
        "arrest": 1,
        "detention": 1,
        "disappearance": 1,
        "raid": 1,
        "persecution": 1,
        "unresolved-disappearances": 1,
        "riot": 1,
    }


def test_only_the_riots_are_alleged_and_only_the_four_are_a_sum(
    extract: Extract,
) -> None:
    alleged = {e.key: e.existence for e in extract.events if e.existence != "asserted"}
    assert alleged == {"alleged-riots": "alleged"}
    assert keys(e for e in extract.events if e.aggregate) == {"four-disappearances"}


def test_what_the_text_does_not_date_or_place_is_unknown(extract: Extract) -> None:
    assert keys(e for e in extract.events if e.time.unknown) == {
        "post-election-jailings",
        "alleged-riots",
        "state-visit-to-norway-2010",
    }
    assert keys(e for e in extract.events if e.place.unknown) == {
        "solidarity-action-16-january",
        "public-information-16-january",
    }


@pytest.mark.parametrize(
    ("key", "edtf", "basis"),
    [
        ("after-the-election", "2010-12-19/..", "relative"),
        ("sixteenth-of-january", "XXXX-01-16", "stated-partial"),
        ("today", "2011-01-19~", "relative"),
    ],
)
def test_dates_not_plainly_stated_say_how_they_are_known(
    extract: Extract, key: str, edtf: str, basis: str
) -> None:
    known = {time.key: (time.edtf, time.basis) for time in extract.times}
    assert known[key] == (edtf, basis)


def test_twelve_spans_of_time_with_the_judged_one(corpus: Corpus) -> None:
    extract = corpus.documents[0].extract
    times = [event.time for event in extract.events]
    times += [series.time for series in extract.series]
    own = [time.edtf for time in times if time.edtf is not None]
    judged = [j.time for j in corpus.judgements if j.time is not None]
    assert sorted(own) == [
        "1999-09-16",
        "1999/..",
        "2005-10-16",
        "2005-10-16/..",
        "2010-04-27",
        "2010-10-31",
        "2010-12-10",
        "2010-12-19",
    ]
    assert judged == ["2011-01-16"]
    assert len(own) + len(extract.times) + len(judged) == 12


def test_everybody_takes_part_in_their_role(extract: Extract) -> None:
    roles = Counter(participant.role for _event, participant in participants(extract))
    assert roles == {
        "supporter": 14,
        "victim": 7,
        "organiser": 5,
        "beneficiary": 3,
        "participant": 2,
        "perpetrator": 2,
        "speaker": 1,
        "visitor": 1,
    }
    assert roles.total() == 35


def test_the_supporters_stand_in_the_order_of_the_text(extract: Extract) -> None:
    named = [p.agent for _event, p in participants(extract) if p.role == "supporter"]
    assert named == SUPPORTERS


def test_perpetrators_are_only_those_the_text_names(extract: Extract) -> None:
    named = {
        event.key: participant.agent
        for event, participant in participants(extract)
        if participant.role == "perpetrator"
    }
    assert named == {
        "post-election-arrests": "belarusian-authorities",
        "persecution-after-the-election": "belarusian-authorities",
    }


def test_the_speakers_are_not_named_but_speak_for_two(extract: Extract) -> None:
    speakers = [p for _event, p in participants(extract) if p.role == "speaker"]
    assert [(p.agent, p.on_behalf_of) for p in speakers] == [
        (
            "representatives-of-nhc-and-hrhf",
            ("norwegian-helsinki-committee", "human-rights-house-foundation"),
        )
    ]


@pytest.mark.parametrize(
    ("key", "methods"),
    [
        (
            "solidarity-action-16-january",
            {"banners", "group-lobbying", "portraits", "public-speeches", "slogans"},
        ),
        ("torchlight-procession-oslo-2010", {"lights", "march"}),
        ("strategy-31-demonstration-oslo", {"assembly"}),
        ("silent-protest-oslo-2010", {"silence"}),
    ],
)
def test_methods_of_an_action(extract: Extract, key: str, methods: set[str]) -> None:
    used = {e.key: {use.method for use in e.methods} for e in extract.events}
    assert used[key] == methods


def test_actions_concern_countries(extract: Extract) -> None:
    about = [concern.about for event in extract.events for concern in event.concerns]
    assert Counter(about) == {"russia": 2, "belarus": 1}


def test_slogans_are_verbatim(extract: Extract) -> None:
    assert [slogan.text for event in extract.events for slogan in event.slogans] == [
        "Free Belarus",
        "Release political prisoners",
        "Solidarity16",
        "Protect the journalist and the freedom of expression in Belarus",
    ]


def test_demands_go_through_one_on_norway(extract: Extract) -> None:
    assert [
        (d.position, d.addressee, d.target, d.sought_via, len(d.types))
        for d in extract.demands
    ] == [
        (1, "norwegian-authorities", "belarusian-authorities", None, 1),
        (2, None, "belarusian-authorities", "more-pressure-on-belarus", 1),
        (3, None, "belarusian-authorities", "more-pressure-on-belarus", 2),
        (4, None, "belarusian-authorities", "more-pressure-on-belarus", 1),
        (5, None, "belarusian-authorities", "more-pressure-on-belarus", 1),
    ]


def test_claims_keep_their_modality(extract: Extract) -> None:
    assert Counter(claim.modality for claim in extract.claims) == {
        "asserted": 8,
        "headline-only": 3,
        "alleged": 1,
        "indicated": 1,
        "possible": 1,
    }


def test_figures_have_the_bounds_of_their_words(extract: Extract) -> None:
    quantities = [claim.quantity for claim in extract.claims if claim.quantity]
    assert [
        (q.verbatim, q.lower, q.above is None, q.upper)
        for q in quantities
        if q.lower is not None
    ] == [
        ("more than 600", 600, False, None),
        ("25", 25, True, 25),
        ("Four", 4, True, 4),
        ("Eight", 8, True, 8),
        ("600", 600, True, 600),
        ("4 out of 10", 4, True, 4),
        ("hundreds", 200, True, None),
    ]
    assert [(q.shortest, q.longest) for q in quantities if q.shortest] == [
        ("P5Y", "P15Y")
    ]


def test_two_counts_of_the_arrests_differ(extract: Extract) -> None:
    differing = {c.key: c.differs_from for c in extract.claims if c.differs_from}
    assert differing == {"headline-600-arrested": ("more-than-600-arrested",)}


def test_groups_name_fewer_members_than_they_have(extract: Extract) -> None:
    sized = {g.key: (g.size, len(g.members)) for g in extract.groups if g.size}
    assert sized == {
        "jailed-after-the-election": (25, 0),
        "four-dissidents": (4, 2),
        "eight-norwegian-organisations": (8, 3),
    }


def test_documents_are_known_by_title_or_by_a_dangling_link(extract: Extract) -> None:
    known = Counter(document.known for document in extract.documents)
    assert known == {"title-only": 8, "dangling-link": 1}


def test_every_named_agent_and_place_is_mentioned(corpus: Corpus) -> None:
    named = {key for kind, key, _at in corpus.keyed() if kind in NAMED}
    mentioned = [mention.names for mention in corpus.documents[0].extract.mentions]
    assert named - set(mentioned) == {"norway", "solidarity-graph-editors"}
    assert len(mentioned) == len(set(mentioned))


def test_what_is_said_in_our_words_is_not_the_texts(
    extract: Extract, text: SourceText
) -> None:
    said = [claim.says["en"] for claim in extract.claims if claim.says is not None]
    assert [words for words in said if words in text.content] == ["organizing riots"]


def test_every_fact_has_its_words(extract: Extract) -> None:
    facts = [record for record in records_in(extract) if isinstance(record, Evidenced)]
    assert [fact for fact in facts if not fact.quote] == []
