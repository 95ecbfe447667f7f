"""What robots are told, as a parser of their rules reads it."""

from urllib.robotparser import RobotFileParser

import httpx
import pytest


@pytest.fixture(scope="module")
def rules(http: httpx.Client) -> RobotFileParser:
    reply = http.get("/robots.txt")
    assert reply.headers["content-type"].startswith("text/plain")
    parser = RobotFileParser()
    parser.parse(reply.text.splitlines())
    return parser


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
    ],
)
def test_robots_may_visit_pages_and_ask_no_queries(
    rules: RobotFileParser, path: str, allowed: bool
) -> None:
    assert rules.can_fetch("robot", path) is allowed
