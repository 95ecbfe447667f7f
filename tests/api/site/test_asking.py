"""docs/asking.md: what it tells researchers to run gives what it says."""

import re

import httpx

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "asking.md").read_text("utf-8")
ADDRESS = "http://127.0.0.1:8000"


def test_the_script_asks_who_supported_the_action(site: httpx.Client) -> None:
    script = re.findall(r"```python\n(from kg.*?)```", PAGE, re.DOTALL)[0]
    script = script.replace(ADDRESS, str(site.base_url).rstrip("/"))
    known: dict[str, list[str]] = {}
    exec(script, known)  # noqa: S102 - our own page

    assert len(known["names"]) == 14
    assert known["names"][-1] == "Young Liberals (Norway)"


def test_every_address_of_the_page_answers(site: httpx.Client) -> None:
    addresses = re.findall(rf"{ADDRESS}(/queries/[^'\"\s]+)", PAGE)
    answers = [site.get(it) for it in addresses]

    assert len(answers) == 2
    assert [it.headers["content-type"].partition(";")[0] for it in answers] == [
        "text/csv",
        "text/csv",
    ]


def test_an_answer_says_of_itself_what_the_page_says(site: httpx.Client) -> None:
    asked = {"query": "SELECT * { ?s ?p ?o } LIMIT 3", "format": "csv"}
    answer = site.get("/sparql", params=asked)
    named = re.findall(r"`(X-[\w-]+|Repr-Digest|ETag)`", PAGE)

    assert len(named) == 5
    assert [it for it in named if it not in answer.headers] == []
