"""A quantity has the bounds of its words, and no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kg.model.records.extract import Quantity

NUMBERS = st.none() | st.integers(0, 9)


def quantity(**fields: int | str | None) -> Quantity:
    given = {name: value for name, value in fields.items() if value is not None}
    return Quantity.model_validate({"verbatim": "some", "unit": "person", **given})


@pytest.mark.parametrize(
    ("fields", "bounds"),
    [
        ({"exactly": 4}, (4, 4)),
        ({"at-least": 200}, (200, None)),
        ({"above": 600}, (600, None)),
        ({"at-most": 9}, (None, 9)),
        ({"below": 9}, (None, 9)),
        ({"at-least": 150, "at-most": 250}, (150, 250)),
        ({"at-least": 0}, (0, None)),
        ({"at-least": 5, "at-most": 5}, (5, 5)),
        ({"shortest": "P5Y", "longest": "P15Y"}, (None, None)),
    ],
)
def test_bounds_are_those_of_the_words(
    fields: dict[str, int | str], bounds: tuple[int | None, int | None]
) -> None:
    read = quantity(**fields)
    assert (read.lower, read.upper) == bounds


@given(least=NUMBERS, above=NUMBERS, most=NUMBERS, below=NUMBERS)
def test_bounds_leave_at_least_one_number(
    least: int | None, above: int | None, most: int | None, below: int | None
) -> None:
    fields = {"at-least": least, "above": above, "at-most": most, "below": below}
    doubled = None not in (least, above) or None not in (most, below)
    numbers = [
        number
        for number in range(20)
        if (least is None or number >= least)
        and (above is None or number > above)
        and (most is None or number <= most)
        and (below is None or number < below)
    ]
    bounded = {least, above, most, below} != {None}
    try:
        quantity(**fields)
        accepted = True
    except ValidationError:
        accepted = False
    if accepted:
        assert bounded
        assert numbers
        assert not doubled
    elif bounded and not doubled:
        assert len(numbers) == 0 or (above is not None and below is not None)
