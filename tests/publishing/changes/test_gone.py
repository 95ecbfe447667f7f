"""What is gone is known for ever, by whoever has its IRI, and told to nobody else."""

import pytest

from kg.publishing.changes.entities import Reason
from kg.publishing.changes.gone import (
    FILE,
    Gone,
    find_gone,
    ontology_iri,
    query_iri,
    release_iri,
)
from tests.publishing.changes.conftest import BASE, Make, quad

EVENT, PERSON, KEPT = "event/vigil", "person/8f2k", "place/oslo"
FIRST = "2026-11-20T00-00-00Z-00000000"
SECOND = "2026-11-21T00-00-00Z-00000001"
THIRD = "2026-11-22T00-00-00Z-00000002"
ALL = [quad(thing, "label", "Secret") for thing in (EVENT, PERSON, KEPT)]
REPLACES = "http://purl.org/dc/terms/replaces"
HEIR = f"<{BASE}id/{KEPT}> <{REPLACES}> <{BASE}id/{EVENT}> <{BASE}graph/identity> ."


def without(*things: str) -> list[str]:
    return [line for line in ALL if not any(it in line for it in things)]


def iri(thing: str) -> str:
    return f"{BASE}id/{thing}"


def test_the_first_release_has_nothing_that_is_gone(make: Make) -> None:
    first = make(20, ALL)
    assert (first / FILE).read_bytes() == b""
    assert find_gone(first, iri(EVENT)) is None


def test_it_says_which_release_had_a_thing_last(make: Make) -> None:
    second = make(21, without(EVENT), make(20, ALL))
    third = make(22, without(EVENT, PERSON), second)
    assert find_gone(third, iri(EVENT)) == Gone(FIRST, Reason.REMOVED, "")
    assert find_gone(third, iri(PERSON)) == Gone(SECOND, Reason.REMOVED, "")
    assert find_gone(third, iri(KEPT)) is None
    assert find_gone(third, iri("person/never")) is None
    assert find_gone(second, iri(PERSON)) is None


def test_what_comes_back_is_gone_no_more(make: Make) -> None:
    second = make(21, without(EVENT, PERSON), make(20, ALL))
    third = make(22, without(EVENT), second)
    assert find_gone(third, iri(PERSON)) is None
    assert find_gone(third, iri(EVENT)) == Gone(FIRST, Reason.REMOVED, "")
    fourth = make(23, without(EVENT, PERSON), third)
    assert find_gone(fourth, iri(PERSON)) == Gone(THIRD, Reason.REMOVED, "")


def test_what_was_merged_leads_to_what_stands_for_it(make: Make) -> None:
    second = make(21, [*without(EVENT), HEIR], make(20, ALL))
    assert find_gone(second, iri(EVENT)) == Gone(FIRST, Reason.MERGED, iri(KEPT))


def test_no_name_of_what_is_gone_is_kept(make: Make) -> None:
    second = make(21, without(EVENT, PERSON), make(20, ALL))
    lines = (second / FILE).read_text().splitlines()
    assert len(lines) == 3  # two things, and the release that had them
    assert lines == sorted(lines)
    for line in lines:
        name, last, reason, heir = line.split("\t")
        assert (len(name), last, reason, heir) == (24, FIRST, "removed", "")


def test_a_release_from_before_there_was_a_register_begins_it(make: Make) -> None:
    first = make(20, ALL)
    (first / FILE).unlink()
    assert find_gone(first, iri(EVENT)) is None
    second = make(21, without(EVENT), first)
    assert find_gone(second, iri(EVENT)) == Gone(FIRST, Reason.REMOVED, "")


@pytest.mark.parametrize("name", ["graph/source/s1/r1", "vocab/role", "vocab/role/x"])
def test_graphs_and_terms_are_registered(make: Make, name: str) -> None:
    line = ALL[0].replace(f"{BASE}id/{EVENT}", f"{BASE}{name}")
    second = make(21, ALL, make(20, [*ALL, line]))
    assert find_gone(second, f"{BASE}{name}") == Gone(FIRST, Reason.REMOVED, "")
    third = make(22, [*ALL, line], second)
    assert find_gone(third, f"{BASE}{name}") is None


def test_a_question_that_is_asked_no_more_is_registered(make: Make) -> None:
    line = f'<{query_iri("old")}> <{BASE}ontology#x> "y" <{BASE}graph/catalogue> .'
    second = make(21, ALL, make(20, [*ALL, line]))
    assert find_gone(second, query_iri("old")) == Gone(FIRST, Reason.REMOVED, "")
    third = make(22, [*ALL, line], second)
    assert find_gone(third, query_iri("old")) is None


def test_a_former_version_of_the_ontology_is_registered(make: Make) -> None:
    def version(number: str) -> str:
        info = "<http://www.w3.org/2002/07/owl#versionInfo>"
        return f'<{BASE}ontology> {info} "{number}" <{BASE}graph/ontology> .'

    second = make(21, [*ALL, version("1.1.0")], make(20, [*ALL, version("1.0.0")]))
    assert find_gone(second, ontology_iri("1.0.0")) == Gone(FIRST, Reason.REMOVED, "")
    assert find_gone(second, ontology_iri("1.1.0")) is None


def test_each_release_knows_those_before_it(make: Make) -> None:
    third = make(22, ALL, make(21, ALL, make(20, ALL)))
    assert find_gone(third, release_iri(FIRST)) == Gone(FIRST, Reason.REMOVED, "")
    assert find_gone(third, release_iri(SECOND)) == Gone(SECOND, Reason.REMOVED, "")
    assert find_gone(third, release_iri(THIRD)) is None
    assert len((third / FILE).read_bytes().splitlines()) == 2


def test_what_has_no_address_is_not_registered(make: Make) -> None:
    line = ALL[0].replace(f"{BASE}id/{EVENT}", f"{BASE}elsewhere/x")
    second = make(21, ALL, make(20, [*ALL, line]))
    assert find_gone(second, f"{BASE}elsewhere/x") is None
