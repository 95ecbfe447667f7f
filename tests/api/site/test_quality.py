"""How good the release is, for people and for programs."""

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from kg.api.pages.quality import Metric, Point, Share
from kg.rdf.query.catalogue import read_catalogue
from kg.rdf.terms import DQV
from tests.api.site.conftest import BROWSER
from tests.conftest import ROOT

HTML = {"Accept": BROWSER}


def test_a_page_shows_shares_with_their_queries(site: httpx.Client) -> None:
    answer = site.get("/quality", headers=HTML)
    assert answer.status_code == 200
    _before, _name, section = answer.text.partition('id="trustworthiness"')
    measure = section.partition("</section>")[0]
    assert 'href="/queries/facts-with-evidence"' in measure
    assert '<th scope="row">claim</th>' in measure
    assert "14 of 14" in measure


def test_what_a_measure_misses_is_a_question_away(site: httpx.Client) -> None:
    page = site.get("/quality", headers=HTML).text
    measure = page.partition('href="/queries/events-of-known-time"')[2]
    assert 'href="/queries/events-without-time">Which ones</a>' in measure
    assert site.get("/queries/events-without-time", headers=HTML).status_code == 200


def test_rules_that_are_broken_lead_to_what_they_say(site: httpx.Client) -> None:
    page = site.get("/quality", headers=HTML).text
    assert '<a href="/shapes#EventShape-place">EventShape-place</a>' in page


@pytest.mark.parametrize(
    ("address", "accept", "form"),
    [
        ("/quality", "text/turtle", RdfFormat.TURTLE),
        ("/quality.nt", "*/*", RdfFormat.N_TRIPLES),
        ("/quality.jsonld", "*/*", RdfFormat.JSON_LD),
    ],
)
def test_programs_get_the_data_quality_vocabulary(
    site: httpx.Client, address: str, accept: str, form: RdfFormat
) -> None:
    answer = site.get(address, headers={"Accept": accept})
    assert answer.status_code == 200
    quads = list(parse(answer.content, format=form))
    assert any(quad.object == DQV.QualityMeasurement for quad in quads)


def test_plain_json_has_the_numbers(site: httpx.Client) -> None:
    answer = site.get("/quality.json")
    assert answer.headers["content-type"] == "application/json"
    found = answer.json()
    assert found["audience"] == "public"
    assert {
        "metric": "facts-with-evidence",
        "dimension": "trustworthiness",
        "of": "hs:Claim",
        "good": 14,
        "all": 14,
    } in found["measurements"]


def test_a_format_that_is_none_is_not_found(site: httpx.Client) -> None:
    assert site.get("/quality.csv").status_code == 404


@pytest.mark.parametrize(
    ("percents", "moved", "line"),
    [
        ([50], False, "0.0,12.0"),
        ([50, 50], False, "0.0,12.0 100.0,12.0"),
        ([0, 50, 100], True, "0.0,22.0 50.0,12.0 100.0,2.0"),
    ],
)
def test_a_trend_is_drawn_where_it_moves(
    percents: list[int], moved: bool, line: str
) -> None:
    query = read_catalogue(ROOT / "queries").find("facts-with-evidence")
    trend = tuple(Point(f"v{number}", it) for number, it in enumerate(percents))
    metric = Metric(query, Share("", 1, 2), (), trend)
    assert (metric.moved, metric.line) == (moved, line)


@pytest.mark.parametrize(
    ("good", "all_", "percent"), [(0, 0, 100), (199, 200, 99), (200, 200, 100)]
)
def test_only_all_of_them_are_a_hundred_per_cent(
    good: int, all_: int, percent: int
) -> None:
    assert Share("", good, all_).percent == percent
