"""What robots are told, as parsers of their rules read it."""

from pathlib import Path
from urllib.robotparser import RobotFileParser

import httpx
import pytest

from kg.cli.web.robots import Robots
from kg.publishing.release import switch
from tests.api.conftest import make_release, serving


@pytest.fixture(scope="module")
def text(http: httpx.Client) -> str:
    reply = http.get("/robots.txt")
    assert reply.headers["content-type"].startswith("text/plain")
    return reply.text


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/sparql", True),
        ("/page/event/x", True),
        ("/queries/timeline", True),
        ("/sparql?query=ASK%7B%7D", False),
        ("/graphs?default", False),
        ("/queries/running/x", False),
        ("/search?q=oslo", False),
        ("/suggest?prefix=osl", False),
        ("/reconcile", False),
        ("/events", True),
        ("/events?country=norway", False),
        ("/diff/a/b", False),
        ("/timemap/x", False),
        ("/dataset", True),
        ("/events.csv", True),
        ("/events.csv?limit=9", False),
        ("/page/event/x?release=2026-11-23T00-00-00Z-00000000", False),
        ("/sparql?format=csv&query=ASK", False),
    ],
)
def test_robots_may_visit_pages_and_ask_no_queries(
    text: str, path: str, allowed: bool
) -> None:
    assert Robots.parse(text, "robot").allow(path) is allowed


@pytest.mark.parametrize(
    "path", ["/sparql?query=ASK%7B%7D", "/reconcile", "/search?q=x"]
)
def test_parsers_that_know_no_stars_ask_no_queries_either(text: str, path: str) -> None:
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    assert parser.can_fetch("robot", path) is False
    assert parser.can_fetch("robot", "/page/event/x") is True


def test_robots_are_told_where_the_pages_are(http: httpx.Client, text: str) -> None:
    address = str(http.base_url).rstrip("/")
    assert text.endswith(f"\nSitemap: {address}/sitemap.xml\n")
    assert http.get("/sitemap.xml").status_code == 200


def test_what_is_for_partners_is_for_no_robots(tmp_path: Path) -> None:
    release = make_release(tmp_path, "first", [])
    (release.path / "public").rename(release.path / "partner")
    switch(tmp_path, release)
    with serving(tmp_path, audience="partner") as server:
        assert httpx.get(f"{server.url}/robots.txt").text == (
            "User-agent: *\nDisallow: /\n"
        )
        assert httpx.get(f"{server.url}/sitemap.xml").status_code == 404
