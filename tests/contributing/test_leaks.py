"""Nothing of what waits is told to anybody but the partner who gave it."""

import logging
from urllib.parse import quote

import pytest

from kg.contributing.inbox import TRAIL, Inbox
from tests.api.conftest import Server
from tests.contributing.conftest import ARCHIVE, GRAPH, KEYS, MARK, Partner

EVERYTHING = quote("SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
NAMED = quote(GRAPH, safe="")
PLACES = [
    f"/sparql?query={EVERYTHING}&format=json",
    f"/graphs?graph={NAMED}",
    "/graphs?default",
    f"/suggest?prefix={MARK[:5]}",
    "/organisations.json?limit=1000",
    f"/timemap/{GRAPH}",
    "/dataset.ttl",
    "/.well-known/void",
    "/feed.json",
    "/dumps/latest/graph.nq",
    "/quality",
    "/metrics",
    "/health",
    "/openapi.json",
    "/",
    "/inbox",
    f"/inbox?graph={NAMED}",
    f"/inbox/{GRAPH}",
]
JSON = {"Accept": "application/json"}
SECRETS = (MARK, "ngo.example/data/archive", "ngo-2026")


@pytest.mark.parametrize("who", ["", "other"])
def test_nobody_else_is_told_of_what_waits(
    server: Server, ngo: Partner, who: str
) -> None:
    assert ngo.give().status_code == 202
    stranger = Partner(server, who)
    for place in PLACES:
        answer = stranger.http.get(place)
        told = answer.text.replace(quote(GRAPH, safe=""), "").replace(GRAPH, "")
        assert [it for it in SECRETS if it in told] == [], place
    for word, is_found in ((MARK, False), ("Rafto", True)):
        answer = stranger.http.get("/search", params={"q": word}, headers=JSON)
        assert (word in str(answer.json()["found"])) is is_found
    stranger.http.close()


def test_a_graph_that_waits_cannot_be_validated_or_queried_by_name(
    server: Server, ngo: Partner
) -> None:
    ngo.give()
    stranger = Partner(server)
    assert stranger.http.post(f"/validate?graph={NAMED}").status_code == 404
    asked = {"query": f"ASK {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}", "format": "json"}
    assert stranger.http.get("/sparql", params=asked).json()["boolean"] is False
    stranger.http.close()


def test_whether_a_graph_of_another_is_there_is_not_told(
    server: Server, ngo: Partner
) -> None:
    ngo.give()
    other = Partner(server, "other")
    there, missing = other.ask(), other.ask(f"{GRAPH}-that-is-not-there")
    assert there.status_code == missing.status_code == 403
    assert there.json() == missing.json()
    other.http.close()


def test_nothing_of_it_is_logged(
    ngo: Partner, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert ngo.give().status_code == 202
        assert ngo.give(ARCHIVE.replace("ot:ngo", "ot:nogo")).status_code == 422
        ngo.take_back()
    ours = [it for it in caplog.records if not it.name.startswith(("uvicorn", "httpx"))]
    logged = " ".join(it.getMessage() for it in ours)
    assert [it for it in (*SECRETS, KEYS["ngo"].secret) if it in logged] == []
    trail = (inbox.folder / TRAIL).read_text("utf-8")
    assert trail.count("\n") == 3
    assert MARK not in trail
    assert KEYS["ngo"].secret not in trail
