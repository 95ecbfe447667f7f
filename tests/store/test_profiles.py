"""Engines are told apart by what they say of themselves."""

import pytest

from kg.errors import QueryRefusedError
from kg.settings import PROFILES as CHOICES
from kg.store.remote.profiles import AUTO, PROFILES, recognise


@pytest.mark.parametrize(
    ("headers", "description", "name"),
    [
        ({"server": "Oxigraph/0.5.13"}, "", "oxigraph"),
        ({"server": "Virtuoso/07.20.3229 (Linux) x86_64"}, "", "virtuoso"),
        ({"server": "Apache Jena Fuseki (5.2.0)"}, "", "fuseki"),
        ({"fuseki-request-id": "7"}, "", "fuseki"),
        ({"server": "GraphDB/10.8.0 RDF4J/4.3.15"}, "", "graphdb"),
        ({"server": "Jetty"}, "<http://www.bigdata.com/rdf#/features/>", "blazegraph"),
        ({"server": "Stardog"}, "", "stardog"),
        ({}, "QLever: a SPARQL engine", "qlever"),
        ({"server": "nginx", "via": "1.1 proxy"}, "<h1>Hello</h1>", "generic"),
    ],
)
def test_an_engine_is_recognised(
    headers: dict[str, str], description: str, name: str
) -> None:
    assert recognise(headers, description).name == name


def test_every_profile_can_be_set() -> None:
    assert set(CHOICES) == {AUTO, *PROFILES}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (bif:file_to_string('/etc/passwd') AS ?x) {}",
        "SELECT (<bif:http_get>('http://127.0.0.1') AS ?x) {}",
        "SELECT (SQL :x() AS ?x) {}",
    ],
)
def test_what_reaches_past_sparql_is_refused(query: str) -> None:
    with pytest.raises(QueryRefusedError, match="reaches into Virtuoso"):
        PROFILES["virtuoso"].require(query)
    PROFILES["oxigraph"].require(query)
