"""How well pairs are found: a table made by hand, and what is found of it."""

import csv
from pathlib import Path

import pytest

from kg.pipeline.identity.candidates import LEAST, candidates
from kg.pipeline.identity.thing import Thing

TABLE = Path(__file__).with_name("pairs.tsv")
MISSED = {
    ("Ales Bialiatski", "Aliaksandr Bialiatski"),
    ("Dmitry Bondarenko", "Zmitser Bandarenka"),
    ("Raftostiftelsen", "Rafto Foundation"),
    ("Köln", "Cologne"),
    ("Liu Xiaobo", "Лю Сяобо"),
    ("600 arrested in Minsk", "More than 600 arrested in Minsk"),
}
"""What no spelling leads to: short forms, translations, Chinese, a title with more."""
OFFERED = {("Niger", "Nigeria")}
"""Pairs that a reviewer has to reject."""


def read() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


ROWS = read()


def found(row: dict[str, str]) -> bool:
    """Tell whether a pair is offered, by way of its blocks."""
    things = [
        Thing(
            f"urn:{side}", row["kind"], frozenset([row[side]]), graphs=frozenset(side)
        )
        for side in ("one", "other")
    ]
    return bool(candidates(things))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['one']}-{row['other']}")
def test_a_pair_is_offered_when_it_may_be_one(row: dict[str, str]) -> None:
    pair = row["one"], row["other"]
    expected = pair in OFFERED or (row["same"] == "yes" and pair not in MISSED)
    assert found(row) is expected


def measure() -> dict[str, tuple[float, float]]:
    """Give precision and recall by kind, and of all."""
    measured = {}
    for kind in [*sorted({row["kind"] for row in ROWS}), "all"]:
        rows = [row for row in ROWS if kind in (row["kind"], "all")]
        offered = [row for row in rows if found(row)]
        right = sum(row["same"] == "yes" for row in offered)
        same = sum(row["same"] == "yes" for row in rows)
        measured[kind] = right / len(offered), right / same
    return measured


if __name__ == "__main__":
    for name, (precision, recall) in measure().items():
        print(f"{name:13} precision {precision:.2f} recall {recall:.2f}")  # noqa: T201
    print(f"{len(ROWS)} pairs, offered from {LEAST}")  # noqa: T201
