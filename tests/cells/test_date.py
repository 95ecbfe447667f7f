import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from kg.model.records.cells.date import DateCell
from kg.model.values import Absent, CellError


def cell(*patterns: str, **parameters: Any) -> DateCell:
    return DateCell.model_validate({"patterns": patterns, **parameters})


ISO = {"patterns": ["%Y-%m-%d"]}
GERMAN = {
    "patterns": ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"],
    "separators": ["\n", " "],
    "ranges": ["-", "bis"],
    "shortened": ["%d.%m.", "%d."],
    "latest-year": 2030,
}


@pytest.mark.parametrize(
    ("parameters", "text", "dates"),
    [
        pytest.param(ISO, "2019-01-04", ["2019-01-04"], id="iso"),
        pytest.param(GERMAN, "2021-03-26 00:00:00", ["2021-03-26"], id="spreadsheet"),
        pytest.param(GERMAN, "19.05.2021", ["2021-05-19"], id="day-first"),
        pytest.param(GERMAN, "1.5.22", ["2022-05-01"], id="two-digit-year"),
        pytest.param(GERMAN, "1.5.31", ["1931-05-01"], id="two-digits-before-the-last"),
        pytest.param(
            GERMAN,
            "27.01.2018\n24.02.2018",
            ["2018-01-27", "2018-02-24"],
            id="one-on-each-line",
        ),
        pytest.param(
            GERMAN,
            "03.12.22     10.12.22 ",
            ["2022-12-03", "2022-12-10"],
            id="many-spaces",
        ),
        pytest.param(
            GERMAN, "23.05.18-\n27.05.18", ["2018-05-23/2018-05-27"], id="range"
        ),
        pytest.param(
            GERMAN,
            "01.02.2018 05.02. bis 07.02.2018",
            ["2018-02-01", "2018-02-05/2018-02-07"],
            id="date-and-range",
        ),
        pytest.param(
            GERMAN,
            "28.02.-01.03.2018",
            ["2018-02-28/2018-03-01"],
            id="year-only-on-the-last",
        ),
        pytest.param(
            GERMAN,
            "3. 5. 7.02.2018",
            ["2018-02-03", "2018-02-05", "2018-02-07"],
            id="month-only-on-the-last",
        ),
        pytest.param(
            {"patterns": ["%m/%d/%Y"]}, "03/26/2021", ["2021-03-26"], id="month-first"
        ),
        pytest.param(
            {"patterns": ["%B %d, %Y"]}, "March 26, 2021", ["2021-03-26"], id="english"
        ),
        pytest.param(
            {"patterns": ["%A, %d. %B %Y"]},
            "Samstag, 6. März 2021",
            ["2021-03-06"],
            id="day-of-the-week",
        ),
        pytest.param(
            {"patterns": ["%d %B %Y"]},
            "16 студзеня 2011",
            ["2011-01-16"],
            id="belarusian",
        ),
        pytest.param(
            {"patterns": ["%d %B %Y"]},
            "16 stycznia 2011",
            ["2011-01-16"],
            id="polish",
        ),
        pytest.param(
            {"patterns": ["%d de %B de %Y"]},
            "16 de enero de 2011",
            ["2011-01-16"],
            id="spanish",
        ),
        pytest.param(
            {"patterns": ["%d %B %Y"]}, "1 août 2011", ["2011-08-01"], id="french"
        ),
        pytest.param(
            {"patterns": ["%B %Y"]}, "Январь 2011", ["2011-01"], id="russian-month"
        ),
        pytest.param({"patterns": ["%Y%m%d"]}, "20210306", ["2021-03-06"], id="digits"),
        pytest.param({"patterns": ["%Y"]}, "1901", ["1901"], id="year"),
        pytest.param({"patterns": ["%m/%Y"]}, "02/2012", ["2012-02"], id="month"),
        pytest.param({"patterns": ["%d.%m."]}, "16.01.", ["XXXX-01-16"], id="no-year"),
        pytest.param(
            {**ISO, "zeros": "unknown"}, "1961-00-00", ["1961"], id="year-and-zeros"
        ),
        pytest.param(
            {**ISO, "zeros": "unknown"}, "1961-05-00", ["1961-05"], id="month-and-zeros"
        ),
        pytest.param(
            {**ISO, "zeros": "unknown"}, "0000-05-12", ["XXXX-05-12"], id="zero-year"
        ),
        pytest.param(
            {**ISO, "separators": [";"]},
            "2015-05-19;2015-05-20",
            ["2015-05-19", "2015-05-20"],
            id="semicolons",
        ),
    ],
)
def test_reads_dates(parameters: dict[str, Any], text: str, dates: list[str]) -> None:
    value = DateCell.model_validate(parameters).parse(text)
    assert not isinstance(value, Absent)
    assert [span.text for span in value.spans] == dates  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("parameters", "text", "told"),
    [
        pytest.param(
            GERMAN,
            "13:05.2022",
            "found '13:05.2022'; expected a date as %Y-%m-%d %H:%M:%S or %Y-%m-%d or "
            "%d.%m.%Y or %d.%m.%y or %d.%m. or %d.",
            id="no-date",
        ),
        pytest.param(
            ISO,
            "2022-05-01 abends",
            "found 'abends' after a date; expected a date as %Y-%m-%d",
            id="left-over",
        ),
        pytest.param(
            ISO,
            "2022-05-01 2022-05-02",
            "found '2022-05-02' after a date; expected a date as %Y-%m-%d",
            id="several-not-declared",
        ),
        pytest.param(
            ISO,
            "2023-02-29",
            "found '2023-02-29'; expected a day of the calendar: day is out of range "
            "for "
            "month",
            id="no-such-day",
        ),
        pytest.param(
            {"patterns": ["%m/%d/%Y"]},
            "26/03/2021",
            "found '26/03/2021'; expected a day of the calendar: 2021-26 has no such "
            "month",
            id="day-first-where-month-is",
        ),
        pytest.param(
            GERMAN,
            "30.12.-02.01.2023",
            "found '02.01.2023'; expected a day of the calendar: "
            "'2023-12-30/2023-01-02' ends before it starts",
            id="year-of-the-first-not-said",
        ),
        pytest.param(
            GERMAN,
            "01.02.2018 05.02.",
            "found '01.02.2018 05.02.'; expected a last date that is not shortened",
            id="last-is-shortened",
        ),
        pytest.param(
            GERMAN,
            "2021-03-26 18:30:00",
            "found '2021-03-26 18:30:00'; expected no time of day; 'time: drop' or "
            "'keep' would allow one",
            id="time-of-day",
        ),
        pytest.param(
            GERMAN,
            "2021-03-26 25:00:00",
            "found 25:00:00; expected a time of day",
            id="no-time-of-day",
        ),
        pytest.param(
            ISO,
            "1961-00-00",
            "found '1961-00-00'; expected a day, month and year that are not 0",
            id="zeros",
        ),
        pytest.param(
            {**ISO, "zeros": "unknown"},
            "1961-00-05",
            "found '1961-00-05'; expected a month for the day",
            id="day-without-month",
        ),
        pytest.param(
            {**ISO, "earliest": "2018-01-01"},
            "1900-01-10",
            "found '1900-01-10'; expected a date from 2018-01-01 on",
            id="before-the-register",
        ),
        pytest.param(
            {**ISO, "latest": "2023-12-31"},
            "2203-01-10",
            "found '2203-01-10'; expected a date up to 2023-12-31",
            id="after-the-register",
        ),
        pytest.param(
            {"patterns": ["%d %B %Y"]},
            "1 Mayday 2020",
            "found 'Mayday'; expected the name of a month",
            id="no-month",
        ),
        pytest.param(
            GERMAN,
            "01.01.22-02.01.22-03.01.22",
            "found 03.01.22; expected a range of two dates",
            id="range-of-three",
        ),
        pytest.param(
            GERMAN,
            "#####",
            "found #####; expected the value: a narrow column has hidden it",
            id="hashes",
        ),
    ],
)
def test_says_what_is_no_date(parameters: dict[str, Any], text: str, told: str) -> None:
    with pytest.raises(CellError) as refused:
        DateCell.model_validate(parameters).parse(text)
    assert str(refused.value) == told


def test_says_that_all_zeros_are_no_date() -> None:
    assert cell("%Y-%m-%d", zeros="unknown").parse("0000-00-00") == Absent(
        "a date of zeros"
    )


def test_keeps_or_drops_the_time_of_day_as_declared() -> None:
    pattern = "%Y-%m-%d %H:%M"
    kept = cell(pattern, time="keep").parse("2021-03-26 18:30")
    dropped = cell(pattern, time="drop").parse("2021-03-26 18:30")
    assert kept.times == (datetime.time(18, 30),)  # type: ignore[union-attr]
    assert dropped.times == ()  # type: ignore[union-attr]
    assert kept.spans == dropped.spans  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        pytest.param({"patterns": []}, "too_short", id="no-pattern"),
        pytest.param({"patterns": ["%Q"]}, "%Q in '%Q'", id="unknown-directive"),
        pytest.param({"patterns": ["%H:%M"]}, "no part of a date", id="only-a-time"),
        pytest.param({"patterns": ["%d.%d.%Y"]}, "the same part twice", id="twice"),
        pytest.param(
            {"patterns": ["%d/%m/%Y", "%m/%d/%Y"]},
            "%d/%m/%Y beside %m/%d/%Y",
            id="look-alike",
        ),
        pytest.param(
            {"patterns": ["%d.%m.%y"]}, "%y without 'latest-year'", id="no-pivot"
        ),
    ],
)
def test_refuses_patterns_that_cannot_be_read(
    parameters: dict[str, Any], expected: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        DateCell.model_validate(parameters)
    error = refused.value.errors()[0]
    assert expected in f"{error['type']} {error['msg']}"
