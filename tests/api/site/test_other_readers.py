"""What is published, read by programs that others wrote: they decide what it says."""

import datetime
import io
import json
import warnings
from collections import Counter
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import citeproc  # type: ignore[import-untyped]
import duckdb
import fastparquet  # type: ignore[import-untyped]
import geojson  # type: ignore[import-untyped]
import httpx
import icalendar
import pandas as pd
import pytest
import rdflib
from bibtexparser.entrypoint import parse_string
from citeproc.source.json import (  # type: ignore[import-untyped]
    CiteProcJSON,
)
from pyld import jsonld  # type: ignore[import-untyped]
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse
from reconciler import reconcile  # type: ignore[import-untyped]

from kg.publishing.audience import Audience
from kg.publishing.release import Release

HS = "https://w3id.org/hrsolidarity/ontology#"
ID = "https://w3id.org/hrsolidarity/id/"


def alone(address: str, _options: Any) -> Any:
    """Refuse to fetch: a document that means something has its context in it."""
    raise AssertionError(f"{address} would have to be fetched")


def by_pyld(text: bytes, loader: Any = alone) -> list[str]:
    """Read JSON-LD as pyld does; give its statements in canonical form."""
    options = {"format": "application/n-quads", "documentLoader": loader}
    lines = jsonld.to_rdf(json.loads(text), options)
    return canonical(parse(lines, RdfFormat.N_QUADS))


def canonical(quads: Any) -> list[str]:
    """List the triples of a graph, whose blank nodes have names that follow from it."""
    dataset = Dataset(Quad(it.subject, it.predicate, it.object) for it in quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


@pytest.mark.parametrize(
    "path",
    [
        "/data/event/solidarity-action-16-january",
        "/data/person/jcmbnvp",
        "/data/claim/sdjchw8",
        "/organisations",
        "/graph/authority",
        "/graph/source/norway-release-political-prisoners/r1",
        "/vocab/event-type/vigil",
        "/ontology",
        "/dataset",
        "/feed",
        "/quality",
        "/shapes",
    ],
)
def test_pyld_reads_what_the_turtle_says(site: httpx.Client, path: str) -> None:
    written = {it: site.get(f"{path}.{it}") for it in ("jsonld", "ttl")}
    assert {it.status_code for it in written.values()} == {200}
    said = by_pyld(written["jsonld"].content)
    turtle = parse(written["ttl"].content, RdfFormat.TURTLE, base_iri="http://x/")
    assert len(said) > 5
    assert said == canonical(turtle)


RDFLIB = {
    "jsonld": "json-ld",
    "nq": "nquads",
    "nt": "nt",
    "rdf": "xml",
    "trig": "trig",
    "ttl": "turtle",
}
"""Suffix → what RDFLib calls the format."""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of RDFLib's own parser
@pytest.mark.parametrize(
    "path",
    [
        "/data/person/jcmbnvp",
        "/data/claim/sdjchw8",
        "/organisations",
        "/vocab/event-type/vigil",
        "/dataset",
        "/feed",
    ],
)
def test_every_format_says_the_same_to_every_reader(
    site: httpx.Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    said: dict[str, list[str]] = {}
    for suffix, name in RDFLIB.items():
        text = site.get(f"{path}.{suffix}").raise_for_status().content
        read = rdflib.Dataset().parse(data=text, format=name)
        lines = "".join(
            f"{' '.join(term.n3() for term in it[:3])} .\n" for it in read.quads()
        )
        said[f"{suffix} by rdflib"] = canonical(parse(lines, RdfFormat.TURTLE))
        theirs = RdfFormat.from_extension(suffix)
        said[f"{suffix} by pyoxigraph"] = canonical(parse(text, theirs))
    turtle = said["ttl by pyoxigraph"]
    assert len(turtle) > 5
    assert [it for it, lines in said.items() if lines != turtle] == []


def test_pyld_reads_the_dump(release: Release) -> None:
    folder = release.dumps(Audience.PUBLIC)
    said = by_pyld((folder / "merged.jsonld").read_bytes())
    lines = (folder / "merged.nt").read_bytes()
    assert said == canonical(parse(lines, RdfFormat.N_TRIPLES))


def test_the_context_that_is_served_means_what_is_embedded(site: httpx.Client) -> None:
    document = site.get("/data/organisation/rafto-foundation.jsonld").json()
    address = "https://example.org/context.jsonld"

    def ours(asked: str, _options: Any) -> dict[str, Any]:
        assert asked == address
        content = site.get("/context.jsonld").json()
        return {"document": content, "documentUrl": asked, "contextUrl": None}

    linked = json.dumps({**document, "@context": address}).encode()
    embedded = by_pyld(json.dumps(document).encode())
    assert by_pyld(linked, ours) == embedded


def test_a_calendar_has_the_days_that_are_known(site: httpx.Client) -> None:
    calendar = icalendar.Calendar.from_ical(site.get("/events.ics?limit=1000").content)
    assert [it.errors for it in calendar.walk()] == [[]] * len(calendar.walk())
    found = {str(it["UID"]): it for it in calendar.events}
    listed = site.get("/events.json?limit=1000").json()["items"]
    known = {
        it["iri"]: it for it in listed if it["iri"] in found and len(it["when"]) == 1
    }
    assert known.keys() == found.keys()
    for iri, event in found.items():
        (when,) = known[iri]["when"]
        assert event.start.isoformat() == when["first"]
        last = event.end - datetime.timedelta(days=1)  # it ends before the day of DTEND
        assert last.isoformat() == when["last"]
        assert str(event["SUMMARY"]).startswith(known[iri]["label"]["en"])
    day = found[f"{ID}event/torchlight-procession-oslo-2010"].start
    assert day == datetime.date(2010, 12, 10)
    assert len(found) == 7


@pytest.mark.parametrize(("name", "count"), [("events", 15), ("places", 4)])
def test_features_are_valid(site: httpx.Client, name: str, count: int) -> None:
    features = geojson.loads(site.get(f"/{name}.geojson").text)
    assert isinstance(features, geojson.FeatureCollection)
    assert features.is_valid, features.errors()
    assert len(features.features) == count
    assert {type(it) for it in features.features} == {geojson.Feature}


def test_references_are_read_as_bibtex(site: httpx.Client) -> None:
    library = parse_string(site.get("/articles.bib").text)
    assert library.failed_blocks == []
    listed = site.get("/articles.json").json()["items"]
    assert list(library.entries_dict) == [it["iri"].rpartition("/")[2] for it in listed]
    own = library.entries_dict["norway-release-political-prisoners"].fields_dict
    title = own["title"].value
    assert title == "{Norway: release political prisoners in Belarus}"
    assert own["url"].value == (
        "https://humanrightshouse.org/articles/"
        "norway-release-political-prisoners-in-belarus"
    )


def test_references_are_written_out_from_csl(site: httpx.Client) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of fields that a style does not use
        lines = written_out(site.get("/articles.csl").json())
    assert len(lines) == 10
    own = [it for it in lines if "release political prisoners in Belarus" in it]
    assert own == [
        "Norway: release political prisoners in Belarus (no date) Norway: release"
        " political prisoners in Belarus, Human Rights House Foundation. Available at:"
        " https://humanrightshouse.org/articles/"
        "norway-release-political-prisoners-in-belarus."
    ]


def written_out(items: list[dict[str, Any]]) -> list[str]:
    """Write a list of references as Harvard has it."""
    source = CiteProcJSON(items)
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    references = citeproc.CitationStylesBibliography(
        style, source, citeproc.formatter.plain
    )
    for key in source:
        item = citeproc.CitationItem(key)
        references.register(citeproc.Citation([item]))
    return [str(it) for it in references.bibliography()]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_column_of_names_is_reconciled(
    site: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    names = pd.Series(["Raftostiftelsen", "Norsk PEN", "Rafto Fundation"], name="who")
    found = reconcile(
        names,
        type_id=f"{HS}Organisation",
        property_mapping={"country": pd.Series(["Norge"] * 3)},
        reconciliation_endpoint=str(site.base_url.join("/reconcile")),
    )
    capsys.readouterr()  # it draws a bar
    rows = found[["input_value", "id", "match", "type"]].values.tolist()
    rafto, pen = f"{ID}organisation/rafto-foundation", f"{ID}organisation/norwegian-pen"
    assert rows == [
        ["Raftostiftelsen", rafto, True, "organisation"],
        ["Norsk PEN", pen, True, "organisation"],
        ["Rafto Fundation", rafto, True, "organisation"],
    ]


def by_fastparquet(path: Path) -> pd.DataFrame:
    with path.open("rb") as file:
        table: pd.DataFrame = fastparquet.ParquetFile(file).to_pandas()
    return table


def by_duckdb(path: Path) -> pd.DataFrame:
    with duckdb.connect() as database:
        return database.read_parquet(str(path)).df()


@pytest.mark.parametrize("read", [by_fastparquet, by_duckdb])
def test_a_table_counts_what_a_query_counts(
    site: httpx.Client, release: Release, read: Callable[[Path], pd.DataFrame]
) -> None:
    table = read(release.dumps(Audience.PUBLIC) / "statements.parquet")
    query = """SELECT ?graph ?predicate (COUNT(*) AS ?count) {
      GRAPH ?graph { ?subject ?predicate ?object }
    } GROUP BY ?graph ?predicate"""
    answer = site.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    counted = pd.read_csv(io.StringIO(answer.text))
    said = {(it.graph, it.predicate): it.count for it in counted.itertuples(False, "R")}
    assert Counter(zip(table["graph"], table["predicate"], strict=True)) == said


@pytest.fixture(scope="module")
def money() -> Any:
    """Their model, which takes a second to read: no other test pays for it."""
    from followthemoney import model

    return model


@pytest.fixture(scope="module")
def entities(site: httpx.Client) -> dict[str, list[dict[str, Any]]]:
    """All that is exported for FollowTheMoney, by list."""
    return {
        name: [
            json.loads(line)
            for line in site.get(f"/{name}.ftm?limit=1000").text.splitlines()
        ]
        for name in ("events", "people", "organisations")
    }


@pytest.mark.parametrize(
    ("name", "schema", "count"),
    [
        ("events", "Event", 15),
        ("people", "Person", 6),
        ("organisations", "Organization", 19),
    ],
)
def test_followthemoney_takes_entities_as_they_are(
    site: httpx.Client,
    money: Any,
    entities: dict[str, list[dict[str, Any]]],
    name: str,
    schema: str,
    count: int,
) -> None:
    """Its model drops what it does not know, and mends values: there is nothing to."""
    listed = site.get(f"/{name}.json?limit=1000").json()["items"]
    assert len(entities[name]) == len(listed) == count
    for entity, item in zip(entities[name], listed, strict=True):
        proxy = money.get_proxy(entity, cleaned=False)
        assert proxy.schema.name == schema
        proxy.schema.validate(entity)
        kept = {it: set(values) for it, values in proxy.to_dict()["properties"].items()}
        given = {it: set(values) for it, values in entity["properties"].items()}
        assert (proxy.id, kept) == (entity["id"], given)
        for its, value in proxy.itervalues():
            assert its.type.clean(value, proxy=proxy) == value
        assert proxy.caption == entity["properties"]["name"][0]
        assert set(item["label"].values()) <= {*proxy.names}
        assert proxy.first("sourceUrl") == item["iri"]


def test_followthemoney_finds_whom_entities_refer_to(
    money: Any, entities: dict[str, list[dict[str, Any]]]
) -> None:
    every = chain.from_iterable(entities.values())
    found = [money.get_proxy(it, cleaned=False) for it in every]
    known = {proxy.id: proxy.schema for proxy in found}
    assert len(known) == 40
    meant = [
        (its.range, value)
        for proxy in found
        for its, value in proxy.itervalues()
        if its.type.name == "entity"
    ]
    assert len({value for _schema, value in meant}) > 10
    assert all(known[value].is_a(schema) for schema, value in meant)
