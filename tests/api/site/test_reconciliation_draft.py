"""The draft of version 1.0 of the Reconciliation API, beside 0.2."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx
import jsonschema
import pytest

from tests.api.site.reconciling import Check, draft_check, group_check

BASE = "https://w3id.org/hrsolidarity/"
ID, HS = f"{BASE}id/", f"{BASE}ontology#"
RAFTO = f"{ID}organisation/rafto-foundation"
NORWAY = f"{ID}place/norway"
ROOT = "/reconcile/1.0-draft"

Candidates = list[dict[str, Any]]


@pytest.fixture(scope="module")
def check(request: pytest.FixtureRequest) -> Check:
    """Hold an answer to the text of the draft, and to the group's schemas of it."""
    folder = request.config.getoption("--reconciliation")
    by_group = group_check(folder, "1.0-draft")
    return lambda name, answer: by_group(name, draft_check(name, answer))


@pytest.fixture
def match(site: httpx.Client, check: Check) -> Callable[..., Candidates]:
    """Ask one query of a batch; return its candidates."""

    def ask(*conditions: dict[str, Any], **query: Any) -> Candidates:
        answer = site.post(
            f"{ROOT}/match", json={"queries": [{"conditions": conditions, **query}]}
        )
        assert answer.status_code == 200, answer.text
        (found,) = check("reconciliation-result-batch", answer.json())["results"]
        candidates: Candidates = found["candidates"]
        return candidates

    return ask


def name(*values: Any, **more: Any) -> dict[str, Any]:
    value = values[0] if len(values) == 1 else list(values)
    return {"matchType": "name", "propertyValue": value, **more}


def having(property_: str, *values: Any, **more: Any) -> dict[str, Any]:
    return {**name(*values, **more), "matchType": "property", "propertyId": property_}


def test_each_version_has_its_manifest_and_names_the_other(
    site: httpx.Client, check: Check
) -> None:
    old = site.get("/reconcile", headers={"Origin": "https://refine.example"})
    assert old.json()["versions"] == ["0.2"]
    successor = old.links["successor-version"]["url"]
    answer = site.get(successor, headers={"Origin": "https://refine.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    manifest = check("manifest", answer.json())
    assert manifest["versions"] == ["1.0-draft"]
    assert site.get(answer.links["predecessor-version"]["url"]).json() == old.json()
    view = manifest["view"]["url"].replace("{id}", quote(RAFTO, safe=""))
    assert site.get(view).status_code == 303
    preview = site.get(f"{ROOT}/preview", params={"id": RAFTO})
    assert "Raftostiftelsen" in preview.text


def test_a_page_of_another_origin_may_send_a_batch(site: httpx.Client) -> None:
    asked = {
        "Origin": "https://refine.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = site.options(f"{ROOT}/match", headers=asked)
    assert answer.status_code in (200, 204)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "content-type" in answer.headers["access-control-allow-headers"].lower()


@pytest.mark.parametrize(
    ("conditions", "more", "best", "matched"),
    [
        pytest.param([name("Rafto Foundation")], {}, RAFTO, True, id="name"),
        pytest.param([name(RAFTO)], {}, RAFTO, True, id="identifier"),
        pytest.param(
            [name("Rafto Fundation")],
            {"type": "hs:Organisation", "limit": 1, "lang": "en", "dir": "ltr"},
            RAFTO,
            True,
            id="slip-and-type",
        ),
        pytest.param(
            [name("Raftoprisen", "Raftostiftelsen")], {}, RAFTO, True, id="any-name"
        ),
        pytest.param(
            [
                name(
                    "Raftostiftelsen",
                    "Rafto Foundation",
                    matchQuantifier="all",
                    required=True,
                )
            ],
            {},
            RAFTO,
            True,
            id="all-names",
        ),
        pytest.param(
            [name("Rafto"), having("country", {"id": NORWAY}, required=True)],
            {},
            RAFTO,
            False,
            id="property-by-entity",
        ),
        pytest.param(
            [having("owl:sameAs", "http://www.wikidata.org/entity/Q20")],
            {},
            NORWAY,
            True,
            id="without-a-name",
        ),
    ],
)
def test_matches(
    match: Callable[..., Candidates],
    conditions: list[dict[str, Any]],
    more: dict[str, Any],
    best: str,
    matched: bool,
) -> None:
    found = match(*conditions, **more)
    assert (found[0]["id"], found[0]["match"]) == (best, matched)
    scores = [it["score"] for it in found]
    assert scores == sorted(scores, reverse=True)
    assert len(found) <= more.get("limit", 10)


@pytest.mark.parametrize(
    ("condition", "places"),
    [
        pytest.param(having("country", NORWAY), {"oslo", "other"}, id="wished"),
        pytest.param(having("country", NORWAY, required=True), {"oslo"}, id="required"),
        pytest.param(
            having("country", "Norge", required=True), {"oslo"}, id="required-by-name"
        ),
        pytest.param(
            having("country", NORWAY, required=True, matchQuantifier="none"),
            {"other"},
            id="none",
        ),
        pytest.param(
            having("country", NORWAY, "pl:x", required=True, matchQuantifier="all"),
            set(),
            id="all",
        ),
        pytest.param(
            having("country", "Norg", required=True, matchQualifier="ExactMatch"),
            set(),
            id="exact",
        ),
    ],
)
def test_what_is_required_is_a_filter(
    match: Callable[..., Candidates], condition: dict[str, Any], places: set[str]
) -> None:
    found = match(name("protest"), condition, type="hs:Event", limit=25)
    countries = {"oslo" if "Norway" in it["description"] else "other" for it in found}
    assert countries == places


def test_a_score_is_explained(match: Callable[..., Candidates]) -> None:
    found = match(
        name("Rafto Foundation"),
        having("country", "x"),
        having("country", "y", matchQuantifier="none"),
    )
    assert found[0] == {
        "id": RAFTO,
        "name": "Rafto Foundation",
        "lang": "en",
        "description": "organisation, foundation, Norway",
        "type": [
            {"id": f"{HS}Organisation", "name": "organisation", "lang": "en"},
            {"id": f"{HS}Agent", "name": "agent", "lang": "en"},
            {
                "id": f"{BASE}vocab/org-type/foundation",
                "name": "foundation",
                "lang": "en",
            },
        ],
        "score": 80.0,
        "match": False,
        "features": [
            {"id": feature, "name": said, "lang": "en", "value": value}
            for feature, said, value in (
                ("name", "likeness of the name", 100.0),
                ("exact_name", "it is called just so", True),
                ("iri", "it is named by its identifier", False),
                ("property:country", "likeness of country", 0.0),
                ("property:country#2", "likeness of country", 100.0),
            )
        ],
    }


def test_a_person_is_no_match_by_name(match: Callable[..., Candidates]) -> None:
    """Who somebody is, people say: docs/policy.md."""
    best = match(name("Viktor Gonchar", required=True), type="hs:Person")[0]
    assert (best["score"], best["match"]) == (100.0, False)


def test_names_are_those_of_the_readers_language(
    site: httpx.Client, check: Check
) -> None:
    def asked(language: str) -> httpx.Response:
        return site.get(
            f"{ROOT}/suggest/entity",
            params={"prefix": RAFTO},
            headers={"Accept-Language": language},
        )

    answer = asked("nb, en;q=0.5")
    (found,) = check("suggest-entities-response", answer.json())["result"]
    assert (found["name"], found["lang"]) == ("Raftostiftelsen", "nb")
    assert found["description"] == "organisasjon, stiftelse, Norge"
    assert "Accept-Language" in answer.headers["vary"]
    assert asked("en").headers["etag"] != answer.headers["etag"]


def test_a_batch_is_answered_in_its_order(site: httpx.Client, check: Check) -> None:
    names = ["Oslo", "Rafto Foundation"] * 25
    queries = [{"conditions": [name(it)], "limit": 1} for it in names]
    answer = site.post(f"{ROOT}/match", json={"queries": queries})
    results = check("reconciliation-result-batch", answer.json())["results"]
    assert [it["candidates"][0]["name"] for it in results] == names


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        ("{", 400, "not JSON"),
        ("[]", 400, "the body"),
        ({"queries": [{"conditions": []}]}, 400, "queries.0.conditions"),
        ({"queries": [{"conditions": [name("a", x=1)]}]}, 400, "conditions.0.x"),
        ({"queries": [{"conditions": [name("")]}]}, 400, "queries.0: no condition"),
        ({"queries": [{"conditions": [name("a", matchQuantifier="none")]}]}, 400, "no"),
        ({"queries": [{"conditions": [having("", "a")]}]}, 400, "propertyId"),
        ({"queries": [{"conditions": [name("a", propertyId="x")]}]}, 400, "propertyId"),
        (
            {"queries": [{"conditions": [name("a", matchQualifier="Wildcard")]}]},
            400,
            "'ExactMatch'",
        ),
        ({"queries": [{"conditions": [name("a")], "type": ["x"]}]}, 400, "0.type"),
        ({"queries": [{"conditions": [name("a")], "type": "x:y"}]}, 400, "'x:y'"),
        ({"queries": [{"conditions": [name("a")], "limit": 0}]}, 400, "0.limit"),
        ({"queries": [{"conditions": [name("a")]}] * 51}, 413, "at most 50"),
        (
            {"queries": [{"conditions": [name(*"abcdefghijk")]}] * 50},
            413,
            "550 values",
        ),
    ],
)
def test_what_cannot_be_answered_is_a_problem(
    site: httpx.Client, body: Any, status: int, detail: str
) -> None:
    text = body if isinstance(body, str) else json.dumps(body)
    answer = site.post(
        f"{ROOT}/match", content=text, headers={"Content-Type": "application/json"}
    )
    told = answer.json()["detail"]
    assert (answer.status_code, detail in told) == (status, True), told


def test_a_form_is_a_body_of_the_version_before(site: httpx.Client) -> None:
    assert site.post(f"{ROOT}/match", data={"queries": "{}"}).status_code == 415


@pytest.mark.parametrize(
    ("path", "prefix", "schema", "found"),
    [
        ("entity", "rafto f", "entities", RAFTO),
        ("property", "event ty", "properties", f"{HS}eventType"),
        ("property", "year", "properties", "year"),
        ("type", "organis", "types", f"{HS}Organisation"),
    ],
)
def test_suggests(
    site: httpx.Client, check: Check, path: str, prefix: str, schema: str, found: str
) -> None:
    answer = site.get(f"{ROOT}/suggest/{path}", params={"prefix": prefix}).json()
    result = check(f"suggest-{schema}-response", answer)["result"]
    assert found in [it["id"] for it in result]


def test_suggestions_are_as_many_as_asked_for(site: httpx.Client) -> None:
    def names(query: str) -> list[str]:
        answer = site.get(f"{ROOT}/suggest/entity?prefix=o&{query}").json()
        return [it["id"] for it in answer["result"]]

    whole = names("limit=9")
    assert len(whole) > 3
    assert names("limit=2&offset=1") == whole[1:3]


def test_extends_in_the_order_of_things_and_properties(
    site: httpx.Client, check: Check
) -> None:
    none = f"{ID}organisation/none"
    asked = {
        "ids": [none, RAFTO],
        "properties": [{"id": "skos:prefLabel"}, {"id": f"{HS}country"}],
    }
    answer = site.post(f"{ROOT}/extend", json=asked).json()
    extended = check("data-extension-response", answer)
    assert [it["id"] for it in extended["meta"]] == ["skos:prefLabel", f"{HS}country"]
    nothing, rafto = extended["rows"]
    assert (nothing["id"], rafto["id"]) == (none, RAFTO)
    assert [it["values"] for it in nothing["properties"]] == [[], []]
    labels, countries = (it["values"] for it in rafto["properties"])
    assert {"str": "Raftostiftelsen", "lang": "nb"} in labels
    assert countries == [{"id": NORWAY, "name": "Norway", "lang": "en"}]


def test_proposes_properties_of_a_class(site: httpx.Client, check: Check) -> None:
    answer = site.get(f"{ROOT}/extend/propose?type=hs:Organisation&limit=30").json()
    proposed = check("data-extension-property-proposal", answer)
    assert (proposed["type"], proposed["limit"]) == (f"{HS}Organisation", 30)
    assert f"{HS}orgType" in [it["id"] for it in proposed["properties"]]


def test_the_forms_refuse_what_the_version_before_says(site: httpx.Client) -> None:
    """The checks of these tests can fail."""
    for name_, path in (
        ("manifest", "/reconcile"),
        ("data-extension-property-proposal", "/reconcile/properties"),
    ):
        with pytest.raises(jsonschema.ValidationError):
            draft_check(name_, site.get(path).json())
