"""The W3C's update suites through our own service: `pytest --w3c DIR`."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    parse_query_results,
)

from tests.conformance.outcomes import UPDATES, Outcome
from tests.conformance.updates import UpdateCase, read_updates
from tests.workspace.conftest import editing

pytestmark = pytest.mark.slow

ALL = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"

Run = Callable[[UpdateCase], tuple[bool, frozenset[str]]]
"""Does the update of a case: whether it was taken, and what there is after it."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("updates")
    with editing(folder, workspace_rules="off") as client:
        yield client


@pytest.mark.parametrize("known", UPDATES, ids=lambda suite: suite.name)
def test_what_fails_is_what_is_known(
    known: Outcome, suites: Path, client: httpx.Client
) -> None:
    cases = read_updates(suites / known.name)
    failed = {it.name: it.text for it in cases if not passes(it, served(client))}
    assert len(cases) == known.tests
    assert sorted(failed) == sorted(known.failed), failed


@pytest.mark.parametrize("known", UPDATES, ids=lambda suite: suite.name)
def test_what_is_said_of_the_engine_is_true_of_it_alone(
    known: Outcome, suites: Path
) -> None:
    """Asked without our service, the engine fails the same tests."""
    blamed = {name for name, reason in known.failed.items() if reason.by == "engine"}
    cases = [it for it in read_updates(suites / known.name) if it.name in blamed]
    assert [it.name for it in cases if passes(it, bare)] == []


def passes(case: UpdateCase, run: Run) -> bool:
    taken, found = run(case)
    if case.well_formed is not None:
        return taken is case.well_formed
    return taken and found == canonical(case.after)


def served(client: httpx.Client) -> Run:
    """Do it by the service, as a client does."""

    def run(case: UpdateCase) -> tuple[bool, frozenset[str]]:
        sent(client, f"DROP ALL ; {inserting(case.before)}")
        reply = client.post("/sparql", data={"update": case.text})
        assert reply.status_code < 500, reply.text
        # A text that could be read may still ask for what cannot be done.
        taken = reply.status_code in (204, 409 if case.well_formed else 204)
        form = {"query": ALL, "format": "json"}
        return taken, canonical(rows(client.post("/sparql", data=form).content))

    return run


def sent(client: httpx.Client, text: str) -> None:
    reply = client.post("/sparql", data={"update": text})
    assert reply.status_code == 204, reply.text


def inserting(quads: Iterable[Quad]) -> str:
    """Write an update that inserts quads."""
    parts = [
        f"{quad.triple} ."
        if isinstance(quad.graph_name, DefaultGraph)
        else f"GRAPH {quad.graph_name} {{ {quad.triple} }}"
        for quad in quads
    ]
    return f"INSERT DATA {{ {' '.join(parts)} }}"


def rows(content: bytes) -> Iterator[Quad]:
    """Read the quads of an answer."""
    found = parse_query_results(content, QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    for row in found:
        yield Quad(row["s"], row["p"], row["o"], row["g"] or DefaultGraph())


def bare(case: UpdateCase) -> tuple[bool, frozenset[str]]:
    """Do it by the engine itself."""
    store = Store()
    store.extend(case.before)
    try:
        store.update(case.text)
    except (SyntaxError, RuntimeError):
        return False, frozenset()
    return True, canonical(store)


def canonical(quads: Iterable[Quad]) -> frozenset[str]:
    """Write quads so that blank nodes are equal when they stand in the same places.

    Values go through a store, which keeps one form of each.
    """
    store = Store()
    store.extend(quads)
    found = Dataset(store)
    if any(BlankNode in map(type, (it.subject, it.object)) for it in store):
        found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, found))
