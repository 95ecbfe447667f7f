"""A finding stands at the statement that bears its value, however long the way."""

from pathlib import Path

import pytest

from kg.validation.standalone import validate_paths

HEAD = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix ex: <https://example.org/> .
"""
DATA = """\
@prefix ex: <https://example.org/> .
ex:a ex:address ex:b ;
    ex:list ( "good" "bad" ) ;
    ex:zip "good" .
ex:b ex:zip "bad" .
ex:c ex:of ex:a ; ex:name
    "bad" .
ex:d ex:broader ex:e .
ex:e ex:broader ex:f ;
    ex:label "bad" .
"""


@pytest.mark.parametrize(
    ("focus", "path", "place"),
    [
        pytest.param("ex:a", "( ex:address ex:zip )", "5:13", id="sequence"),
        pytest.param(
            "ex:a",
            "( ex:list [ sh:zeroOrMorePath rdf:rest ] rdf:first )",
            "3:22",
            id="list",
        ),
        pytest.param(
            "ex:a", "( [ sh:inversePath ex:of ] ex:name )", "7:5", id="inverse-first"
        ),
        pytest.param(
            "ex:a",
            "[ sh:alternativePath ( ex:zip ( ex:address ex:zip ) ) ]",
            "5:13",
            id="alternative",
        ),
        pytest.param(
            "ex:d", "( [ sh:oneOrMorePath ex:broader ] ex:label )", "10:14", id="plus"
        ),
        pytest.param(
            "ex:d", "( [ sh:zeroOrOnePath ex:broader ] ex:label )", "10:14", id="option"
        ),
    ],
)
def test_a_value_is_found_at_the_end_of_its_path(
    focus: str, path: str, place: str, tmp_path: Path
) -> None:
    data, shapes = tmp_path / "d.ttl", tmp_path / "s.ttl"
    data.write_text(DATA, "utf-8")
    rule = (
        f'sh:targetNode {focus} ; sh:property [ sh:path {path} ; sh:in ( "good" ) ] .'
    )
    shapes.write_text(f"{HEAD}ex:S a sh:NodeShape ; {rule}", "utf-8")
    report = validate_paths([data], [shapes])
    assert report.faults == ()
    [found] = report.results
    assert str(found.finding.position) == f"{data}:{place}"
    assert str(found.finding.focus) == f"<https://example.org/{focus[3:]}>"
