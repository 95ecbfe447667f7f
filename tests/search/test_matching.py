import pytest

from kg.search.candidates import candidates
from kg.search.index import Index
from kg.search.matching import Candidate, scored
from kg.search.query import Query
from tests.search.conftest import ID, ONTOLOGY


def best(index: Index, query: Query, **values: frozenset[str]) -> list[Candidate]:
    found = candidates(index, query)
    known = {entry.iri: values for entry in found}
    return scored(query, found, known)


@pytest.mark.parametrize(
    ("name", "key", "score", "match"),
    [
        pytest.param("Rafto Foundation", "organisation/rafto", 100.0, True, id="name"),
        pytest.param(
            "Foundation, Rafto", "organisation/rafto", 100.0, True, id="order"
        ),
        pytest.param("Rafto Foundaton", "organisation/rafto", 96.77, True, id="slip"),
        pytest.param("Rafto Institute", "organisation/rafto", 53.33, False, id="part"),
        pytest.param("Віктар Ганчар", "person/hanchar", 100.0, False, id="person"),
        pytest.param(f"{ID}person/muller", "person/muller", 100.0, True, id="iri"),
    ],
)
def test_scores_by_names(
    index: Index, name: str, key: str, score: float, match: bool
) -> None:
    first = best(index, Query.named(name))[0]
    assert (first.entry.iri, first.match) == (f"{ID}{key}", match)
    assert first.score == pytest.approx(score, abs=6)


def test_a_type_is_required(index: Index) -> None:
    events = best(index, Query.named("Oslo", (f"{ONTOLOGY}Event",)))
    assert {it.entry.kind for it in events} == {"event"}
    assert best(index, Query.named("Oslo", (f"{ONTOLOGY}None",))) == []


@pytest.mark.parametrize(
    ("wanted", "value", "likeness"),
    [
        pytest.param("Norway", "Norway", 100.0, id="text"),
        pytest.param("2011", "2011-01-16", 100.0, id="year-of-a-day"),
        pytest.param("2011-01", "2011-01-16", 100.0, id="month-of-a-day"),
        pytest.param("2011", "2012-01-16", 0.0, id="another-year"),
        pytest.param("16", "2016-01-16", 0.0, id="a-part-of-a-day"),
        pytest.param("http://q/Q20", "http://q/Q2", 0.0, id="iris-are-alike-or-not"),
    ],
)
def test_a_property_is_part_of_the_score(
    index: Index, wanted: str, value: str, likeness: float
) -> None:
    query = Query.named("Rafto Foundation", (), (("p", (wanted,)),))
    first = best(index, query, p=frozenset((value,)))[0]
    assert first.features == {
        "name": 100.0,
        "exact_name": True,
        "iri": False,
        "property:p": likeness,
    }
    assert first.score == 60 + 0.4 * likeness


def test_an_identifier_finds_what_has_no_name_in_the_query(index: Index) -> None:
    query = Query.named("", (), (("same", ("http://q/Q20",)),))
    first = best(index, query, same=frozenset(("http://q/Q20",)))[0]
    assert (first.entry.iri, first.score) == (f"{ID}place/norway", 100.0)


def test_two_that_fit_alike_are_no_match(index: Index) -> None:
    found = best(index, Query.named("Vigil in Oslo"))
    assert [it.match for it in found] == [False] * len(found)
    assert len(found) > 2


def test_beside_what_is_called_just_so_are_names_with_all_its_words(
    index: Index,
) -> None:
    found = best(index, Query.named("Oslo"))
    assert found[0].entry.iri == f"{ID}place/oslo"
    assert {it.entry.iri.removeprefix(ID) for it in found[1:]} == {
        "organisation/oslo",
        "event/vigil-2010",
        "event/vigil-2011",
        "event/vigil-2012",
    }
