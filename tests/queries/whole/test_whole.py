"""The questions that all sources together are asked, and what the public is answered.

`python -m tests.queries.whole.tables` writes the expected tables anew.
"""

import pytest

from kg.store.oxigraph import OxigraphStore
from tests.queries.tables import Keys
from tests.queries.whole.tables import ASKED, EXPECTED, answer, read_table

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_is_the_expected_table(
    name: str, whole: OxigraphStore, all_keys: Keys
) -> None:
    assert answer(whole, name, all_keys) == read_table(name)


def test_every_question_has_a_table_and_every_table_a_question() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(ASKED)


@pytest.mark.parametrize("name", ASKED)
def test_every_question_has_an_answer(name: str) -> None:
    assert len(read_table(name)) > 1
