import gzip

import httpx
import pytest
import zstandard

from kg.api.http.compression import coding_for, compress, takes_gzip

LONG = {"query": "SELECT ?s { ?s ?p ?o } LIMIT 99", "format": "csv"}


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (None, None),
        ("", None),
        ("identity", None),
        ("br", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("ZSTD", "zstd"),
        ("zstd;q=0.5, gzip", "gzip"),
        ("zstd;q=0, gzip;q=0", None),
        ("zstd;q=0,gzip;q=0.1", "gzip"),
        ("zstd;q=x, gzip;q=0.1", "gzip"),
        ("gzip-not, xzstd", None),
    ],
)
def test_the_coding_is_the_one_the_client_likes_best(
    accepted: str | None, coding: str | None
) -> None:
    given = [] if accepted is None else [(b"accept-encoding", accepted.encode())]
    assert coding_for({"headers": [(b"host", b"x"), *given]}) == coding


def test_what_is_compressed_is_what_was() -> None:
    content = b"answer " * 1000
    assert gzip.decompress(compress(content, "gzip")) == content
    assert zstandard.decompress(compress(content, "zstd")) == content
    assert compress(content, "zstd") == compress(content, "zstd")


@pytest.mark.parametrize("time", ["first", "kept"])
def test_each_coding_has_bytes_and_a_tag_of_its_own(
    http: httpx.Client, time: str
) -> None:
    plain = http.get("/sparql", params=LONG, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers, time
    tag = plain.headers["etag"]
    for coding in ("zstd", "gzip"):
        headers = {"Accept-Encoding": coding}
        reply = http.get("/sparql", params=LONG, headers=headers)
        assert reply.headers["content-encoding"] == coding
        assert reply.headers["etag"] == f'{tag[:-1]}-{coding}"'
        assert reply.headers["vary"] == "Accept, Accept-Datetime, Accept-Encoding"
        assert reply.headers["unencoded-digest"] == plain.headers["repr-digest"]
        assert reply.content == plain.content
        again = {**headers, "If-None-Match": reply.headers["etag"]}
        assert http.get("/sparql", params=LONG, headers=again).status_code == 304


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        (None, False),
        ("gzip", True),
        ("zstd, GZIP;q=0.1", True),
        ("gzip;q=0", False),
        ("gzip;q=0.0, br", False),
        ("x-gzip-like", False),
    ],
)
def test_gzip_is_for_those_who_take_it(accepted: str | None, taken: bool) -> None:
    given = [] if accepted is None else [(b"accept-encoding", accepted.encode())]
    assert takes_gzip({"headers": given}) is taken


STREAMED = {"query": "SELECT * { ?s ?p ?o }", "format": "json"}


@pytest.mark.parametrize("path", ["/", "/sparql", "/graphs?default"])
def test_what_refuses_gzip_does_not_get_it(http: httpx.Client, path: str) -> None:
    parameters = STREAMED if path == "/sparql" else None
    headers = {"Accept-Encoding": "gzip;q=0", "Accept": "text/html, */*;q=0.1"}
    reply = http.get(path, params=parameters, headers=headers)
    assert reply.status_code == 200
    assert "content-encoding" not in reply.headers


@pytest.mark.parametrize("accepted", ["identity", "gzip"])
def test_head_of_a_long_answer_has_the_headers_of_get(
    http: httpx.Client, accepted: str
) -> None:
    headers = {"Accept-Encoding": accepted}
    head = http.head("/sparql", params=STREAMED, headers=headers)
    get = http.get("/sparql", params=STREAMED, headers=headers)
    for name in ("etag", "vary", "content-encoding", "content-type"):
        assert head.headers.get(name) == get.headers.get(name), name
    assert head.content == b""


def test_the_form_is_not_sent_twice(http: httpx.Client) -> None:
    headers = {"Accept": "text/html"}
    form = http.get("/sparql", headers=headers)
    again = {**headers, "If-None-Match": form.headers["etag"]}
    assert http.get("/sparql", headers=again).status_code == 304
    assert http.get("/sparql?example=timeline", headers=again).status_code == 200
