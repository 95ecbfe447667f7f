"""Rules and findings have names that no edit of prefixes or lines changes."""

from pathlib import Path

import pytest

from kg.validation.reports.report import Report
from kg.validation.standalone import validate_paths

SHAPES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix a: <https://a.example/> .
@prefix b: <https://b.example/> .

a:Shape a sh:NodeShape ; sh:targetNode a:x ;
    sh:property [ sh:path a:name ; sh:minCount 1 ] ;
    sh:property [ sh:path [ sh:inversePath a:of ] ; sh:minCount 1 ] .
a:Other a sh:NodeShape ; sh:targetNode a:x ; sh:property b:Other .
b:Other sh:path a:age ; sh:minCount 1 .
[] a sh:NodeShape ; sh:targetClass a:Thing ;
    sh:property [ sh:path a:p ; sh:minCount 1 ] .
a:Nested a sh:NodeShape ; sh:targetNode a:x ;
    sh:property [ sh:path a:in ; sh:property [ sh:path a:deep ; sh:maxCount 0 ] ] .
"""
DATA = """\
@prefix a: <https://a.example/> .
a:x a a:Thing ; a:in a:y , [ a:deep "first" ] , [ a:deep "second" ; a:more 1 ] .
a:y a:deep 2 .
"""


def validated(folder: Path, shapes: str, data: str, name: str = "d.ttl") -> Report:
    (folder / "s.ttl").write_text(shapes, "utf-8")
    (folder / name).write_text(data, "utf-8")
    report = validate_paths([folder / name], [folder / "s.ttl"])
    assert report.faults == ()
    return report


def test_a_rule_is_named_after_its_shape_or_the_way_to_it(tmp_path: Path) -> None:
    report = validated(tmp_path, SHAPES, DATA)
    assert sorted(result.rule.id for result in report.results) == [
        "Nested.a:in.a:deep",
        "Nested.a:in.a:deep",
        "Nested.a:in.a:deep",
        "Shape.^a:of",
        "Shape.a:name",
        "https://b.example/Other",
        "shape[Thing].a:p",
    ]


@pytest.mark.parametrize(
    ("shapes", "data"),
    [
        pytest.param(SHAPES, f"# moved\n\n{DATA}", id="lines"),
        pytest.param(SHAPES, DATA.replace("a:", "other:"), id="prefixes-of-data"),
        pytest.param(SHAPES.replace("b:", "c:"), DATA, id="prefixes-of-shapes"),
        pytest.param(f"\n# moved\n{SHAPES}", DATA, id="lines-of-shapes"),
        pytest.param(
            SHAPES,
            DATA.replace(
                'a:y , [ a:deep "first" ] , [ a:deep "second" ; a:more 1 ]',
                '[ a:more 1 ; a:deep "second" ] , [ a:deep "first" ] , a:y',
            ),
            id="order",
        ),
    ],
)
def test_a_finding_keeps_its_fingerprint(
    shapes: str, data: str, tmp_path: Path
) -> None:
    before = validated(tmp_path, SHAPES, DATA)
    after = validated(tmp_path, shapes, data, "renamed.ttl")
    prints = {it.fingerprint for it in before.results}
    assert len(prints) == len(before.results) == 7
    assert {it.fingerprint for it in after.results} == prints


def test_what_is_said_otherwise_is_another_finding(tmp_path: Path) -> None:
    before = {it.fingerprint for it in validated(tmp_path, SHAPES, DATA).results}
    other = DATA.replace('"first"', '"third"')
    after = {it.fingerprint for it in validated(tmp_path, SHAPES, other).results}
    assert len(after - before) == 1
