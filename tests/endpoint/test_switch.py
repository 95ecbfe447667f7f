"""Releases are replaced and workers killed while clients ask: nobody is lied to."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.publishing.release import Release, switch
from tests.api.conftest import make_release, quads, workers
from tests.endpoint.conftest import COUNT, Service, make_project, serving

pytestmark = pytest.mark.slow

CLIENTS = 4
LIMITS = {"workers": 2, "query_memory_mb": 512, "query_seconds": 10}
REQUESTS = 2000


class Crowd:
    """Clients that ask all the time, and count what they were told."""

    def __init__(self, service: Service) -> None:
        self.told: Counter[tuple[int, str, str]] = Counter()
        self.broken = 0
        self._service = service
        self._done = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _ in range(CLIENTS)]

    @property
    def count(self) -> int:
        return self.told.total() + self.broken

    @contextmanager
    def asking(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._done.set()
            for thread in self._threads:
                thread.join()

    def wait_for(self, count: int) -> None:
        deadline = time.monotonic() + 60
        while self.count < count:
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def _ask(self) -> None:
        parameters = {"query": COUNT, "format": "csv"}
        with httpx.Client(timeout=30) as client:
            while not self._done.is_set():
                try:
                    reply = client.get(self._service.endpoint, params=parameters)
                except httpx.TransportError:
                    self.broken += 1
                    continue
                release = reply.headers.get("x-release", "")
                text = reply.text if reply.status_code == 200 else ""
                self.told[reply.status_code, release, text] += 1


def release_of(project: Path, number: int) -> Release:
    """Write a release of as many triples as its number."""
    subject, predicate = NamedNode("http://example.org/s"), NamedNode("http://e/p")
    triples = [Quad(subject, predicate, Literal(str(it))) for it in range(number)]
    return make_release(project / "build", f"release-{number}", triples)


def test_releases_are_replaced_without_a_failed_request(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    releases = [release_of(project, number) for number in (1, 2, 3, 4)]
    with serving(project, **LIMITS) as service:
        crowd = Crowd(service)
        with crowd.asking():
            for release in releases:
                crowd.wait_for(crowd.count + REQUESTS // 5)
                switch(project / "build", release)
                wait_until_served(service, release)
            crowd.wait_for(max(REQUESTS, crowd.count + 100))
    assert crowd.broken == 0
    assert set(crowd.told) == {
        (200, "first", "n\r\n3000\r\n"),
        *((200, f"release-{it}", f"n\r\n{it}\r\n") for it in (1, 2, 3, 4)),
    }
    assert crowd.count >= REQUESTS


def wait_until_served(service: Service, release: Release) -> None:
    deadline = time.monotonic() + 20
    while httpx.get(f"{service.url}/health").json()["release"] != release.version:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_killed_workers_are_a_503_each_and_never_a_wrong_answer(
    project: Path,
) -> None:
    choice = random.Random(1)  # noqa: S311 - the same each time
    killed = 0
    with serving(project, **LIMITS) as service:
        crowd = Crowd(service)
        with crowd.asking():
            for _ in range(20):
                crowd.wait_for(crowd.count + 30)
                alive = workers(service.process.pid)
                if alive:
                    os.kill(choice.choice(alive), signal.SIGKILL)
                    killed += 1
            crowd.wait_for(crowd.count + 100)
        assert service.process.poll() is None
    right = (200, "first", "n\r\n3000\r\n")
    assert set(crowd.told) <= {right, (503, "", "")}
    assert crowd.told[503, "", ""] <= killed
    assert crowd.broken == 0
    assert crowd.told[right] > 500


def test_the_service_is_back_soon_after_all_workers_are_killed(
    project: Path,
) -> None:
    with serving(project, **LIMITS) as service:
        for _ in range(3):
            for worker in workers(service.process.pid):
                os.kill(worker, signal.SIGKILL)
            start = time.perf_counter()
            while service.ask().status_code != 200:
                assert time.perf_counter() - start < 5
            # A second and what a busy machine needs to start processes.
            assert time.perf_counter() - start < 3


def test_a_service_that_is_killed_starts_anew_and_tells_the_same(
    tmp_path: Path,
) -> None:
    project, answers = make_project(tmp_path), set()
    for _ in range(2):
        with serving(project, **LIMITS) as service:
            answers.add((service.ask().text, service.ask().headers["etag"]))
            service.process.kill()
            service.process.wait(20)
            deadline = time.monotonic() + 5
            while workers_of_nobody(project) and time.monotonic() < deadline:
                time.sleep(0.05)
            assert workers_of_nobody(project) == []
    assert len(answers) == 1


def workers_of_nobody(project: Path) -> list[str]:
    """List the worker processes on a project's store."""
    store = str((project / "build" / "current").resolve())
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if "kg.store.processes.worker" in command and store in command:
            found.append(command)
    return found


def test_a_switch_is_served_under_hostile_load_too(tmp_path: Path) -> None:
    """Old and new workers are there together for a moment, with bombs in them."""
    project = make_project(tmp_path)
    bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with serving(project, **{**LIMITS, "query_seconds": 1}) as service:
        statuses: Counter[int] = Counter()

        def throw() -> None:
            for _ in range(3):
                statuses[service.ask(bomb).status_code] += 1

        threads = [threading.Thread(target=throw) for _ in range(2)]
        for thread in threads:
            thread.start()
        switch(project / "build", make_release(project / "build", "next", quads()))
        wait_until_served(service, Release(Path("next")))
        for thread in threads:
            thread.join()
        reply = service.ask()
    assert statuses == {504: 6}
    assert (reply.text, reply.headers["x-release"]) == ("n\r\n3000\r\n", "next")
