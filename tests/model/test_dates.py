"""Dates are as precise as their source, and bounds follow from what is written."""

import datetime

import pytest
from edtf.parser.grammar import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from kg.model.dates import Edtf

DAY = datetime.date


@pytest.mark.parametrize(
    ("text", "not_before", "not_after", "precision"),
    [
        pytest.param("2011-01-16", DAY(2011, 1, 16), DAY(2011, 1, 16), "day", id="day"),
        pytest.param("2012-02", DAY(2012, 2, 1), DAY(2012, 2, 29), "month", id="month"),
        pytest.param(
            "2011-01-XX", DAY(2011, 1, 1), DAY(2011, 1, 31), "month", id="no-day"
        ),
        pytest.param("2010", DAY(2010, 1, 1), DAY(2010, 12, 31), "year", id="year"),
        pytest.param("201X", DAY(2010, 1, 1), DAY(2019, 12, 31), "decade", id="decade"),
        pytest.param("19XX", DAY(1900, 1, 1), DAY(1999, 12, 31), "century", id="19th"),
        pytest.param("2010-12-19/..", DAY(2010, 12, 19), None, "interval", id="open"),
        pytest.param("1999/", DAY(1999, 1, 1), None, "interval", id="unknown-end"),
        pytest.param("../1999", None, DAY(1999, 12, 31), "interval", id="open-start"),
        pytest.param(
            "1999-09/2000", DAY(1999, 9, 1), DAY(2000, 12, 31), "interval", id="both"
        ),
        pytest.param("2011-01-19~", None, None, "day", id="about-has-no-bounds"),
        pytest.param("XXXX-01-16", None, None, "day", id="no-year-has-no-bounds"),
    ],
)
def test_bounds_follow_from_the_expression(
    text: str,
    not_before: datetime.date | None,
    not_after: datetime.date | None,
    precision: str,
) -> None:
    edtf = Edtf.parse(text)
    assert (edtf.not_before, edtf.not_after) == (not_before, not_after)
    assert edtf.precision == precision


@pytest.mark.parametrize(
    ("text", "month_day"),
    [
        ("XXXX-01-16", "--01-16"),
        ("XXXX-02-29", "--02-29"),
        ("2011-01-16", None),
        ("XXXX-01", None),
    ],
)
def test_a_day_without_its_year_is_a_month_day(
    text: str, month_day: str | None
) -> None:
    assert Edtf.parse(text).month_day == month_day


@pytest.mark.parametrize("text", ["2011-01-19~", "2011?", "2011-01%", "1999~/.."])
def test_a_qualifier_is_kept_as_doubt(text: str) -> None:
    assert Edtf.parse(text).approximate


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("16 January", id="words"),
        pytest.param("2011-02-30", id="no-such-day"),
        pytest.param("2011-13", id="no-such-month"),
        pytest.param("2011-XX-16", id="day-without-month"),
        pytest.param("201X-05", id="month-without-year"),
        pytest.param("2011-01-1X", id="half-a-day"),
        pytest.param("XXXX-02-30", id="no-such-day-in-any-year"),
        pytest.param("../..", id="always"),
        pytest.param("2012/2011", id="ends-before-it-starts"),
        pytest.param("2011-1-6", id="unpadded"),
        pytest.param("2011/2012/2013", id="three-sides"),
    ],
)
def test_what_is_not_such_an_expression_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Edtf.parse(text)


DATES = st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31))


@given(DATES, st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"]))
def test_bounds_hold_the_date_they_were_made_from(
    date: datetime.date, pattern: str
) -> None:
    edtf = Edtf.parse(date.strftime(pattern))
    assert edtf.not_before is not None
    assert edtf.not_after is not None
    assert edtf.not_before <= date <= edtf.not_after


@given(DATES, st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"]))
def test_bounds_agree_with_the_edtf_library(date: datetime.date, pattern: str) -> None:
    text = date.strftime(pattern)
    ours, theirs = Edtf.parse(text), parse_edtf(text)
    assert ours.not_before == datetime.date(*theirs.lower_strict()[:3])
    assert ours.not_after == datetime.date(*theirs.upper_strict()[:3])
