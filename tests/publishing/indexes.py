"""What indexes say, whatever the numbers in them: these say what came before."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

QUERIES = {
    "item": "SELECT list, iri, first, last, modified, record FROM item ORDER BY 1, 2",
    "term": "SELECT list, filter, value, rows, label FROM term ORDER BY 1, 2, 3",
    "place": "SELECT s.list, s.sort, i.iri, p.key, p.first, p.last FROM place p"
    " JOIN sorting s ON s.id = p.sorting JOIN item i ON i.id = p.item"
    " ORDER BY s.list, s.sort, p.number",
    "posting": "SELECT t.list, t.filter, t.value, s.sort, i.iri FROM posting o"
    " JOIN term t ON t.id = o.term JOIN sorting s ON s.id = o.sorting"
    " JOIN place p ON p.sorting = o.sorting AND p.number = o.number"
    " JOIN item i ON i.id = p.item ORDER BY 1, 2, 3, 4, o.number",
}


def lists_in(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Read all that an index of lists says."""
    with closing(sqlite3.connect(path)) as index:
        assert index.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {name: index.execute(it).fetchall() for name, it in QUERIES.items()}


def names_in(path: Path) -> dict[str, Any]:
    """Read all that an index of names says."""
    with closing(sqlite3.connect(path)) as index:
        assert index.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        things = dict(index.execute("SELECT id, iri FROM thing").fetchall())
        found: dict[str, Any] = {
            name: index.execute(it).fetchall() for name, it in NAMED.items()
        }
        for table in ("text", "start"):
            vocabulary = f"fts5vocab(main, {table}, instance)"
            index.execute(f"CREATE VIRTUAL TABLE temp.v_{table} USING {vocabulary}")
            rows = index.execute(f"SELECT doc, term FROM temp.v_{table}")  # noqa: S608 - ours
            found[table] = sorted((things[number], term) for number, term in rows)
        return found


NAMED = {
    "thing": "SELECT iri, kind, weight FROM thing ORDER BY id",
    "name": "SELECT iri, rank, language, text FROM name JOIN thing ON id = thing"
    " ORDER BY 1, 2, 3, 4",
    "facet": "SELECT iri, facet, value FROM facet JOIN thing ON id = thing"
    " ORDER BY 1, 2, 3",
    "kind": "SELECT k.kind, a.iri, b.iri FROM kind k JOIN thing a ON a.id = k.first"
    " JOIN thing b ON b.id = k.last ORDER BY 1",
    "word": "SELECT text, things FROM word ORDER BY 1",
    "typed": "SELECT text, things FROM typed ORDER BY 1",
    "slip": "SELECT form, text FROM slip JOIN word ON id = word ORDER BY 1, 2",
}
