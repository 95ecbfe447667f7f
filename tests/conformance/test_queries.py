"""The W3C's query suites through our own service: `pytest --w3c DIR`."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pyoxigraph import QueryTriples, Store
from starlette.testclient import TestClient

from kg.rdf.formats import Format, by_media_type
from tests.conformance.answers import Answer, read_answer, read_result_set, same
from tests.conformance.conftest import Serve
from tests.conformance.outcomes import SUITES, Outcome
from tests.conformance.suites import Case, read_cases, read_quads

pytestmark = pytest.mark.slow

ACCEPTED = {
    "srx": "application/sparql-results+xml",
    "srj": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
}

Ask = Callable[[str, str], tuple[int, bytes]]
"""Asks a query, accepting a media type: the status and the answer."""


FEDERATED = ("service", "syntax-fed")
"""Suites that call other services: tests.conformance.test_federation."""

ALONE = [suite for suite in SUITES if suite.name not in FEDERATED]


@pytest.mark.parametrize("known", ALONE, ids=lambda suite: suite.name)
def test_what_fails_is_what_is_known(
    known: Outcome, suites: Path, serve: Serve
) -> None:
    cases = read_cases(suites / known.name)
    failed = {
        case.name: fault
        for case in cases
        if (fault := find_fault(case, asking(serve(case)))) is not None
    }
    assert len(cases) == known.tests
    assert sorted(failed) == sorted(known.failed), failed


@pytest.mark.parametrize("known", SUITES, ids=lambda suite: suite.name)
def test_what_is_said_of_the_engine_is_true_of_it_alone(
    known: Outcome, suites: Path
) -> None:
    """Asked without our service, the engine fails the same tests."""
    blamed = {name for name, reason in known.failed.items() if reason.by == "engine"}
    cases = [case for case in read_cases(suites / known.name) if case.name in blamed]
    passed = [case.name for case in cases if find_fault(case, bare(case)) is None]
    assert passed == []


def find_fault(case: Case, ask: Ask) -> str | None:
    """Say what is wrong with the answer to a case, None if nothing is."""
    if case.result is None:
        status, content = ask(case.text, "*/*")
        right = status == 200 if case.well_formed else 400 <= status < 500
        return None if right else f"status {status}: {content!r}"
    query = f"BASE <{case.base}>\n{case.text}"
    status, content = ask(query, accepted(case.result))
    if status != 200:
        return f"status {status}: {content!r}"
    given = read_answer(content, by_accepted(case.result).suffix, case.base)
    right = same(expected(case, case.result), given, ordered=is_ordered(query))
    return None if right else str(given)


def expected(case: Case, result: Path) -> Answer:
    content, base = result.read_bytes(), case.base + result.name
    if is_result_set(result):
        return read_result_set(content, base)
    return read_answer(content, result.suffix.removeprefix("."), base)


def is_result_set(result: Path) -> bool:
    return result.suffix == ".ttl" and "rs:ResultSet" in result.read_text("utf-8")


def accepted(result: Path) -> str:
    return ACCEPTED["srj" if is_result_set(result) else result.suffix.lstrip(".")]


def by_accepted(result: Path) -> Format:
    found = by_media_type(accepted(result))
    assert found is not None
    return found


def asking(client: TestClient) -> Ask:
    """Ask the service, as a client does."""

    def ask(query: str, accept: str) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        reply = client.post("/sparql", content=query.encode(), headers=headers)
        return reply.status_code, reply.content

    return ask


def bare(case: Case) -> Ask:
    """Ask the engine itself, over the data of a case."""
    store = Store()
    store.extend(read_quads(case))

    def ask(query: str, accept: str) -> tuple[int, bytes]:
        try:
            result = store.query(query)
            media_type = "text/turtle" if isinstance(result, QueryTriples) else accept
            written = by_media_type(media_type.replace("*/*", ACCEPTED["srj"]))
            assert written is not None
            output = BytesIO()
            written.write(result, output)
        except (SyntaxError, RuntimeError) as error:
            return 400, str(error).encode()
        return 200, output.getvalue()

    return ask


def is_ordered(query: str) -> bool:
    """Say whether a query orders its own solutions, not those of a part of it."""
    return re.search(r"\bORDER\s+BY\b[^}]*$", query, re.IGNORECASE) is not None
