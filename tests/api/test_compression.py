import gzip

import httpx
import pytest
import zstandard

from kg.api.compression import coding_for, compress

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
        assert reply.headers["vary"] == "Accept, Accept-Encoding"
        assert reply.headers["unencoded-digest"] == plain.headers["repr-digest"]
        assert reply.content == plain.content
        again = {**headers, "If-None-Match": reply.headers["etag"]}
        assert http.get("/sparql", params=LONG, headers=again).status_code == 304
