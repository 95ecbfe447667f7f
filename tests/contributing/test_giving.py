"""Giving a graph over HTTP: what is told, what is kept, who may, and how much."""

import pytest
from pyoxigraph import RdfFormat, parse

from kg.contributing.drawer import CONTENT
from kg.contributing.inbox import Inbox
from kg.contributing.submission import Decision, State
from tests.api.conftest import ROOT
from tests.contributing.conftest import ARCHIVE, GRAPH, KEYS, SPACE, Partner

BROKEN = ARCHIVE.replace("hs:orgType ot:ngo .", "hs:orgType ot:nogo .")


def test_a_graph_in_order_waits(ngo: Partner, inbox: Inbox) -> None:
    answer = ngo.give()
    assert answer.status_code == 202, answer.text
    said = answer.json()
    assert (said["graph"], said["revision"], said["state"]) == (GRAPH, 1, "waiting")
    assert (said["statements"], said["findings"]["violation"]) == (5, 0)
    assert said["report"]["faults"] == []
    assert answer.headers["cache-control"] == "no-store"
    last = inbox.last("ngo", GRAPH)
    assert inbox.drawer("ngo", GRAPH).read(last, CONTENT) == ARCHIVE.encode()
    assert ngo.http.get(answer.headers["location"]).json() == said


def test_the_same_graph_once_more_changes_nothing(ngo: Partner) -> None:
    first, second = ngo.give(), ngo.give()
    assert (first.status_code, second.status_code) == (202, 200)
    assert second.json() == first.json()
    third = ngo.give(ARCHIVE.replace("Archive of", "Archives of"))
    assert third.status_code == 202
    assert [(it["revision"], it["state"]) for it in third.json()["earlier"]] == [
        (1, "replaced")
    ]


def test_what_breaks_a_rule_is_told_and_not_kept(ngo: Partner, inbox: Inbox) -> None:
    answer = ngo.give(BROKEN)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"].endswith("#graph-refused")
    [violation] = [it for it in problem["findings"] if it["severity"] == "Violation"]
    assert (violation["line"], violation["column"]) == (5, 1)
    assert violation["name"] == "OrganisationShape-orgType"
    assert inbox.all() == []


@pytest.mark.parametrize(
    ("accept", "media_type", "said"),
    [
        ("text/turtle", "text/turtle; charset=utf-8", b"sh:ValidationReport"),
        ("application/sarif+json", "application/sarif+json", b'"version": "2.1.0"'),
        ("text/plain", "text/plain; charset=utf-8", b"the graph:5:1"),
        ("text/html", "text/html; charset=utf-8", b"<html"),
        ("application/json", "application/problem+json", b"graph-refused"),
        ("image/png", "application/problem+json", b"graph-refused"),
    ],
)
def test_the_report_comes_as_it_is_asked_for(
    ngo: Partner, accept: str, media_type: str, said: bytes
) -> None:
    answer = ngo.give(BROKEN, Accept=accept)
    assert (answer.status_code, answer.headers["content-type"]) == (422, media_type)
    assert said in answer.content
    assert str(ROOT.parent).encode() not in answer.content
    assert b"/releases/" not in answer.content


def test_the_report_on_what_waits_is_rdf_too(ngo: Partner) -> None:
    ngo.give()
    answer = ngo.ask(Accept="text/turtle")
    assert answer.status_code == 200
    found = {
        quad.predicate.value.rpartition("#")[2]
        for quad in parse(answer.content, RdfFormat.TURTLE)
    }
    assert "conforms" in found


REFUSED = [
    pytest.param(
        "<urn:a> a <https://w3id.org/hrsolidarity/ontology#Judgement> .",
        (1, 11, "hs:Judgement"),
        id="judgement",
    ),
    pytest.param(
        "\n<https://w3id.org/hrsolidarity/graph/editorial> <urn:p> 1 .",
        (2, 57, "graph:editorial"),
        id="about-a-graph-of-ours",
    ),
    pytest.param(
        "<https://w3id.org/hrsolidarity/id/place/oslo> <urn:p> 1 .",
        (1, 55, "pl:oslo"),
        id="about-a-thing-of-ours",
    ),
    pytest.param(
        "<urn:a> <http://www.w3.org/2002/07/owl#sameAs> "
        "<https://w3id.org/hrsolidarity/id/place/oslo> .",
        (1, 48, "owl:sameAs to a thing of ours"),
        id="identity",
    ),
    pytest.param(
        "<file:///etc/passwd> <urn:p> 1 .", (1, 30, "a relative IRI"), id="file"
    ),
    pytest.param("<urn:a> <urn:p> ", (1, 17, ""), id="syntax"),
    pytest.param("", (1, 1, "no statements"), id="empty"),
]


@pytest.mark.parametrize(("text", "where"), REFUSED)
def test_what_may_not_be_said_is_told_at_its_line(
    ngo: Partner, text: str, where: tuple[int, int, str]
) -> None:
    answer = ngo.give(text)
    assert answer.status_code == 422
    [fault] = answer.json()["faults"]
    line, column, found = where
    assert (fault["line"], fault["column"]) == (line, column)
    assert found in fault["message"]


def test_quads_are_of_the_graph_that_is_given(ngo: Partner) -> None:
    trig = {"Content-Type": "application/trig"}
    own = f"<{GRAPH}> {{ <urn:a> <urn:p> 1 }}"
    assert ngo.give(own, **trig).status_code == 202
    meta = "<https://w3id.org/hrsolidarity/graph/meta>"
    answer = ngo.give(f"{own}\n{meta} {{ <urn:a> <urn:p> 2 }}", **trig)
    assert answer.status_code == 422
    [fault] = answer.json()["faults"]
    assert (fault["line"], fault["message"].split(";")[0]) == (
        2,
        "found a statement in the graph graph:meta",
    )


def test_iris_are_relative_to_the_graph(ngo: Partner, inbox: Inbox) -> None:
    assert ngo.give("<thing> <urn:p> <#part> .").status_code == 202
    [waiting] = inbox.all()
    lines = inbox.drawer("ngo", GRAPH).read(waiting, "statements.nt")
    assert lines.decode() == f"<{SPACE}thing> <urn:p> <{GRAPH}#part> .\n"


def test_people_are_counted_and_withheld(ngo: Partner) -> None:
    person = (
        "<urn:x:them> a <http://xmlns.com/foaf/0.1/Person> ; "
        '<http://xmlns.com/foaf/0.1/name> "Zwetschgen Zimt" .\n'
    )
    said = ngo.give(ARCHIVE + person).json()
    assert said["withheld"] == {"about a person": 2}
    assert said["report"]["notes"] == ["withheld: 2 statements about a person"]


def test_post_gives_a_graph_that_there_was_not(ngo: Partner) -> None:
    turtle = {"Content-Type": "text/turtle"}
    made = ngo.http.post("/inbox", content=ARCHIVE, headers=turtle)
    assert made.status_code == 202
    assert made.json()["graph"].startswith(SPACE)
    again = ngo.http.post("/inbox", content=ARCHIVE, headers=turtle)
    assert (again.status_code, again.json()) == (200, made.json())
    named = {"graph": made.json()["graph"]}
    changed = ARCHIVE.replace("Archive of", "Archives of")
    more = ngo.http.post("/inbox", params=named, content=changed, headers=turtle)
    assert more.status_code == 409
    assert "PUT all of it" in more.json()["detail"]


def test_what_waits_can_be_taken_back(ngo: Partner, inbox: Inbox) -> None:
    ngo.give()
    assert ngo.take_back().status_code == 204
    assert ngo.ask().json()["state"] == "withdrawn"
    assert ngo.take_back().status_code == 409
    assert list(inbox.folder.rglob(CONTENT)) == []
    assert ngo.give().json()["revision"] == 2


def test_a_partner_reads_why_and_not_who(ngo: Partner, inbox: Inbox) -> None:
    ngo.give()
    time = "2026-11-23T13:00:00Z"
    decision = Decision(State.REJECTED, time, "Kari Nordmann", "Ask them first.")
    inbox.decide("ngo", GRAPH, 1, decision)
    answer = ngo.ask()
    said = answer.json()
    assert (said["state"], said["decided"], said["reason"]) == (
        "rejected",
        time,
        "Ask them first.",
    )
    assert "Kari" not in answer.text
    assert ngo.take_back().status_code == 409


@pytest.mark.parametrize(
    ("name", "graph", "status"),
    [
        pytest.param("", GRAPH, 401, id="no-key"),
        pytest.param("curator", GRAPH, 403, id="key-of-another-right"),
        pytest.param("other", GRAPH, 403, id="namespace-of-another"),
        pytest.param("ngo", SPACE, 403, id="the-namespace-itself"),
        pytest.param("ngo", "https://ngo.example/date", 403, id="beside-it"),
        pytest.param("ngo", "archive", 400, id="relative"),
        pytest.param("ngo", SPACE + "x" * 2000, 400, id="too-long"),
    ],
)
def test_only_partners_give_and_only_below_their_namespace(
    ngo: Partner, name: str, graph: str, status: int
) -> None:
    ngo.http.headers["Authorization"] = f"Bearer {KEYS[name].secret}" if name else "x"
    answers = (ngo.give(graph=graph), ngo.ask(graph), ngo.take_back(graph))
    assert [it.status_code for it in answers] == [status] * 3
    assert all(it.json()["detail"] for it in answers)


def test_a_partner_is_told_of_all_its_graphs(ngo: Partner) -> None:
    ngo.give()
    ngo.give("<urn:a> <urn:p> 1 .", graph=f"{SPACE}second")
    said = ngo.http.get("/inbox").json()
    assert (said["partner"], said["namespace"]) == ("ngo", SPACE)
    assert [it["graph"] for it in said["graphs"]] == [GRAPH, f"{SPACE}second"]


def test_a_graph_without_a_name_cannot_be_put(ngo: Partner) -> None:
    turtle = {"Content-Type": "text/turtle"}
    for query in ("", "?default", f"?graph={GRAPH}&graph={GRAPH}2"):
        answer = ngo.http.put(f"/inbox{query}", content=ARCHIVE, headers=turtle)
        assert answer.status_code == 400, query


def test_a_graph_is_looked_at_beside_what_it_leads_to(ngo: Partner) -> None:
    place = "https://w3id.org/hrsolidarity/id/place/"
    country = "https://w3id.org/hrsolidarity/ontology#country"
    for name, violations in (("norway", 0), ("atlantis", 1)):
        text = f"{ARCHIVE}<{SPACE}prizes> <{country}> <{place}{name}> ."
        answer = ngo.give(text).json()
        counts = answer.get("findings") if violations == 0 else answer["counts"]
        assert counts["violation"] == violations, answer


def test_one_of_the_same_name_is_told_to_the_curator(ngo: Partner) -> None:
    namesake = ARCHIVE.replace("Archive of Zwetschgen", "Rafto Foundation")
    found = ngo.give(namesake).json()["report"]["findings"]
    assert "AgentShape-duplicateLabel" in [it["name"] for it in found]
