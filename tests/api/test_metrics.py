"""What the service counts, and that it counts nobody."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.api.conftest import serving

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def client(build: Path) -> Iterator[httpx.Client]:
    with serving(build) as server, httpx.Client(base_url=server.url) as client:
        yield client


def numbers(client: httpx.Client) -> dict[tuple[str, ...], float]:
    """Read the numbers: by name, and the values of the labels by their names."""
    text = client.get("/metrics").text
    return {
        (
            sample.name,
            *(value for _, value in sorted(sample.labels.items())),
        ): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_are_counted_by_route_and_status(client: httpx.Client) -> None:
    before = numbers(client)
    answer = client.get("/sparql", params={"query": COUNT, "format": "csv"})
    client.get("/sparql", params={"query": "SELECT nothing"})
    after = numbers(client)

    def grown(*key: str) -> float:
        return after.get(key, 0) - before.get(key, 0)

    assert answer.status_code == 200
    assert grown("kg_requests_total", "GET", "/sparql", "200") == 1
    assert grown("kg_requests_total", "GET", "/sparql", "400") == 1
    assert grown("kg_request_seconds_count", "/sparql") == 2
    assert grown("kg_answer_bytes_total", "/sparql") > len(answer.content)
    assert grown("kg_query_seconds_count", "fast") == 2


@pytest.mark.parametrize("coding", ["gzip", "identity", "zstd"])
def test_a_route_is_told_whatever_coding_a_client_takes(
    client: httpx.Client, coding: str
) -> None:
    key = ("kg_requests_total", "GET", "/robots.txt", "200")
    before = numbers(client).get(key, 0)
    client.get("/robots.txt", headers={"Accept-Encoding": coding})
    assert numbers(client)[key] == before + 1


def test_the_state_of_workers_and_release_is_told(client: httpx.Client) -> None:
    found = numbers(client)

    assert found["kg_release_info", "public", "first"] == 1
    assert found["kg_release_timestamp_seconds",] == 1795398000
    assert found["kg_workers", "busy"] == 0
    assert found["kg_workers_started_total",] >= 3
    assert found["kg_queue_length", "fast"] == 0
    assert found["kg_requests_under_way",] == 1  # this one


def test_answers_that_are_kept_are_counted(client: httpx.Client) -> None:
    before = numbers(client)
    parameters = {"query": f"{COUNT} # again", "format": "csv"}
    first, again = (client.get("/sparql", params=parameters) for _ in range(2))
    after = numbers(client)

    assert "cache" not in first.headers["server-timing"]
    assert again.headers["server-timing"].endswith(", cache;desc=hit")
    assert (again.text, again.headers["etag"]) == (first.text, first.headers["etag"])
    for found in ("hit", "miss"):
        key = ("kg_cache_questions_total", found)
        assert after[key] - before[key] == 1
    assert after["kg_cache_answers",] - before["kg_cache_answers",] == 1
    assert after["kg_cache_bytes",] > before["kg_cache_bytes",]
    assert (
        after["kg_query_seconds_count", "fast"]
        - before["kg_query_seconds_count", "fast"]
        == 1
    )


def test_what_was_asked_for_is_not_told(client: httpx.Client) -> None:
    client.get("/nowhere/secret-person")
    client.get("/id/person/secret-person")
    client.request("SECRET-PERSON", "/")
    client.get("/sparql", params={"query": f"{COUNT} # secret-person"})

    assert "secret-person" not in client.get("/metrics").text.lower()


def test_a_query_that_was_ended_is_counted_by_its_cause(build: Path) -> None:
    bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with (
        serving(build, query_seconds=0.3) as server,
        httpx.Client(base_url=server.url) as client,
    ):
        status = client.get("/sparql", params={"query": bomb}).status_code
        found = numbers(client)

    assert status == 504
    assert found["kg_workers_ended_total", "deadline"] == 1
