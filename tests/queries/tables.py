"""Answers as tables: how expected ones are kept, and what of an answer they hold.

A table is CSV with a line of names. IRIs stand as CURIEs, and where an identifier is
opaque, the key of the registry stands in its place. `python -m tests.queries.tables`
writes all tables anew: read the difference before it is committed.
"""

import csv
import datetime
import io
import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from kg import pipeline
from kg.importers.identifiers import read_identifiers
from kg.pipeline.content import silent
from kg.pipeline.seen import Lines, show
from kg.publishing.audience import Audience
from kg.publishing.catalogue import Edition
from kg.publishing.manifest import Stamp
from kg.rdf.formats import JSON
from kg.rdf.iri import shorten
from kg.rdf.query.catalogue import read_catalogue
from kg.rdf.query.preflight import Form
from kg.store.oxigraph import OxigraphStore
from tests.conftest import copy_first

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"

Table = list[list[str]]
"""A line of names, then the rows."""

Keys = Mapping[str, str]
"""Opaque identifier → the key it stands for."""

_NUMBERS = ("integer", "nonNegativeInteger", "decimal", "double")


def audience_quads(
    content: pipeline.Content, audience: Audience, on: datetime.date
) -> list[Quad]:
    """List what an audience's store holds: named graphs and their merge."""
    time = datetime.datetime.combine(on, datetime.time(), datetime.UTC)
    with tempfile.TemporaryDirectory() as folder:
        lines = Lines.write(content, Path(folder))
        edition = Edition(audience, "v", time)
        shown, *_rest = show(lines, edition, Path(folder) / "shown", None, silent)
        return [*shown.quads(), *shown.triples()]


def read_keys(root: Path) -> dict[str, str]:
    """Read what the opaque identifiers stand for."""
    return {local: key for (_kind, key), local in read_identifiers(root).items()}


def table(answer: Mapping[str, Any], keys: Keys) -> Table:
    """Make a table of an answer in SPARQL's JSON."""
    names: list[str] = answer["head"]["vars"]
    rows = [
        [_cell(binding.get(name), keys) for name in names]
        for binding in answer["results"]["bindings"]
    ]
    return [names, *rows]


def facts(answer: Mapping[str, Any]) -> list[list[object]]:
    """List what engines must agree in: values, sorts of literal, languages."""
    names: list[str] = answer["head"]["vars"]
    return [
        [_fact(binding.get(name)) for name in names]
        for binding in answer["results"]["bindings"]
    ]


def short(iri: str, keys: Keys) -> str:
    """Write an IRI as tables do."""
    return re.sub("[a-z0-9]+", lambda it: keys.get(it[0], it[0]), shorten(iri))


def read_table(stem: str) -> Table:
    """Read an expected table."""
    text = (EXPECTED / f"{stem}.csv").read_text("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def write_table(stem: str, rows: Sequence[Sequence[str]]) -> None:
    """Write an expected table."""
    output = io.StringIO()
    csv.writer(output, lineterminator="\n").writerows(rows)
    (EXPECTED / f"{stem}.csv").write_text(output.getvalue(), "utf-8")


def ask(store: OxigraphStore, query: str) -> dict[str, Any]:
    """Ask a store; give the answer in SPARQL's JSON."""
    answer: dict[str, Any] = json.loads(b"".join(store.answer(query, JSON)))
    return answer


def _cell(term: Mapping[str, str] | None, keys: Keys) -> str:
    if term is None:
        return ""
    if term["type"] != "uri":
        return _number(term) or term["value"]
    return short(term["value"], keys)


def _fact(term: Mapping[str, str] | None) -> object:
    if term is None:
        return None
    if term["type"] == "uri" or (number := _number(term)) is None:
        language = term.get("xml:lang", "").lower()
        return term["type"], term["value"], term.get("datatype"), language
    return number


def _number(term: Mapping[str, str]) -> str | None:
    """Write a number in one way, whatever sort of number it is."""
    if term.get("datatype", "").partition("#")[2] not in _NUMBERS:
        return None
    return f"{Decimal(term['value']).normalize():f}"


def main() -> None:
    """Write every expected table as the project of the first source answers today."""
    stamp = Stamp(datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC), "0" * 40)
    with tempfile.TemporaryDirectory() as folder:
        copy_first(Path(folder))
        content = pipeline.read(Path(folder), stamp)
    store = OxigraphStore.of_quads(
        audience_quads(content, Audience.PUBLIC, stamp.time.date())
    )
    keys = read_keys(ROOT)
    for query in read_catalogue(ROOT / "queries"):
        if query.form is Form.SELECT:
            write_table(query.name, table(ask(store, query.bind()), keys))


if __name__ == "__main__":
    main()
