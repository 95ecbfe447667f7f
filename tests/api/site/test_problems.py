"""What the `type` of a problem document leads to."""

import httpx
import pytest

from tests.api.site.conftest import Open


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/sparql?query=SELEC", "query-syntax"),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "request"),
        ("/id/event/nothing", "not-in-graph"),
        ("/events?limit=abc", "unexpected-value"),
        ("/nothing-here", "request"),
    ],
)
def test_the_type_of_a_problem_leads_to_its_line(
    site: httpx.Client, visit: Open, path: str, kind: str
) -> None:
    found = site.get(path, headers={"Accept": "application/json"}).json()
    page, _hash, fragment = found["type"].partition("#")
    assert page == "https://w3id.org/hrsolidarity/problems"
    assert fragment == kind
    assert f'<div id="{kind}">' in visit("/problems").source


def test_problems_are_listed_for_programs(site: httpx.Client) -> None:
    answer = site.get("/problems", headers={"Accept": "application/json"})
    found = {it["type"].partition("#")[2]: it for it in answer.json()["problems"]}
    assert found["query-timeout"]["status"] == 504
    assert "add a LIMIT" in found["query-timeout"]["hint"]
    assert found["head-too-large"]["status"] == 431
    assert {it["status"] for it in found.values()} <= set(range(400, 508))


def test_a_page_of_a_problem_names_its_kind(site: httpx.Client) -> None:
    answer = site.get("/id/event/nothing", headers={"Accept": "text/html"})
    assert 'href="/problems#not-in-graph"' in answer.text
