"""What holds of any text, not only of those that somebody thought of."""

import csv
import io
import unicodedata
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.importers.tables.reading import open_table
from kg.model.records.cells.count import CountCell
from kg.model.records.cells.date import DateCell
from kg.model.records.cells.parser import Parser
from kg.model.records.cells.parsers import PARSERS
from kg.model.records.cells.text import TextCell
from kg.model.records.dialect import Dialect
from kg.model.values import Absent, CellError, Count, Dates, Text, Value

COUNT = CountCell.model_validate({"thousands": "."})
GERMAN = DateCell.model_validate(
    {
        "patterns": ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"],
        "separators": [" ", ","],
        "ranges": ["-"],
        "latest-year": 2030,
    }
)
REQUIRED = {
    "code": {"codes": {"x": "y"}},
    "coordinate": {"order": "wkt"},
    "date": {"patterns": ["%d.%m.%Y"]},
}
ALL = [kind.model_validate(REQUIRED.get(name, {})) for name, kind in PARSERS.items()]
DAYS = st.dates(date(1931, 1, 1), date(2030, 12, 31))
BUDGET = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize("cell", ALL, ids=list(PARSERS))
@BUDGET
@given(text=st.text(max_size=40))
def test_every_parser_gives_a_value_or_says_why_not(cell: Parser, text: str) -> None:
    assert outcome(cell, text) == outcome(cell, text)


def outcome(cell: Parser, text: str) -> Value | str:
    try:
        return cell.parse(text)
    except CellError as error:
        return str(error)


@BUDGET
@given(
    days=st.lists(DAYS, min_size=1, max_size=5), pattern=st.sampled_from(["%Y", "%y"])
)
def test_reads_every_day_back_in_its_order(days: list[date], pattern: str) -> None:
    text = " ".join(day.strftime(f"%d.%m.{pattern}") for day in days)
    value = GERMAN.parse(text)
    assert isinstance(value, Dates)
    assert [span.not_before for span in value.spans] == days


@BUDGET
@given(days=st.tuples(DAYS, DAYS).map(sorted))
def test_a_range_holds_both_its_days(days: list[date]) -> None:
    value = GERMAN.parse("-".join(day.strftime("%d.%m.%Y") for day in days))
    assert isinstance(value, Dates)
    span = value.spans[0]
    assert [span.not_before, span.not_after] == days


@BUDGET
@given(bounds=st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(sorted))
def test_a_count_is_never_outside_its_bounds(bounds: list[int]) -> None:
    lower, upper = (f"{bound:,}".replace(",", ".") for bound in bounds)
    value = COUNT.parse(f"ca. {lower} - {upper}")
    assert isinstance(value, Count)
    assert [value.lower, value.upper] == bounds
    assert value.approximate


@BUDGET
@given(text=st.text(max_size=60))
def test_regular_text_stays_as_it_is(text: str) -> None:
    try:
        value = TextCell().parse(text)
    except CellError:
        return
    if not isinstance(value, Absent):
        assert isinstance(value, Text)
        assert unicodedata.is_normalized("NFC", value.text)
        assert TextCell().parse(value.text) in (value, Absent("empty"))


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@BUDGET
@given(
    rows=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_no_cell_of_a_table_is_lost(
    rows: list[tuple[str, str, str]], delimiter: str, encoding: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("a", "b", "c"), *rows])
    dialect = Dialect.model_validate({"delimiter": delimiter, "encoding": encoding[:6]})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        read = [
            tuple(row.cells.values()) for row in open_table(path, "t", dialect).rows()
        ]
    assert read == rows
