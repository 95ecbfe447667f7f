"""What the OpenAPI document says is what is answered, to any request it describes."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.endpoint.conftest import Service

pytestmark = pytest.mark.slow

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


@pytest.fixture
def document(service: Service) -> Any:
    return httpx.get(f"{service.url}/openapi.json").json()


def test_every_operation_says_how_it_fails(
    document: Any,
) -> None:
    operations = {
        f"{method} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert "get /sparql" in operations
    for name, operation in operations.items():
        missing = {"400", "404", "406", "503", "504"} - set(operation["responses"])
        assert missing == set(), name


@pytest.mark.parametrize(
    ("method", "path", "request_", "status"),
    [
        ("get", "/sparql", {"params": {"query": "SELECT * {"}}, 400),
        ("get", "/sparql", {"params": {"query": "DROP ALL"}}, 403),
        ("get", "/sparql", {"params": {"query": "SELECT * " + "{" * 999}}, 422),
        ("get", "/sparql", {"headers": {"Accept": "image/png"}}, 406),
        ("post", "/sparql", {"content": b"x"}, 415),
        ("post", "/sparql", {"content": b"#" * 1_048_577}, 413),
        ("get", "/queries/{name}", {}, 404),
        ("get", "/id/{kind}/{key}", {}, 404),
        ("get", "/data/{kind}/{file}", {}, 404),
        ("get", "/dumps/{version}/{file}", {}, 404),
        ("get", "/vocab/{scheme}/{code}", {}, 404),
    ],
)
def test_a_status_that_comes_is_one_that_is_described(
    service: Service,
    document: Any,
    method: str,
    path: str,
    request_: Any,
    status: int,
) -> None:
    reply = httpx.request(method, f"{service.url}{path}", **request_)
    assert reply.status_code == status
    described = document["paths"][path][method]["responses"]
    assert str(status) in described
    media_type = reply.headers["content-type"].partition(";")[0]
    assert media_type in described[str(status)]["content"]


@pytest.mark.parametrize(
    "path",
    [
        *("/graph/%81", "/vocab/%81", "/vocab/modality/%81", "/id/event/%81"),
        *("/data/event/%81.ttl", "/page/event/%81", "/ontology.%81", "/queries/%81"),
        *("/dumps/%00/graph.nq", "/dumps/..%2f..%2f/manifest.json"),
    ],
)
def test_what_no_iri_has_in_it_names_nothing(service: Service, path: str) -> None:
    assert httpx.get(f"{service.url}{path}").status_code == 404


def test_schemathesis_finds_nothing(service: Service, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run"),
            *(f"{service.url}/openapi.json", "--checks", ",".join(CHECKS)),
            *("--max-examples", "30", "--seed", "1", "--request-timeout", "20"),
            *("--phases", "examples,coverage,fuzzing"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,  # where it keeps its own notes
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-3000:]
