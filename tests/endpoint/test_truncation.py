"""A late failure is noticed by every client, in every format."""

import http.client
import os
import shutil
import signal
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pandas
import pytest
from SPARQLWrapper import SPARQLWrapper

from tests.api.conftest import workers
from tests.endpoint.conftest import COUNTED, FLOOD, Service, serving

pytestmark = pytest.mark.slow

SELECT = f"SELECT * {FLOOD}"
CONSTRUCT = f"CONSTRUCT {{ ?a ?e ?i }} {FLOOD}"
FORMATS = [
    ("json", SELECT),
    ("xml", SELECT),
    ("csv", SELECT),
    ("tsv", SELECT),
    ("ntriples", CONSTRUCT),
    ("turtle", CONSTRUCT),
]


class NoticedError(Exception):
    """A client has noticed that an answer is not whole."""


Fetch = Callable[[str], object]


def by_httpx(address: str) -> object:
    try:
        return httpx.get(address, timeout=30).content
    except httpx.RemoteProtocolError as error:
        raise NoticedError from error


def by_urllib(address: str) -> object:
    try:
        with urllib.request.urlopen(address, timeout=30) as reply:  # noqa: S310
            return reply.read()
    except (http.client.IncompleteRead, ConnectionError) as error:
        raise NoticedError from error


def by_requests(address: str) -> object:
    requests = pytest.importorskip("requests")
    try:
        return requests.get(address, timeout=30).content
    except requests.exceptions.ChunkedEncodingError as error:
        raise NoticedError from error


def by_curl(address: str) -> object:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    done = subprocess.run(
        [curl, "--silent", "--output", "/dev/null", address], check=False
    )
    if done.returncode in {18, 56}:  # partial file, failure in receiving
        raise NoticedError
    return done.returncode


def by_sparqlwrapper(address: str) -> object:
    endpoint, _, parameters = address.partition("?")
    client = SPARQLWrapper(endpoint)
    given = httpx.QueryParams(parameters)
    client.setQuery(given["query"])
    client.addParameter("format", given["format"])
    client.setTimeout(30)
    try:
        return client.query().response.read()
    except (http.client.IncompleteRead, ConnectionError) as error:
        raise NoticedError from error


def by_pandas(address: str) -> object:
    """Read as researchers do; pandas opens addresses with urllib."""
    try:
        if "format=json" in address:
            return pandas.read_json(address)
        if "format=xml" in address:
            return pandas.read_xml(address, parser="etree")
        return pandas.read_csv(address)
    except (http.client.IncompleteRead, ConnectionError) as error:
        raise NoticedError from error


CLIENTS = [by_httpx, by_urllib, by_requests, by_curl, by_sparqlwrapper, by_pandas]


@pytest.fixture(scope="module")
def small(project: Path) -> Iterator[Service]:
    """A service whose answers have at most a megabyte."""
    with serving(
        project, query_seconds=20, query_memory_mb=512, max_answer_mb=1
    ) as running:
        yield running
        assert running.ask().text == COUNTED


def address(service: Service, query: str, form: str) -> str:
    return f"{service.endpoint}?{urlencode({'query': query, 'format': form})}"


@pytest.mark.parametrize(("form", "query"), FORMATS, ids=[it[0] for it in FORMATS])
@pytest.mark.parametrize("fetch", CLIENTS)
def test_an_answer_over_the_limit_is_noticed(
    small: Service, fetch: Fetch, form: str, query: str
) -> None:
    with pytest.raises(NoticedError):
        fetch(address(small, query, form))


@pytest.mark.parametrize("fetch", CLIENTS)
def test_an_answer_within_the_limit_is_whole(small: Service, fetch: Fetch) -> None:
    fetch(address(small, "SELECT ?s { ?s ?p ?o }", "csv"))


@pytest.mark.parametrize(("form", "query"), FORMATS, ids=[it[0] for it in FORMATS])
def test_a_worker_killed_in_the_middle_is_noticed(
    service: Service, form: str, query: str
) -> None:
    parts = (address(service, query, form), service.process.pid)
    with pytest.raises(httpx.RemoteProtocolError):
        read_and_kill(*parts)
    assert service.ask().text == COUNTED


def read_and_kill(address: str, parent: int) -> None:
    """Read an answer while all that could make it are killed."""
    with httpx.stream("GET", address, timeout=30) as reply:
        assert reply.status_code == 200
        for number, _block in enumerate(reply.iter_raw()):
            if number == 0:
                for worker in workers(parent):
                    os.kill(worker, signal.SIGKILL)


@pytest.mark.parametrize("fetch", CLIENTS)
def test_an_answer_past_its_deadline_is_noticed(service: Service, fetch: Fetch) -> None:
    with pytest.raises(NoticedError):
        fetch(address(service, SELECT, "tsv"))
