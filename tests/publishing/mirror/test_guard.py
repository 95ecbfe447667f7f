"""Where a copy may be fetched from: what somebody else's data names is not trusted."""

import sys
from collections.abc import Iterator

import httpx
import pytest

from kg.publishing.mirror.fetching import UnreachableError
from kg.publishing.mirror.guard import Guard, OriginKey
from kg.publishing.mirror.reading.reader import Reader
from tests.publishing.mirror.conftest import Mirroring
from tests.publishing.mirror.thirdparty import Publisher


class Recorder(httpx.BaseTransport):
    """Sends nothing, and keeps what it should have sent."""

    def __init__(self) -> None:
        self.sent: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        return httpx.Response(200)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def client(recorder: Recorder) -> Iterator[httpx.Client]:
    with httpx.Client(transport=Guard(["localhost"], recorder)) as client:
        yield client


@pytest.mark.parametrize(
    ("url", "words"),
    [
        pytest.param("http://127.0.0.1/", "not in the public network", id="loopback"),
        pytest.param("http://10.1.2.3/", "or --host 10.1.2.3", id="private"),
        pytest.param("http://169.254.169.254/meta", "public", id="of-a-cloud"),
        pytest.param("http://[::1]/", "not in the public network", id="loopback-6"),
        pytest.param("http://8.8.8.8:22/", "port 22", id="port"),
        pytest.param("http://user:word@8.8.8.8/", "such an address", id="password"),
    ],
)
def test_requests_lead_into_the_public_network(
    client: httpx.Client, recorder: Recorder, url: str, words: str
) -> None:
    with pytest.raises(UnreachableError, match=words):
        client.get(url)
    assert recorder.sent == []


def test_a_host_that_is_named_may_be_anywhere(
    client: httpx.Client, recorder: Recorder
) -> None:
    client.get("http://localhost:9/x")
    assert recorder.sent[0].url == "http://localhost:9/x"


def test_the_connection_goes_to_the_address_that_was_checked(
    client: httpx.Client, recorder: Recorder
) -> None:
    client.get("https://8.8.8.8/x?y=1")
    request = recorder.sent[0]
    assert str(request.url) == "https://8.8.8.8/x?y=1"
    assert request.headers["Host"] == "8.8.8.8"
    assert request.extensions["sni_hostname"] == "8.8.8.8"


def test_a_redirect_is_checked_as_any_request(thirdparty: Publisher) -> None:
    thirdparty.put("/a", "", status=302, location="http://10.0.0.1/b")
    guard = Guard(["127.0.0.1"], httpx.HTTPTransport())
    with (
        httpx.Client(transport=guard, follow_redirects=True) as client,
        pytest.raises(UnreachableError, match="not in the public network"),
    ):
        client.get(f"{thirdparty.url}/a")


def test_a_key_is_told_to_one_origin_alone(recorder: Recorder) -> None:
    key = OriginKey("https://example.org/feed", "secret")
    with httpx.Client(transport=recorder, auth=key) as client:
        client.get("https://example.org/other")
        client.get("https://example.com/feed")
        client.get("http://example.org/feed")
    told = [it.headers.get("Authorization") for it in recorder.sent]
    assert told == ["Bearer secret", None, None]


def test_what_strangers_write_is_read_without_network_and_files(
    thirdparty: Publisher, mirroring: Mirroring, reader: Reader
) -> None:
    thirdparty.put("/a.nt", "<urn:a> <urn:b> <urn:c> .\n")
    mirroring(f"{thirdparty.url}/a.nt")
    assert reader.filtered == (sys.platform == "linux")
