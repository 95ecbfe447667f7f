"""What is sent to do harm: it is refused, and the service goes on."""

import gzip
import socket
from urllib.parse import urlsplit

import pytest

from kg.contributing.inbox import Inbox
from tests.api.conftest import Server
from tests.contributing.conftest import ARCHIVE, GRAPH, KEYS, Partner

DEEP = 10_000
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
RDF_XML = (
    '<!DOCTYPE r [{0}]><rdf:RDF xmlns:e="urn:e:" '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="urn:a"><e:p>&l8;</e:p></rdf:Description></rdf:RDF>'
)
BOMBS = [
    pytest.param("text/turtle", "<urn:a> <urn:p> " + "[ <urn:p> " * DEEP, id="blanks"),
    pytest.param("text/turtle", "<<( " * DEEP, id="triple-terms"),
    pytest.param(
        "application/ld+json", '{"urn:p":' * DEEP + "1" + "}" * DEEP, id="json-ld"
    ),
    pytest.param(
        "application/ld+json",
        '{"@context": "http://127.0.0.1:1/context", "urn:p": 1}',
        id="context-of-the-web",
    ),
    pytest.param(
        "application/rdf+xml",
        RDF_XML.format(f'<!ENTITY l0 "lol">{LAUGHS}'),
        id="entities",
    ),
    pytest.param(
        "application/rdf+xml",
        RDF_XML.format('<!ENTITY l7 "lol"><!ENTITY l8 "&l7;">'),
        id="entities-that-would-fit",
    ),
    pytest.param(
        "application/rdf+xml",
        RDF_XML.format('<!ENTITY l8 SYSTEM "file:///etc/passwd">'),
        id="entity-of-a-file",
    ),
    pytest.param("application/ld+json", ARCHIVE, id="another-format"),
    pytest.param("text/turtle", "\x00\xff" * 1000, id="noise"),
]


@pytest.mark.parametrize(("media_type", "text"), BOMBS)
def test_a_bomb_is_refused_and_nothing_else_happens(
    ngo: Partner, inbox: Inbox, media_type: str, text: str
) -> None:
    answer = ngo.give(text.encode(), **{"Content-Type": media_type})
    assert answer.status_code == 422
    assert "root:" not in answer.text
    assert inbox.all() == []


def test_a_graph_in_order_is_taken_after_a_bomb(ngo: Partner) -> None:
    assert ngo.give("<urn:a> <urn:p> " + "( " * DEEP).status_code == 422
    assert ngo.give().status_code == 202


def test_what_is_no_graph_or_encoded_is_not_looked_at(ngo: Partner) -> None:
    multipart = "multipart/form-data; boundary=x"
    for media_type in ("image/png", "", multipart, "application/octet-stream"):
        answer = ngo.give(**{"Content-Type": media_type})
        assert answer.status_code == 415, media_type
    small = gzip.compress(b" " * 10_000_000)
    assert ngo.give(small, **{"Content-Encoding": "gzip"}).status_code == 415


def test_a_hundred_megabytes_are_refused_before_they_come(server: Server) -> None:
    address = urlsplit(server.url)
    head = (
        f"PUT /inbox?graph={GRAPH} HTTP/1.1\r\nHost: x\r\nContent-Type: text/turtle\r\n"
        f"Authorization: Bearer {KEYS['ngo'].secret}\r\n"
        "Content-Length: 104857600\r\n\r\n"
    )
    with socket.create_connection((address.hostname, address.port), 20) as sent:
        sent.sendall(head.encode())
        assert sent.recv(100).startswith(b"HTTP/1.1 413 ")


def test_more_than_was_announced_is_refused_as_it_comes(ngo: Partner) -> None:
    answer = ngo.http.put(
        "/inbox",
        params={"graph": GRAPH},
        content=(b"#" * 100_000 for _ in range(100)),
        headers={"Content-Type": "text/turtle"},
    )
    assert answer.status_code == 413


def test_a_stranger_sends_no_body_at_all(server: Server) -> None:
    address = urlsplit(server.url)
    head = (
        f"PUT /inbox?graph={GRAPH} HTTP/1.1\r\nHost: x\r\nContent-Type: text/turtle\r\n"
        "Content-Length: 1000\r\n\r\n"
    )
    with socket.create_connection((address.hostname, address.port), 20) as sent:
        sent.sendall(head.encode())
        assert sent.recv(100).startswith(b"HTTP/1.1 401 ")


def test_a_partner_has_only_its_share(ngo: Partner) -> None:
    for number in range(3):
        assert ngo.give(graph=f"{GRAPH}/{number}").status_code == 202
    many = ngo.give(graph=f"{GRAPH}/3")
    assert many.status_code == 429
    assert "3 graphs of ngo wait" in many.json()["detail"]
    for number in range(3):
        ngo.take_back(f"{GRAPH}/{number}")
    note = "<urn:a> <urn:p> '" + "x" * 600_000 + "' ."
    assert ngo.give(note).status_code == 507
    assert ngo.give().status_code == 202
