"""The tables hold what the store holds, and are read by others than who wrote them."""

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastparquet  # type: ignore[import-untyped]
import pandas as pd
import pytest
import zstandard
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from kg.publishing.audience import Audience
from kg.publishing.dumps import names
from kg.publishing.lines import line_of
from kg.publishing.parquet import LABELS, write_tables
from kg.publishing.release import Release
from kg.rdf.terms import HS, RDF, SKOS, XSD

BASE = "https://w3id.org/hrsolidarity/"
Read = Callable[[str], pd.DataFrame]


def table(path: Path) -> pd.DataFrame:
    with path.open("rb") as file:
        found: pd.DataFrame = fastparquet.ParquetFile(file).to_pandas()
    return found


def plain(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    rows = frame.astype(object).where(frame.notna(), None)
    return list(rows.itertuples(index=False, name=None))


def row(quad: Quad) -> tuple[str | None, ...]:
    thing, value = quad.subject, quad.object
    assert isinstance(thing, NamedNode)
    assert isinstance(quad.graph_name, NamedNode)
    assert isinstance(value, NamedNode | Literal)
    literal = value if isinstance(value, Literal) else None
    return (
        thing.value,
        quad.predicate.value,
        value.value,
        literal and literal.datatype.value,
        literal and literal.language,
        quad.graph_name.value,
    )


@pytest.mark.parametrize("audience", Audience)
def test_the_statements_are_those_of_the_dump_and_no_others(
    release: Release, audience: Audience
) -> None:
    dumps = release.dumps(audience)
    quads = parse(path=str(dumps / "graph.nq"), format=RdfFormat.N_QUADS)
    assert plain(table(dumps / "statements.parquet")) == [row(quad) for quad in quads]


COUNTS = {
    "events.parquet": "{ ?it a hs:Event }",
    "agents.parquet": "{ ?it a ?c VALUES ?c { hs:Person hs:Organisation hs:Group } }",
    "participations.parquet": "{ ?it a hs:Participation }",
}


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("name", COUNTS)
def test_a_table_has_as_many_rows_as_the_store_has_things(
    release: Release, audience: Audience, name: str
) -> None:
    store = Store.read_only(str(release.store(audience)))
    query = f"""PREFIX hs: <{HS.base}>
        SELECT (COUNT(DISTINCT ?it) AS ?n) {COUNTS[name]}"""
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    (number,) = next(found)
    assert isinstance(number, Literal)
    frame = table(release.dumps(audience) / name)
    assert len(frame) == int(number.value) > 0
    assert frame.iloc[:, 0].is_unique
    assert frame.iloc[:, 0].is_monotonic_increasing


def test_a_row_tells_of_an_event(release: Release) -> None:
    events = table(release.dumps(Audience.PUBLIC) / "events.parquet")
    (told,) = plain(events[events.event == f"{BASE}id/event/first-solidarity-action"])
    assert told[1:3] == (
        "First solidarity action in Belarus",
        f"{BASE}vocab/event-type/solidarity-action",
    )
    assert [str(day)[:10] for day in told[3:6]] == ["2005-10-16"] * 3
    assert told[7] == "Belarus"


EVENT, SPAN = NamedNode(f"{BASE}id/event/e"), NamedNode(f"{BASE}id/time/t")
GRAPH = NamedNode(f"{BASE}graph/source/a/r1")
HARD = (
    'quotes " and \\ backslash',
    "two\nlines\r\nand\ta tab",
    '" <urn:x> .',
    "",
    "\u0001\u001f\u007f",
    "Віктар 🕊 \u2028",
    '"@en',
    '"^^<urn:x>',
    "<urn:not-an-iri>",
    "_:b",
)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[list[Quad]], Path]:
    def made(quads: list[Quad]) -> Path:
        dumps = tmp_path / "dumps"
        shutil.rmtree(dumps, ignore_errors=True)
        dumps.mkdir()
        dump = dumps / "graph.nq"
        dump.write_bytes(b"".join(sorted(map(line_of, quads))))
        write_tables(dump)
        return dumps

    return made


@pytest.mark.parametrize("text", HARD)
def test_every_text_is_as_it_was(
    write: Callable[[list[Quad]], Path], text: str
) -> None:
    values = (
        Literal(text),
        Literal(text, language="be"),
        Literal(text, datatype=HS.PloverCode),
    )
    quads = [Quad(EVENT, SKOS.note, value, GRAPH) for value in values]
    found = plain(table(write(quads) / "statements.parquet"))
    assert sorted(found, key=repr) == sorted(map(row, quads), key=repr)


def test_a_day_that_no_table_holds_stays_a_text(
    write: Callable[[list[Quad]], Path],
) -> None:
    quads = [
        Quad(EVENT, RDF.type, HS.Event, GRAPH),
        Quad(EVENT, HS.time, SPAN, GRAPH),
        Quad(SPAN, HS.notBefore, Literal("2010-01-16Z", datatype=XSD.date), GRAPH),
        Quad(SPAN, HS.edtf, Literal("2010-01-16"), GRAPH),
    ]
    (told,) = plain(table(write(quads) / "events.parquet"))
    assert told[0] == EVENT.value
    assert told[5] == "2010-01-16"


def test_without_statements_the_tables_are_empty(
    write: Callable[[list[Quad]], Path],
) -> None:
    dumps = write([])
    assert {name: len(table(dumps / name)) for name in LABELS} == dict.fromkeys(
        LABELS, 0
    )


def test_the_same_dump_makes_the_same_bytes(release: Release, tmp_path: Path) -> None:
    dumps = release.dumps(Audience.PARTNER)
    again = tmp_path / "dumps"
    again.mkdir()
    shutil.copy(dumps / "graph.nq", again)
    write_tables(again / "graph.nq")
    for name in LABELS:
        assert (again / name).read_bytes() == (dumps / name).read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["dumps"]


@pytest.mark.parametrize("audience", Audience)
def test_every_dump_comes_compressed_in_both_ways(
    release: Release, audience: Audience
) -> None:
    dumps = release.dumps(audience)
    for name in names():
        if name.endswith(".gz"):
            content = gzip.decompress((dumps / name).read_bytes())
        elif name.endswith(".zst"):
            content = zstandard.decompress((dumps / name).read_bytes())
        else:
            continue
        assert content == (dumps / name.rpartition(".")[0]).read_bytes()


def test_no_table_of_the_public_has_what_partners_alone_see(
    release: Release,
) -> None:
    public, partner = (
        set(table(release.dumps(it) / "statements.parquet").object) for it in Audience
    )
    hidden = partner - public
    assert len(hidden) > 100
    for name in LABELS:
        frame = table(release.dumps(Audience.PUBLIC) / name)
        shown = {it for column in frame for it in frame[column].astype(str)}
        assert not shown & hidden
