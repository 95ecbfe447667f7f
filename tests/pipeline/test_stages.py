"""A bulk source is mapped when it has changed, and told of where it is written."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg import pipeline
from kg.errors import (
    InputErrors,
    Position,
    UnexpectedValueError,
    ValidationError,
)
from kg.mapping.bulk import Mapped
from kg.mapping.codes import Codes
from kg.mapping.names import Names
from kg.model.account import Account
from kg.pipeline import bulk
from kg.pipeline.stages import FOLDER, KEPT, forget_stages
from kg.pipeline.turn import LOCK
from kg.publishing.audience import Audience
from kg.publishing.manifest import Stamp
from kg.publishing.release import Release
from kg.rdf.iri import concept, graph, mint
from kg.rdf.statement import Statement
from kg.rdf.terms import HS, RDF, SKOS, XSD

NAME = "data/sources/somewhere/places"
FACTS = graph("source/places/r1")
DOCUMENT = mint("document", "places")
ABOUT: dict[NamedNode, NamedNode | Literal] = {
    RDF.type: HS.Document,
    HS.known: concept("known", "full-text"),
    HS.contentHash: Literal("0" * 64),
    HS.lengthCodePoints: Literal("9", datatype=XSD.integer),
    HS.titleStatus: concept("known", "absent"),
}
FIRST = "data/sources/hrhf/norway-release-political-prisoners/source.yml"


def map_places(folder: Path, name: str, names: Names, _codes: Codes) -> Mapped:
    """Map a list of places, a name on each line; `?` is none."""
    assert names.things["places"].kind == "document"
    assert "norway-release-political-prisoners" not in names.things
    account = Account()
    path = folder / "raw" / "places.txt"
    return Mapped(_statements(path, f"{name}/raw/places.txt", account), account)


def _statements(path: Path, name: str, account: Account) -> Iterator[Statement]:
    faults = []
    start = Position(name)
    for predicate, value in ABOUT.items():
        yield Statement(Quad(DOCUMENT, predicate, value, FACTS), start)
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        account.read += 1
        at = Position(name, number)
        if line == "?":
            account.failed += 1
            faults.append(UnexpectedValueError(at, "?", "a name"))
            continue
        account.used += 1
        account.things["Place"] += 1
        place = mint("place", f"places.{line.strip().lower()}")
        label = Literal(line, language="en")
        yield Statement(Quad(place, RDF.type, HS.Place, FACTS), at)
        yield Statement(Quad(place, SKOS.prefLabel, label, FACTS), at)
    if faults:
        raise InputErrors(faults)


@pytest.fixture
def project(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a list of places beside the first source."""
    monkeypatch.setattr(bulk, "MAPPERS", {"map.yml": map_places})
    folder = copy / NAME
    (folder / "raw").mkdir(parents=True)
    source = (copy / FIRST).read_text("utf-8")
    key = "key: norway-release-political-prisoners"
    assert key in source
    source = source.replace(key, "key: places").replace("about: [", "about: [] # [")
    (folder / "source.yml").write_text(source, "utf-8")
    (folder / "map.yml").write_text("{}\n", "utf-8")
    write(copy, "Bergen", "Tromso")
    return copy


def write(project: Path, *names: str) -> None:
    path = project / NAME / "raw" / "places.txt"
    path.write_text("\n".join(names), "utf-8")


def told(project: Path, folder: Path, stamp: Stamp) -> list[str]:
    """Read the project; return which sources were mapped."""
    steps: list[str] = []
    content = pipeline.read(project, stamp, steps.append, folder / FOLDER)
    forget_stages(folder / FOLDER, content.stages)
    return [step for step in steps if step.startswith("mapping data/")]


def labels(release: Release, audience: Audience = Audience.PUBLIC) -> list[str]:
    dump = (release.dumps(audience) / "graph.nq").read_text("utf-8")
    lines = [it for it in dump.splitlines() if "/id/place/places." in it]
    return [it.split('"')[1] for it in lines if str(SKOS.prefLabel) in it]


def test_a_source_is_published_as_its_metadata_say(
    project: Path, tmp_path: Path, stamp: Stamp
) -> None:
    source = project / NAME / "source.yml"
    text = source.read_text("utf-8")
    assert "\naccess: public\n" in text
    source.write_text(text.replace("\naccess: public\n", "\naccess: partner\n"))
    release = pipeline.build(project, tmp_path / "build", stamp)
    assert labels(release, Audience.PARTNER) == ["Bergen", "Tromso"]
    for path in (release.path / "public").rglob("*"):
        assert path.is_dir() or b"places.bergen" not in path.read_bytes(), path


def test_a_source_is_mapped_again_when_it_changes(
    project: Path, tmp_path: Path, stamp: Stamp
) -> None:
    build = tmp_path / "build"
    assert told(project, build, stamp) == [f"mapping {NAME}"]
    note = project / "queries" / "note.txt"
    note.write_text("a change elsewhere")
    assert told(project, build, stamp) == []
    write(project, "Bergen", "Bodo")
    assert told(project, build, stamp) == [f"mapping {NAME}"]
    authority = project / "data/authority/places.yml"
    oslo = "- key: oslo\n"
    text = authority.read_text("utf-8")
    assert oslo in text
    authority.write_text(text.replace(oslo, f"# a remark\n{'  '}{oslo}"), "utf-8")
    assert told(project, build, stamp) == []


def test_few_stages_of_a_source_are_kept(
    project: Path, tmp_path: Path, stamp: Stamp
) -> None:
    for name in ("Alta", "Bodo", "Molde"):
        write(project, name)
        assert told(project, tmp_path, stamp) == [f"mapping {NAME}"]
    assert len(list((tmp_path / FOLDER).iterdir())) == KEPT
    write(project, "Bodo")
    assert told(project, tmp_path, stamp) == []


@pytest.mark.slow
def test_a_release_is_the_same_with_a_stage_as_without(
    project: Path, tmp_path: Path, stamp: Stamp
) -> None:
    first = pipeline.build(project, tmp_path / "one", stamp)
    shutil.copytree(tmp_path / "one" / FOLDER, tmp_path / "two" / FOLDER)
    second = pipeline.build(project, tmp_path / "two", stamp)
    for audience in Audience:
        sums = [
            (it.dumps(audience) / "SHA256SUMS").read_text() for it in (first, second)
        ]
        assert sums[0] == sums[1]
    account = second.manifest()["sources"]["places"]  # type: ignore[index]
    assert (account["read"], account["things"]) == (2, {"Place": 2})
    assert labels(second) == ["Bergen", "Tromso"]


def test_a_fault_in_a_source_leaves_no_stage_and_no_release(
    project: Path, tmp_path: Path, stamp: Stamp
) -> None:
    write(project, "Alta", "?", "Molde")
    with pytest.raises(InputErrors) as caught:
        pipeline.build(project, tmp_path / "build", stamp)
    place = f"{NAME}/raw/places.txt:2:1"
    assert str(caught.value) == f"{place}: found ?; expected a name"
    assert os.listdir(tmp_path / "build") == [FOLDER]  # noqa: PTH208 - all there is
    stages = tmp_path / "build" / FOLDER
    assert [path.name for path in stages.iterdir()] == [LOCK]


def test_a_violation_in_a_source_is_told_at_its_line(
    project: Path, tmp_path: Path, stamp: Stamp
) -> None:
    write(project, "Alta", "Molde ", "Bodo")
    with pytest.raises(ValidationError) as caught:
        pipeline.build(project, tmp_path / "build", stamp)
    found = str(caught.value).splitlines()
    place = f"{NAME}/raw/places.txt:2:1: Violation LiteralCheck-space"
    assert any(line.startswith(place) for line in found)
    assert not (tmp_path / "build" / "current").exists()


def test_a_finding_has_its_line_without_the_source_being_mapped_again(
    project: Path, tmp_path: Path, stamp: Stamp, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, "Alta", "Molde ", "Bodo")
    pipeline.read(project, stamp, stages=tmp_path)
    monkeypatch.setattr(bulk, "MAPPERS", {})
    content = pipeline.read(project, stamp, stages=tmp_path)
    found = pipeline.check(project, content)
    places = [it.position for it in found if it.name == "LiteralCheck-space"]
    assert places == [Position(f"{NAME}/raw/places.txt", 2)]


def test_a_kind_of_source_that_nothing_maps_is_told(
    project: Path, tmp_path: Path, stamp: Stamp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MAPPERS", {"rdf.yml": map_places})
    with pytest.raises(InputErrors) as caught:
        pipeline.read(project, stamp, stages=tmp_path)
    assert str(caught.value).startswith(
        f"{NAME}/map.yml:1:1: found map.yml; expected one of rdf.yml"
    )


def test_a_graph_of_no_source_is_told_and_never_published(
    project: Path, tmp_path: Path, stamp: Stamp, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = NamedNode(f"{FACTS.value}/other")
    monkeypatch.setattr(f"{__name__}.FACTS", other)
    with pytest.raises(ValidationError) as caught:
        pipeline.build(project, tmp_path / "build", stamp)
    place = f"{NAME}/raw/places.txt:1:1: Violation GraphCheck-access"
    assert place in str(caught.value)
