"""What is asked of answers beyond the W3C's suites: terms, tables, versions, tags."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.publishing.release import switch
from tests.api.conftest import make_release, serving

pytestmark = pytest.mark.slow

E = "http://example.org/"
TEXT = 'tab\there, "quote"\nnext'
TRIPLE = f"<<( <{E}a> <{E}b> 'c' )>>"


def quads() -> Iterator[Quad]:
    inner, described = BlankNode("inner"), NamedNode(f"{E}described")
    yield Quad(NamedNode(f"{E}text"), NamedNode(f"{E}is"), Literal(TEXT))
    yield Quad(described, NamedNode(f"{E}has"), inner)
    yield Quad(inner, NamedNode(f"{E}holds"), Literal("what is inside"))
    yield Quad(NamedNode(f"{E}other"), NamedNode(f"{E}sees"), described)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    build = tmp_path_factory.mktemp("build")
    switch(build, make_release(build, "terms", quads()))
    return build


@pytest.fixture(scope="module")
def terms(held: Path) -> Iterator[httpx.Client]:
    with serving(held) as server, httpx.Client(base_url=server.url) as client:
        yield client


@pytest.mark.parametrize(
    ("term", "written"),
    [
        pytest.param(
            "'x'@nb",
            {"type": "literal", "value": "x", "xml:lang": "nb"},
            id="language",
        ),
        pytest.param(
            "'x'@nb--ltr",
            {"type": "literal", "value": "x", "xml:lang": "nb", "its:dir": "ltr"},
            id="direction",
        ),
        pytest.param(
            "7",
            {
                "type": "literal",
                "value": "7",
                "datatype": "http://www.w3.org/2001/XMLSchema#integer",
            },
            id="datatype",
        ),
        pytest.param(
            TRIPLE,
            {
                "type": "triple",
                "value": {
                    "subject": {"type": "uri", "value": f"{E}a"},
                    "predicate": {"type": "uri", "value": f"{E}b"},
                    "object": {"type": "literal", "value": "c"},
                },
            },
            id="triple",
        ),
    ],
)
def test_a_term_is_written_whole(
    terms: httpx.Client, term: str, written: dict[str, object]
) -> None:
    reply = terms.get("/sparql", params={"query": f"SELECT ({term} AS ?x) {{}}"})
    assert reply.json()["results"]["bindings"] == [{"x": written}]


@pytest.mark.parametrize(
    ("form", "table"),
    [
        pytest.param(
            "csv", 'x,y\r\n"tab\there, ""quote""\nnext",\r\n', id="csv-quotes-and-crlf"
        ),
        pytest.param(
            "tsv", '?x\t?y\n"tab\\there, \\"quote\\"\\nnext"\t\n', id="tsv-escapes"
        ),
    ],
)
def test_tables_keep_tabs_quotes_and_line_ends(
    terms: httpx.Client, form: str, table: str
) -> None:
    query = f"SELECT ?x ?y {{ <{E}text> <{E}is> ?x }}"
    reply = terms.get("/sparql", params={"query": query, "format": form})
    assert reply.content.decode() == table


@pytest.mark.parametrize(
    ("query", "names"),
    [
        pytest.param("SELECT ?z ?a { ?a <x:y> ?z }", ["z", "a"], id="named"),
        pytest.param("SELECT * {}", [], id="none"),
    ],
)
def test_columns_come_in_the_order_of_the_query(
    terms: httpx.Client, query: str, names: list[str]
) -> None:
    reply = terms.get("/sparql", params={"query": query})
    assert reply.json()["head"]["vars"] == names


def test_describe_follows_blank_nodes(terms: httpx.Client) -> None:
    query = {"query": f"DESCRIBE <{E}described>", "format": "ntriples"}
    lines = terms.get("/sparql", params=query).text.splitlines()
    assert len(lines) == 2
    assert any("what is inside" in line for line in lines)


def test_sparql_1_2_may_be_named(terms: httpx.Client) -> None:
    typed = {"Content-Type": "application/sparql-query; version=1.2"}
    replies = (
        terms.get("/sparql", params={"query": 'VERSION "1.2" ASK {}'}),
        terms.get("/sparql", params={"query": "ASK {}", "version": "1.2"}),
        terms.post("/sparql", content="ASK {}", headers=typed),
    )
    assert [reply.json()["boolean"] for reply in replies] == [True, True, True]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ("turtle", 200),
        ("ntriples", 200),
        ("rdfxml", 200),
        ("trig", 200),
        ("nquads", 200),
        ("jsonld", 406),
    ],
)
def test_triples_in_triples_are_written_or_refused(
    terms: httpx.Client, form: str, status: int
) -> None:
    query = f"CONSTRUCT {{ <{E}s> <{E}p> {TRIPLE} }} {{}}"
    reply = terms.get("/sparql", params={"query": query, "format": form})
    assert reply.status_code == status


def test_other_origins_may_send_a_key(terms: httpx.Client) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization",
    }
    for path in ("/sparql", "/graphs"):
        reply = terms.options(path, headers=asked)
        assert reply.status_code == 200
        assert reply.headers["access-control-allow-headers"] == "authorization"


def test_tags_outlive_the_service(held: Path, terms: httpx.Client) -> None:
    addresses = ("/sparql?query=ASK{}", "/graphs?default")
    first = [terms.get(address).headers["etag"] for address in addresses]
    with serving(held) as server, httpx.Client(base_url=server.url) as again:
        second = [again.get(address).headers["etag"] for address in addresses]
    assert first == second
