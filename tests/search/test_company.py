"""Common words in lists of their own: what is found stays the same."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.search import company
from kg.search.candidates import candidates
from kg.search.company import common_words, narrowed
from kg.search.editing import Editor
from kg.search.index import Index
from kg.search.opening import open_index
from kg.search.query import Query
from kg.search.tables import FILE
from kg.search.thing import Thing
from kg.search.tokens import all_of
from kg.search.writing import write_index
from tests.publishing.indexes import names_in
from tests.search.conftest import ID, thing

ANY = (0, 1 << 62)
WORDS = ("asla", "lampa", "tava", "kara", "miva", "stav", "nara", "rafta")
"""Words that are compared as they are written."""
CHANCE = random.Random(7)  # noqa: S311 - not a secret
THINGS = [
    thing(f"event/x{number}", f"en:{' '.join(CHANCE.choices(WORDS, k=3))}")
    for number in range(200)
]


@pytest.fixture(scope="module", autouse=True)
def few_are_many() -> Iterator[None]:
    """Have company be kept of words that more than twenty things have."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(company, "MANY", 20)
        patch.setattr(company, "_TELLING", 1)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    write_index(folder / FILE, THINGS)
    return folder


@pytest.fixture(scope="module")
def crowd(folder: Path) -> Iterator[Index]:
    with open_index(folder) as opened:
        yield opened


def test_words_that_some_have_and_not_a_good_part_of_all_are_common() -> None:
    counts = {"few": 500, "some": 501, "many": 2_000, "most": 2_001}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(company, "MANY", 500)
        patch.setattr(company, "_TELLING", 50)
        assert common_words(counts, 100_000) == {"some", "many"}


def test_an_index_says_which_words_are_common(crowd: Index) -> None:
    assert [crowd.known(it)[1] for it in ("asla", "nothing")] == [True, False]


Groups = list[list[str]]
groups = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True),
    min_size=1,
    max_size=4,
)


@given(groups)
def test_the_same_is_found_with_company_and_without(
    crowd: Index, groups: Groups
) -> None:
    plain = crowd.matches(all_of(groups), ANY, 1_000)
    asked = narrowed(groups, {"asla", "lampa", "tava", "kara", "miva", "rafta"})
    assert crowd.matches(all_of(asked), ANY, 1_000) == plain


def test_a_common_word_has_a_short_list_beside_another(crowd: Index) -> None:
    (asla, _lampa) = narrowed([["asla"], ["lampa"]], {"asla"})
    beside = crowd.matches(all_of([asla]), ANY, 1_000)
    assert 0 < len(beside) < crowd.frequency("asla") / 2


def test_a_name_of_common_words_is_found_in_any_order(tmp_path: Path) -> None:
    name = "en:Rafta Lampa Nara Stav Miva Kara"
    called = [thing(f"event/it{number}", name) for number in range(12)]
    write_index(tmp_path / FILE, [*THINGS, *called])
    with open_index(tmp_path) as index:
        query = Query.named("Kara, Miva, Stav, Nara, Lampa, Rafta")
        assert {it.iri for it in candidates(index, query)} == {
            f"{ID}event/it{number}" for number in range(12)
        }


def edited(path: Path, gone: list[Thing], new: list[Thing]) -> None:
    with closing(sqlite3.connect(path)) as database:
        editor = Editor(database)
        editor.remove(gone)
        editor.add(new)
        editor.finish()
        database.commit()


def test_an_index_that_is_edited_keeps_company(folder: Path, tmp_path: Path) -> None:
    new = [thing("event/new", "en:Asla Lampa Stran"), thing("event/y", "en:Miva")]
    (tmp_path / "anew").mkdir()
    (tmp_path / FILE).write_bytes((folder / FILE).read_bytes())
    edited(tmp_path / FILE, THINGS[5:9], new)
    write_index(tmp_path / "anew" / FILE, [*THINGS[:5], *THINGS[9:], *new])
    assert names_in(tmp_path / FILE) == names_in(tmp_path / "anew" / FILE)
    with open_index(tmp_path) as index:
        asked = narrowed([["stran"], ["asla"]], {"asla"})
        assert len(index.matches(all_of(asked), ANY, 9)) == 1


def test_a_new_word_is_never_taken_for_a_common_one(tmp_path: Path) -> None:
    things = [thing(f"event/x{number}", "en:Asla Lampa") for number in range(30)]
    write_index(tmp_path / FILE, things)
    edited(tmp_path / FILE, [], [thing("event/new", "en:Stran")])
    with open_index(tmp_path) as index:
        assert index.known("lampa") == (30, True)
        assert index.known("stran") == (1, False)
