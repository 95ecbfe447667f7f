"""Reference pages: what stands in the ontology's files is told, in their order."""

import re
from pathlib import Path

import pytest

from kg.errors import SyntaxFaultError
from kg.publishing.pages import checks, model, queries, settings, shapes
from kg.publishing.pages.markdown import cell, table

PREFIXES = """
@prefix dct: <http://purl.org/dc/terms/> .
@prefix hs: <https://w3id.org/hrsolidarity/ontology#> .
@prefix et: <https://w3id.org/hrsolidarity/vocab/event-type/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/hrsolidarity/shapes#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    folder = tmp_path / "ontology"
    (folder / "shapes").mkdir(parents=True)
    (folder / "vocabularies").mkdir()
    return folder


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("a | b", "a \\| b", id="bar"),
        pytest.param("two\n  lines", "two lines", id="lines"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_cell_is_one_line(text: str, line: str) -> None:
    assert cell(text) == line


def test_a_table_without_rows_is_nothing() -> None:
    assert table(("a", "b"), []) == ""


def test_a_table_has_a_line_per_row() -> None:
    assert table(("a", "b"), [("1", "2")]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"


def test_the_model_tells_classes_and_properties(ontology: Path) -> None:
    (ontology / "event.ttl").write_text(
        PREFIXES
        + 'hs:Act a owl:Class ; rdfs:subClassOf hs:Event ; rdfs:label "act"@en ,'
        ' "overgrep"@nb ; skos:definition "One violation."@en ;'
        ' skos:scopeNote "It has a victim."@en .\n'
        'hs:victim a owl:ObjectProperty ; rdfs:label "victim"@en , "offer"@nb ;'
        " schema:domainIncludes hs:Act , hs:Situation ; schema:rangeIncludes hs:Agent ;"
        ' skos:definition "Whom it was done to."@en .\n'
    )

    page = model.render(ontology.parent)

    assert "## Event\n\n[ontology/event.ttl](../ontology/event.ttl)\n\n" in page
    assert (
        "| `hs:Act` | act | overgrep | `hs:Event` | One violation. It has a victim. |\n"
    ) in page
    assert (
        "| `hs:victim` | victim | offer | `hs:Act`, `hs:Situation` | `hs:Agent` "
        "| Whom it was done to. |\n"
    ) in page


def test_the_model_tells_the_codes_of_a_vocabulary(ontology: Path) -> None:
    (ontology / "vocabularies" / "event-type.ttl").write_text(
        PREFIXES
        + "<https://w3id.org/hrsolidarity/vocab/event-type> a skos:ConceptScheme"
        ' ; skos:definition "Kinds of events."@en .\n'
        "et:vigil a skos:Concept ; skos:broader et:civic-action ;"
        " skos:inScheme <https://w3id.org/hrsolidarity/vocab/event-type> ;"
        ' skos:prefLabel "vigil"@en , "våkenatt"@nb ;'
        ' skos:definition "By night."@en .\n'
    )

    page = model.render(ontology.parent)

    assert "### event-type\n\nKinds of events.\n" in page
    assert "| `vigil` | vigil | våkenatt | `civic-action` | By night. |\n" in page


def test_the_rules_are_told_with_what_they_look_at(ontology: Path) -> None:
    (ontology / "shapes" / "event.ttl").write_text(
        PREFIXES + "shape:ActShape a sh:NodeShape ; sh:targetClass hs:Act ;"
        " sh:property shape:ActShape-victim .\n"
        "shape:ActShape-victim a sh:PropertyShape ; sh:path hs:victim ; sh:minCount 1 ;"
        ' sh:severity sh:Violation ; sh:message "An act has a victim."@en .\n'
        'shape:Part a sh:NodeShape ; sh:message "A part of others."@en .\n'
    )

    page = shapes.render(ontology.parent)

    assert (
        "| `ActShape-victim` | Violation | `hs:Act` | An act has a victim. |\n" in page
    )
    assert "A part of others." not in page
    assert "`ActShape` " not in page


def test_a_file_that_is_not_turtle_is_named(ontology: Path) -> None:
    (ontology / "event.ttl").write_text("@prefix a: <http://a/> .\na:x a:y !\n")

    with pytest.raises(SyntaxFaultError, match=r"^event\.ttl:2:9: "):
        model.render(ontology.parent)


QUERY = """\
# # Organisers
#
# **Question:** Who organised an event?
#
# **For:** partners
#
# **Parameter:** `?event` (event, default `a-vigil`) - the event.

PREFIX hs: <https://w3id.org/hrsolidarity/ontology#>

SELECT ?who WHERE { ?event hs:organiser ?who . }
"""


def test_the_queries_are_told_folder_by_folder(tmp_path: Path) -> None:
    folder = tmp_path / "queries" / "library"
    folder.mkdir(parents=True)
    (folder / "organisers.rq").write_text(QUERY)

    page = queries.render(tmp_path)

    assert "## Library\n" in page
    assert (
        "|  | [organisers](../queries/library/organisers.rq) | partners "
        "| Who organised an event? | `event`: event (`a-vigil`) |\n"
    ) in page


def test_queries_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    folder = tmp_path / "queries" / "competency"
    folder.mkdir(parents=True)
    for name, identifier in (("a", "N10"), ("b", "N9"), ("c", "N1")):
        text = QUERY.replace("# **Question", f"# **Id:** {identifier}\n#\n# **Question")
        (folder / f"{name}.rq").write_text(text)
    user = QUERY.replace("partners", "researchers")
    (folder / "d.rq").write_text(user.replace("# **Q", "# **Id:** R1\n#\n# **Q"))

    page = queries.render(tmp_path)

    assert re.findall(r"^\| (\w+) \|", page, re.MULTILINE) == ["R1", "N1", "N9", "N10"]


def test_the_settings_are_told_with_their_defaults(tmp_path: Path) -> None:
    assert (
        "| `KG_PORT` | `8000` | A whole number from 1 to 65535. "
        "| The port to listen on. |\n"
    ) in settings.render(tmp_path)


def test_checks_are_told_as_they_are_given(root: Path) -> None:
    page = checks.render([("NameCheck-form", "Violation", "No spaces.")], root)

    assert "| `NameCheck-form` | Violation | No spaces. |\n" in page
    assert "\n| `events-told-twice` | Warning | " in page
