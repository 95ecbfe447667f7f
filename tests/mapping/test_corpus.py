"""A small source, and line by line the statements that follow from it."""

import datetime
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from kg.errors import InputErrors
from kg.importers.project import read_project
from kg.mapping.codes import Codes
from kg.mapping.corpus import map_corpus
from kg.model.text import SourceText
from kg.rdf.iri import graph, shorten
from kg.rdf.ontology import read_ontology
from kg.rdf.statement import Statement

GOLDEN = Path(__file__).parent / "golden"
GIVEN = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)

TEXT = (
    "On 10 December 2010 Norwegian PEN held a vigil in Oslo. "
    "Some 200 people came. Police is said to have detained two of them.\n"
)

SOURCE = f"""\
key: vigil-report
kind: article
language: en
material: news-article
label: {{en: Report of a vigil}}
title: unknown
author: unknown
publisher: unknown
published: unknown
url: unknown
revision: 1
text: raw/article.txt
sha256: {SourceText(TEXT).sha256}
access: public
retrieved: {{on: 2026-11-23, how: written for this test}}
rights:
  status: "free: written for this test"
  quotations: partner
"""

EXTRACT = """\
events:
  - key: vigil-in-oslo
    type: vigil
    label: {en: Vigil in Oslo}
    quote: held a vigil
    time: {edtf: 2010-12-10, quote: On 10 December 2010}
    place: {place: oslo, quote: in Oslo}
    methods: [{method: vigil, quote: held a vigil}]
    participants:
      - {agent: norwegian-pen, role: organiser, quote: Norwegian PEN held a vigil}
  - key: detentions
    type: detention
    existence: alleged
    label: {en: Detention of two people}
    quote: detained two of them
    time: unknown
    place: unknown
claims:
  - key: two-hundred-came
    about: vigil-in-oslo
    property: participant-count
    modality: asserted
    quantity: {verbatim: Some 200, at-least: 150, at-most: 250, unit: person}
    quote: Some 200 people came
mentions:
  - {names: norwegian-pen, quote: Norwegian PEN}
"""

AUTHORITY = """\
organisations:
  - {key: norwegian-pen, type: ngo, names: {en: Norwegian PEN, nb: Norsk PEN}}
places:
  - {key: oslo, names: {en: Oslo}}
"""

IDENTIFIERS = """\
kind\tkey\tidentifier
claim\ttwo-hundred-came\tbbbbbbb
event\tdetentions\tccccccc
"""

FILES = {
    "data/graphs.yml": "graphs: []\n",
    "data/authority/all.yml": AUTHORITY,
    "data/identifiers.tsv": IDENTIFIERS,
    "data/sources/test/vigil-report/source.yml": SOURCE,
    "data/sources/test/vigil-report/extract.yml": EXTRACT,
    "data/sources/test/vigil-report/raw/article.txt": TEXT,
}


@pytest.fixture(scope="session")
def codes(root: Path) -> Codes:
    return Codes.from_quads(read_ontology(root))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def lines(statements: list[Statement]) -> list[str]:
    """Write statements for people: shortened terms, graph and line of the file."""
    written = []
    for statement in statements:
        quad = statement.quad
        terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        words = [
            shorten(t.value) if isinstance(t, NamedNode) else str(t) for t in terms
        ]
        place = statement.position
        written.append(f"{' '.join(words)} # {Path(place.path).name}:{place.line}")
    return sorted(set(written))


def test_a_small_source_becomes_these_statements(project: Path, codes: Codes) -> None:
    statements = map_corpus(read_project(project), codes, GIVEN)
    expected = (GOLDEN / "vigil.txt").read_text("utf-8").splitlines()
    assert lines(statements) == expected


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        pytest.param(
            "extract.yml",
            "method: vigil",
            "method: vigill",
            "extract.yml:8:24: found vigill; expected a notation of method "
            "(did you mean vigil?)",
            id="unknown-code",
        ),
        pytest.param(
            "extract.yml",
            "agent: norwegian-pen",
            "agent: norwegian-pne",
            "extract.yml:10:17: found norwegian-pne; expected the key of an "
            "organisation or a person or a group (did you mean norwegian-pen?)",
            id="dangling-key",
        ),
        pytest.param(
            "extract.yml",
            "agent: norwegian-pen",
            "agent: oslo",
            "extract.yml:10:17: found oslo, a place (see data/authority/all.yml:4:11)",
            id="wrong-kind",
        ),
        pytest.param(
            "extract.yml",
            "quote: in Oslo",
            "quote: in Osla",
            "extract.yml:7:33: found 'in Osla'; expected words of the text",
            id="not-in-the-text",
        ),
        pytest.param(
            "extract.yml",
            "quote: in Oslo",
            "quote: o",
            "extract.yml:7:33: found 'o', which stands in the text 8 times",
            id="ambiguous",
        ),
        pytest.param(
            "extract.yml",
            "quote: in Oslo",
            "quote: {exact: in Oslo, nth: 2}",
            "extract.yml:7:33: found nth: 2 of 'in Oslo'; expected at most 1",
            id="nth-too-large",
        ),
        pytest.param(
            "all.yml",
            "key: oslo",
            "key: norwegian-pen",
            "all.yml:4:11: found norwegian-pen, the key of an organisation at",
            id="duplicate-key",
        ),
        pytest.param(
            "identifiers.tsv",
            "claim\ttwo-hundred-came\tbbbbbbb\n",
            "",
            "extract.yml:19:10: found claim two-hundred-came without an identifier; "
            "expected one in the registry: run kg mint",
            id="no-identifier",
        ),
    ],
)
def test_what_does_not_link_is_told_at_its_place(
    project: Path, codes: Codes, file: str, old: str, new: str, message: str
) -> None:
    (path,) = project.rglob(file)
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(InputErrors) as caught:
        map_corpus(read_project(project), codes, GIVEN)
    assert any(message in str(error) for error in caught.value.errors), caught.value


@pytest.mark.parametrize(
    ("old", "new", "stated"),
    [
        pytest.param("", "", True, id="asserted"),
        pytest.param(
            "role: organiser,", "role: organiser, modality: possible,", False, id="role"
        ),
        pytest.param(
            "    type: vigil\n",
            "    type: vigil\n    existence: alleged\n",
            False,
            id="event",
        ),
    ],
)
def test_only_what_is_asserted_is_stated_of_an_event_itself(
    project: Path, codes: Codes, old: str, new: str, stated: bool
) -> None:
    (path,) = project.rglob("extract.yml")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    (registry,) = project.rglob("identifiers.tsv")
    registry.write_text(registry.read_text("utf-8") + "event\tvigil-in-oslo\tddddddd\n")
    found = lines(map_corpus(read_project(project), codes, GIVEN))
    assert any(" hs:organiser or:norwegian-pen " in it for it in found) is stated


def test_a_source_writes_no_fact_into_a_graph_of_ours(
    project: Path, codes: Codes
) -> None:
    for statement in map_corpus(read_project(project), codes, GIVEN):
        if statement.position.path.endswith("extract.yml"):
            assert "/graph/source/vigil-report/r1" in str(statement.quad.graph_name)


@pytest.mark.parametrize(
    ("day", "taken"),
    [
        pytest.param("2026-11-23", True, id="today"),
        pytest.param("2026-11-24", True, id="where-it-is-tomorrow-already"),
        pytest.param("2026-11-25", False, id="to-come"),
    ],
)
def test_a_text_was_fetched_before_the_build(
    project: Path, codes: Codes, day: str, taken: bool
) -> None:
    (path,) = project.rglob("source.yml")
    path.write_text(path.read_text("utf-8").replace("on: 2026-11-23", f"on: {day}"))
    corpus = read_project(project)
    if taken:
        assert map_corpus(corpus, codes, GIVEN)
        return
    with pytest.raises(
        InputErrors, match=r"source\.yml:15:17: found 2026-11-25; expected a day up to"
    ):
        map_corpus(corpus, codes, GIVEN)


@pytest.mark.parametrize("access", ["restricted", "partner"])
def test_remarks_on_a_source_that_is_not_public_stand_in_its_own_graph(
    copy: Path, access: str
) -> None:
    key = "norway-release-political-prisoners"
    path = copy / f"data/sources/hrhf/{key}/source.yml"
    text = path.read_text("utf-8").replace("access: public", f"access: {access}")
    path.write_text(text, "utf-8")

    ontology = Codes.from_quads(read_ontology(copy))
    statements = map_corpus(read_project(copy), ontology, GIVEN)

    label = Literal("Norway: release political prisoners in Belarus", language="en")
    graphs = {it.quad.graph_name for it in statements if it.quad.object == label}
    assert graphs == {graph(f"source/{key}/r1")}
    remarks = {
        it.position.path
        for it in statements
        if it.quad.graph_name == graph("editorial")
    }
    assert remarks == {f"data/editorial/{key}.yml"}
