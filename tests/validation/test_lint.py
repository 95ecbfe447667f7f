"""Shapes that an engine would misread in silence are refused, with the line."""

from pathlib import Path

import pytest

from kg.errors import InputErrors
from kg.validation.shapes import Shapes, read_shapes

HEAD = """\
@prefix ex: <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
GOOD = """
ex:S a sh:NodeShape ;
    sh:targetClass ex:C ;
    sh:property ex:S-name .
ex:S-name a sh:PropertyShape ;
    sh:path ex:name ;
    sh:minCount 1 ;
    sh:severity sh:Warning ;
    sh:message "It has a name."@en .
"""
QUERY = """
ex:S-query a sh:NodeShape ;
    sh:targetClass ex:C ;
    sh:message "It is not itself."@en ;
    sh:sparql ex:query .
ex:query a sh:SPARQLConstraint ;
    sh:select "SELECT $this WHERE { $this ?p $this }" .
"""


def read(tmp_path: Path, turtle: str, *, house_rules: bool = True) -> Shapes:
    path = tmp_path / "shapes.ttl"
    path.write_text(HEAD + turtle, "utf-8")
    return read_shapes(path, house_rules=house_rules)


def faults(tmp_path: Path, turtle: str) -> list[str]:
    with pytest.raises(InputErrors) as caught:
        read(tmp_path, turtle)
    return [str(e).replace(f"{tmp_path.as_posix()}/", "") for e in caught.value.errors]


def test_reads_good_shapes(tmp_path: Path) -> None:
    shapes = read(tmp_path, GOOD + QUERY)
    assert shapes.rules() == {"S-name", "S-query"}
    assert len(shapes.constraints) == 1


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param(
            "sh:minCount 1",
            "sh:minCounts 1",
            "shapes.ttl:10:5: found sh:minCounts; expected a SHACL term that is "
            "understood here (did you mean sh:minCount?)",
            id="misspelt-term",
        ),
        pytest.param(
            "a sh:PropertyShape",
            "a sh:PropertyShaped",
            "shapes.ttl:8:11: found sh:PropertyShaped; expected a class of SHACL (did "
            "you mean sh:PropertyShape?)",
            id="misspelt-class",
        ),
        pytest.param(
            "sh:minCount 1",
            'sh:minCount "one"',
            'shapes.ttl:10:5: found sh:minCount "one"; expected a whole number',
            id="count-in-words",
        ),
        pytest.param(
            "sh:minCount 1",
            "sh:datatype xsd:date ; sh:datatype xsd:gYear",
            "shapes.ttl:10:5: found 2 values of sh:datatype; expected one",
            id="two-datatypes",
        ),
        pytest.param(
            "sh:path ex:name",
            "sh:path ex:name ; sh:path ex:label",
            "shapes.ttl:9:5: found 2 values of sh:path; expected one",
            id="two-paths",
        ),
        pytest.param(
            "sh:minCount 1",
            'sh:pattern "("',
            'shapes.ttl:10:5: found sh:pattern "("; expected a regular expression',
            id="bad-pattern",
        ),
        pytest.param(
            "sh:minCount 1",
            "sh:nodeKind sh:Iri",
            "shapes.ttl:10:5: found sh:nodeKind sh:Iri; expected a kind of node",
            id="unknown-node-kind",
        ),
        pytest.param(
            "sh:severity sh:Warning",
            "sh:severity sh:Error",
            "shapes.ttl:11:5: found sh:severity sh:Error; expected sh:Info, "
            "sh:Warning or sh:Violation",
            id="unknown-severity",
        ),
        pytest.param(
            "sh:minCount 1",
            "sh:in ex:list",
            "shapes.ttl:10:5: found sh:in <https://example.org/list>; expected a list",
            id="no-list",
        ),
        pytest.param(
            "sh:minCount 1",
            'sh:uniqueLang "1"^^xsd:boolean',
            'shapes.ttl:10:5: found sh:uniqueLang "1"^^xsd:boolean; expected true or '
            "false",
            id="boolean-that-shacl-ignores",
        ),
        pytest.param(
            "sh:minCount 1",
            "sh:node ex:Other",
            "shapes.ttl:10:5: found <https://example.org/Other>; expected a shape that "
            "is described",
            id="unknown-shape",
        ),
        pytest.param(
            "sh:minCount 1",
            "sh:rule ex:rule",
            "shapes.ttl:10:5: found sh:rule; expected a SHACL term that is understood "
            "here",
            id="advanced-feature",
        ),
        pytest.param(
            'sh:message "It has a name."@en',
            'sh:name "name"@en',
            "shapes.ttl:8:1: found no sh:message; expected a sentence for the person "
            "who broke it, tagged @en",
            id="no-message",
        ),
        pytest.param(
            '"It has a name."@en',
            '"Den har et navn."@nb',
            "shapes.ttl:8:1: found no sh:message in English; expected a sentence for "
            "the person who broke it, tagged @en",
            id="no-message-in-english",
        ),
        pytest.param(
            "sh:property ex:S-name .",
            "sh:property [ sh:path ex:name ] .",
            "shapes.ttl:7:5: found a property shape without a name; expected an IRI "
            "for every shape",
            id="unnamed-property-shape",
        ),
        pytest.param(
            "sh:path ex:name ;",
            "",
            "shapes.ttl:8:1: found no sh:path; expected the path it is about",
            id="property-shape-without-path",
        ),
        pytest.param(
            "a sh:SPARQLConstraint ;",
            "a sh:SPARQLConstraint ; sh:severity sh:Warning ;",
            "shapes.ttl:18:34: found sh:severity on a SPARQL constraint; expected the "
            "severity on the shape",
            id="severity-that-engines-ignore",
        ),
    ],
)
def test_refuses_what_would_pass_in_silence(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    turtle = GOOD + QUERY
    assert old in turtle
    found = faults(tmp_path, turtle.replace(old, new))
    assert any(line.startswith(fault) for line in found), found


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("ASK { $this ?p $this }", "a constraint is a SELECT query"),
        ("SELECT ?x WHERE { ?x ?p $this }", "a constraint selects $this, by name"),
        ("SELECT * WHERE { $this ?p ?x }", "a constraint selects $this, by name"),
        (
            "SELECT $this WHERE { $this ?p ?x MINUS { ?x ?q ?y } }",
            "MINUS: SHACL forbids it in a constraint",
        ),
        (
            "SELECT $this WHERE { VALUES ?x { 1 } $this ?p ?x }",
            "VALUES: SHACL forbids it in a constraint",
        ),
        (
            "SELECT $this WHERE { SERVICE <https://example.org/> { $this ?p ?x } }",
            "SERVICE: SHACL forbids it in a constraint",
        ),
        (
            "SELECT $this WHERE { ?x ?p ?y BIND (?y AS ?this) }",
            "AS ?this: SHACL forbids it in a constraint",
        ),
        (
            "SELECT $this WHERE { $this ?p ?x { SELECT ?x WHERE { ?x ?q ?y } } }",
            "a sub-SELECT that does not select $this, by name",
        ),
        ("SELECT $this WHERE { $this ?p ?x", "'{' is not closed"),
        ("SELECT $this WHERE { $this ?p ?x ) }", "')' closes nothing"),
        ("SELECT $this WHERE { $this ex:p ?x }", "Prefix not found"),
        ("SELECT $this WHERE { $this ?p }", "error at 1:"),
    ],
)
def test_refuses_a_query_that_is_no_constraint(
    tmp_path: Path, query: str, reason: str
) -> None:
    turtle = QUERY.replace("SELECT $this WHERE { $this ?p $this }", query)
    [fault] = faults(tmp_path, turtle)
    assert fault.startswith("shapes.ttl:10:5: found ")
    assert reason in fault


def test_tells_all_faults_at_once(tmp_path: Path) -> None:
    turtle = GOOD.replace("minCount", "minCounts").replace("sh:Warning", "sh:Error")
    assert len(faults(tmp_path, turtle)) == 2


def test_places_what_is_not_turtle(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"shapes\.ttl:5:20: found .*; expected Turtle"):
        read(tmp_path, "\nex:S a sh:NodeShape")


def test_takes_shapes_of_other_projects_without_names_and_messages(
    tmp_path: Path,
) -> None:
    shapes = read(
        tmp_path,
        "[] sh:targetClass ex:C ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .",
        house_rules=False,
    )
    assert [len(shape.targets.classes) for shape in shapes] == [1, 0]
