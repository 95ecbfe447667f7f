"""The W3C's suites of federation, through our own service: `pytest --w3c DIR`.

The endpoints that the tests name are real engines here, at addresses of this machine,
which stand in the queries instead.
"""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from tests.api.conftest import ROOT, free_port, wait_for
from tests.conformance.conftest import serving_cases
from tests.conformance.outcomes import SUITES, Outcome
from tests.conformance.suites import Case, read_cases
from tests.conformance.test_queries import FEDERATED, asking, find_fault

pytestmark = pytest.mark.slow

NOWHERE = "http://invalid.endpoint.org/sparql"
"""The endpoint that a test expects not to be there."""

Federate = Callable[[Case], tuple[TestClient, Case]]


@contextmanager
def engine(folder: Path) -> Iterator[str]:
    """Run an Oxigraph of its own."""
    address = f"127.0.0.1:{free_port()}"
    command = [str(ROOT / ".venv/bin/oxigraph"), "serve", "--bind", address]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://{address}/query")
            yield f"http://{address}"
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def federate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Federate]:
    """Serve a case, and let others serve what they have in it."""
    with ExitStack() as stack:
        folders = (tmp_path_factory.mktemp(name) for name in ("one", "other"))
        others = [stack.enter_context(engine(folder)) for folder in folders]
        nowhere = f"http://127.0.0.1:{free_port()}/query"
        serve = stack.enter_context(
            serving_cases(
                tmp_path_factory.mktemp("build"),
                services=(nowhere, *(f"{other}/query" for other in others)),
                service_own_hosts=("127.0.0.1",),
            )
        )

        def serve_case(case: Case) -> tuple[TestClient, Case]:
            text = case.text.replace(NOWHERE, nowhere)
            text = text.replace("<g>", f"<{others[0]}/query>")
            for other in others:
                _load(other, b"")
            for (endpoint, data), other in zip(case.others, others, strict=False):
                text = text.replace(endpoint, f"{other}/query")
                _load(other, data.read_bytes())
            return serve(case), replace(case, text=text)

        yield serve_case


def _load(other: str, data: bytes) -> None:
    turtle = {"Content-Type": "text/turtle"}
    httpx.put(f"{other}/store?default", content=data, headers=turtle).raise_for_status()


@pytest.mark.parametrize(
    "known", [it for it in SUITES if it.name in FEDERATED], ids=lambda it: it.name
)
def test_what_fails_is_what_is_known(
    known: Outcome, suites: Path, federate: Federate
) -> None:
    cases = read_cases(suites / known.name)
    assert len(cases) == known.tests
    failed = {}
    for case in cases:
        client, written = federate(case)
        fault = find_fault(written, asking(client))
        if fault is not None:
            failed[case.name] = fault
    assert sorted(failed) == sorted(known.failed), failed
