"""Rows and digest of every answer: in its head, or after its body."""

import csv
import gzip
import hashlib
import http.client
import io
import itertools
import json
import socket
import urllib.request
from base64 import b64decode
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
import requests
import SPARQLWrapper

from kg.rdf.formats import FORMATS, Format, Kind
from tests.endpoint.conftest import Service, serving
from tests.endpoint.test_clients import curl

pytestmark = pytest.mark.slow

ROWS = 3000
NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def service(project: Path) -> Iterator[Service]:
    """A service that keeps answers."""
    with serving(project, cache_mb=16) as running:
        yield running


def fresh(query: str) -> str:
    """Make it another query, whose answer nobody has kept."""
    return f"{query} # {next(NUMBERS)}"


def whole(form: Format) -> str:
    graph = Kind.GRAPH in form.holds
    return "CONSTRUCT WHERE { ?s ?p ?o }" if graph else "SELECT * { ?s ?p ?o }"


def address(service: Service, query: str, form: str) -> str:
    return f"{service.endpoint}?{urlencode({'query': query, 'format': form})}"


def digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


PLAIN = {"Accept-Encoding": "identity"}


def told(fields: Mapping[str, str], name: str = "repr-digest") -> bytes:
    kind, _, value = fields[name].partition("=")
    assert kind == "sha-256"
    return b64decode(value.strip(":"))


@pytest.mark.parametrize("form", FORMATS, ids=lambda it: it.name)
def test_a_short_answer_tells_in_its_head(service: Service, form: Format) -> None:
    query = f"{whole(form)} LIMIT 7"
    url = address(service, query, form.name)
    replies = [httpx.get(url, headers=PLAIN) for _ in range(2)]
    for reply in replies:
        assert reply.headers["x-row-count"] == "7"
        assert told(reply.headers) == digest(reply.content)
        assert "trailer" not in reply.headers
    assert "cache;desc=hit" in replies[1].headers["server-timing"]


def test_there_is_no_count_of_a_truth(service: Service) -> None:
    reply = httpx.get(address(service, "ASK {}", "json"))
    assert "x-row-count" not in reply.headers
    assert told(reply.headers) == digest(reply.content)


def test_the_head_alone_tells_the_same(service: Service) -> None:
    url = address(service, "SELECT * { ?s ?p ?o } LIMIT 3", "csv")
    reply, head = (it(url, headers=PLAIN) for it in (httpx.get, httpx.head))
    for name in ("x-row-count", "repr-digest", "content-length"):
        assert head.headers[name] == reply.headers[name]


def raw(service: Service, query: str, form: str, **headers: str) -> bytes:
    """Ask as a client that understands nothing, and give all that comes."""
    target = address(service, query, form).removeprefix(service.url)
    lines = [f"GET {target} HTTP/1.1", "Host: x", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as client:
        client.sendall("\r\n".join([*lines, "", ""]).encode())
        with client.makefile("rb") as stream:
            return stream.read()


def parted(answer: bytes) -> tuple[dict[str, str], bytes, dict[str, str]]:
    """Read an answer in chunks by the letter: its head, its body, its trailers."""
    stream = io.BytesIO(answer)
    assert stream.readline() == b"HTTP/1.1 200 OK\r\n"
    head, body = dict(fields(stream)), bytearray()
    assert head["transfer-encoding"] == "chunked"
    while size := int(stream.readline(), 16):
        body += stream.read(size)
        assert stream.read(2) == b"\r\n"
    trailers = dict(fields(stream))
    assert stream.read() == b""
    return head, bytes(body), trailers


def fields(stream: io.BytesIO) -> Iterator[tuple[str, str]]:
    while (line := stream.readline()) != b"\r\n":
        name, _, value = line.decode("latin-1").partition(":")
        yield name.lower(), value.strip()


@pytest.mark.parametrize("form", FORMATS, ids=lambda it: it.name)
def test_a_long_answer_tells_after_its_body(service: Service, form: Format) -> None:
    answer = raw(service, fresh(whole(form)), form.name, TE="trailers")
    head, body, trailers = parted(answer)
    assert head["trailer"] == "X-Row-Count, Repr-Digest"
    assert "x-row-count" not in head
    assert trailers["x-row-count"] == str(ROWS)
    assert told(trailers) == digest(body)


def test_a_compressed_answer_has_the_digest_of_what_it_is_made_from(
    service: Service,
) -> None:
    query = fresh("SELECT * { ?s ?p ?o }")
    given = {"TE": "trailers", "Accept_Encoding": "gzip"}
    head, body, trailers = parted(raw(service, query, "csv", **given))
    assert head["content-encoding"] == "gzip"
    assert head["trailer"] == "X-Row-Count, Unencoded-Digest"
    assert told(trailers, "unencoded-digest") == digest(gzip.decompress(body))
    assert "repr-digest" not in trailers
    kept = httpx.get(
        address(service, query, "csv"), headers={"Accept-Encoding": "gzip"}
    )
    assert kept.headers["content-encoding"] == "gzip"
    assert kept.headers["x-row-count"] == str(ROWS)
    assert told(kept.headers, "unencoded-digest") == digest(kept.content)
    assert "repr-digest" not in kept.headers


@pytest.mark.parametrize("te", ["", "gzip"])
def test_who_does_not_ask_for_trailers_gets_none(service: Service, te: str) -> None:
    given = {"TE": te} if te else {}
    answer = raw(service, fresh("SELECT * { ?s ?p ?o }"), "csv", **given)
    head, body, trailers = parted(answer)
    assert trailers == {}
    assert "trailer" not in head
    assert body.count(b"\n") == ROWS + 1


def test_a_head_has_no_trailers(service: Service) -> None:
    query = fresh("SELECT * { ?s ?p ?o }")
    reply = httpx.head(address(service, query, "csv"), headers={"TE": "trailers"})
    assert reply.status_code == 200
    assert reply.content == b""


def test_a_connection_goes_on_after_trailers(service: Service) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=20)
    for _ in range(3):
        query = fresh("SELECT * { ?s ?p ?o }")
        target = address(service, query, "csv").removeprefix(service.url)
        connection.request("GET", target, headers={"TE": "trailers"})
        reply = connection.getresponse()
        assert reply.headers["trailer"] == "X-Row-Count, Repr-Digest"
        assert reply.read().count(b"\n") == ROWS + 1
    connection.close()


TE = {"TE": "trailers"}


def by_httpx(url: str) -> bytes:
    with httpx.Client(headers=TE, timeout=20) as client:
        return client.get(url).content


def by_requests(url: str) -> bytes:
    return requests.get(url, headers=TE, timeout=20).content


def by_urllib(url: str) -> bytes:
    asked = urllib.request.Request(url, headers=TE)  # noqa: S310
    with urllib.request.urlopen(asked, timeout=20) as reply:  # noqa: S310
        content: bytes = reply.read()
        return content


def by_curl(url: str) -> bytes:
    return curl("--compressed", "--header", "TE: trailers", url).encode()


@pytest.mark.parametrize("read", [by_httpx, by_requests, by_urllib, by_curl])
def test_clients_read_an_answer_with_trailers(service: Service, read: object) -> None:
    assert callable(read)
    content = read(address(service, fresh("SELECT * { ?s ?p ?o }"), "csv"))
    assert len(list(csv.reader(io.StringIO(content.decode())))) == ROWS + 1


def test_sparqlwrapper_reads_an_answer_with_trailers(service: Service) -> None:
    client = SPARQLWrapper.SPARQLWrapper(service.endpoint, returnFormat="json")
    client.addCustomHttpHeader("TE", "trailers")
    client.setQuery(fresh("SELECT * { ?s ?p ?o }"))
    found = json.loads(client.query().response.read())
    assert len(found["results"]["bindings"]) == ROWS


def test_curl_shows_the_trailers(service: Service) -> None:
    url = address(service, fresh("SELECT * { ?s ?p ?o }"), "csv")
    shown = curl("--header", "TE: trailers", "--dump-header", "-", url)
    assert f"x-row-count: {ROWS}" in shown.lower()
