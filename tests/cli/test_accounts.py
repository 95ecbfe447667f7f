"""What became of the rows of sources is told in full."""

from collections import Counter
from pathlib import Path

from kg.cli.accounts import account_lines, accounts_table, reasons
from kg.model.account import Account
from tests.cli.conftest import Run

REGISTER = Account(
    read=1200,
    used=1100,
    ignored=Counter({"cancelled": 90, "no date": 10}),
    things=Counter({"event": 1100, "organisation": 40, "group": 2, "claim": 7}),
    left_out=Counter({"organiser: looks like a person": 31}),
    said=("UTF-8",),
)
ARTICLE = Account(things=Counter({"event": 3, "person": 2}))
ACCOUNTS = {"article": ARTICLE, "register": REGISTER}


def test_rows_are_told_of_sources_that_have_some() -> None:
    table = accounts_table(ACCOUNTS)
    cells = [list(column.cells) for column in table.columns]
    assert list(zip(*cells, strict=True)) == [
        ("article", "", "", "", "", "3", "2", "0"),
        ("register", "1,200", "1,100", "100", "0", "1,100", "42", "7"),
    ]
    assert list(account_lines(ACCOUNTS)) == [
        "register: 1,200 read, 1,100 used, 100 ignored, 0 failed, 1,100 events, "
        "42 agents, 7 claims"
    ]


def test_nothing_is_left_out_without_a_reason() -> None:
    assert list(reasons(ACCOUNTS)) == [
        "register: 90 ignored: cancelled",
        "register: 10 ignored: no date",
        "register: 31 cells: organiser: looks like a person",
    ]


def test_an_account_is_read_as_it_was_written() -> None:
    assert Account.from_fields(REGISTER.fields()) == REGISTER


def test_stats_tell_of_each_source(released: Path, run: Run) -> None:
    lines = run("stats", "-C", released).out.splitlines()
    cells = [line.split() for line in lines]
    assert [it for it in cells if it[:1] == ["vigil"]] == [["vigil", "1", "0", "0"]]
