"""What rules find of a change is what they find when all is looked at."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad

from kg import pipeline
from kg.errors import Position
from kg.mapping.bulk import Mapped
from kg.mapping.codes import Codes
from kg.mapping.names import Names
from kg.model.account import Account
from kg.pipeline import bulk, examining, kept
from kg.pipeline.content import Content
from kg.pipeline.marks import LINES
from kg.pipeline.stages import FOLDER
from kg.publishing.manifest import Stamp
from kg.rdf.iri import graph, mint
from kg.rdf.statement import Statement
from kg.rdf.terms import HS, RDF, SKOS
from kg.validation.finding import Finding
from tests.pipeline.test_stages import FIRST, NAME, map_places, write

AUTHORITY = "data/authority/places.yml"
LATER = datetime(2027, 1, 1, tzinfo=UTC)
DUPLICATE = "PlaceShape-duplicateLabel"


class Project:
    """A project with a list of places, the rules of which are asked again and again."""

    def __init__(self, root: Path, build: Path, stamp: Stamp) -> None:
        self.root, self.stages, self.stamp = root, build / FOLDER, stamp
        self.examined = 0
        self._examine = examining.examine

    @property
    def kept(self) -> Path:
        return self.stages / kept.FOLDER / kept.FOUND

    def read(self) -> Content:
        return pipeline.read(self.root, self.stamp, stages=self.stages)

    def again(self) -> list[Finding]:
        """Return what is found with what was kept."""
        return pipeline.check(self.root, self.read(), stages=self.stages)

    def whole(self) -> list[Finding]:
        """Return what is found when all is looked at."""
        looked = self.examined
        found = pipeline.check(self.root, self.read())
        self.examined = looked
        return found

    def examine(self, *what: object) -> object:
        self.examined += 1
        return self._examine(*what)  # type: ignore[arg-type]


@pytest.fixture
def project(
    copy: Path, tmp_path: Path, stamp: Stamp, monkeypatch: pytest.MonkeyPatch
) -> Project:
    monkeypatch.setattr(bulk, "MAPPERS", {"map.yml": map_list})
    add(copy, "places")
    write(copy, "Bergen", "Tromso")
    project = Project(copy, tmp_path / "build", stamp)
    monkeypatch.setattr(examining, "examine", project.examine)
    return project


def map_list(folder: Path, name: str, names: Names, codes: Codes) -> Mapped:
    """Map a list of places, or towns that say nothing of their source."""
    if folder.name == "places":
        return map_places(folder, name, names, codes)
    [town] = (folder / "raw" / "places.txt").read_text("utf-8").splitlines()
    place, facts = mint("place", "towns.town"), graph("source/towns/r1")
    label = Literal(town, language="en")
    quads = (
        Quad(place, RDF.type, HS.Place, facts),
        Quad(place, SKOS.prefLabel, label, facts),
    )
    return Mapped((Statement(it, Position(name)) for it in quads), Account())


def add(root: Path, key: str) -> Path:
    """Add a source that is a list of places."""
    folder = root / NAME.replace("places", key)
    (folder / "raw").mkdir(parents=True)
    source = (root / FIRST).read_text("utf-8")
    source = source.replace("key: norway-release-political-prisoners", f"key: {key}")
    source = source.replace("about: [", "about: [] # [")
    (folder / "source.yml").write_text(source, "utf-8")
    (folder / "map.yml").write_text("{}\n", "utf-8")
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def named(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(it.name, str(it.focus).rpartition("/")[2][:-1]) for it in findings}


def test_a_change_is_found_as_all_is(project: Project) -> None:
    first = project.again()
    assert project.examined == 1

    write(project.root, "Bergen", "Oslo")
    project.stamp = replace(project.stamp, time=LATER)
    found = project.again()
    assert found == project.whole()
    come = named(found) - named(first)
    assert {(DUPLICATE, "oslo"), (DUPLICATE, "places.oslo")} <= come

    change(project.root / AUTHORITY, "{en: Oslo,", "{en: Oslo by,")
    write(project.root, "Bergen")
    (add(project.root, "towns") / "raw" / "places.txt").write_text("Oslo by")
    found = project.again()
    assert found == project.whole()
    come, gone = named(found) - named(first), named(first) - named(found)
    assert {(DUPLICATE, "oslo"), (DUPLICATE, "towns.town")} <= come
    assert "places.tromso" in {focus for _rule, focus in gone}
    assert project.examined == 1  # never again, but in the beginning


def damaged(kept: Path) -> None:
    content = bytearray(kept.read_bytes())
    content[len(content) // 2] ^= 1
    kept.write_bytes(content)


def without_lines(kept: Path) -> None:
    for path in kept.parent.glob(f"*/{LINES}"):
        path.unlink()


def test_what_is_damaged_or_of_other_rules_is_not_trusted(project: Project) -> None:
    first = project.again()
    damaged(project.kept)
    assert project.again() == first
    assert project.examined == 2
    without_lines(project.kept)
    assert project.again() == first
    shapes = project.root / "ontology/shapes/place.ttl"
    change(shapes, "FILTER ( ?value != $this )", "FILTER ( false )")
    assert named(project.again()) <= named(first)
    assert project.examined == 3


def test_words_of_a_text_that_come_into_a_register_are_counted(
    project: Project,
) -> None:
    project.again()
    [text] = project.read().texts.values()
    words = " ".join(text.split())[200:300].strip()
    (add(project.root, "towns") / "raw" / "places.txt").write_text(words)
    found = project.again()
    assert "QuoteCheck-length" in {it.name for it in found}
    assert project.examined == 1
