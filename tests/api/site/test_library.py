"""The query library over HTTP: pages with forms, and answers in every format."""

from urllib.parse import urlencode

import httpx
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.rdf.namespaces import BASE
from tests.api.site.conftest import Open

TIMELINE = "/queries/timeline"
OSLO = "Torchlight procession in Oslo"


def test_a_question_has_a_form_its_answer_and_its_text(visit: Open) -> None:
    page = visit(TIMELINE)
    assert "Which events took place in a period" in page
    assert {"p-from", "p-to", "p-language"} <= set(page.fields)
    assert OSLO in page
    assert "SELECT ?earliest" in page


def test_values_change_the_answer(visit: Open) -> None:
    page = visit(f"{TIMELINE}?from=2010-04-01&to=2010-04-30")
    assert "Silent protest in Oslo" in page
    assert OSLO not in page.text
    assert 'value="2010-04-30"' in page.source


def test_things_in_an_answer_are_read_here(visit: Open) -> None:
    links = visit(TIMELINE).links
    assert "/page/event/torchlight-procession-oslo-2010" in links


def test_the_link_to_an_answer_has_all_its_values(visit: Open) -> None:
    links = visit(f"{TIMELINE}?to=2011-02-01").links
    assert f"{TIMELINE}?from=2010-12-01&to=2011-02-01&language=en" in links


def test_opens_in_the_editor(visit: Open) -> None:
    (editor,) = [
        link for link in visit(TIMELINE).links if link.startswith("/sparql?query=")
    ]
    assert OSLO in visit(editor)


def test_a_value_that_is_none_is_told_beside_the_form(site: httpx.Client) -> None:
    answer = site.get(f"{TIMELINE}?from=yesterday", headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "a date such as 2011-01-16" in answer.text
    assert 'value="yesterday"' in answer.text


@pytest.mark.parametrize(
    ("path", "accept", "content_type"),
    [
        pytest.param(TIMELINE, "*/*", "application/sparql-results+json", id="default"),
        pytest.param(TIMELINE, "text/csv", "text/csv; charset=utf-8", id="accept"),
        pytest.param(
            f"{TIMELINE}.csv", "text/html", "text/csv; charset=utf-8", id="suffix"
        ),
        pytest.param(
            f"{TIMELINE}?format=tsv",
            "text/html",
            "text/tab-separated-values; charset=utf-8",
            id="format",
        ),
        pytest.param(
            f"{TIMELINE}.xml", "*/*", "application/sparql-results+xml", id="xml"
        ),
        pytest.param(
            "/queries/event-in-schema-org.ttl",
            "*/*",
            "text/turtle; charset=utf-8",
            id="graph",
        ),
    ],
)
def test_answers_in_every_format(
    site: httpx.Client, path: str, accept: str, content_type: str
) -> None:
    answer = site.get(path, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == content_type
    assert answer.content


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param(f"{TIMELINE}.ttl?from=2010-01-01", 406, id="format-of-graphs"),
        pytest.param(f"{TIMELINE}.docx", 404, id="no-format"),
        pytest.param(f"{TIMELINE}?format=docx", 400, id="no-format-by-name"),
        pytest.param(f"{TIMELINE}.csv?until=2011", 400, id="no-parameter"),
        pytest.param(f"{TIMELINE}.csv?from=2011-02-30", 400, id="no-date"),
        pytest.param(f"{TIMELINE}.csv?from=2010-01-01&from=2011-01-01", 400, id="two"),
    ],
)
def test_what_cannot_be_answered_is_a_problem(
    site: httpx.Client, path: str, status: int
) -> None:
    answer = site.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_values_are_bound_and_never_spliced(site: httpx.Client) -> None:
    evil = '") } UNION { ?thing ?how ?name } #'
    answer = site.get("/queries/find-by-name", params={"text": evil})
    assert answer.status_code == 200
    assert answer.json()["results"]["bindings"] == []


def test_a_part_of_a_graph_is_described_by_a_query(visit: Open) -> None:
    """The page of the catalogue has no place for each of its counts."""
    void = "http://rdfs.org/ns/void#"
    query = f"SELECT ?part {{ ?part <{void}class> [] ; <{void}entities> [] }} LIMIT 3"
    links = visit(f"/sparql?{urlencode({'query': query})}").links
    assert not [link for link in links if link.startswith("/graph/catalogue#")]
    found = [link for link in links if link.startswith("/sparql?query=DESCRIBE%20")]
    assert len(found) == 3
    assert "http://rdfs.org/ns/void#entities" in visit(found[0])


@pytest.mark.parametrize("accept", ["text/csv", "text/html"])
def test_a_key_that_nothing_has_is_told(site: httpx.Client, accept: str) -> None:
    path = "/queries/what-an-organisation-did"
    parameters = {"organisation": "amnesty-international-norwy"}
    answer = site.get(path, params=parameters, headers={"Accept": accept})
    assert answer.status_code == 404
    assert "did you mean amnesty-international-norway?" in answer.text


def test_any_iri_may_be_asked_about_in_vain(site: httpx.Client) -> None:
    parameters = {"thing": "https://example.org/nobody"}
    answer = site.get("/queries/evidence-of-a-thing.json", params=parameters)
    assert answer.status_code == 200
    assert answer.json()["results"]["bindings"] == []


def test_the_list_of_questions_is_read_by_programs(site: httpx.Client) -> None:
    answer = site.get("/queries", headers={"Accept": "application/json"})
    assert answer.headers["content-type"] == "application/json"
    listed = {it["name"]: it for it in answer.json()["queries"]}
    assert listed["timeline"]["form"] == "SELECT"
    names = [it["name"] for it in listed["timeline"]["parameters"]]
    assert names == ["from", "to", "language"]
    page = site.get("/queries", headers={"Accept": "*/*"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"


def test_a_search_is_read_by_programs(site: httpx.Client) -> None:
    headers = {"Accept": "application/json", "Accept-Language": "nb"}
    answer = site.get("/search?q=rafto", headers=headers).json()
    assert answer["complete"] is True
    assert {
        "iri": "https://w3id.org/hrsolidarity/id/organisation/rafto-foundation",
        "name": "Rafto Foundation",
        "kind": "organisation",
        "heading": "Organisations",
        "about": "foundation, Norway",
    } in answer["found"]


@pytest.mark.parametrize(
    ("path", "accept", "content_type"),
    [
        (TIMELINE, "text/turtle", "text/turtle; charset=utf-8"),
        (TIMELINE, "application/ld+json", "application/ld+json"),
        (f"{TIMELINE}.ttl", "text/html", "text/turtle; charset=utf-8"),
        (f"{TIMELINE}?format=nq", "*/*", "application/n-quads"),
    ],
)
def test_a_question_with_a_table_for_an_answer_is_told_as_data(
    site: httpx.Client, path: str, accept: str, content_type: str
) -> None:
    answer = site.get(path, headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == content_type
    assert "Which events took place in a period" in answer.text
    assert "SELECT ?earliest" in answer.text


def test_what_is_told_of_a_question_is_what_the_graph_holds(
    site: httpx.Client,
) -> None:
    told = rdflib.Graph().parse(data=site.get(f"{TIMELINE}.ttl").text, format="turtle")
    held = site.get(
        "/sparql",
        params={"query": f"DESCRIBE <{BASE}queries/timeline>", "format": "ttl"},
    )
    assert isomorphic(told, rdflib.Graph().parse(data=held.text, format="turtle"))
    assert len(told) > 6
