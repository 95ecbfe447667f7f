"""Lists: filters, order, pages and what they are written as."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from kg.api.lists.asked import written_cursor
from kg.publishing.lists.selection import Cursor
from kg.rdf.formats import Format, Kind, holding
from kg.rdf.iri import mint
from tests.api.site.html import Page

ACTION = mint("event", "solidarity-action-16-january").value
DEMONSTRATION = mint("event", "strategy-31-demonstration-oslo").value
ARTICLE = mint("document", "norway-release-political-prisoners").value

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def ask(site: httpx.Client) -> Ask:
    def get(path: str, **parameters: str) -> dict[str, Any]:
        answer = site.get(
            path, params={it.rstrip("_"): parameters[it] for it in parameters}
        )
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    return get


def keys(found: dict[str, Any]) -> list[str]:
    return [it["iri"].rpartition("/")[2] for it in found["items"]]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("events", 15),
        ("people", 6),
        ("organisations", 19),
        ("places", 4),
        ("articles", 10),
        ("claims", 14),
    ],
)
def test_a_list_has_all_that_there_is(ask: Ask, name: str, count: int) -> None:
    found = ask(f"/{name}.json")
    assert (found["count"], len(found["items"])) == (count, count)
    assert found["counted"] is True
    assert all(it["iri"].startswith("https://w3id.org/") for it in found["items"])


@pytest.mark.parametrize(
    ("path", "parameters", "expected"),
    [
        pytest.param(
            "/events",
            {"type": "silent-protest"},
            ["silent-protest-oslo-2010"],
            id="type",
        ),
        pytest.param(
            "/events",
            {"type": "public-event"},
            ["presidential-election-2010", "state-visit-to-norway-2010"],
            id="type-and-narrower",
        ),
        pytest.param(
            "/events",
            {"country": "norway", "sort": "date"},
            [
                "silent-protest-oslo-2010",
                "strategy-31-demonstration-oslo",
                "torchlight-procession-oslo-2010",
                "state-visit-to-norway-2010",
            ],
            id="country-and-what-is-in-it",
        ),
        pytest.param(
            "/events",
            {"concerns": "russia", "organisation": "human-rights-house-foundation"},
            ["strategy-31-demonstration-oslo"],
            id="two-filters",
        ),
        pytest.param(
            "/events",
            {"role": "supporter", "source": "norway-release-political-prisoners"},
            ["solidarity-action-16-january"],
            id="role-and-source",
        ),
        pytest.param(
            "/organisations", {"country": "russia"}, ["strategy-31"], id="organisations"
        ),
        pytest.param("/places", {"country": "norway"}, ["oslo"], id="places"),
        pytest.param("/claims", {"type": "injuredCount"}, ["sdjchw8"], id="claims"),
        pytest.param(
            "/claims",
            {"country": "oslo"},
            ["k5pmwjx", "83szhp2"],
            id="claims-by-country",
        ),
        pytest.param("/people", {"role": "visitor"}, ["kz4twpm"], id="people"),
        pytest.param(
            "/articles",
            {"event": DEMONSTRATION},
            ["norwegian-ngos-showed-solidarity"],
            id="articles-by-iri",
        ),
        pytest.param("/places", {"precision": "country"}, [], id="known-and-unused"),
    ],
)
def test_rows_are_found_by_what_they_say(
    ask: Ask, path: str, parameters: dict[str, str], expected: list[str]
) -> None:
    assert keys(ask(f"{path}.json", **parameters)) == expected


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        pytest.param(
            {"from": "2010-10", "to": "2010", "dates": "certainly"},
            {
                "strategy-31-demonstration-oslo",
                "torchlight-procession-oslo-2010",
                "presidential-election-2010",
            },
            id="certainly",
        ),
        pytest.param(
            {"from": "2010-10", "to": "2010"},
            {
                "strategy-31-demonstration-oslo",
                "torchlight-procession-oslo-2010",
                "presidential-election-2010",
                "four-disappearances",
                "persecution-after-the-election",
                "post-election-protest",
                "jc2j8ds",
            },
            id="possibly-what-has-no-end",
        ),
        pytest.param(
            {"from": "2011-01-16", "to": "2011-01-16", "dates": "certainly"},
            {"solidarity-action-16-january"},
            id="a-judged-day",
        ),
        pytest.param({"to": "1999-09-15"}, {"four-disappearances"}, id="before-a-day"),
        pytest.param({"to": "1999", "dates": "certainly"}, {"2dh66qj"}, id="until"),
    ],
)
@pytest.mark.parametrize("sort", ["date", "-date", "label"])
def test_dates_are_as_certain_as_they_are(
    ask: Ask, sort: str, parameters: dict[str, str], expected: set[str]
) -> None:
    found = ask("/events.json", sort=sort, **parameters)
    assert set(keys(found)) == expected
    assert found["count"] == len(expected)


def test_what_has_no_date_comes_last_both_ways(ask: Ask) -> None:
    for sort in ("date", "-date"):
        dated = [
            any(when["first"] or when["last"] for when in it["when"])
            for it in ask("/events.json", sort=sort)["items"]
        ]
        assert dated == [True] * 11 + [False] * 4
    assert keys(ask("/events.json"))[0] == "solidarity-action-16-january"
    assert keys(ask("/events.json", sort="date"))[0] == "four-disappearances"


@pytest.mark.parametrize("sort", ["date", "-date", "label"])
def test_pages_lead_forth_and_back(site: httpx.Client, sort: str) -> None:
    whole = [it["iri"] for it in site.get(f"/events.json?sort={sort}").json()["items"]]
    answer = site.get(f"/events.json?sort={sort}&limit=4")
    pages = [answer]
    while "next" in answer.links:
        answer = site.get(answer.links["next"]["url"])
        pages.append(answer)
    found = [[it["iri"] for it in page.json()["items"]] for page in pages]
    assert [len(page) for page in found] == [4, 4, 4, 3]
    assert [iri for page in found for iri in page] == whole
    back = [site.get(page.links["prev"]["url"]).json() for page in pages[1:]]
    assert [[it["iri"] for it in page["items"]] for page in back] == found[:-1]
    assert "prev" not in pages[0].links
    assert pages[-1].links["first"]["url"] == f"/events.json?sort={sort}&limit=4"


def test_a_place_in_a_list_lasts_when_its_row_is_gone(ask: Ask) -> None:
    gone = written_cursor(Cursor("norwegian q", mint("organisation", "gone").value))
    assert keys(ask("/organisations.json", after=gone, limit="1")) == [
        "norwegian-union-of-journalists"
    ]
    assert keys(ask("/organisations.json", before=gone, limit="1")) == ["norwegian-pen"]


def test_rows_say_when_they_changed(ask: Ask) -> None:
    assert ask("/events.json", modified_since="2026-11-23")["count"] == 15
    assert ask("/events.json", modified_since="0999-01-01")["count"] == 15
    assert ask("/events.json", modified_since="2026-11-23T00:00:01Z")["count"] == 0
    assert ask("/people.json", modified_since="2026-11-23T01:00:00+01:00")["count"] == 6


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        pytest.param("/events.json?contry=norway", 400, "country", id="parameter"),
        pytest.param("/events.json?sort=size", 400, "-date", id="order"),
        pytest.param("/people.json?from=2011", 400, "role", id="no-dates-there"),
        pytest.param("/events.json?from=yesterday", 400, "2011-01-16", id="date"),
        pytest.param("/events.json?from=XXXX-01-16", 400, "2011-01-16", id="no-year"),
        pytest.param("/events.json?limit=0", 400, "1 to 1000", id="limit"),
        pytest.param("/events.json?limit=1001", 400, "1 to 1000", id="too-many"),
        pytest.param("/events.json?limit=000000001000000", 400, "1000", id="zeros"),
        pytest.param(f"/events.json?limit={9:05000}", 400, "1000", id="digits"),
        pytest.param("/events.json?from=2012&to=2011", 400, "2012", id="turned-round"),
        pytest.param("/events.json?after=x", 400, "link", id="cursor"),
        pytest.param("/events.json?after=WzEsMl0", 400, "link", id="other-cursor"),
        pytest.param("/events.json?modified_since=x", 400, "2026", id="time"),
        pytest.param(
            "/events.json?modified_since=0001-01-01T00:00%2B01:00", 400, "2026", id="0"
        ),
        pytest.param("/events.json?dates=maybe", 400, "possibly", id="certainty"),
        pytest.param("/events.json?type=a&type=b", 400, "two values", id="twice"),
        pytest.param("/events.json?type=vigil-of-no-kind", 404, "key", id="value"),
        pytest.param("/events.json?type=a b", 404, "IRI", id="no-iri"),
        pytest.param("/articles.json?language=english", 404, "en", id="language"),
        pytest.param("/people.ics", 404, ".csv", id="form"),
        pytest.param("/events?release=2020-01-01", 404, "release", id="release"),
    ],
)
def test_a_slip_is_told(site: httpx.Client, path: str, status: int, told: str) -> None:
    answer = site.get(path, headers={"Accept": "application/json"})
    assert (answer.status_code, told in answer.text) == (status, True), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_page_reads_well(visit: Callable[..., Page]) -> None:
    page = visit("/events?country=norway")
    assert ("h1", "Events") in page.headings
    assert "4 events" in page
    assert "Torchlight procession in Oslo" in page
    assert "10 December 2010" in page
    assert "/page/event/torchlight-procession-oslo-2010" in page.links
    assert "/events.ics?country=norway" in page.links
    assert not page.unclosed
    assert set(page.fields) <= page.labelled
    assert "Fakkeltog" in visit("/events?country=norway", languages="nb")


def test_an_address_gives_what_is_accepted(site: httpx.Client) -> None:
    tag = site.get("/events").headers["etag"]
    for accept, written in (
        ("text/html", "text/html; charset=utf-8"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/calendar", "text/calendar; charset=utf-8"),
        ("application/geo+json", "application/geo+json"),
        ("application/ld+json", "application/ld+json"),
        ("*/*", "application/json"),
    ):
        answer = site.get("/events", headers={"Accept": accept})
        assert answer.headers["content-type"] == written
    again = site.get("/events", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_a_table_has_a_line_for_each_row(site: httpx.Client) -> None:
    text = site.get("/organisations.csv?country=norway").text
    lines = list(csv.DictReader(io.StringIO(text)))
    assert len(lines) == 15
    found = {line["iri"].rpartition("/")[2]: line for line in lines}["norwegian-pen"]
    assert (found["label"], found["type_label"]) == (
        "Norwegian PEN",
        "writers' organisation",
    )
    assert found["country"] == mint("place", "norway").value


@pytest.mark.parametrize("written", holding(Kind.GRAPH), ids=lambda item: item.name)
def test_the_same_rows_come_as_rdf(site: httpx.Client, written: Format) -> None:
    answer = site.get(f"/places.{written.suffix}")
    assert answer.headers["content-type"] == written.content_type
    triples = {quad.triple for quad in parse(answer.content, written.rdf)}
    lines = site.get("/places.nt").content
    assert triples == {quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES)}
    assert {str(it.subject) for it in triples} >= {f"<{mint('place', 'oslo').value}>"}


def test_features_have_no_points(site: httpx.Client) -> None:
    found = json.loads(site.get("/events.geojson?country=oslo&sort=date").content)
    assert found["type"] == "FeatureCollection"
    assert {it["type"] for it in found["features"]} == {"Feature"}
    assert [it["geometry"] for it in found["features"]] == [None, None, None]
    first = found["features"][0]
    assert first["id"].endswith("/silent-protest-oslo-2010")
    assert first["properties"]["place"][0]["label"]["en"] == "Oslo"


def content_lines(calendar: bytes) -> list[tuple[str, str]]:
    """Read a calendar strictly by RFC 5545, 3.1: folded lines of at most 75 octets."""
    assert calendar.endswith(b"\r\n")
    lines = calendar.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert all(line.decode() for line in lines)  # no letter is cut in two
    unfolded = calendar.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    matches = [
        re.fullmatch(r"([A-Z-]+(?:;[A-Z]+=[A-Z]+)?):(.*)", it) for it in unfolded
    ]
    assert all(matches)
    return [(it[1], it[2]) for it in matches if it]


def test_a_calendar_has_events_of_known_days(site: httpx.Client) -> None:
    lines = content_lines(site.get("/events.ics?sort=date").content)
    assert lines[:2] == [("BEGIN", "VCALENDAR"), ("VERSION", "2.0")]
    assert lines[-1] == ("END", "VCALENDAR")
    uids = [value.rpartition("/")[2] for name, value in lines if name == "UID"]
    assert uids == [
        "2dh66qj",
        "first-solidarity-action",
        "silent-protest-oslo-2010",
        "strategy-31-demonstration-oslo",
        "torchlight-procession-oslo-2010",
        "presidential-election-2010",
        "solidarity-action-16-january",
    ]
    at = lines.index(("UID", DEMONSTRATION))
    event = dict(lines[at : lines.index(("END", "VEVENT"), at)])
    assert event["DTSTAMP"] == "20261123T000000Z"
    assert event["DTSTART;VALUE=DATE"] == "20101031"
    assert event["DTEND;VALUE=DATE"] == "20101101"
    assert event["SUMMARY"] == "Demonstration in Oslo for “Strategy 31”"
    assert event["LOCATION"] == "Oslo"
    assert event["URL"] == DEMONSTRATION


FTM_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?")
FTM_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
FTM = {
    "Event": {
        *("name", "alias", "sourceUrl", "modifiedAt", "date", "startDate", "endDate"),
        *("location", "organizer", "involved", "keywords", "summary"),
    },
    "Person": {"name", "alias", "sourceUrl", "modifiedAt", "wikidataId"},
    "Organization": {
        *("name", "alias", "sourceUrl", "modifiedAt", "wikidataId", "website"),
    },
}
"""Properties of their model (followthemoney/schema) that ours may have."""


@pytest.mark.parametrize(
    ("name", "schema", "count"),
    [
        ("events", "Event", 15),
        ("people", "Person", 6),
        ("organisations", "Organization", 19),
    ],
)
def test_entities_are_of_their_model(
    site: httpx.Client, name: str, schema: str, count: int
) -> None:
    entities = [json.loads(line) for line in site.get(f"/{name}.ftm").text.splitlines()]
    assert len(entities) == count
    for entity in entities:
        assert entity.keys() == {"id", "schema", "properties"}
        assert entity["schema"] == schema
        properties = entity["properties"]
        assert set(properties) <= FTM[schema]
        assert all(
            isinstance(it, str) for values in properties.values() for it in values
        )
        others = [*properties.get("organizer", []), *properties.get("involved", [])]
        assert all(FTM_ID.fullmatch(it) for it in (entity["id"], *others))
        for date in ("date", "startDate", "endDate"):
            assert all(FTM_DATE.fullmatch(it) for it in properties.get(date, []))
    found = {it["id"]: it["properties"] for it in entities}
    if schema == "Event":
        action = found["hrsolidarity-event-solidarity-action-16-january"]
        assert action["date"] == ["2011-01-16"]
        assert "hrsolidarity-organisation-norwegian-pen" in action["involved"]


def test_articles_come_as_references(site: httpx.Client) -> None:
    text = site.get("/articles.bib").text
    entries = re.findall(
        r"@misc\{([a-z0-9.-]+),\n((?:  [a-z]+ = \{.*\},\n)+)\}\n", text
    )
    assert len(entries) == text.count("@misc{") == 10
    own = dict(entries)["norway-release-political-prisoners"]
    assert "title = {{Norway: release political prisoners in Belarus}}" in own
    assert "howpublished = {Human Rights House Foundation}" in own
    assert "year" not in own  # it is only known that it was not published before a day
    items = {it["id"]: it for it in site.get("/articles.csl").json()}
    assert items["norway-release-political-prisoners"] == {
        "id": "norway-release-political-prisoners",
        "type": "webpage",
        "title": "Norway: release political prisoners in Belarus",
        "container-title": "Human Rights House Foundation",
        "language": "en",
        "URL": "https://humanrightshouse.org/articles/norway-release-political-prisoners-in-belarus",
        "note": ARTICLE,
    }
