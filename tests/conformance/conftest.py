"""One service in this process, which is given the data of one test after another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from kg.api.app import create_app
from kg.publishing.release import switch
from kg.settings import Settings
from tests.api.conftest import ROOT, make_release
from tests.conformance.suites import Case, Data, read_quads

Serve = Callable[[Case], TestClient]


@pytest.fixture(scope="session")
def suites(pytestconfig: pytest.Config) -> Path:
    """The copy of the W3C's suites that the tests are given."""
    folder: Path | None = pytestconfig.getoption("--w3c", default=None)
    if folder is None:
        pytest.skip("no copy of the W3C's suites given: pytest --w3c DIR")
    return folder


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Serve the data of a case as a release of its own."""
    with serving_cases(tmp_path_factory.mktemp("build")) as serve_case:
        yield serve_case


@contextmanager
def serving_cases(build: Path, **changes: Any) -> Iterator[Serve]:
    """Serve the data of one case after another, with settings."""
    switch(build, make_release(build, "empty", ()))
    queries = ROOT / "queries"
    settings = Settings(build_dir=build, workers=1, queries_dir=queries, **changes)
    app = create_app(settings)
    served: list[Data] = []
    with TestClient(app) as client:

        def serve_case(case: Case) -> TestClient:
            if served[-1:] != [case.data]:
                served.append(case.data)
                version = f"data-{len(served)}"
                switch(build, make_release(build, version, read_quads(case)))
                assert client.portal is not None
                client.portal.call(app.state.service.refresh)
            return client

        yield serve_case
