"""One suite for both stores: embedded, and a real server asked over HTTP."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import (
    KgError,
    NotAcceptableError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTooComplexError,
    SetupError,
    UnexpectedValueError,
)
from kg.rdf.formats import CSV, JSON, N_TRIPLES, RDF_XML, TSV, TURTLE, XML, Format
from kg.store.oxigraph import OxigraphStore
from kg.store.protocol import STORED, Dataset, Store
from kg.store.remote.store import RemoteStore

pytestmark = pytest.mark.slow

E = "http://example.org/"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def server(store_path: Path) -> Iterator[str]:
    """A real SPARQL server over the same data: the `oxigraph` of the environment."""
    port = free_port()
    binary = Path(sys.executable).parent / "oxigraph"
    process = subprocess.Popen(
        [
            *(str(binary), "serve-read-only", "--location", str(store_path)),
            *("--bind", f"127.0.0.1:{port}"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}/query"
    try:
        wait_for(f"{url}?query=ASK%7B%7D")
        yield url
    finally:
        process.kill()
        process.wait()


def wait_for(url: str) -> None:
    for _ in range(100):
        try:
            httpx.get(url, timeout=1)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(url)


@pytest.fixture(scope="module", params=["embedded", "remote"])
def store(request: pytest.FixtureRequest, store_path: Path) -> Store:
    if request.param == "embedded":
        return OxigraphStore(store_path)
    return RemoteStore(request.getfixturevalue("server"), seconds=20)


def test_select_lists_rows_of_terms(store: Store) -> None:
    query = f"SELECT ?s ?n ?none {{ ?s <{E}name> ?n }} ORDER BY ?s LIMIT 1"
    assert store.select(query) == [
        {
            "s": NamedNode(f"{E}person/0"),
            "n": Literal("Person 0 «é»", language="en"),
        }
    ]


@pytest.mark.parametrize(
    ("expression", "term"),
    [
        pytest.param("1", Literal(1), id="integer"),
        pytest.param("true", Literal(True), id="boolean"),
        pytest.param("'a\\n\"b\\\\'", Literal('a\n"b\\'), id="escapes"),
        pytest.param("'x'@nb", Literal("x", language="nb"), id="language"),
        pytest.param(
            "'XXXX-01-16'^^<http://id.loc.gov/datatypes/edtf/EDTF>",
            Literal(
                "XXXX-01-16",
                datatype=NamedNode("http://id.loc.gov/datatypes/edtf/EDTF"),
            ),
            id="datatype",
        ),
    ],
)
def test_terms_are_the_same_in_both(
    store: Store, expression: str, term: Literal
) -> None:
    assert store.select(f"SELECT ({expression} AS ?x) {{}}") == [{"x": term}]


def test_a_query_with_comments_before_and_in_it_is_read_as_it_is(store: Store) -> None:
    query = "# In addition, DELETE nothing\n# INSERT neither\nselect (1 as ?x) {} #x"
    assert store.select(query) == [{"x": Literal(1)}]


@pytest.mark.parametrize(
    ("query", "iri"),
    [
        pytest.param(
            "SELECT (<id/place/oslo> AS ?x) {}",
            "https://w3id.org/hrsolidarity/id/place/oslo",
            id="ours",
        ),
        pytest.param(
            "BASE <http://e/f/> SELECT (<g> AS ?x) {}", "http://e/f/g", id="its-own"
        ),
        pytest.param("SELECT (<urn:x#a> AS ?x) {}", "urn:x#a", id="absolute"),
    ],
)
def test_relative_iris_are_relative_to_our_base(
    store: Store, query: str, iri: str
) -> None:
    assert store.select(query) == [{"x": NamedNode(iri)}]


def test_long_queries_arrive(store: Store) -> None:
    values = " ".join(f"<{E}person/{number}>" for number in range(500))
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?s {{ {values} }} ?s <{E}name> ?n_ }}"
    assert store.select(query) == [{"n": Literal(500)}]


@pytest.mark.parametrize(("pattern", "truth"), [("?s ?p ?o", True), ("?s ?p 1", False)])
def test_ask_answers(store: Store, pattern: str, truth: bool) -> None:
    assert store.ask(f"ASK {{ {pattern} }}") is truth


def test_construct_yields_triples(store: Store) -> None:
    query = f"CONSTRUCT {{ ?s <{E}p> 'é' }} {{ ?s <{E}name> ?n }} LIMIT 1"
    assert [triple.object for triple in store.construct(query)] == [Literal("é")]


def test_describe_yields_triples(store: Store) -> None:
    described = set(store.construct(f"DESCRIBE <{E}person/0>"))
    subject = NamedNode(f"{E}person/0")
    assert Triple(subject, NamedNode(f"{E}knows"), subject) in described


@pytest.mark.parametrize(
    ("query", "written", "expected"),
    [
        pytest.param(
            "SELECT (1 AS ?a) (<http://e/> AS ?b) {}",
            CSV,
            "a,b\r\n1,http://e/\r\n",
            id="csv",
        ),
        pytest.param(
            "SELECT (1 AS ?a) (<http://e/> AS ?b) {}",
            TSV,
            "?a\t?b\n1\t<http://e/>\n",
            id="tsv",
        ),
        pytest.param("ASK {}", CSV, "boolean\r\ntrue\r\n", id="ask-csv"),
        pytest.param("ASK {}", JSON, '{"head":{},"boolean":true}', id="ask-json"),
        pytest.param(
            "ASK {}",
            XML,
            '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/'
            'sparql-results#"><head></head><boolean>true</boolean></sparql>',
            id="ask-xml",
        ),
        pytest.param(
            "CONSTRUCT { <http://e/s> <http://e/p> 1 } {}",
            TURTLE,
            "<http://e/s> <http://e/p> 1 .\n",
            id="turtle",
        ),
        pytest.param(
            "CONSTRUCT { <http://e/s> <http://e/p> 'é' } {}",
            N_TRIPLES,
            '<http://e/s> <http://e/p> "é" .\n',
            id="ntriples",
        ),
    ],
)
def test_answers_are_the_same_bytes_in_both(
    store: Store, query: str, written: Format, expected: str
) -> None:
    assert b"".join(store.answer(query, written)).decode() == expected


@pytest.mark.parametrize(
    ("dataset", "names"),
    [
        pytest.param(Dataset(default=(f"{E}g1",)), ["g1"], id="default"),
        pytest.param(Dataset(named=(f"{E}g1",)), ["named g1"], id="named"),
        pytest.param(
            Dataset((f"{E}g2",), (f"{E}g1", f"{E}g2")),
            ["g2", "named g1", "named g2"],
            id="both",
        ),
        pytest.param(STORED, ["named g1"], id="from-clauses"),
    ],
)
def test_the_dataset_asked_for_overrides_from(
    store: Store, dataset: Dataset, names: list[str]
) -> None:
    query = """
    PREFIX e: <http://example.org/>
    SELECT ?name FROM NAMED e:g1 {
      { ?s e:name ?name }
      UNION { GRAPH ?g { ?s e:name ?n } BIND(CONCAT("named ", ?n) AS ?name) }
    } ORDER BY ?name"""
    table = b"".join(store.answer(query, CSV, dataset)).decode()
    assert table.split("\r\n")[1:-1] == names


@pytest.mark.parametrize(
    ("query", "written", "error"),
    [
        pytest.param("SELECT * {", CSV, QuerySyntaxError, id="syntax"),
        pytest.param("SELECT * { ?s x:y ?o }", CSV, QuerySyntaxError, id="prefix"),
        pytest.param("DROP ALL", CSV, QueryRefusedError, id="update"),
        pytest.param(
            "SELECT * { SERVICE <http://127.0.0.1:1/> {} }",
            CSV,
            QueryRefusedError,
            id="service",
        ),
        pytest.param(
            "SELECT * " + "{" * 300 + "}" * 300, CSV, QueryTooComplexError, id="depth"
        ),
        pytest.param("SELECT * {}", RDF_XML, NotAcceptableError, id="format"),
        pytest.param("CONSTRUCT {} {}", CSV, NotAcceptableError, id="graph-as-csv"),
    ],
)
def test_faults_are_the_same_in_both(
    store: Store, query: str, written: Format, error: type[KgError]
) -> None:
    with pytest.raises(error):
        list(store.answer(query, written))


@pytest.mark.parametrize("method", ["select", "ask", "construct"])
def test_a_method_answers_its_own_form_alone(store: Store, method: str) -> None:
    query = "ASK {}" if method != "ask" else "SELECT * {}"
    with pytest.raises(QuerySyntaxError):
        getattr(store, method)(query)


def test_a_graph_that_is_no_iri_is_refused(store: Store) -> None:
    with pytest.raises((UnexpectedValueError, QuerySyntaxError)):
        list(store.answer("ASK {}", CSV, Dataset(default=("no iri",))))


def test_quads_in_memory_are_a_store_too() -> None:
    s, p, g = NamedNode(f"{E}s"), NamedNode(f"{E}p"), NamedNode(f"{E}g")
    held = OxigraphStore.of_quads([Quad(s, p, Literal(1)), Quad(s, p, Literal(2), g)])
    assert held.select("SELECT ?o { ?s ?p ?o }") == [{"o": Literal(1)}]
    assert held.ask("ASK { GRAPH ?g { ?s ?p 2 } }")


def test_a_directory_without_a_store_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="is not a readable store"):
        OxigraphStore(tmp_path / "none")


@pytest.mark.parametrize(
    ("query", "dataset"),
    [
        pytest.param("", Dataset((f"{E}g", f"{E}h")), id="of-the-request"),
        pytest.param("FROM <http://example.org/g> FROM e:h", STORED, id="of-the-query"),
        pytest.param(
            "FROM <h> FROM NAMED e:g FROM <http://example.org/g>", STORED, id="relative"
        ),
    ],
)
def test_a_triple_of_two_graphs_is_one_triple_of_their_merge(
    query: str, dataset: Dataset
) -> None:
    s, p = NamedNode(f"{E}s"), NamedNode(f"{E}p")
    g, h = NamedNode(f"{E}g"), NamedNode(f"{E}h")
    store = OxigraphStore.of_quads(
        [
            Quad(s, p, Literal("in both"), g),
            Quad(s, p, Literal("in both"), h),
            Quad(s, p, Literal("in one"), h),
            Quad(s, p, Literal("in neither")),
        ]
    )
    text = f"BASE <{E}> PREFIX e: <> SELECT (COUNT(*) AS ?n) {query} {{ ?s ?p ?o }}"
    assert b"".join(store.answer(text, CSV, dataset)) == b"n\r\n2\r\n"


def test_graphs_named_beside_a_merge_can_be_asked() -> None:
    s, p, g = NamedNode(f"{E}s"), NamedNode(f"{E}p"), NamedNode(f"{E}g")
    store = OxigraphStore.of_quads([Quad(s, p, Literal(1), g)])
    dataset = Dataset((f"{E}g", f"{E}h"), (f"{E}g",))
    query = "SELECT ?g { GRAPH ?g { ?s ?p ?o } ?s ?p ?o }"
    assert b"".join(store.answer(query, CSV, dataset)).decode() == f"g\r\n{E}g\r\n"
