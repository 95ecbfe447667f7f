from pathlib import Path

import pytest

from kg.errors import NotInGraphError, QueryTimeoutError
from kg.search.finding import MOST, Question, find
from kg.search.index import Index
from kg.search.opening import open_index
from tests.search.conftest import BELARUS, NORWAY, index_of, thing


def keys(index: Index, question: Question) -> list[str]:
    found = find(index, question)
    numbers = [number for kind in found.numbers.values() for number in kind]
    return ["/".join(it.iri.split("/")[-2:]) for it in index.entries(numbers)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("rafto foundation", ["organisation/rafto"], id="name"),
        pytest.param("  RAFTO ", ["organisation/rafto"], id="case-and-blanks"),
        pytest.param("raftostiftelsen", ["organisation/rafto"], id="other-language"),
        pytest.param("Ганчар", ["person/hanchar"], id="script"),
        pytest.param("Hanchar", ["person/hanchar"], id="romanisation"),
        pytest.param("Mueller", ["person/muller"], id="keyboard"),
        pytest.param("herta muller", ["person/muller"], id="accents"),
        pytest.param("foundation rafto", ["organisation/rafto"], id="order"),
        pytest.param("raftost", ["organisation/rafto"], id="begun"),
        pytest.param("fuondation rafto", ["organisation/rafto"], id="places-changed"),
        pytest.param("founation rafto", ["organisation/rafto"], id="left-out"),
        pytest.param("foundattion oslo", ["organisation/oslo"], id="doubled"),
        pytest.param("rafto minsk", [], id="no-thing-has-both"),
        pytest.param("qqq", [], id="unknown"),
        pytest.param("", [], id="nothing"),
        pytest.param("?!", [], id="no-word"),
    ],
)
def test_finds_by_any_spelling(index: Index, words: str, found: list[str]) -> None:
    assert keys(index, Question(words)) == found


@pytest.mark.parametrize(
    "words",
    [
        '"',
        '" OR tokens:*',
        "NEAR(rafto foundation, 1)",
        "rafto AND NOT *",
        "text:rafto^2",
        "'; DROP TABLE thing; --",
        "=kind:event",
        "a" * 200,
        "\x00 \ud7ff * \U0010ffff",
        "ж" * 90,
    ],
)
def test_what_strangers_type_is_never_syntax(index: Index, words: str) -> None:
    assert keys(index, Question(words)) in ([], ["organisation/rafto"])


def test_the_name_that_fits_best_comes_first(index: Index) -> None:
    assert keys(index, Question("oslo"))[:2] == ["organisation/oslo", "place/oslo"]
    assert keys(index, Question("oslo", "place")) == ["place/oslo"]


@pytest.mark.parametrize(
    ("words", "chosen", "found"),
    [
        pytest.param("vigil", (("year", "2012"),), ["event/vigil-2012"], id="year"),
        pytest.param(
            "", (("country", BELARUS),), ["event/vigil-minsk"], id="without-words"
        ),
        pytest.param("vig", (("country", BELARUS),), ["event/vigil-minsk"], id="begun"),
        pytest.param(
            "vigil", (("country", BELARUS), ("year", "2012")), [], id="all-hold"
        ),
        pytest.param("vigil", (("year", '2012" OR "x'),), [], id="no-syntax"),
        pytest.param("vigil", (("year", "Æ ½"),), [], id="no-year"),
    ],
)
def test_chooses_by_facets(
    index: Index, words: str, chosen: tuple[tuple[str, str], ...], found: list[str]
) -> None:
    assert keys(index, Question(words, "", chosen)) == found


def test_counts_what_it_found_by_facet(index: Index) -> None:
    found = find(index, Question("vigil"))
    assert found.counts["country"] == [(NORWAY, 3), (BELARUS, 1)]
    assert found.counts["year"] == [("2011", 2), ("2010", 1), ("2012", 1)]
    assert (found.count, found.complete) == (4, True)


@pytest.mark.parametrize(
    ("words", "guessed"),
    [("foundation", False), ("fuondation", True), ("founda", False), ("qqq", False)],
)
def test_says_whether_it_guessed(index: Index, words: str, guessed: bool) -> None:
    assert find(index, Question(words)).guessed is guessed


def test_says_that_it_counted_no_further(tmp_path: Path) -> None:
    many = [thing(f"event/e{it}", "en:March") for it in range(MOST + 1)]
    with index_of(tmp_path, *many) as index:
        found = find(index, Question("march"))
        assert (found.count, found.complete) == (MOST, False)


def test_a_release_without_an_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotInGraphError, match="no index"), open_index(tmp_path):
        pass


def test_a_question_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    many = [thing(f"event/e{it}", "en:March") for it in range(3000)]
    with index_of(tmp_path, *many):
        pass
    with pytest.raises(QueryTimeoutError), open_index(tmp_path, 0) as index:
        find(index, Question("march"))
