"""Validating what is sent, or a graph of the release, by its rules or one's own."""

import csv
import io
import json
from typing import Any

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.publishing.shapes import SHAPES_FILE
from kg.rdf.terms import SH
from kg.validation import examiner

TURTLE = {"Content-Type": "text/turtle"}
HEAD = """\
@prefix ev: <https://w3id.org/hrsolidarity/id/event/> .
@prefix ex: <http://example.org/> .
@prefix hs: <https://w3id.org/hrsolidarity/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
EVENT = f"{HEAD}ev:vigil a hs:Event .\n"
SHAPES = f"""{HEAD}
ex:Person a sh:NodeShape ;
    sh:targetClass ex:Person ;
    sh:property ex:Person-age .

ex:Person-age a sh:PropertyShape ;
    sh:path ex:age ;
    sh:datatype xsd:integer ;
    sh:message "An age is a number." .
"""
PERSON = f'{HEAD}ex:ada a ex:Person ;\n    ex:age "old" .\n'
ADULT = f"{HEAD}ex:ada a ex:Person ; ex:age 36 .\n"
SOURCE = (
    "https://w3id.org/hrsolidarity/graph/source/norway-release-political-prisoners/r1"
)


def sent(site: httpx.Client, data: str, shapes: str, **headers: str) -> httpx.Response:
    parts = {
        "data": ("data.ttl", data, "text/turtle"),
        "shapes": ("shapes.ttl", shapes, "text/turtle"),
    }
    return site.post("/validate", files=parts, headers=headers)


def rules(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return {finding["rule"] for finding in found["findings"]}


def test_data_are_held_to_the_rules_of_the_release(site: httpx.Client) -> None:
    answer = site.post("/validate", content=EVENT, headers=TURTLE)
    assert {"EventShape-label", "EventShape-reportedIn"} <= rules(answer)
    assert answer.headers["x-conforms"] == "false"
    assert answer.headers["cache-control"] == "no-store"


def test_a_finding_stands_at_its_line(site: httpx.Client) -> None:
    answer = site.post("/validate?format=text", content=EVENT, headers=TURTLE)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith("the data:6:1: Violation EventShape-")
    assert " 6 | ev:vigil a hs:Event ." in answer.text


@pytest.mark.parametrize(
    ("data", "conforms"), [(PERSON, "false"), (ADULT, "true")], ids=["bad", "good"]
)
def test_shapes_of_ones_own_hold_instead(
    site: httpx.Client, data: str, conforms: str
) -> None:
    answer = sent(site, data, SHAPES)
    assert rules(answer) == ({"Person-age"} if conforms == "false" else set())
    assert answer.headers["x-conforms"] == conforms


def test_a_graph_of_the_release_is_held_to_the_rules_beside_the_others(
    site: httpx.Client,
) -> None:
    answer = site.post("/validate", params={"graph": SOURCE})
    assert answer.json()["counts"]["violation"] == 0
    assert {"EventShape-place", "EventShape-time"} <= rules(answer)


@pytest.mark.parametrize(("place", "broken"), [("oslo", False), ("nowhere", True)])
def test_data_may_name_what_the_release_has(
    site: httpx.Client, place: str, broken: bool
) -> None:
    name = f"<https://w3id.org/hrsolidarity/id/place/{place}>"
    data = f"{HEAD}ev:vigil a hs:Event ; hs:place {name} .\n"
    answer = site.post("/validate", content=data, headers=TURTLE)
    assert ("EventShape-placeRange" in rules(answer)) is broken


def test_a_graph_that_is_not_there_is_not_found(site: httpx.Client) -> None:
    answer = site.post("/validate", params={"graph": f"{SOURCE}/quotations"})
    assert answer.status_code == 404


def is_turtle(content: bytes) -> bool:
    quads = parse(content, RdfFormat.TURTLE)
    return SH.ValidationReport in {quad.object for quad in quads}


@pytest.mark.parametrize(
    ("accept", "media_type", "is_one"),
    [
        (
            "application/json",
            "application/json",
            lambda it: "findings" in json.loads(it),
        ),
        (
            "application/sarif+json",
            "application/sarif+json",
            lambda it: json.loads(it)["version"] == "2.1.0",
        ),
        ("text/turtle", "text/turtle; charset=utf-8", is_turtle),
        (
            "text/csv",
            "text/csv; charset=utf-8",
            lambda it: len(list(csv.reader(io.StringIO(it.decode())))) == 2,
        ),
        (
            "application/xml",
            "application/xml",
            lambda it: b"<testsuites" in it,
        ),
        ("text/html", "text/html; charset=utf-8", lambda it: b"</html>" in it),
        ("*/*", "application/json", lambda it: "findings" in json.loads(it)),
    ],
)
def test_the_report_comes_in_the_form_that_is_accepted(
    site: httpx.Client, accept: str, media_type: str, is_one: Any
) -> None:
    answer = sent(site, PERSON, SHAPES, Accept=accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert is_one(answer.content)


@pytest.mark.parametrize(
    ("request_", "status", "said"),
    [
        ({}, 400, "send data in the body, or name one graph=IRI"),
        (
            {"content": EVENT, "headers": TURTLE, "params": {"graph": SOURCE}},
            400,
            "one of them",
        ),
        (
            {"content": "x", "headers": {"Content-Type": "application/pdf"}},
            415,
            "text/turtle",
        ),
        (
            {"content": EVENT, "headers": {**TURTLE, "Accept": "image/png"}},
            406,
            "application/sarif+json",
        ),
        (
            {"content": EVENT, "headers": TURTLE, "params": {"format": "sarf"}},
            400,
            "did you mean sarif",
        ),
        ({"files": {"rules": ("a", "", "text/turtle")}}, 400, "a part 'rules'"),
        ({"files": {"shapes": ("a", "", "text/turtle")}}, 400, "no part 'data'"),
    ],
)
def test_what_cannot_be_validated_is_told(
    site: httpx.Client, request_: dict[str, Any], status: int, said: str
) -> None:
    answer = site.post("/validate", **request_)
    assert answer.status_code == status
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    ("data", "shapes", "place", "said"),
    [
        (f"{HEAD}ex:a ex:b ;;; .", SHAPES, ("the data", 6), "Turtle"),
        (
            ADULT,
            f"{HEAD}ex:S a sh:NodeShape ; sh:minCounts 1 .",
            ("the shapes", 6),
            "minCounts",
        ),
        (ADULT, f"{HEAD}ex:a ex:b ex:c .", ("the shapes", 1), "no shapes"),
        ("", SHAPES, ("the data", 1), "no statements"),
        (
            ADULT,
            f"{SHAPES}ex: <http://www.w3.org/2002/07/owl#imports> "
            "<file:///etc/passwd> .",
            ("the shapes", 15),
            "nothing is fetched",
        ),
    ],
    ids=["data", "shapes", "no-shapes", "no-data", "import"],
)
def test_faults_of_what_is_sent_are_in_the_report(
    site: httpx.Client, data: str, shapes: str, place: tuple[str, int], said: str
) -> None:
    answer = sent(site, data, shapes)
    assert answer.status_code == 200
    assert answer.headers["x-conforms"] == "false"
    [fault, *_] = answer.json()["faults"]
    assert (fault["file"], fault["line"]) == place
    assert said in fault["message"]


def test_json_ld_that_names_a_context_fetches_nothing(site: httpx.Client) -> None:
    content = json.dumps({"@context": "http://127.0.0.1:1/context", "@id": "urn:a"})
    headers = {"Content-Type": "application/ld+json"}
    answer = site.post("/validate", content=content, headers=headers)
    assert answer.status_code == 200
    assert "would have to be fetched" in answer.json()["faults"][0]["message"]


def test_what_breaks_the_parser_ends_one_process_and_no_more(
    site: httpx.Client,
) -> None:
    nested = f"{HEAD}ex:a ex:b {'<<( ' * 40_000}"
    answer = site.post("/validate", content=nested, headers=TURTLE)
    assert answer.status_code in {200, 422}
    assert answer.status_code == 422 or answer.headers["x-conforms"] == "false"
    assert sent(site, ADULT, SHAPES).headers["x-conforms"] == "true"


def test_other_formats_are_read(site: httpx.Client) -> None:
    event = NamedNode("https://w3id.org/hrsolidarity/id/event/vigil")
    line = f"{event} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> " + (
        "<https://w3id.org/hrsolidarity/ontology#Event> .\n"
    )
    headers = {"Content-Type": "application/n-triples"}
    answer = site.post("/validate", content=line, headers=headers)
    assert "EventShape-label" in rules(answer)


def test_the_examiner_looks_for_the_rules_where_they_are_written() -> None:
    assert examiner.SHAPES_FILE == SHAPES_FILE
