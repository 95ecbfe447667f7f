"""Answers over all of `data/`, as tables: who asks what, and what the public gets.

`python -m tests.queries.whole.tables` writes all tables anew: read the difference
before it is committed.
"""

import csv
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kg import pipeline
from kg.pipeline.seen import Lines
from kg.publishing.audience import Audience, Sight
from kg.publishing.shown import Shown
from kg.rdf.query.catalogue import read_catalogue
from kg.store.bulk import build_store
from kg.store.oxigraph import OxigraphStore
from tests.conftest import ROOT, STAMP
from tests.queries.tables import Keys, Table, ask, read_keys, table

EXPECTED = Path(__file__).parent / "expected"
STORE = "store"

ASKED: Mapping[str, Mapping[str, str]] = {
    "solidarity-actions-by-year-and-city": {},
    "sources": {},
    "busiest-organisers": {},
    "events-by-type-country-and-year": {},
    "numbers-that-differ": {},
    "agents-of-awards-in-other-events": {},
    "articles-behind-an-event": {"event": "ucdp-ged.284503"},
    "events-on-a-calendar-day": {"month": "12", "day": "16"},
}
"""The questions, and the values of their parameters that are not the usual ones."""


def make_store(folder: Path) -> None:
    """Make a store of what the public may see of all data, without the catalogue."""
    folder.mkdir(exist_ok=True)
    content = pipeline.read(ROOT, STAMP, stages=folder / "stages")
    lines = Lines.write(content, folder)
    sight = Sight(lines.access, Audience.PUBLIC, STAMP.time.date())
    shown = Shown.write(folder, lines, sight, ())
    build_store(folder / STORE, shown.named, shown.default)


def answer(store: OxigraphStore, name: str, keys: Keys) -> Table:
    """Answer a question as a table."""
    query = read_catalogue(ROOT / "queries").find(name)
    return table(ask(store, query.bind(ASKED[name])), keys)


def read_table(name: str) -> Table:
    """Read an expected table."""
    with (EXPECTED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def main() -> None:
    """Write every expected table as the data answers today."""
    with tempfile.TemporaryDirectory() as folder:
        make_store(Path(folder))
        store = OxigraphStore(Path(folder) / STORE)
        for name in ASKED:
            path = EXPECTED / f"{name}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                rows = answer(store, name, read_keys(ROOT))
                csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
