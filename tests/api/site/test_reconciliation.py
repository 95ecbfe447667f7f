"""The Reconciliation API 0.2, as its text says and as OpenRefine asks it."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.api.site.conftest import BROWSER
from tests.api.site.reconciling import Check, group_check

BASE = "https://w3id.org/hrsolidarity/"
ID, HS = f"{BASE}id/", f"{BASE}ontology#"
RAFTO = f"{ID}organisation/rafto-foundation"
NORWAY = f"{ID}place/norway"


@pytest.fixture(scope="module")
def check(request: pytest.FixtureRequest) -> Check:
    """Hold an answer to the schemas of the group, where there is a copy of them."""
    return group_check(request.config.getoption("--reconciliation"), "0.1", "0.2")


@pytest.fixture
def match(site: httpx.Client, check: Check) -> Callable[..., list[dict[str, Any]]]:
    """Ask one query of a batch, as a form; return its candidates."""

    def ask(**query: Any) -> list[dict[str, Any]]:
        form = {"queries": json.dumps({"q0": query})}
        answer = site.post("/reconcile", data=form)
        assert answer.status_code == 200, answer.text
        batch = check("reconciliation-result-batch", answer.json())
        assert list(batch) == ["q0"]
        result: list[dict[str, Any]] = batch["q0"]["result"]
        return result

    return ask


def test_the_manifest_leads_to_every_part(site: httpx.Client, check: Check) -> None:
    answer = site.get("/reconcile", headers={"Origin": "https://refine.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    manifest = check("manifest", answer.json())
    assert manifest["versions"] == ["0.2"]
    assert manifest["identifierSpace"] == ID
    for part in manifest["suggest"].values():
        address = part["service_url"] + part["service_path"]
        assert httpx.get(address, params={"prefix": "o"}).status_code == 200
    for part in ("view", "preview"):
        address = manifest[part]["url"].replace("{{id}}", quote(RAFTO, safe=""))
        assert httpx.get(address).status_code == {"view": 303, "preview": 200}[part]
    assert site.get(manifest["documentation"]).status_code == 200


@pytest.mark.parametrize(
    ("query", "best", "matched"),
    [
        pytest.param({"query": "Rafto Foundation"}, RAFTO, True, id="name"),
        pytest.param({"query": "Raftostiftelsen"}, RAFTO, True, id="language"),
        pytest.param({"query": RAFTO}, RAFTO, True, id="identifier"),
        pytest.param(
            {"query": "Rafto Fundation", "type": f"{HS}Organisation", "limit": 1},
            RAFTO,
            True,
            id="slip-and-type",
        ),
        pytest.param(
            {"query": "Norge", "type": ["hs:Place"], "type_strict": "any"},
            NORWAY,
            True,
            id="types-by-prefix",
        ),
        pytest.param(
            {
                "query": "Rafto",
                "properties": [{"pid": "country", "v": {"id": NORWAY, "name": "x"}}],
            },
            RAFTO,
            False,
            id="property-by-entity",
        ),
        pytest.param(
            {
                "query": "Rafto Foundation",
                "properties": [{"pid": f"{HS}country", "v": ["Norge", 7]}],
            },
            RAFTO,
            True,
            id="property-by-name",
        ),
        pytest.param(
            {
                "properties": [
                    {"pid": "owl:sameAs", "v": "http://www.wikidata.org/entity/Q20"}
                ]
            },
            NORWAY,
            True,
            id="without-a-name",
        ),
    ],
)
def test_matches(
    match: Callable[..., list[dict[str, Any]]],
    query: dict[str, Any],
    best: str,
    matched: bool,
) -> None:
    found = match(**query)
    assert (found[0]["id"], found[0]["match"]) == (best, matched)
    scores = [it["score"] for it in found]
    assert scores == sorted(scores, reverse=True)
    assert len(found) <= query.get("limit", 10)
    assert [it["match"] for it in found[1:]] == [False] * (len(found) - 1)


def test_a_score_is_explained(match: Callable[..., list[dict[str, Any]]]) -> None:
    found = match(query="Rafto Foundation", properties=[{"pid": "country", "v": "x"}])
    assert found[0] == {
        "id": RAFTO,
        "name": "Rafto Foundation",
        "description": "organisation, foundation, Norway",
        "type": [
            {"id": f"{HS}Organisation", "name": "organisation"},
            {"id": f"{HS}Agent", "name": "agent"},
            {"id": f"{BASE}vocab/org-type/foundation", "name": "foundation"},
        ],
        "score": 60.0,
        "match": False,
        "features": [
            {"id": "name", "value": 100.0},
            {"id": "exact_name", "value": True},
            {"id": "iri", "value": False},
            {"id": "property:country", "value": 0.0},
        ],
    }


def test_a_person_is_no_match_by_name(
    match: Callable[..., list[dict[str, Any]]],
) -> None:
    """Who somebody is, people say: docs/policy.md."""
    best = match(query="Viktor Gonchar", type="hs:Person")[0]
    assert (best["score"], best["match"]) == (100.0, False)


def test_a_batch_is_answered_by_the_keys_of_its_queries(
    site: httpx.Client, check: Check
) -> None:
    queries = {f"q{it}": {"query": "Oslo", "limit": 2} for it in range(50)}
    answer = site.get("/reconcile", params={"queries": json.dumps(queries)}).json()
    assert list(check("reconciliation-result-batch", answer)) == list(queries)


@pytest.mark.parametrize(
    ("form", "status", "detail"),
    [
        ({"queries": "{"}, 400, "queries is not JSON"),
        ({"queries": "[]"}, 400, "valid dictionary"),
        ({"queries": '{"q": {}}'}, 400, "a query has a text or properties"),
        ({"queries": '{"q": {"query": "a", "x": 1}}'}, 400, "q.x"),
        ({"queries": '{"q": {"query": "a", "limit": 0}}'}, 400, "q.limit"),
        ({"queries": '{"q": {"query": "a", "type": "x:y"}}'}, 400, "q: type: 'x:y'"),
        (
            {"queries": '{"q": {"query": "Oslo", "properties": [{"pid":"x","v":1}]}}'},
            400,
            "property 'x'",
        ),
        (
            {"queries": json.dumps({str(it): {"query": "a"} for it in range(51)})},
            400,
            "at most 50",
        ),
        ({"queries": "{}", "extend": "{}"}, 400, "the request has 2"),
        ({"extend": '{"ids": []}'}, 400, "extend: properties"),
        ({"queries": json.dumps({"q": {"query": "a" * 2_000_000}})}, 413, "longer"),
    ],
)
def test_what_cannot_be_answered_is_a_problem(
    site: httpx.Client, form: dict[str, str], status: int, detail: str
) -> None:
    answer = site.post("/reconcile", data=form)
    assert (answer.status_code, detail in answer.json()["detail"]) == (status, True)


def test_a_body_of_another_type_is_refused(site: httpx.Client) -> None:
    assert site.post("/reconcile", json={"queries": {}}).status_code == 415


@pytest.mark.parametrize(
    ("path", "params", "schema", "found"),
    [
        ("", {"prefix": "rafto f"}, "entities", RAFTO),
        ("", {"prefix": "rafto", "type": "organisation"}, "entities", RAFTO),
        ("", {"prefix": "rafto", "type": f"{HS}Organisation"}, "entities", RAFTO),
        ("", {"prefix": RAFTO}, "entities", RAFTO),
        ("/property", {"prefix": "event ty"}, "properties", f"{HS}eventType"),
        ("/property", {"prefix": "year"}, "properties", "year"),
        ("/type", {"prefix": "organis"}, "types", f"{HS}Organisation"),
        ("/type", {"prefix": "vig"}, "types", f"{BASE}vocab/event-type/vigil"),
    ],
)
def test_suggests(
    site: httpx.Client,
    check: Check,
    path: str,
    params: dict[str, str],
    schema: str,
    found: str,
) -> None:
    answer = site.get(f"/suggest{path}", params=params).json()
    result = check(f"suggest-{schema}-response", answer)["result"]
    assert found in [it["id"] for it in result]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/suggest?q=han", "parameter prefix: missing; it is required"),
        ("/suggest/type", "parameter prefix: missing; it is required"),
        ("/suggest/property?cursor=1", "parameter prefix: missing; it is required"),
        (
            "/reconcile/1.0-draft/suggest/entity",
            "parameter prefix: missing; it is required",
        ),
        ("/reconcile/preview", "parameter id: missing; it is required"),
        ("/reconcile/view?iri=x", "parameter id: missing; it is required"),
        ("/suggest?prefix=o&cursor=x", "parameter cursor: Input should be a valid"),
        ("/search", "the search is for nothing: it has neither q nor a facet"),
        ("/search?kind=event", "the search is for nothing: it has neither q nor"),
        ("/search?query=oslo", "/search: found query; expected one of q, kind, "),
        ("/diff/latest/latest?thing=x", "/diff/latest/latest: found thing; expected"),
    ],
)
def test_what_is_not_asked_rightly_is_no_empty_answer(
    site: httpx.Client, path: str, told: str
) -> None:
    answer = site.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 400, answer.text
    assert answer.json()["detail"].startswith(told)


@pytest.mark.parametrize("path", ["/suggest?prefix=", "/suggest/type?prefix=&spell=on"])
def test_nothing_typed_yet_suggests_nothing(site: httpx.Client, path: str) -> None:
    """Programs that suggest send what this service has no use for."""
    assert site.get(path).json() == {"result": []}


def test_suggestions_go_on_where_they_ended(site: httpx.Client) -> None:
    first = site.get("/suggest?prefix=o").json()["result"]
    second = site.get("/suggest?prefix=o&cursor=1").json()["result"]
    assert len(first) > 2
    assert first[1] == second[0]


def test_suggestions_of_another_kind_are_left_out(site: httpx.Client) -> None:
    result = site.get("/suggest?prefix=rafto&type=event").json()["result"]
    assert RAFTO not in [it["id"] for it in result]


def test_extends_what_was_matched(site: httpx.Client, check: Check) -> None:
    asked = {
        "ids": [RAFTO, f"{ID}organisation/none"],
        "properties": [
            {"id": f"{HS}country"},
            {"id": "year"},
            {"id": "skos:prefLabel"},
        ],
    }
    answer = site.post("/reconcile", data={"extend": json.dumps(asked)}).json()
    extended = check("data-extension-response", answer)
    assert [it["name"] for it in extended["meta"]] == [
        "country",
        "year",
        "skos:prefLabel",
    ]
    assert extended["rows"][RAFTO][f"{HS}country"] == [{"id": NORWAY, "name": "Norway"}]
    assert {"str": "Rafto Foundation"} in extended["rows"][RAFTO]["skos:prefLabel"]
    assert extended["rows"][f"{ID}organisation/none"] == {
        f"{HS}country": [],
        "year": [],
        "skos:prefLabel": [],
    }


def test_proposes_properties_of_a_type(site: httpx.Client) -> None:
    answer = site.get("/reconcile/properties?type=hs:Organisation&limit=30").json()
    assert (answer["type"], answer["limit"]) == (f"{HS}Organisation", 30)
    assert len(answer["properties"]) <= 30
    names = {it["id"]: it["name"] for it in answer["properties"]}
    assert names[f"{HS}orgType"] == "type of organisation"


def test_a_preview_may_stand_in_a_frame_and_do_nothing(site: httpx.Client) -> None:
    answer = site.get("/reconcile/preview", params={"id": RAFTO})
    assert "Raftostiftelsen" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    gone = site.get("/reconcile/preview", params={"id": f"{ID}organisation/none"})
    assert gone.status_code == 404


@pytest.mark.parametrize("iri", ["https://example.org/", "javascript:alert(1)", "//x"])
def test_a_view_leads_to_our_pages_alone(site: httpx.Client, iri: str) -> None:
    assert site.get("/reconcile/view", params={"id": iri}).status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/search?kind=thing", 400),
        ("/search?country=nowhere", 400),
        ("/search?year=20x", 400),
        (f"/search?q={'a' * 201}", 400),
        ("/search?q=oslo&kind=event&country=pl:norway&year=2010", 200),
        (f"/search?q=oslo&country={quote(NORWAY)}", 200),
        ("/search?q=oslo&kind=event&from=50", 200),
    ],
)
def test_a_search_is_chosen_by_facets(
    site: httpx.Client, address: str, status: int
) -> None:
    assert site.get(address, headers={"Accept": BROWSER}).status_code == status


def test_a_search_counts_facets(site: httpx.Client) -> None:
    json_ = {"Accept": "application/json"}
    answer = site.get("/search?q=oslo&kind=event", headers=json_).json()
    countries = answer["facets"]["country"]
    assert countries[0]["value"] == NORWAY
    assert countries[0]["name"] == "Norway"
    assert countries[0]["count"] == answer["count"]
    assert {it["kind"] for it in answer["found"]} == {"event"}
