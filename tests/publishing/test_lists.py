"""The index of lists: what it is made of, and what it remembers."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.publishing.audience import Audience
from kg.publishing.lists.catalogue import PLACES
from kg.publishing.lists.index import FILE, write_index
from kg.publishing.lists.selection import Selection, opened
from kg.publishing.lists.tables import EVERY
from kg.publishing.release import Release
from kg.rdf.iri import mint
from kg.rdf.terms import HS, RDF, SKOS

FIRST, SECOND = "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"


def place(key: str, within: str) -> Iterator[Quad]:
    yield Quad(mint("place", key), RDF.type, HS.Place)
    yield Quad(mint("place", key), SKOS.prefLabel, Literal(key, language="en"))
    yield Quad(mint("place", key), HS.within, mint("place", within))


def make_edition(folder: Path, time: str, keys: str, changed: str = "") -> Path:
    """Write what an index is made of: places that lie within each other."""
    (folder / "changes").mkdir(parents=True)
    store = Store(folder / "store")
    for key in keys.split():
        # Two that lie within each other: a fault of a source, and a circle.
        store.extend(place(key, "ring" if key == "circle" else "circle"))
    store.flush()
    del store
    (folder / "manifest.json").write_text(json.dumps({"time": time}))
    lines = [f"Update,{mint('place', key).value}" for key in changed.split()]
    (folder / "changes/changes.csv").write_text("\n".join(["change,iri", *lines]))
    return folder


def asked(folder: Path, **parameters: Any) -> list[str]:
    with opened(folder) as index:
        assert index is not None
        page = index.page(Selection(PLACES, "label", 9, **parameters))
        assert page.count == len(page.rows)
        return [it.cursor.key for it in page.rows]


def test_rows_keep_the_time_of_their_last_change(tmp_path: Path) -> None:
    old = make_edition(tmp_path / "old", FIRST, "circle ring oslo bergen")
    write_index(old, None)
    new = make_edition(tmp_path / "new", SECOND, "circle ring oslo vardo", "oslo vardo")
    write_index(new, old / FILE)
    assert asked(new) == ["circle", "oslo", "ring", "vardo"]
    assert asked(new, modified_since=SECOND) == ["oslo", "vardo"]
    assert asked(new, modified_since=FIRST) == ["circle", "oslo", "ring", "vardo"]


def test_a_circle_of_places_has_an_end(tmp_path: Path) -> None:
    folder = make_edition(tmp_path / "edition", FIRST, "circle ring oslo")
    write_index(folder, None)
    ring = {"country": mint("place", "ring").value}
    assert asked(folder, found_by=ring) == ["circle", "oslo", "ring"]


def test_two_indexes_of_one_edition_are_equal(tmp_path: Path) -> None:
    folder = make_edition(tmp_path / "edition", FIRST, "circle ring oslo")
    write_index(folder, None)
    first = (folder / FILE).read_bytes()
    (folder / FILE).unlink()
    write_index(folder, None)
    assert (folder / FILE).read_bytes() == first


def test_there_are_no_lists_of_a_release_from_before(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        assert index is None


def said(value: Any) -> Iterator[str]:
    """Yield every text of a record that comes from the data."""
    if isinstance(value, dict):
        for name, it in value.items():
            yield from said(it) if name not in ("first", "last") else ()
    elif isinstance(value, list):
        for it in value:
            yield from said(it)
    elif isinstance(value, str):
        yield value.removesuffix("/..")


@pytest.mark.parametrize("audience", Audience)
def test_lists_say_nothing_that_the_audience_is_not_shown(
    release: Release, audience: Audience
) -> None:
    shown = Store()
    dump = release.dumps(audience) / "graph.nq"
    shown.bulk_load(path=str(dump))
    known = {
        term.value
        for quad in shown
        for term in (quad.subject, quad.object)
        if isinstance(term, NamedNode | Literal)
    }
    with closing(sqlite3.connect(release.path / audience.value / FILE)) as index:
        records = [json.loads(it) for (it,) in index.execute("SELECT record FROM item")]
        values = {it for (it,) in index.execute("SELECT value FROM term")}
        labels = [
            json.loads(it or "{}") for (it,) in index.execute("SELECT label FROM term")
        ]
    texts = {it.removesuffix("/..") for it in known}
    assert len(records) > 60
    assert {it for record in records for it in said(record)} <= texts
    assert values <= known | {EVERY}
    assert {it for label in labels for it in said(label)} <= known
