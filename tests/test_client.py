"""The researchers' client, and the clients they use already, against a real server."""

import datetime
from collections.abc import Iterator

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from kg.client import Graph, Iri, Text
from kg.errors import (
    NotAcceptableError,
    QueryError,
    QueryRefusedError,
    QuerySyntaxError,
    UnexpectedValueError,
)
from kg.publishing.release import switch
from kg.rdf.endpoint import LONGEST_GET
from tests.api.conftest import E, Server, make_release, serving

pytestmark = pytest.mark.slow

XSD = "http://www.w3.org/2001/XMLSchema#"
EVENT, DATE = NamedNode(f"{E}event"), NamedNode(f"{XSD}date")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    build = tmp_path_factory.mktemp("build")
    statements = [
        Quad(EVENT, NamedNode(f"{E}label"), Literal("Aksjon", language="nb")),
        Quad(EVENT, NamedNode(f"{E}label"), Literal("Action", language="en")),
        Quad(EVENT, NamedNode(f"{E}on"), Literal("2011-01-16", datatype=DATE)),
        Quad(EVENT, NamedNode(f"{E}size"), Literal(600)),
        Quad(NamedNode(f"{E}other"), NamedNode(f"{E}size"), Literal(25)),
    ]
    switch(build, make_release(build, "first", statements))
    with serving(build) as running:
        yield running


@pytest.fixture
def graph(server: Server) -> Graph:
    return Graph(server.endpoint, seconds=10)


def test_rows_are_values_of_python(graph: Graph) -> None:
    rows = graph.select(
        "PREFIX e: <http://example.org/> SELECT ?event ?size ?on ?label ?none "
        "{ ?event e:size ?size; e:on ?on; e:label ?label } ORDER BY ?label"
    )
    assert rows[0] == {
        "event": Iri(f"{E}event"),
        "size": 600,
        "on": datetime.date(2011, 1, 16),
        "label": "Action",
    }
    label = rows[1]["label"]
    assert isinstance(label, Text)
    assert (label, label.language) == ("Aksjon", "nb")


@pytest.mark.parametrize(
    ("query", "values", "rows"),
    [
        pytest.param(
            f"SELECT ?size {{ ?event <{E}size> ?size }}",
            {"event": Iri(f"{E}other")},
            [{"size": 25}],
            id="iri",
        ),
        pytest.param(
            f"SELECT ?event {{ ?event <{E}label> ?label }}",
            {"label": Text("Aksjon", "nb")},
            [{"event": Iri(f"{E}event")}],
            id="text",
        ),
        pytest.param(
            f"SELECT ?event {{ ?event <{E}size> ?n FILTER(?n > ?least) }}",
            {"least": 100},
            [{"event": Iri(f"{E}event")}],
            id="number",
        ),
        pytest.param(
            f"SELECT ?event {{ ?event <{E}on> ?day }}",
            {"day": datetime.date(2011, 1, 16)},
            [{"event": Iri(f"{E}event")}],
            id="date",
        ),
        pytest.param(
            f"SELECT ?event {{ ?event <{E}label> ?label }}",
            {"label": "} DROP ALL #"},
            [],
            id="injection",
        ),
    ],
)
def test_values_are_bound(
    graph: Graph,
    query: str,
    values: dict[str, Iri | Text | int | datetime.date | str],
    rows: list[dict[str, object]],
) -> None:
    assert graph.select(query, **values) == rows


def test_results_can_be_bound_again(graph: Graph) -> None:
    first = graph.select(f"SELECT ?event {{ ?event <{E}size> 600 }}")[0]
    assert graph.ask(f"ASK {{ ?event <{E}on> ?day }}", **first)


def test_long_queries_are_posted(graph: Graph) -> None:
    query = f"ASK {{}} # {'x' * 2 * LONGEST_GET}"
    assert graph.ask(query)


def test_a_graph_is_one_of_rdflib(graph: Graph) -> None:
    found = graph.construct("DESCRIBE ?event", event=Iri(f"{E}other"))
    other, size = rdflib.URIRef(f"{E}other"), rdflib.URIRef(f"{E}size")
    assert list(found) == [(other, size, rdflib.Literal(25))]


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("SELECT * {", QuerySyntaxError),
        ("ASK {}", QuerySyntaxError),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> {} }", QueryRefusedError),
    ],
)
def test_refusals_are_errors(graph: Graph, query: str, error: type[QueryError]) -> None:
    with pytest.raises(error):
        graph.select(query)


def test_a_syntax_error_keeps_its_place(graph: Graph) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        graph.select("SELECT *\n{ ?s x:y ?o }")
    assert (caught.value.line, caught.value.column) == (2, 6)
    assert caught.value.reason == "prefix x: is not declared"


def test_an_unknown_variable_is_an_error(graph: Graph) -> None:
    with pytest.raises(UnexpectedValueError, match="did you mean event"):
        graph.select("SELECT ?event { ?event ?p ?o }", evnt=Iri(f"{E}event"))


@pytest.mark.parametrize("path", ["/health", "/nothing"])
def test_what_is_no_endpoint_is_an_error(server: Server, path: str) -> None:
    with pytest.raises((QueryError, NotAcceptableError)):
        Graph(f"{server.url}{path}").select("SELECT * {}")


class TestSparqlWrapper:
    """As researchers use it today, with its own parameters and Accept headers."""

    QUERY = f"SELECT ?n {{ <{E}event> <{E}size> ?n }}"

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_json(self, server: Server, method: str) -> None:
        wrapper = SPARQLWrapper(server.endpoint, returnFormat=JSON)
        wrapper.setMethod(method)
        wrapper.setQuery(self.QUERY)
        found = wrapper.queryAndConvert()
        assert found["results"]["bindings"][0]["n"]["value"] == "600"  # type: ignore[index,call-overload]

    def test_xml_is_its_default(self, server: Server) -> None:
        wrapper = SPARQLWrapper(server.endpoint)
        wrapper.setQuery(self.QUERY)
        assert "600" in wrapper.queryAndConvert().toxml()  # type: ignore[union-attr]

    def test_csv(self, server: Server) -> None:
        wrapper = SPARQLWrapper(server.endpoint, returnFormat=CSV)
        wrapper.setQuery(self.QUERY)
        assert wrapper.queryAndConvert() == b"n\r\n600\r\n"

    @pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
    @pytest.mark.parametrize("form", [XML, TURTLE])
    def test_graphs(self, server: Server, form: str) -> None:
        wrapper = SPARQLWrapper(server.endpoint, returnFormat=form)
        wrapper.setQuery(f"CONSTRUCT WHERE {{ ?s <{E}size> ?n }}")
        found = wrapper.queryAndConvert()
        triples = found if form == XML else rdflib.Graph().parse(data=found)  # type: ignore[arg-type]
        assert len(triples) == 2  # type: ignore[arg-type]

    def test_errors(self, server: Server) -> None:
        wrapper = SPARQLWrapper(server.endpoint, returnFormat=JSON)
        wrapper.setQuery("SELECT * {")
        with pytest.raises(QueryBadFormed, match="query-syntax"):
            wrapper.query()


def test_rdflib_asks_it_as_a_store(server: Server) -> None:
    graph = rdflib.Graph(SPARQLStore(server.endpoint))
    rows = list(graph.query(f"SELECT ?n {{ <{E}event> <{E}size> ?n }}"))
    assert [tuple(row) for row in rows] == [(rdflib.Literal(600),)]  # type: ignore[arg-type]
    assert len(list(graph.triples((None, rdflib.URIRef(f"{E}size"), None)))) == 2
