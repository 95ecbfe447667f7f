"""Names, risks, judgements and identities are what curators decided, and no more."""

from collections import Counter

from kg.model.corpus import Corpus
from tests.data.test_extract import SUPPORTERS


def test_every_key_names_one_thing(corpus: Corpus) -> None:
    named = Counter(key for _kind, key, _at in corpus.keyed())
    assert [key for key, count in named.items() if count > 1] == []


def test_thirteen_organisations_have_norwegian_names(corpus: Corpus) -> None:
    organisations = [o for a in corpus.authorities for o in a.organisations]
    norwegian = {o.key for o in organisations if "nb" in o.names}
    international = "human-rights-house-foundation"
    assert norwegian == {*SUPPORTERS} - {international}
    assert len(norwegian) == 13


def test_a_disputed_name_has_five_spellings(corpus: Corpus) -> None:
    people = {p.key: p for a in corpus.authorities for p in a.people}
    gonchar = people["viktor-gonchar"]
    spellings = {*gonchar.names.values(), *sum(gonchar.aliases.values(), ())}
    assert spellings == {
        "Viktor Gonchar",
        "Віктар Ганчар",
        "Viktar Hanchar",
        "Victar Gonchar",
        "Viktor Honchar",
    }


def test_every_person_may_be_named_for_a_reason(corpus: Corpus) -> None:
    people = {p.key: (p.risk, p.basis) for a in corpus.authorities for p in a.people}
    assert people == {
        "viktor-gonchar": ("public-role", "already-public-source"),
        "anatoly-krasovsky": ("public-role", "already-public-source"),
        "liu-xiaobo": ("public-role", "already-public-source"),
        "medvedev": ("public-official", "public-official"),
        "berit-lindeman": ("public-role", "already-public-source"),
        "ane-tusvik-bonde": ("public-role", "already-public-source"),
    }


def test_only_places_and_officials_are_the_same_as_others(corpus: Corpus) -> None:
    same = {i.thing for i in corpus.identities if i.same_as is not None}
    assert same == {"belarus", "norway", "russia", "oslo", "medvedev"}
    assert sum(i.not_same is not None for i in corpus.identities) == 3


def test_a_headline_is_weighed_in_one_judgement_and_accepted_in_none(
    corpus: Corpus,
) -> None:
    weighed = {j.key: (j.considers, j.accepts) for j in corpus.judgements}
    assert {key: value for key, value in weighed.items() if any(value)} == {
        "count-of-the-arrests": (
            ("more-than-600-arrested", "headline-600-arrested"),
            ("more-than-600-arrested",),
        )
    }


def test_the_month_comes_from_outside_and_its_sources_are_given(
    corpus: Corpus,
) -> None:
    monthly = [j for j in corpus.judgements if j.schedule is not None]
    assert [
        (j.judges, j.schedule.every, j.schedule.on_month_day)
        for j in monthly
        if j.schedule
    ] == [("day-of-solidarity-with-belarus", "P1M", 16)]
    assert [source.url for j in monthly for source in j.sources] == [
        "https://humanrightshouse.org/?p=12371",
        "http://nhc.no/no/nyheter/Day+of+Solidarity+with+Belarus.9UFRvIZF.ips",
    ]


def test_graphs_of_our_own_are_public_under_one_licence(corpus: Corpus) -> None:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    assert {g.name: (g.access, g.licence) for g in corpus.graphs} == dict.fromkeys(
        (
            *("authority", "editorial", "identity", "vocab", "ontology"),
            *("meta", "catalogue"),
        ),
        ("public", licence),
    )
