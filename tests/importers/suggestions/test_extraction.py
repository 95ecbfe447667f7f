"""What the documentation says of suggestions is what is measured."""

import re

import pytest

from bench.extraction import BEGIN, END, PAGE, tables

NEAR = 0.05
"""Names that come into the authority files move the numbers a little."""


def rows(text: str) -> dict[tuple[str, str], list[float]]:
    """Read the tables: by role and kind, the numbers of each row."""
    found: dict[tuple[str, str], list[float]] = {}
    role = ""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] in ("held-out", "tuning"):
            role = cells[0]
        elif re.fullmatch(r"[a-z][a-z ]*", cells[0]) and len(cells) > 2:
            found[role, cells[0]] = [
                float(it) for it in cells[1:] if it not in ("", "-")
            ]
    return found


def test_the_numbers_in_the_documentation_are_those_measured() -> None:
    page = PAGE.read_text("utf-8")
    told = rows(page.partition(BEGIN)[2].partition(END)[0])
    measured = rows(tables())

    assert set(told) == set(measured)
    assert len(told) == 22
    for kind, numbers in told.items():
        assert measured[kind] == pytest.approx(numbers, abs=NEAR), kind
