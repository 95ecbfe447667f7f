"""Two entries become one: nothing a source says is lost, and all can be undone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg import pipeline
from kg.errors import InputErrors
from kg.importers.ledger import add, remove
from kg.mapping.merging import Merges
from kg.publishing.manifest import Stamp
from kg.rdf.iri import expand, graph, mint
from kg.rdf.terms import DCT, HS, RDF, SKOS
from tests.pipeline.test_stages import project  # noqa: F401 - a fixture

GONE = mint("organisation", "nature-and-youth")
KEPT = mint("organisation", "rafto-foundation")
Judge = Callable[..., None]


@pytest.fixture
def judge(copy: Path) -> Judge:
    """Write a judgement into the ledger of a project."""

    def write(**changes: str) -> None:
        entry: dict[str, object] = {
            "key": "pair-one",
            "thing": GONE.value,
            "same-as": KEPT.value,
            "certainty": "likely",
            "by": "solidarity-graph-editors",
            "on": "2026-11-23",
            "reason": {"en": "For the sake of a test."},
        }
        add(
            copy,
            "pairs.yml",
            entry | {k.replace("_", "-"): v for k, v in changes.items()},
        )

    return write


def quads(root: Path, stamp: Stamp) -> set[Quad]:
    return set(pipeline.read(root, stamp).quads)


def test_what_is_merged_is_told_of_what_stays_until_it_is_undone(
    copy: Path, stamp: Stamp, judge: Judge
) -> None:
    before = quads(copy, stamp)
    judge()
    after = quads(copy, stamp)
    told = {(it.subject, it.predicate, it.object) for it in after}
    names = {it.object for it in before if it.subject == GONE and it.predicate in NAMES}
    assert names
    assert names <= {o for s, p, o in told if s == KEPT and p in NAMES}
    assert (GONE, DCT.isReplacedBy, KEPT) in told
    assert (GONE, RDF.type, HS.Organisation) not in told
    uses = {(it.subject, it.predicate) for it in after if it.object == GONE}
    assert {predicate for _subject, predicate in uses} == {HS.judges, DCT.replaces}
    supported = [it for it in before if it.object == GONE and it.predicate == HS.agent]
    assert supported
    assert {(it.subject, HS.agent, KEPT) for it in supported} <= told
    assert remove(copy, "pair-one") == "data/identity/pairs.yml"
    assert quads(copy, stamp) == before


def test_a_stage_is_merged_without_being_mapped_again(
    project: Path,  # noqa: F811
    tmp_path: Path,
    stamp: Stamp,
) -> None:
    bergen, oslo = mint("place", "places.bergen"), mint("place", "oslo")
    steps: list[str] = []

    def lines() -> str:
        content = pipeline.read(project, stamp, steps.append, tmp_path)
        return content.stages[0].lines.read_text("utf-8")

    before = lines()
    assert str(bergen) in before
    assert str(oslo) not in before
    entry = {
        "key": "pair-one",
        "thing": bergen.value,
        "same-as": oslo.value,
        "certainty": "likely",
        "by": "solidarity-graph-editors",
        "on": "2026-11-23",
        "reason": {"en": "For the sake of a test."},
    }
    add(project, "pairs.yml", entry)
    after = lines()
    assert str(bergen) not in after
    assert f'{oslo} {SKOS.altLabel} "Bergen"@en' in after
    assert after.splitlines() == sorted(after.splitlines())
    remove(project, "pair-one")
    assert lines() == before
    assert len([step for step in steps if step.startswith("mapping data/")]) == 1


NAMES = {SKOS.prefLabel, SKOS.altLabel, HS.nameInSource}


def test_a_merge_breaks_no_rule(copy: Path, stamp: Stamp, judge: Judge) -> None:
    judge()
    found = pipeline.check(copy, pipeline.read(copy, stamp))
    assert [str(it) for it in found if it.severity.name == "VIOLATION"] == []


REFUSED = [
    pytest.param(
        {"thing": "oslo"},
        "found oslo, a place",
        "the key of an organisation",
        id="kinds",
    ),
    pytest.param(
        {"thing": KEPT.value}, "merged into itself", "one of the two", id="itself"
    ),
    pytest.param(
        {"thing": "http://example.org/x"},
        "found http://example.org/x",
        "an IRI that begins with",
        id="not-ours",
    ),
    pytest.param({"thing": "nobody"}, "found nobody", "the key of", id="unknown"),
]


@pytest.mark.parametrize(("changes", "found", "expected"), REFUSED)
def test_what_cannot_be_merged_is_told(
    copy: Path,
    stamp: Stamp,
    judge: Judge,
    changes: dict[str, str],
    found: str,
    expected: str,
) -> None:
    judge(**changes)
    with pytest.raises(InputErrors) as error:
        pipeline.read(copy, stamp)
    lines = str(error.value).splitlines()
    assert all(line.startswith("data/identity/pairs.yml:") for line in lines)
    assert any(found in line and expected in line for line in lines)


def test_a_ring_of_merges_is_told(copy: Path, stamp: Stamp, judge: Judge) -> None:
    judge()
    judge(key="pair-two", thing=KEPT.value, same_as=GONE.value)
    with pytest.raises(InputErrors, match="merged into itself"):
        pipeline.read(copy, stamp)


def test_people_are_not_merged(copy: Path, stamp: Stamp, judge: Judge) -> None:
    judge(thing="medvedev", same_as="https://w3id.org/hrsolidarity/id/person/x")
    content = pipeline.read(copy, stamp)
    assert not any(it.predicate == DCT.isReplacedBy for it in content.quads)


MERGES = Merges({GONE: KEPT})
SOURCE = graph("source/x/r1")
EVENT = mint("event", "x")
EN = Literal("Nature and Youth", language="en")


@pytest.mark.parametrize(
    ("given", "moved"),
    [
        ((GONE, SKOS.prefLabel, EN), (KEPT, SKOS.altLabel, EN)),
        ((GONE, HS.nameInSource, EN), (KEPT, HS.nameInSource, EN)),
        ((GONE, RDF.type, HS.Organisation), (KEPT, RDF.type, HS.Organisation)),
        ((EVENT, HS.organiser, GONE), (EVENT, HS.organiser, KEPT)),
        ((GONE, HS.orgType, expand("ot:ngo")), (GONE, HS.orgType, expand("ot:ngo"))),
        ((EVENT, SKOS.prefLabel, EN), (EVENT, SKOS.prefLabel, EN)),
    ],
)
def test_what_is_said_once_stays_where_it_was(
    given: tuple[NamedNode, NamedNode, NamedNode | Literal],
    moved: tuple[NamedNode, NamedNode, NamedNode | Literal],
) -> None:
    assert MERGES.moved(Quad(*given, SOURCE)) == Quad(*moved, SOURCE)
    judged = Quad(*given, graph("identity"))
    assert MERGES.moved(judged) == judged
