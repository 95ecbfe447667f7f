"""What has been met is told from what is new, whether it is in memory or not."""

import pytest

from kg.mapping.tables.met import Met


@pytest.mark.parametrize("held", [7, 100, 5_000])
def test_tells_what_is_new(held: int) -> None:
    met = Met(held)
    texts = [f"text {number % 1_300}" for number in range(4_000)]

    assert [met.add(text) for text in texts] == [True] * 1_300 + [False] * 2_700
    assert all(met.add(f"other {number}") for number in range(1_000))
    assert not any(met.add(text) for text in reversed(texts))


def test_holds_no_more_than_it_is_told_to() -> None:
    met = Met(50)
    for number in range(1_000):
        met.add(str(number))
        assert len(met._recent) <= 50
