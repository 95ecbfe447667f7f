"""The SPARQL 1.1 Protocol and what we promise beyond it, over real HTTP."""

import gzip

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from kg.rdf.query.complexity import DEFAULT
from tests.api.conftest import Server

pytestmark = pytest.mark.slow

SELECT = "SELECT (1 AS ?a) (<http://e/> AS ?b) {}"
ASK = "ASK {}"
CONSTRUCT = "CONSTRUCT { <http://e/s> <http://e/p> 'x' } {}"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("method", ["get", "form", "direct"])
def test_takes_a_query_in_every_way_of_the_protocol(
    http: httpx.Client, method: str
) -> None:
    headers = {"Accept": "text/csv"}
    if method == "get":
        reply = http.get("/sparql", params={"query": COUNT}, headers=headers)
    elif method == "form":
        reply = http.post("/sparql", data={"query": COUNT}, headers=headers)
    else:
        headers["Content-Type"] = "application/sparql-query; charset=UTF-8"
        reply = http.post("/sparql", content=COUNT, headers=headers)
    assert reply.status_code == 200
    assert reply.text == "n\r\n3000\r\n"
    assert reply.headers["x-release"] == "first"
    assert reply.headers["server-timing"].startswith("query;dur=")
    assert "Accept" in reply.headers["vary"]


@pytest.mark.parametrize(
    ("query", "accept", "kind", "body"),
    [
        pytest.param(
            SELECT,
            None,
            "application/sparql-results+json",
            '{"head":{"vars":["a","b"]},"results":{"bindings":[{"a":{"type":"literal",'
            '"value":"1","datatype":"http://www.w3.org/2001/XMLSchema#integer"},'
            '"b":{"type":"uri","value":"http://e/"}}]}}',
            id="no-accept",
        ),
        pytest.param(
            ASK,
            "*/*",
            "application/sparql-results+json",
            '{"head":{},"boolean":true}',
            id="anything",
        ),
        pytest.param(
            ASK,
            "application/json",
            "application/json",
            '{"head":{},"boolean":true}',
            id="json",
        ),
        pytest.param(
            SELECT,
            "text/csv",
            "text/csv; charset=utf-8",
            "a,b\r\n1,http://e/\r\n",
            id="csv",
        ),
        pytest.param(
            SELECT,
            "text/tab-separated-values;q=0.9, text/csv;q=0.2",
            "text/tab-separated-values; charset=utf-8",
            "?a\t?b\n1\t<http://e/>\n",
            id="q-values",
        ),
        pytest.param(
            ASK,
            "text/csv",
            "text/csv; charset=utf-8",
            "boolean\r\ntrue\r\n",
            id="ask-as-csv",
        ),
        pytest.param(
            ASK,
            "application/sparql-results+xml, */*;q=0.1",
            "application/sparql-results+xml",
            '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#'
            '"><head></head><boolean>true</boolean></sparql>',
            id="xml",
        ),
        pytest.param(
            CONSTRUCT,
            None,
            "text/turtle; charset=utf-8",
            '<http://e/s> <http://e/p> "x" .\n',
            id="graph",
        ),
        pytest.param(
            CONSTRUCT,
            "application/n-triples",
            "application/n-triples",
            '<http://e/s> <http://e/p> "x" .\n',
            id="ntriples",
        ),
        pytest.param(
            CONSTRUCT,
            "text/*;q=0.5, application/ld+json",
            "application/ld+json",
            '[{"@id":"http://e/s","http://e/p":[{"@value":"x"}]}]',
            id="jsonld",
        ),
        pytest.param(
            CONSTRUCT,
            "application/n-quads",
            "application/n-quads",
            '<http://e/s> <http://e/p> "x" .\n',
            id="nquads",
        ),
        pytest.param(
            CONSTRUCT,
            "application/trig",
            "application/trig",
            '<http://e/s> <http://e/p> "x" .\n',
            id="trig",
        ),
        pytest.param(
            "DESCRIBE <http://example.org/person/7>",
            "text/turtle",
            "text/turtle; charset=utf-8",
            "<http://example.org/person/7> <http://example.org/name> "
            '"Person 7 «é»"@nb .\n',
            id="describe",
        ),
    ],
)
def test_answers_in_the_format_the_client_accepts(
    http: httpx.Client, query: str, accept: str | None, kind: str, body: str
) -> None:
    headers = {"Accept": accept} if accept else {}
    request = http.build_request("GET", "/sparql", params={"query": query})
    request.headers.pop("accept")
    request.headers.update(headers)
    reply = http.send(request)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == kind
    assert reply.text == body


@pytest.mark.parametrize(
    ("query", "name", "kind"),
    [
        pytest.param(SELECT, "csv", "text/csv; charset=utf-8", id="name"),
        pytest.param(CONSTRUCT, "ttl", "text/turtle; charset=utf-8", id="suffix"),
        pytest.param(CONSTRUCT, "rdfxml", "application/rdf+xml", id="rdfxml"),
        pytest.param(CONSTRUCT, "xml", "application/rdf+xml", id="xml-of-a-graph"),
        pytest.param(SELECT, "text/csv", "text/csv; charset=utf-8", id="media-type"),
    ],
)
def test_a_format_asked_for_by_name_is_stronger_than_accept(
    http: httpx.Client, query: str, name: str, kind: str
) -> None:
    reply = http.get(
        "/sparql",
        params={"query": query, "format": name},
        headers={"Accept": "application/sparql-results+json, application/ld+json"},
    )
    assert (reply.status_code, reply.headers["content-type"]) == (200, kind)


@pytest.mark.parametrize(
    ("address", "location"),
    [
        pytest.param("?query=ASK{}", "?query=ASK{}&format=xml", id="accepted"),
        pytest.param("?query=ASK%7B%7D", "?query=ASK%7B%7D&format=xml", id="escaped"),
        pytest.param("?query=ASK{}&format=json", None, id="named"),
        pytest.param(f"?query=ASK{{}}%23{'x' * 1024}", None, id="too-long"),
        pytest.param("?query=ASK{}&query-id=one-of-16-letters", None, id="own-name"),
    ],
)
def test_content_location_is_the_answer_in_this_format(
    http: httpx.Client, address: str, location: str | None
) -> None:
    headers = {"Accept": "application/sparql-results+xml"}
    reply = http.get(f"/sparql{address}", headers=headers)
    assert reply.status_code == 200
    assert reply.headers.get("content-location") == location
    if location is not None:
        there = http.get(f"/sparql{location}", headers={"Accept": "text/csv"})
        assert there.content == reply.content
        again = {**headers, "If-None-Match": reply.headers["etag"]}
        unchanged = http.get(f"/sparql{address}", headers=again)
        assert unchanged.status_code == 304
        assert unchanged.headers["content-location"] == location


def test_an_answer_to_a_body_is_at_no_address(http: httpx.Client) -> None:
    reply = http.post("/sparql", data={"query": "ASK {}"})
    assert "content-location" not in reply.headers


def test_a_long_answer_arrives_whole(http: httpx.Client) -> None:
    query = "SELECT ?s ?n { ?s <http://example.org/name> ?n }"
    reply = http.get("/sparql", params={"query": query, "format": "csv"})
    assert len(reply.text.splitlines()) == 3001
    assert "content-length" not in reply.headers


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        pytest.param(
            [("default-graph-uri", "http://example.org/g1")], ["g1"], id="one"
        ),
        pytest.param(
            [("named-graph-uri", "http://example.org/g2")], ["named g2"], id="named"
        ),
        pytest.param([], ["g2"], id="from"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_graphs_of_the_request_override_those_of_the_query(
    http: httpx.Client, parameters: list[tuple[str, str]], names: list[str], method: str
) -> None:
    query = """
    PREFIX e: <http://example.org/>
    SELECT ?name FROM e:g2 { { ?s e:name ?name }
      UNION { GRAPH ?g { ?s e:name ?n } BIND(CONCAT("named ", ?n) AS ?name) } }"""
    if method == "GET":
        reply = http.get(
            "/sparql", params=[("query", query), ("format", "csv"), *parameters]
        )
    else:
        reply = http.post(
            "/sparql",
            params=[("format", "csv"), *parameters],
            content=query,
            headers={"Content-Type": "application/sparql-query"},
        )
    assert reply.text.split("\r\n")[1:-1] == names


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


@pytest.mark.parametrize(
    ("request_", "status", "kind"),
    [
        pytest.param(
            ("GET", {"query": "SELECT * {"}), 400, "query-syntax", id="syntax"
        ),
        pytest.param(("GET", {"query": ""}), 400, "query-syntax", id="empty"),
        pytest.param(
            ("GET", [("query", ASK), ("query", ASK)]), 400, "request", id="two-queries"
        ),
        pytest.param(
            ("GET", [("query", ASK), ("update", "DROP ALL")]), 400, "request", id="both"
        ),
        pytest.param(
            ("GET", {"query": ASK, "format": "pdf"}),
            400,
            "unexpected-value",
            id="format",
        ),
        pytest.param(
            ("GET", {"query": ASK, "default-graph-uri": "no iri"}),
            400,
            "unexpected-value",
            id="graph",
        ),
        pytest.param(
            ("POST", {}, FORM, "query=ASK%7B%7D%FF"), 400, "request", id="not-utf-8"
        ),
        pytest.param(
            ("GET", {"update": "DROP ALL"}), 403, "query-refused", id="update"
        ),
        pytest.param(("GET", {"query": "DROP ALL"}), 403, "query-refused", id="drop"),
        pytest.param(
            ("GET", {"query": "SELECT * { SERVICE <http://127.0.0.1:1/> {} }"}),
            403,
            "query-refused",
            id="service",
        ),
        pytest.param(
            ("GET", {"query": ASK, "format": "turtle"}),
            406,
            "not-acceptable",
            id="wrong-format",
        ),
        pytest.param(
            ("GET", {"query": "SELECT * " + "{" * 200 + "}" * 200}),
            422,
            "query-too-complex",
            id="nesting",
        ),
        pytest.param(("POST", {}), 415, "unsupported-media-type", id="no-type"),
        pytest.param(
            ("POST", {}, {"Content-Type": "text/plain"}, ASK),
            415,
            "unsupported-media-type",
            id="text",
        ),
        pytest.param(
            ("POST", {}, {"Content-Type": "application/sparql-update"}, "DROP ALL"),
            403,
            "query-refused",
            id="direct-update",
        ),
        pytest.param(
            ("POST", {"query": ASK}, DIRECT, ASK), 400, "request", id="query-twice"
        ),
        pytest.param(("POST", {}, DIRECT, b"ASK{}\xff"), 400, "request", id="bytes"),
        pytest.param(
            ("POST", {}, FORM, "a=b"),
            400,
            "request",
            id="form-without-query",
        ),
        pytest.param(
            ("POST", {}, DIRECT, "#" * 1_100_000), 413, "body-too-large", id="too-long"
        ),
        pytest.param(("PUT", {"query": ASK}), 405, "request", id="method"),
    ],
)
def test_what_is_wrong_has_its_status_and_a_problem_document(
    http: httpx.Client, request_: tuple[object, ...], status: int, kind: str
) -> None:
    method, parameters, *more = request_
    headers, content = more or ({}, None)
    reply = http.request(
        method,  # type: ignore[arg-type]
        "/sparql",
        params=parameters,  # type: ignore[arg-type]
        headers=headers,  # type: ignore[arg-type]
        content=content,  # type: ignore[arg-type]
    )
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert problem["type"] == f"https://w3id.org/hrsolidarity/problems#{kind}"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]


def test_accepting_nothing_we_have_is_not_acceptable(http: httpx.Client) -> None:
    reply = http.get("/sparql?query=ASK{}", headers={"Accept": "image/png"})
    assert reply.status_code == 406
    assert "application/sparql-results+json" in reply.json()["detail"]
    assert "service description" in reply.json()["hint"]


def test_a_syntax_error_says_line_and_column(http: httpx.Client) -> None:
    query = "SELECT *\nWHERE { ?s skos:prefLabel ?o }"
    problem = http.get("/sparql", params={"query": query}).json()
    assert (problem["line"], problem["column"]) == (2, 12)
    assert "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>" in problem["reason"]


def test_depth_up_to_the_limit_is_answered(http: httpx.Client) -> None:
    query = "ASK " + "{" * DEFAULT.depth + "}" * DEFAULT.depth
    assert http.post("/sparql", data={"query": query}).json()["boolean"] is True


def test_head_gives_the_headers_alone(http: httpx.Client) -> None:
    parameters = {"query": "SELECT ?s ?p ?o { ?s ?p ?o }"}
    headers = {"Accept-Encoding": "identity"}
    head = http.head("/sparql", params=parameters, headers=headers)
    get = http.get("/sparql", params=parameters, headers=headers)
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["etag"] == get.headers["etag"]
    assert head.headers["content-type"] == get.headers["content-type"]
    assert http.head("/sparql", params={"query": "SELECT"}).status_code == 400


def test_options_names_the_methods(http: httpx.Client) -> None:
    reply = http.options("/sparql")
    assert reply.status_code == 204
    assert reply.headers["allow"] == "GET, HEAD, QUERY, POST, OPTIONS"


def test_a_wrong_method_is_told_the_right_ones(http: httpx.Client) -> None:
    assert http.delete("/sparql").headers["allow"] == "GET, HEAD, QUERY, POST, OPTIONS"


class TestValidators:
    def test_the_same_question_is_answered_once(self, http: httpx.Client) -> None:
        first = http.get("/sparql", params={"query": COUNT})
        assert first.headers["last-modified"] == "Mon, 23 Nov 2026 01:40:00 GMT"
        assert first.headers["cache-control"] == "public, max-age=60"
        again = http.get(
            "/sparql",
            params={"query": COUNT},
            headers={"If-None-Match": first.headers["etag"]},
        )
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]

    @pytest.mark.parametrize(
        ("parameters", "accept"),
        [
            pytest.param({"query": f"{COUNT} "}, "*/*", id="query"),
            pytest.param({"query": COUNT}, "text/csv", id="format"),
            pytest.param(
                {"query": COUNT, "default-graph-uri": "http://e/"}, "*/*", id="graphs"
            ),
        ],
    )
    def test_another_question_has_another_tag(
        self, http: httpx.Client, parameters: dict[str, str], accept: str
    ) -> None:
        first = http.get("/sparql", params={"query": COUNT})
        other = http.get("/sparql", params=parameters, headers={"Accept": accept})
        assert other.headers["etag"] != first.headers["etag"]

    @pytest.mark.parametrize(
        ("since", "status"),
        [
            ("Mon, 23 Nov 2026 01:40:00 GMT", 304),
            ("Mon, 23 Nov 2026 01:39:59 GMT", 200),
            ("yesterday", 200),
            ("Mon, 23 Nov 99999999999999999999 12:00:00 GMT", 200),
        ],
    )
    def test_asks_since_when(self, http: httpx.Client, since: str, status: int) -> None:
        reply = http.get(
            "/sparql", params={"query": COUNT}, headers={"If-Modified-Since": since}
        )
        assert reply.status_code == status

    @pytest.mark.parametrize(
        "query",
        [
            pytest.param("SELECT ?s { ?s ?p ?o }", id="stream"),
            pytest.param("SELECT ?s { ?s ?p ?o } LIMIT 99", id="complete"),
            pytest.param("SELECT ?s { ?s ?p ?o } LIMIT 99", id="kept"),
        ],
    )
    def test_compressed_bytes_have_a_tag_of_their_own(
        self, http: httpx.Client, query: str
    ) -> None:
        parameters = {"query": query}
        plain = http.get(
            "/sparql", params=parameters, headers={"Accept-Encoding": "identity"}
        )
        with http.stream(
            "GET", "/sparql", params=parameters, headers={"Accept-Encoding": "gzip"}
        ) as reply:
            packed = b"".join(reply.iter_raw())
        assert gzip.decompress(packed) == plain.content
        assert reply.headers["vary"] == "Accept, Accept-Datetime, Accept-Encoding"
        tag = reply.headers["etag"]
        assert tag == plain.headers["etag"][:-1] + '-gzip"'
        again = http.get("/sparql", params=parameters, headers={"If-None-Match": tag})
        assert again.status_code == 304

    def test_what_varies_by_itself_has_none(self, http: httpx.Client) -> None:
        reply = http.get("/sparql", params={"query": "SELECT (NOW() AS ?t) {}"})
        assert reply.status_code == 200
        assert "etag" not in reply.headers
        assert "last-modified" not in reply.headers


class TestServiceDescription:
    @pytest.mark.parametrize(
        ("accept", "written"),
        [
            ("*/*", RdfFormat.TURTLE),
            ("application/rdf+xml", RdfFormat.RDF_XML),
            ("application/n-triples", RdfFormat.N_TRIPLES),
            ("application/ld+json", RdfFormat.JSON_LD),
        ],
    )
    def test_is_what_get_without_a_query_gives(
        self, http: httpx.Client, server: Server, accept: str, written: RdfFormat
    ) -> None:
        reply = http.get("/sparql", headers={"Accept": accept})
        facts = {
            (quad.predicate.value.rpartition("#")[2], quad.object.value)
            for quad in parse(reply.content, written)
        }
        assert ("endpoint", server.endpoint) in facts
        assert ("name", "http://example.org/g1") in facts
        assert ("resultFormat", "http://www.w3.org/ns/formats/Turtle") in facts
        assert (
            "supportedLanguage",
            "http://www.w3.org/ns/sparql-service-description#SPARQL11Query",
        ) in facts
        assert ("versionInfo", "first") in facts

    def test_is_cached_like_any_answer(self, http: httpx.Client) -> None:
        tag = http.get("/sparql").headers["etag"]
        again = http.get("/sparql", headers={"If-None-Match": tag})
        assert again.status_code == 304


class TestBrowsers:
    def test_see_a_form(self, http: httpx.Client) -> None:
        reply = http.get("/sparql", headers={"Accept": BROWSER})
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
        assert '<textarea id="query" name="query"' in reply.text
        assert "<script" not in reply.text

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            pytest.param(
                "SELECT (<http://www.w3.org/2004/02/skos/core#Concept> AS ?x) {}",
                'href="http://www.w3.org/2004/02/skos/core#Concept">skos:Concept</a>',
                id="table",
            ),
            pytest.param(
                "SELECT ('<b>&' AS ?x) ?y {}", ">&lt;b&gt;&amp;</td>", id="escaped"
            ),
            pytest.param("ASK {}", '<p class="truth">Yes</p>', id="truth"),
            pytest.param(
                CONSTRUCT, "&lt;http://e/s&gt; &lt;http://e/p&gt;", id="graph"
            ),
            pytest.param(
                "SELECT ?s { ?s ?p ?o }", "rows, the first 1000 of them", id="long"
            ),
        ],
    )
    def test_see_the_answer_below_the_query(
        self, http: httpx.Client, query: str, shown: str
    ) -> None:
        reply = http.get(
            "/sparql", params={"query": query}, headers={"Accept": BROWSER}
        )
        assert reply.status_code == 200
        assert shown in reply.text

    def test_are_given_no_link_that_runs_a_script(self, http: httpx.Client) -> None:
        query = "SELECT (<javascript:alert(1)> AS ?x) {}"
        page = http.get(
            "/sparql", params={"query": query}, headers={"Accept": BROWSER}
        ).text
        assert "javascript:alert(1)</td>" in page
        assert 'href="javascript:' not in page

    def test_see_what_is_wrong_beside_the_query(self, http: httpx.Client) -> None:
        reply = http.get(
            "/sparql", params={"query": "SELECT <oops>"}, headers={"Accept": BROWSER}
        )
        assert reply.status_code == 400
        assert "&lt;oops&gt;</textarea>" in reply.text
        assert "line 1, column" in reply.text

    def test_get_the_format_chosen_in_the_form(self, http: httpx.Client) -> None:
        reply = http.get(
            "/sparql",
            params={"query": SELECT, "format": "csv"},
            headers={"Accept": BROWSER},
        )
        assert reply.headers["content-type"] == "text/csv; charset=utf-8"


def test_scripts_of_other_origins_may_ask(http: httpx.Client) -> None:
    origin = {"Origin": "https://example.org"}
    preflight = http.options(
        "/sparql",
        headers={
            **origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "POST" in preflight.headers["access-control-allow-methods"]
    reply = http.get("/sparql?query=ASK{}", headers=origin)
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "X-Release" in reply.headers["access-control-expose-headers"]
    refused = http.get("/sparql?query=AKS", headers=origin)
    assert refused.headers["access-control-allow-origin"] == "*"


def test_every_response_has_the_security_headers(http: httpx.Client) -> None:
    for path in ("/sparql", "/health", "/nowhere"):
        headers = http.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_the_openapi_document_is_sent_to_those_who_have_it_not(
    http: httpx.Client,
) -> None:
    reply = http.get("/openapi.json")
    assert reply.headers["content-type"] == "application/json"
    again = {"If-None-Match": reply.headers["etag"]}
    unchanged = http.get("/openapi.json", headers=again)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    other = http.get("/openapi.json", headers={"If-None-Match": '"other"'})
    assert other.json() == reply.json()


def test_the_openapi_document_describes_the_endpoint(http: httpx.Client) -> None:
    document = http.get("/openapi.json").json()
    operations = document["paths"]["/sparql"]
    assert sorted(operations) == ["get", "post"]
    assert "application/sparql-query" in operations["post"]["requestBody"]["content"]
