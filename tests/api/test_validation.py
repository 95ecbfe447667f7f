"""Validating by a release that has no rules: only shapes that are sent can hold."""

import httpx

SHAPES = """
@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:Shape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property ex:Shape-age .
ex:Shape-age a sh:PropertyShape ; sh:path ex:age ; sh:minCount 1 .
"""
PERSON = "@prefix ex: <http://example.org/> .\nex:a a ex:Person .\n"


def test_a_release_without_rules_says_so(http: httpx.Client) -> None:
    headers = {"Content-Type": "text/turtle"}
    answer = http.post("/validate", content=PERSON, headers=headers)
    assert answer.status_code == 404
    assert "send shapes with the data" in answer.json()["detail"]


def test_shapes_that_are_sent_hold_all_the_same(http: httpx.Client) -> None:
    parts = {
        "data": ("data.ttl", PERSON, "text/turtle"),
        "shapes": ("shapes.ttl", SHAPES, "text/turtle"),
    }
    answer = http.post("/validate", files=parts)
    assert answer.status_code == 200
    assert answer.headers["x-conforms"] == "false"
    assert [it["rule"] for it in answer.json()["findings"]] == ["Shape-age"]
