"""The file by which lasting addresses lead here (docs/deploy/w3id.htaccess)."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from kg.rdf.iri import concept, graph, mint
from kg.rdf.namespaces import BASE
from kg.rdf.terms import HS

ROOT = Path(__file__).parents[3]
RULE = re.compile(r"RewriteRule (\S+) (https://\S+) \[R=302,L\]")


@pytest.fixture(scope="module")
def redirected() -> Callable[[str], str]:
    """Do what Apache does with the file, which has no other directives."""
    text = (ROOT / "docs/deploy/w3id.htaccess").read_text()
    lines = [it for it in text.splitlines() if it and not it.startswith("#")]
    assert lines[:2] == ["Options -MultiViews", "RewriteEngine on"]
    rules = [RULE.fullmatch(line) for line in lines[2:]]
    assert all(rules)

    def follow(iri: str) -> str:
        path, question, query = iri.removeprefix(BASE).partition("?")
        for rule in rules:
            if rule is not None and (
                match := re.match(rule[1], path.partition("#")[0])
            ):
                return rule[2].replace("$1", match[1]) + question + query
        raise AssertionError(iri)

    return follow


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        pytest.param(mint("place", "oslo").value, "/id/place/oslo", id="thing"),
        pytest.param(
            concept("role", "supporter").value, "/vocab/role/supporter", id="concept"
        ),
        pytest.param(HS.Event.value, "/ontology", id="term"),
        pytest.param(graph("authority").value, "/graph/authority", id="graph"),
        pytest.param(
            f"{BASE}events?country=norway", "/events?country=norway", id="query"
        ),
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_every_name_is_answered(
    site: httpx.Client,
    redirected: Callable[[str], str],
    iri: str,
    path: str,
    accept: str,
) -> None:
    assert redirected(iri) == f"https://graph.example.org{path}"
    answer = site.get(path, headers={"Accept": accept}, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(accept)


def test_the_name_itself_leads_to_the_home_page(
    redirected: Callable[[str], str],
) -> None:
    assert redirected(BASE) == "https://graph.example.org/"
