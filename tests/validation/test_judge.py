"""The judge of a workspace looks again at what a write can reach, with one outcome."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kg.store.processes.job import Fields, read_job
from kg.validation import judge as judging
from kg.validation.judge import Judge
from kg.validation.judgement import Draft, write_draft_path

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "ontology" / "examples"
GRAPHS = ("urn:g:one", "urn:g:two")
FAULTY = EXAMPLES / "invalid" / "AgentShape-contact.ttl"


def stated(path: Path, graph: str) -> list[Quad]:
    quads = parse(path.read_bytes(), RdfFormat.TURTLE)
    name = NamedNode(graph)
    return [Quad(it.subject, it.predicate, it.object, name) for it in quads]


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A workspace: empty, with what examples build on, a fault added, half, mended.

    The second and the last change are small, and looked at by themselves.
    """
    ground = stated(EXAMPLES / "background.ttl", GRAPHS[0])
    faulty = stated(FAULTY, GRAPHS[1])
    contents: list[list[Quad]] = [[], ground, ground + faulty]
    contents += [ground[::2] + faulty, ground[::2]]
    folder = tmp_path_factory.mktemp("states")
    paths = [folder / str(number) for number in range(len(contents))]
    for path, quads in zip(paths, contents, strict=True):
        store = Store(str(path))
        store.extend(quads)
        store.flush()
    return paths


def fields(states: list[Path], number: int, graph: str | None) -> Fields:
    draft, base = states[number], states[number - 1]
    job = write_draft_path(Draft(draft, draft.name, base, base.name, graph))
    return read_job(job)[0]


def test_each_write_is_judged_as_if_all_were_looked_at(
    states: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "MANY", 0)
    judge, other = Judge(ROOT), Judge(ROOT)
    told: list[set[str]] = []
    looked_again: list[bool] = []
    for number, graph in ((1, None), (2, GRAPHS[1]), (3, GRAPHS[0]), (4, None)):
        asked = fields(states, number, graph)
        found = judge.findings(asked)
        assert found == other.findings({**asked, "base_version": None})
        looked_again.append("_increments" in vars(judge))
        told.append({finding.name for finding in found})
    assert "AgentShape-contact" in told[1] & told[2]
    assert "AgentShape-contact" not in told[0] | told[3]
    assert told[2] - told[1]
    assert looked_again == [False, True, True, True]
