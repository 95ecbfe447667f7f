"""Accounts of sources, as tables: what was read, and what has become of it."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from rich.table import Table

from kg.model.account import Account
from kg.publishing.release import Release

AGENTS = ("organisation", "person", "group")
"""The kinds of things that are agents."""

_NUMBERS = ("read", "used", "ignored", "failed", "events", "agents", "claims")


def read_accounts(release: Release) -> dict[str, Account]:
    """Read the accounts of a release; none where it is older than they are."""
    sources = cast("Mapping[str, Any]", release.manifest().get("sources", {}))
    return {key: Account.from_fields(fields) for key, fields in sources.items()}


def accounts_table(accounts: Mapping[str, Account]) -> Table:
    """Make a table of a line for each source; of rows only where it has some."""
    table = Table("source", *_NUMBERS, box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for key, account in accounts.items():
        table.add_row(key, *(_written(number) for number in _numbers(account)))
    return table


def _numbers(account: Account) -> Iterator[int | None]:
    rows = (account.read, account.used, account.ignored.total(), account.failed)
    yield from rows if account.read else (None,) * len(rows)
    yield account.things["event"]
    yield sum(account.things[kind] for kind in AGENTS)
    yield account.things["claim"]


def _written(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def reasons(accounts: Mapping[str, Account]) -> Iterator[str]:
    """Say why rows were left out and why cells gave nothing, the most frequent first.

    Rows are named by their number, cells by `cells` after it.
    """
    for key, account in accounts.items():
        for reason, number in account.ignored.most_common():
            yield f"{key}: {number:,} ignored: {reason}"
        for reason, number in account.left_out.most_common():
            yield f"{key}: {number:,} cells: {reason}"


def account_lines(accounts: Mapping[str, Account]) -> Iterator[str]:
    """Say in a line each what became of the rows of the sources that have some."""
    for key, account in accounts.items():
        if account.read:
            numbers = zip(_NUMBERS, _numbers(account), strict=True)
            said = ", ".join(f"{_written(number)} {name}" for name, number in numbers)
            yield f"{key}: {said}"
