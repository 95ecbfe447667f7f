"""Running the command as its user does, but in this process, on small projects."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cli import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left behind: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str | Path) -> Outcome:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        written = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Outcome(left.value.code, written.out, written.err)

    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An empty project: the folders that make one, and nothing in them."""
    for folder in ("ontology", "data", "queries"):
        (tmp_path / folder).mkdir()
    return tmp_path


AUTHORITY = """\
organisations:
  - {key: pen, type: ngo, names: {en: PEN, nb: PEN}}
places:
  - {key: oslo, names: {en: Oslo, nb: Oslo}}
people:
  - key: vaclav
    names: {en: Vaclav, nb: Vaclav}
    risk: public-role
    risk-reviewed: 2026-11-23
    basis: already-public-source
"""

EXTRACT = """\
events:
  - key: vigil-in-oslo
    type: vigil
    label: {en: Vigil in Oslo, nb: Våkenatt i Oslo}
    quote: PEN held a vigil
    time: {edtf: 2011-01-16, quote: On 16 January 2011}
    place: {place: oslo, quote: in Oslo}
    participants:
      - {agent: pen, role: organiser, quote: PEN held a vigil}
      - {agent: vaclav, role: participant, quote: with Vaclav}
"""

TEXT = "On 16 January 2011 PEN held a vigil with Vaclav in Oslo.\n"


RULES = """\
@prefix hs: <https://w3id.org/hrsolidarity/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/hrsolidarity/shapes#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

shape:EventShape a sh:NodeShape ;
    sh:targetClass hs:Event ;
    sh:property shape:EventShape-label ;
    sh:property shape:EventShape-place .

shape:EventShape-label a sh:PropertyShape ;
    sh:path skos:prefLabel ;
    sh:minCount 2 ;
    sh:severity sh:Violation ;
    sh:message "An event has a name in two languages."@en .

shape:EventShape-place a sh:PropertyShape ;
    sh:path hs:place ;
    sh:minCount 1 ;
    sh:severity sh:Warning ;
    sh:message "An event has a place."@en .
"""

FIRST = "2026-11-23T12:00:00Z"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the real vocabularies, two rules, one event, and one release."""
    project = tmp_path_factory.mktemp("template") / "project"
    (project / "queries").mkdir(parents=True)
    shutil.copytree(ROOT / "ontology", project / "ontology")
    shutil.rmtree(project / "ontology" / "shapes")
    (project / "ontology" / "shapes").mkdir()
    (project / "ontology" / "shapes" / "event.ttl").write_text(RULES, "utf-8")
    (project / "data" / "authority").mkdir(parents=True)
    (project / "data" / "authority" / "all.yml").write_text(AUTHORITY, "utf-8")
    shutil.copy(ROOT / "data" / "graphs.yml", project / "data")
    text = project / "text"
    text.write_text(TEXT, "utf-8")
    quietly("new", "source", "press/vigil", "--text", text, "-C", project)
    folder = project / "data" / "sources" / "press" / "vigil"
    (folder / "extract.yml").write_text(EXTRACT, "utf-8")
    source = (folder / "source.yml").read_text("utf-8")
    opened = source.replace("access: restricted", "access: public")
    opened = opened.replace("quotations: restricted", "quotations: partner")
    (folder / "source.yml").write_text(opened, "utf-8")
    quietly("mint", "-C", project)
    quietly("build", "--time", FIRST, "-C", project)
    return project


def quietly(*arguments: str | Path) -> None:
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    assert left.value.code == 0


@pytest.fixture
def released(template: Path, tmp_path: Path) -> Path:
    """The template project, to be changed by one test."""
    return shutil.copytree(template, tmp_path / "released", symlinks=True)


@pytest.fixture
def small(released: Path) -> Path:
    """The template project without its release."""
    shutil.rmtree(released / "build")
    return released
