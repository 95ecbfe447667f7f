"""A site's rules for programs are read as RFC 9309 says."""

import pytest

from kg.cli.web.robots import Robots

RULES = """\
# everybody
User-agent: *
Disallow: /private/
Allow: /private/open
Disallow: /*.pdf$
Disallow: /a*b*c

User-Agent: other
User-agent: Solidarity-Graph/1.0
Disallow: /ours   # for us alone
Disallow:
Sitemap: https://example.org/sitemap.xml
"""


@pytest.mark.parametrize(
    ("agent", "path", "allowed"),
    [
        ("somebody", "/news", True),
        ("somebody", "/private/x", False),
        ("somebody", "/private/open/x", True),
        ("somebody", "/x.pdf", False),
        ("somebody", "/x.pdf?y", True),
        ("somebody", "/a-b-c", False),
        ("somebody", "/a-c-b", True),
        ("somebody", "/ours", True),
        ("solidarity-graph", "/ours/x", False),
        ("solidarity-graph", "/private/x", True),
        ("other", "/ours", False),
    ],
)
def test_the_longest_rule_of_ones_own_group_decides(
    agent: str, path: str, *, allowed: bool
) -> None:
    assert Robots.parse(RULES, agent).allow(path) == allowed


@pytest.mark.parametrize(
    "text", ["", "Disallow: /", "\0\1", "User-agent\nDisallow /", "User-agent: *\n"]
)
def test_what_is_no_rule_forbids_nothing(text: str) -> None:
    assert Robots.parse(text, "solidarity-graph").allow("/page")


def test_a_rule_of_many_stars_takes_no_time() -> None:
    rules = f"User-agent: *\nDisallow: /{'*a' * 200}$\n"

    assert Robots.parse(rules, "us").allow("/" + "a" * 5000 + "b")
