"""SHACL Advanced Features: what rules add and targets select is looked at, and said."""

from pathlib import Path

import pytest

from kg.validation.reports.json import write_report
from kg.validation.reports.report import Report
from kg.validation.reports.text import write_text
from kg.validation.standalone import validate_paths

HEAD = """\
@prefix ex: <urn:ex:> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
DATA = """
ex:r a ex:Rect ; ex:w 2 ; ex:h 2 .
ex:q a ex:Rect ; ex:w 3 ; ex:h 4 .
ex:a ex:born 1 .
_:b ex:born 2 ; ex:name "B" .
_:c ex:born 3 .
"""
RULES = """
ex:R a sh:NodeShape ; sh:targetClass ex:Rect ;
    sh:rule [ a sh:TripleRule ; sh:order 1 ; sh:condition ex:Equal ;
        sh:subject sh:this ; sh:predicate ex:kind ; sh:object ex:Square ] ;
    sh:rule [ a sh:SPARQLRule ; sh:construct
        "CONSTRUCT { $this <urn:ex:area> 4 } WHERE { $this <urn:ex:w> 2 }" ] .
ex:Equal a sh:NodeShape ; sh:property [ sh:path ex:w ; sh:equals ex:h ] .
ex:NoSquare a sh:NodeShape ; sh:targetSubjectsOf ex:kind ;
    sh:property [ sh:path ex:area ; sh:maxInclusive 3 ] .
"""
TARGET = """
ex:Born a sh:NodeShape ;
    sh:target [ a sh:SPARQLTarget ;
        sh:select "SELECT ?this WHERE { ?this <urn:ex:born> ?year }" ] ;
    sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:message "It has a name." ] .
"""


def report(shapes: str, folder: Path) -> Report:
    (folder / "data.ttl").write_text(HEAD + DATA, "utf-8")
    (folder / "shapes.ttl").write_text(HEAD + shapes, "utf-8")
    return validate_paths([folder / "data.ttl"], [folder / "shapes.ttl"])


def test_what_rules_add_is_looked_at(tmp_path: Path) -> None:
    found = report(RULES, tmp_path)
    assert not found.faults
    assert [str(f.focus) for f in found.findings] == ["<urn:ex:r>"]
    assert '"4"^^' in str(found.findings[0].value)
    [finding] = found.findings
    assert finding.position is not None
    assert finding.position.line == 4


def test_what_a_target_selects_is_looked_at(tmp_path: Path) -> None:
    found = report(TARGET, tmp_path)
    assert not found.faults
    assert {f.position.line for f in found.findings if f.position} == {6, 8}
    assert {f.message for f in found.findings} == {"It has a name."}


def test_the_report_says_what_pyshacl_has_done(tmp_path: Path) -> None:
    found = report(RULES + TARGET, tmp_path)
    note = "2 rules and 1 SPARQL target of SHACL Advanced Features: by pySHACL"
    assert note in write_text(found)
    assert note in write_report(found)
    assert len(found.findings) == 3
    plain = report("ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ] .", tmp_path)
    assert plain.notes == ()


@pytest.mark.parametrize(
    ("shapes", "fault"),
    [
        (TARGET.replace("minCount", "minCounts"), "sh:minCounts"),
        (TARGET.replace("sh:select", "sh:ask"), "0 of sh:select"),
        (TARGET.replace("SPARQLTarget", "JSTarget"), "expected sh:SPARQLTarget"),
        (TARGET.replace("?year }", "?year"), "rules and targets that pySHACL can run"),
        (RULES.replace("sh:object ex:Square", "sh:values ex:x"), "0 of sh:object"),
        (RULES + "ex:R sh:expression [ sh:path ex:p ] .", "sh:expression"),
    ],
    ids=["misspelt", "no-query", "another", "broken", "no-object", "expression"],
)
def test_broken_shapes_are_refused_whatever_is_advanced_in_them(
    shapes: str, fault: str, tmp_path: Path
) -> None:
    found = report(shapes, tmp_path)
    assert not found.results
    assert any(fault in it.message for it in found.faults), found.faults
