"""`kg identity` and `kg review --identity`: from what is found to what is decided."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml
from pyoxigraph import Literal, NamedNode, Quad

from kg.pipeline.identity.found import find, read_candidates
from kg.pipeline.identity.received import NAME
from kg.publishing.manifest import hash_inputs
from kg.publishing.release import Release
from kg.rdf.iri import expand, graph, mint
from kg.rdf.terms import HS, RDF, SKOS
from kg.store.oxigraph import OxigraphStore
from tests.cli.conftest import Outcome, Run

RAFTO = mint("organisation", "rafto-foundation")
TWIN = mint("organisation", "kbj35h8m8wvn")
HANCHAR, NAMESAKE = mint("person", "x7b2"), mint("person", "y8c3")
FIRST = {
    RAFTO: ("organisation", "Rafto Foundation"),
    HANCHAR: ("person", "Viktor Gonchar"),
}
SECOND = {
    TWIN: ("organisation", "The Rafto-Foundation"),
    NAMESAKE: ("person", "Віктар Ганчар"),
}
CANDIDATES = Path(__file__).parents[2] / "docs/schemas/candidates.schema.json"
Answer = Callable[..., Outcome]


def store() -> OxigraphStore:
    """A release in which two sources tell of the same."""
    named = [
        quad
        for name, things in (("authority", FIRST), ("source/list/r1", SECOND))
        for thing, (kind, label) in things.items()
        for quad in _told(thing, kind, label, graph(name))
    ]
    merged = [Quad(it.subject, it.predicate, it.object) for it in named]
    return OxigraphStore.of_quads([*named, *merged])


def _told(thing: NamedNode, kind: str, label: str, told: NamedNode) -> Iterator[Quad]:
    yield Quad(thing, RDF.type, expand(f"hs:{kind.title()}"), told)
    yield Quad(thing, SKOS.prefLabel, Literal(label), told)
    if kind == "organisation":
        yield Quad(thing, HS.orgType, expand("ot:foundation"), told)


@pytest.fixture
def found(copy: Path) -> Path:
    """A project whose release has been looked through."""
    find(copy, store(), "a-release")
    return copy


@pytest.fixture
def answer(run: Run, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Review with answers from a pipe."""

    def review(project: Path, *lines: str) -> Outcome:
        monkeypatch.setattr(
            "sys.stdin", io.StringIO("".join(f"{it}\n" for it in lines))
        )
        return run("review", "--identity", "-C", project)

    return review


def test_what_is_found_is_written_with_what_was_seen(found: Path) -> None:
    written = read_candidates(found)
    assert written.release == "a-release"
    assert [(it.kind, it.one.iri, it.other.iri) for it in written.candidates] == [
        ("organisation", TWIN.value, RAFTO.value),
        ("person", HANCHAR.value, NAMESAKE.value),
    ]
    assert written.candidates[0].one.names == ("The Rafto-Foundation",)
    assert written.candidates[0].one.sources == (graph("source/list/r1").value,)
    assert [it.feature for it in written.candidates[0].why] == ["name", "type"]
    described = json.loads(CANDIDATES.read_text("utf-8"))
    text = (found / NAME).read_text("utf-8")
    jsonschema.validate(yaml.load(text, Loader=yaml.BaseLoader), described)  # noqa: S506
    assert hash_inputs(found) == hash_inputs_without(found)


def hash_inputs_without(project: Path) -> str:
    (project / NAME).unlink()
    return hash_inputs(project)


def test_what_is_decided_is_kept_with_who_when_and_why_and_comes_no_more(
    found: Path, answer: Answer, run: Run
) -> None:
    outcome = answer(found, "s", "Same address in Bergen.", "d", "")
    assert (outcome.code, outcome.out.splitlines()[-1]) == (0, "2 decided, 0 wait")
    text = (found / "data/identity/organisations.yml").read_text("utf-8")
    judged = text[text.index("  - key: pair-") :]
    assert f"thing: {TWIN.value}\n    same-as: {RAFTO.value}\n" in judged
    assert "by: solidarity-graph-editors\n    on: 20" in judged
    assert "reason: {en: Same address in Bergen.}" in judged
    people = (found / "data/identity/people.yml").read_text("utf-8")
    assert f"not-same: {HANCHAR.value}\n" in people
    assert "name: the same when spelled alike" in people
    assert find(found, store(), "another-release") == []
    key = judged.split()[2]
    undone = run("identity", "--undo", key, "-C", found)
    assert undone.out.startswith("taken out of data/identity/organisations.yml")
    assert [it.one.iri for it in find(found, store(), "a")] == [TWIN.value]


def test_people_are_never_merged(found: Path, answer: Answer) -> None:
    outcome = answer(found, "l", "s", "q")
    assert "'s': one of the letters in brackets" in outcome.out
    assert outcome.out.splitlines()[-1] == "0 decided, 2 wait"
    assert "Viktor Gonchar" in outcome.out


def test_who_leaves_goes_on_where_they_were(found: Path, answer: Answer) -> None:
    assert answer(found, "p", "May be.").out.splitlines()[-1] == "1 decided, 1 wait"
    again = answer(found, "q").out
    assert "1 of 1" in again
    assert "rafto" not in again


def test_a_release_is_looked_through(copy: Path, run: Run, release: Release) -> None:
    (copy / "build").symlink_to(release.path.parents[1])
    outcome = run("identity", "-C", copy, "--least", "0.9")
    assert outcome.code == 0
    assert f"pairs in {NAME}" in outcome.err
    assert (copy / NAME).is_file()


THEIRS = "https://ngo.example/data/"
FOUNDATION = mint("organisation", "rafto-foundation").value
GONCHAR = mint("person", "jcmbnvp").value
MATCHED = f"""id,name,entity,judgment,by,on
r 17,Rafto-stiftinga,{FOUNDATION},matched,Kari,2026-11-20
18,,{FOUNDATION},different,Kari,2026-11-20
19,V. Gonchar,{GONCHAR},same,Kari,2026-11-20
20,,,none,,
"""


@pytest.fixture
def matched(copy: Path, release: Release) -> Path:
    """A project with a release, and a table of what a partner has matched."""
    (copy / "build").symlink_to(release.path.parents[1])
    (copy / "matched.csv").write_text(MATCHED, "utf-8")
    return copy


def take_in(run: Run, project: Path, *more: str) -> Outcome:
    sent_by = ("--partner", "ngo", "--space", THEIRS, *more)
    return run("identity", "import", project / "matched.csv", *sent_by, "-C", project)


def test_what_others_decided_waits_for_review(
    matched: Path, run: Run, answer: Answer
) -> None:
    before = (matched / "data/identity/organisations.yml").read_text("utf-8")
    assert take_in(run, matched).out == f"3 new in {NAME}; 0 had been decided on here\n"
    assert (matched / "data/identity/organisations.yml").read_text("utf-8") == before
    asked = answer(matched, "s", "Seen on their site.", "s", "p", "", "d", "")
    assert "Rafto-stiftinga" in asked.out
    assert "the same, says Kari of ngo on 2026-11-20" in asked.out
    assert "'s': one of the letters in brackets" in asked.out  # a person is never same
    judged = (matched / "data/identity/organisations.yml").read_text("utf-8")
    assert f"thing: {FOUNDATION}\n    same-as: {THEIRS}r%2017\n" in judged
    assert f"not-same: {THEIRS}18\n" in judged
    people = (matched / "data/identity/people.yml").read_text("utf-8")
    assert f"thing: {GONCHAR}\n    possibly-same: {THEIRS}19\n" in people
    assert take_in(run, matched).out == f"0 new in {NAME}; 3 had been decided on here\n"


def test_what_is_found_here_does_not_end_the_waiting(matched: Path, run: Run) -> None:
    take_in(run, matched)
    assert run("identity", "-C", matched).code == 0
    others = {it.other.iri for it in read_candidates(matched).candidates}
    assert {f"{THEIRS}r%2017", f"{THEIRS}18", f"{THEIRS}19"} <= others
    described = json.loads(CANDIDATES.read_text("utf-8"))
    text = (matched / NAME).read_text("utf-8")
    jsonschema.validate(yaml.load(text, Loader=yaml.BaseLoader), described)  # noqa: S506


def test_who_contradicts_is_in_doubt(matched: Path, run: Run) -> None:
    take_in(run, matched)
    table = MATCHED.replace("matched,Kari", "different,Ola")
    (matched / "matched.csv").write_text(table, "utf-8")
    take_in(run, matched)
    (pair,) = [it for it in read_candidates(matched).candidates if "17" in it.other.iri]
    assert (pair.score, [it.weight for it in pair.why]) == ("0.500", ["+", "-"])


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (MATCHED.replace("2026-11-20\n18", "soon\n18"), "matched.csv:2: found soon"),
        (MATCHED.replace("rafto-foundation", "none"), "matched.csv:2: found https"),
        (MATCHED.replace("judgment", "judgement"), "did you mean judgment?"),
        (MATCHED + 'a,"b', "matched.csv:6: found unexpected end of data"),
    ],
)
def test_a_table_that_is_not_in_order_changes_nothing(
    matched: Path, run: Run, table: str, told: str
) -> None:
    (matched / "matched.csv").write_text(table, "utf-8")
    outcome = take_in(run, matched)
    assert (outcome.code, told in outcome.err) == (2, True), outcome.err
    assert not (matched / NAME).exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("review", "--identity"), "candidates: run kg identity"),
        (("review",), "a FILE, or --identity"),
        (("identity", "--undo", "pair-nothing"), "the key of a judgement on identity"),
    ],
)
def test_what_is_missing_is_told(
    copy: Path, run: Run, arguments: tuple[str, ...], told: str
) -> None:
    outcome = run(*arguments, "-C", copy)
    assert outcome.code == 2
    assert told in " ".join(outcome.err.split())
