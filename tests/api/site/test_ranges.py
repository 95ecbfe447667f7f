"""Whoever was cut off goes on where they were (RFC 9110, 14): documents of things."""

import httpx
import pytest

PATH = "/data/event/solidarity-action-16-january.nt"
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def whole(site: httpx.Client) -> httpx.Response:
    answer = site.get(PATH, headers=PLAIN)
    assert len(answer.content) > 2000
    assert answer.headers["accept-ranges"] == "bytes"
    return answer


@pytest.mark.parametrize(
    ("asked", "begin", "end"),
    [
        pytest.param("bytes=0-99", 0, 100, id="the-first"),
        pytest.param("bytes=100-", 100, 0, id="the-rest"),
        pytest.param("bytes=-50", -50, 0, id="the-last"),
        pytest.param("BYTES=7-7", 7, 8, id="one"),
        pytest.param("bytes=10-999999999", 10, 0, id="more-than-there-is"),
        pytest.param("bytes=-999999999", 0, 0, id="more-than-all"),
    ],
)
@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
def test_a_part_is_given_as_it_is(
    site: httpx.Client,
    whole: httpx.Response,
    asked: str,
    begin: int,
    end: int,
    coding: str,
) -> None:
    answer = site.get(PATH, headers={"Range": asked, "Accept-Encoding": coding})
    size = len(whole.content)
    first, last = begin % size, (end or size) - 1
    assert answer.status_code == 206
    assert answer.content == whole.content[first : last + 1]
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{size}"
    assert answer.headers["etag"] == whole.headers["etag"]


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_what_is_not_there_cannot_be_had(
    site: httpx.Client, whole: httpx.Response, asked: str
) -> None:
    answer = site.get(PATH, headers={"Range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(whole.content)}"


@pytest.mark.parametrize(
    "asked",
    ["bytes=9-1", "bytes=-", "bytes=0-1,4-5", "lines=0-9", "bytes=x"],
)
def test_what_is_no_single_range_is_given_whole(
    site: httpx.Client, whole: httpx.Response, asked: str
) -> None:
    answer = site.get(PATH, headers={**PLAIN, "Range": asked})
    assert (answer.status_code, answer.content) == (200, whole.content)


def test_a_part_is_of_the_document_that_was_begun(
    site: httpx.Client, whole: httpx.Response
) -> None:
    asked = {**PLAIN, "Range": "bytes=5-9"}
    same = site.get(PATH, headers={**asked, "If-Range": whole.headers["etag"]})
    other = site.get(PATH, headers={**asked, "If-Range": '"other"'})
    weak = site.get(PATH, headers={**asked, "If-Range": f"W/{whole.headers['etag']}"})
    coded = site.get(PATH, headers={"Accept-Encoding": "gzip"}).headers["etag"]
    packed = site.get(PATH, headers={**asked, "If-Range": coded})
    assert [it.status_code for it in (same, other, weak, packed)] == [
        206,
        200,
        200,
        200,
    ]


def test_head_tells_of_all(site: httpx.Client, whole: httpx.Response) -> None:
    answer = site.head(PATH, headers={**PLAIN, "Range": "bytes=0-9"})
    assert answer.status_code == 200
    assert answer.headers["content-length"] == str(len(whole.content))


def test_what_has_not_changed_is_not_sent_in_parts_either(
    site: httpx.Client, whole: httpx.Response
) -> None:
    headers = {"Range": "bytes=0-9", "If-None-Match": whole.headers["etag"]}
    assert site.get(PATH, headers=headers).status_code == 304
