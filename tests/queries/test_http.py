"""The competency questions over HTTP: by the script for researchers, and in formats."""

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
from pyoxigraph import Quad

from kg.publishing.release import switch
from kg.rdf.query.catalogue import Query, read_catalogue
from kg.rdf.query.preflight import Form
from tests.api.conftest import Server, make_release, serving
from tests.queries.tables import ROOT, Keys, read_table, short, table

SCRIPT = ROOT / "docs" / "examples" / "sparqlwrapper.py"
CATALOGUE = read_catalogue(ROOT / "queries")
COMPETENCY = [query for query in CATALOGUE if query.folder == "competency"]


@pytest.fixture(scope="module")
def server(
    quads: list[Quad], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The service over the public graph, as its users meet it."""
    build = tmp_path_factory.mktemp("build")
    switch(build, make_release(build, "public", quads))
    with serving(build) as running:
        yield running


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(query, id=query.name)
        for query in CATALOGUE
        if query.form is Form.SELECT
    ],
)
def test_an_answer_over_http_is_the_expected_table(
    query: Query, server: Server, keys: Keys
) -> None:
    answer = httpx.post(
        server.endpoint,
        data={"query": query.bind()},
        headers={"Accept": "application/sparql-results+json"},
        timeout=30,
    )

    assert answer.status_code == 200
    assert table(answer.json(), keys) == read_table(query.name)


def test_the_script_for_researchers_prints_every_competency_question(
    server: Server, keys: Keys
) -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, server.endpoint, ROOT / "queries" / "competency"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stderr == ""
    printed = dict(map(read_block, done.stdout.strip("\n").split("\n\n")))
    assert list(printed) == [query.name for query in COMPETENCY]
    for query in COMPETENCY:
        rows = [[as_cell(text, keys) for text in row] for row in printed[query.name]]
        assert rows == read_table(query.name)


def read_block(block: str) -> tuple[str, list[list[str]]]:
    """Read what is printed of one question: its name, and its table."""
    head, *rows = block.split("\n")
    return head.removeprefix("# ").partition(":")[0], [row.split("\t") for row in rows]


def as_cell(text: str, keys: Keys) -> str:
    return short(text, keys) if text.startswith("http") else text


def kg(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", "query", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_asks_an_endpoint(server: Server) -> None:
    done = kg("of-whom-pressure-was-asked", "--endpoint", server.endpoint)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == [
        *("demand", "addressee", "addresseeName", "target", "targetName"),
        *("de:more-pressure-on-belarus", "or:norwegian-authorities"),
        *("Norwegian", "authorities", "or:belarusian-authorities"),
        *("Belarusian", "authorities"),
    ]


@pytest.mark.parametrize(
    "endpoint",
    [
        pytest.param("http://127.0.0.1:1/sparql", id="nobody-there"),
        pytest.param("nowhere", id="no-address"),
    ],
)
def test_an_endpoint_that_does_not_answer_is_one_message(endpoint: str) -> None:
    done = kg("claims-by-modality", "--endpoint", endpoint)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert endpoint in done.stderr
