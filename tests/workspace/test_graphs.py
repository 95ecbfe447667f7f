"""Graphs written over real HTTP, whatever they say: the rules are switched off."""

from itertools import count

import httpx
import pytest

pytestmark = pytest.mark.slow

NUMBERS = count()
TURTLE = {"Content-Type": "text/turtle"}
UPDATE = {"Content-Type": "application/sparql-update"}
DIRECT = "https://w3id.org/hrsolidarity/graph/"


def triples(http: httpx.Client, graph: str) -> list[str]:
    reply = http.get("/graphs", params={"graph": graph, "format": "nt"})
    assert reply.status_code == 200, reply.text
    return sorted(reply.text.splitlines())


def put(http: httpx.Client, graph: str, content: str) -> httpx.Response:
    return http.put("/graphs", params={"graph": graph}, content=content, headers=TURTLE)


def one(value: object) -> list[str]:
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    return [f'<http://example.org/s> <http://example.org/p> "{value}"^^<{integer}> .']


@pytest.fixture
def graph() -> str:
    """The name of a graph that no other test knows."""
    return f"http://example.org/{next(NUMBERS)}"


@pytest.fixture(scope="module")
def kept(http: httpx.Client) -> tuple[str, str]:
    """A graph that nothing changes, and the state of the workspace that has it."""
    graph = "http://example.org/kept"
    return graph, put(http, graph, "<s> <p> 1 .").headers["x-release"]


def test_a_graph_is_made_then_replaced(http: httpx.Client, graph: str) -> None:
    made = put(http, graph, "<s> <p> 1 .")
    assert (made.status_code, made.headers["location"]) == (201, graph)
    assert triples(http, graph) == one(1)
    replaced = put(http, graph, "<s> <p> 2 .")
    assert (replaced.status_code, replaced.content) == (204, b"")
    assert "location" not in replaced.headers
    assert triples(http, graph) == one(2)


def test_what_is_answered_after_a_write_has_it(http: httpx.Client, graph: str) -> None:
    for number in range(3):
        reply = put(http, graph, f"<s> <p> {number} .")
        answer = http.get(
            "/sparql",
            params={"query": f"ASK {{ GRAPH <{graph}> {{ ?s ?p {number} }} }}"},
        )
        assert answer.json()["boolean"] is True
        assert answer.headers["x-release"] == reply.headers["x-release"]
        assert reply.headers["x-release"].startswith("workspace-")


def test_a_graph_may_be_empty(http: httpx.Client, graph: str) -> None:
    assert put(http, graph, "").status_code == 201
    assert triples(http, graph) == []
    assert put(http, graph, "").status_code == 204


def test_adding_keeps_what_is_there(http: httpx.Client, graph: str) -> None:
    address = {"graph": graph}
    first = http.post("/graphs", params=address, content="<s> <p> 1", headers=TURTLE)
    assert first.status_code == 400
    for status, number in ((201, 1), (204, 2), (204, 2)):
        content = f"<s> <p> {number} ."
        reply = http.post("/graphs", params=address, content=content, headers=TURTLE)
        assert reply.status_code == status
    assert triples(http, graph) == one(1) + one(2)


def test_adding_to_no_graph_makes_one(http: httpx.Client) -> None:
    replies = [
        http.post("/graphs", content="<s> <p> <> .", headers=TURTLE) for _ in range(2)
    ]
    assert [reply.status_code for reply in replies] == [201, 201]
    places = [reply.headers["location"] for reply in replies]
    assert len(set(places)) == 2
    for place in places:
        assert place.startswith(f"{DIRECT}workspace/")
        assert triples(http, place) == [
            f"<{DIRECT}workspace/s> <{DIRECT}workspace/p> <{place}> ."
        ]


def test_a_form_brings_several_parts(http: httpx.Client, graph: str) -> None:
    files = [
        ("a", ("a.ttl", b"<s> <p> 1 .", "text/turtle; charset=utf-8")),
        ("b", ("b.nt", one(2)[0].encode(), "application/n-triples")),
    ]
    reply = http.post("/graphs", params={"graph": graph}, files=files)
    assert reply.status_code == 201
    assert triples(http, graph) == one(1) + one(2)


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        pytest.param(b"x", "multipart/form-data; boundary=b", 400, id="no-form"),
        pytest.param(b"x", "multipart/form-data", 400, id="no-boundary"),
        pytest.param(
            b"--b\r\nContent-Type: text/turtle\r\n\r\n<s> <p>",
            "multipart/form-data; boundary=b",
            400,
            id="cut-short",
        ),
        pytest.param(
            b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n",
            "multipart/form-data; boundary=b",
            415,
            id="picture",
        ),
        pytest.param(
            b"--b\r\n\r\n\r\n" * 101 + b"--b--\r\n",
            "multipart/form-data; boundary=b",
            400,
            id="too-many",
        ),
        pytest.param(b"<s> <p> 1 .", "image/png", 415, id="type"),
        pytest.param(b"<s> <p> 1 .", "", 415, id="no-type"),
        pytest.param(b"a,b\r\n", "text/csv", 415, id="table"),
        pytest.param(b"<s> <p> ", "text/turtle", 400, id="not-turtle"),
        pytest.param(b"\xff", "text/turtle", 400, id="not-utf-8"),
        pytest.param(
            b"<a:g> { <a:s> <a:p> 1 }", "application/trig", 400, id="names-graphs"
        ),
        pytest.param(
            b"<a:s> <a:p> <<( <a:s> <a:p> 1 )>> .", "text/turtle", 400, id="nested"
        ),
        pytest.param(
            b'{"@context": "http://127.0.0.1/c", "@id": "a:s"}',
            "application/ld+json",
            400,
            id="remote-context",
        ),
    ],
)
def test_what_cannot_be_kept_changes_nothing(
    http: httpx.Client, kept: tuple[str, str], body: bytes, media_type: str, status: int
) -> None:
    address = {"graph": kept[0]}
    before = http.get("/health").json()["release"]
    headers = {"Content-Type": media_type} if media_type else {}
    reply = http.put("/graphs", params=address, content=body, headers=headers)
    assert (reply.status_code, reply.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    assert triples(http, kept[0]) == one(1)
    assert http.get("/health").json()["release"] == before


def test_a_fault_says_where_it_stands(http: httpx.Client, graph: str) -> None:
    problem = put(http, graph, "<s> <p> 1 .\n<s> <p> .").json()
    assert problem["detail"].startswith("the upload:2:9: found ")
    assert problem["detail"].endswith("; expected Turtle")


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        pytest.param("text/turtle", b"<a:s> <a:p> " + b"[ <a:p> " * 20_000, id="nodes"),
        pytest.param("text/turtle", b"<a:s> <a:p> " + b"(" * 20_000, id="lists"),
        pytest.param(
            "application/n-triples",
            b"<a:s> <a:p> " + b"<<( <a:s> <a:p> " * 50_000,
            id="triples-in-triples",
        ),
        pytest.param(
            "application/ld+json",
            b'{"a:p":' * 50_000 + b"{}" + b"}" * 50_000,
            id="json",
        ),
        pytest.param(
            "application/rdf+xml",
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
            + b"".join(
                b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10)
                for n in range(12)
            )
            + b"]><x>&m;</x>",
            id="entities",
        ),
        pytest.param(
            "application/rdf+xml",
            b'<!DOCTYPE x [<!ENTITY a "a"><!ENTITY b "&a;">]><x>&b;</x>',
            id="entities-that-would-fit",
        ),
    ],
)
def test_hostile_uploads_hurt_nobody(
    http: httpx.Client, graph: str, media_type: str, content: bytes
) -> None:
    headers = {"Content-Type": media_type}
    reply = http.put(
        "/graphs", params={"graph": graph}, content=content, headers=headers
    )
    assert reply.status_code in (400, 422), reply.text
    assert put(http, graph, "<s> <p> 1 .").status_code == 201


def test_a_blank_node_is_of_its_upload(http: httpx.Client, graph: str) -> None:
    for _ in range(2):
        http.post(
            "/graphs", params={"graph": graph}, content="_:a <p> 1 .", headers=TURTLE
        )
    assert len({line.partition(" ")[0] for line in triples(http, graph)}) == 2


def test_a_graph_is_deleted_once(http: httpx.Client, graph: str) -> None:
    put(http, graph, "<s> <p> 1 .")
    assert http.delete("/graphs", params={"graph": graph}).status_code == 204
    assert http.get("/graphs", params={"graph": graph}).status_code == 404
    assert http.head("/graphs", params={"graph": graph}).status_code == 404
    again = http.delete("/graphs", params={"graph": graph})
    assert again.status_code == 404
    assert again.json()["detail"] == f"this workspace has no graph {graph}"


def test_the_default_graph_is_emptied_and_is_still_there(http: httpx.Client) -> None:
    content = "<http://example.org/s> <http://example.org/p> 1 ."
    assert (
        http.put("/graphs?default", content=content, headers=TURTLE).status_code == 204
    )
    assert http.get("/graphs?default&format=nt").text.splitlines() == one(1)
    assert http.delete("/graphs?default").status_code == 204
    assert http.get("/graphs?default&format=nt").text == ""


def test_a_graph_has_an_address_of_its_own(http: httpx.Client, graph: str) -> None:
    made = http.put("/graph/a/b.ttl", content="<s> <p> <> .", headers=TURTLE)
    assert (made.status_code, made.headers["location"]) == (201, f"{DIRECT}a/b")
    direct = http.get("/graph/a/b.nt")
    assert direct.text == f"<{DIRECT}a/s> <{DIRECT}a/p> <{DIRECT}a/b> .\n"
    assert triples(http, f"{DIRECT}a/b") == direct.text.splitlines()
    assert http.head("/graph/a/b", headers={"Accept": "text/turtle"}).status_code == 200
    assert http.delete("/graph/a/b").status_code == 204
    gone = http.get("/graph/a/b", headers={"Accept": "text/turtle"})
    assert gone.status_code == 404


def test_an_encoded_name_is_another_name(http: httpx.Client, graph: str) -> None:
    http.put("/graphs?graph=a:%2531", content="<a:s> <a:p> 1 .", headers=TURTLE)
    assert http.get("/graphs?graph=a:%2531").status_code == 200
    assert http.get("/graphs?graph=a:1").status_code == 404


def test_a_name_may_have_letters_of_any_script(http: httpx.Client) -> None:
    name = {"graph": "http://example.org/Мінск"}
    made = http.put("/graphs", params=name, content="", headers=TURTLE)
    encoded = "http://example.org/%D0%9C%D1%96%D0%BD%D1%81%D0%BA"
    assert (made.status_code, made.headers["location"]) == (201, encoded)
    found = http.get("/graphs", params=name)
    assert found.headers["link"] == f'<{encoded}>; rel="describes"'


@pytest.mark.parametrize("address", ["/graphs?graph=g", "/graphs?default&graph=a:g"])
def test_a_graph_is_named_once_and_absolutely(http: httpx.Client, address: str) -> None:
    assert http.put(address, content="", headers=TURTLE).status_code == 400


def test_whoever_read_it_as_it_is_may_write(http: httpx.Client, graph: str) -> None:
    put(http, graph, "<s> <p> 1 .")
    seen = http.get("/graphs", params={"graph": graph}).headers["etag"]
    matching = {**TURTLE, "If-Match": seen}
    content, address = "<s> <p> 2 .", {"graph": graph}
    first = http.put("/graphs", params=address, content=content, headers=matching)
    assert first.status_code == 204
    late = http.put("/graphs", params=address, content="", headers=matching)
    assert late.status_code == 412
    assert triples(http, graph) == one(2)
    deleted = http.delete("/graphs", params=address, headers={"If-Match": seen})
    assert deleted.status_code == 412


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("INSERT DATA { <http://example.org/s> <http://example.org/p> 2 }", (1, 2)),
        ("DELETE { ?s ?p 1 } INSERT { ?s ?p 3 } WHERE { ?s ?p 1 }", (3,)),
        ("DELETE WHERE { ?s ?p ?o }", ()),
    ],
)
def test_a_patch_updates_one_graph(
    http: httpx.Client,
    graph: str,
    kept: tuple[str, str],
    text: str,
    after: tuple[int, ...],
) -> None:
    put(http, graph, "<s> <p> 1 .")
    reply = http.patch("/graphs", params={"graph": graph}, content=text, headers=UPDATE)
    assert reply.status_code == 204
    assert triples(http, graph) == [line for number in after for line in one(number)]
    assert triples(http, kept[0]) == one(1)


@pytest.mark.parametrize(
    ("text", "media_type", "other", "status"),
    [
        ("DROP ALL", "application/sparql-update", None, 422),
        (
            "INSERT DATA { GRAPH <a:other> { <a:s> <a:p> 1 } }",
            "application/sparql-update",
            None,
            422,
        ),
        ("DELETE WHERE {", "application/sparql-update", None, 400),
        ("DELETE WHERE { ?s ?p ?o }", "application/sparql-update", "a:none", 404),
        ("D <a:s> <a:p> 1 .", "application/rdf-patch", None, 415),
    ],
)
def test_a_patch_that_cannot_be_done_changes_nothing(
    http: httpx.Client,
    kept: tuple[str, str],
    text: str,
    media_type: str,
    other: str | None,
    status: int,
) -> None:
    headers = {"Content-Type": media_type}
    address = {"graph": other or kept[0]}
    reply = http.patch("/graphs", params=address, content=text, headers=headers)
    assert reply.status_code == status, reply.text
    assert triples(http, kept[0]) == one(1)
