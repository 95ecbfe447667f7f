"""The focus nodes of nested, switched-off and recursive shapes."""

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from kg.errors import InputErrors, Position, UnexpectedValueError
from kg.validation.engine import Background, validate
from kg.validation.index import Index
from kg.validation.shapes import Shapes, compile_shapes

HEAD = """
    PREFIX ex: <urn:ex:>
    PREFIX sh: <http://www.w3.org/ns/shacl#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
NESTED = """
    ex:S sh:targetObjectsOf ex:head ; sh:property ex:S-child .
    ex:S-child sh:path ex:child ; sh:property ex:S-name .
    ex:S-name sh:path ex:name ; sh:sparql ex:q .
    ex:q sh:select "SELECT $this ?v WHERE { $this $PATH ?v FILTER(?v = 1) }" .
"""
DATA = """
    ex:x ex:head ex:a . ex:a ex:name 1 ; ex:child ex:b , ex:c .
    ex:b ex:name 1 . ex:c ex:name 2 . ex:d ex:child ex:e . ex:e ex:name 1 .
"""


def quads(turtle: str) -> list[Quad]:
    return list(parse(HEAD + turtle, format=RdfFormat.TURTLE))


def compiled(turtle: str) -> Shapes:
    return compile_shapes(Index(quads(turtle)), lambda _n, _p: Position("s.ttl"))


def found(shapes: str, data: str) -> list[str]:
    findings = validate(quads(data), compiled(shapes), Background())
    return [f"{f.name} {f.focus.value.removeprefix('urn:ex:')}" for f in findings]


def test_looks_at_what_the_shape_above_leads_to() -> None:
    assert found(NESTED, DATA) == ["urn:ex:S-name b"]


@pytest.mark.parametrize("shape", ["S", "S-child", "S-name"])
def test_looks_at_nothing_below_a_shape_switched_off(shape: str) -> None:
    assert found(f"{NESTED} ex:{shape} sh:deactivated true .", DATA) == []


def test_runs_no_constraint_that_is_switched_off() -> None:
    assert found(f"{NESTED} ex:q sh:deactivated true .", DATA) == []


def test_refuses_a_constraint_in_a_shape_below_itself() -> None:
    with pytest.raises(InputErrors, match="the shape has itself as a property"):
        compiled(f"{NESTED} ex:S-name sh:property ex:S-child .")


def test_looks_at_the_instances_of_a_class_that_is_a_shape() -> None:
    shapes = "ex:C a rdfs:Class, sh:NodeShape ; sh:property ex:P . ex:P sh:path ex:n ; "
    assert found(f"{shapes} sh:minCount 1 .", "ex:a a ex:C .") == ["urn:ex:P a"]


@pytest.mark.parametrize(
    ("shapes", "ring"),
    [
        pytest.param(
            "ex:S sh:targetNode ex:a ; sh:property ex:P . "
            "ex:P sh:path ex:next ; sh:node ex:S .",
            "<urn:ex:S> → <urn:ex:P> → <urn:ex:S>",
            id="by-its-property",
        ),
        pytest.param(
            "ex:S sh:targetNode ex:a ; sh:not ex:S .",
            "<urn:ex:S> → <urn:ex:S>",
            id="by-itself",
        ),
        pytest.param(
            "ex:S sh:targetNode ex:a ; sh:or ( ex:T ) . ex:T sh:node ex:U . "
            "ex:U sh:property ex:P . "
            "ex:P sh:path ex:next ; sh:qualifiedValueShape ex:T ; "
            "sh:qualifiedMinCount 1 .",
            "<urn:ex:T> → <urn:ex:U> → <urn:ex:P> → <urn:ex:T>",
            id="by-a-detour",
        ),
    ],
)
def test_refuses_shapes_that_refer_to_each_other_without_end(
    shapes: str, ring: str
) -> None:
    with pytest.raises(InputErrors) as caught:
        compiled(shapes)
    assert f"found a shape that refers to itself: {ring}; expected" in str(caught.value)


def test_takes_a_ring_that_is_cut_by_a_shape_switched_off() -> None:
    shapes = "ex:S sh:targetNode ex:a ; sh:node ex:T . ex:T sh:not ex:S ; "
    assert found(f"{shapes} sh:deactivated true .", "ex:a ex:name 1 .") == []


GROUPED = """
    ex:S sh:targetSubjectsOf ex:name ; sh:sparql ex:q .
    ex:q sh:select \"\"\"SELECT $this ?n WHERE {
        { SELECT $this (COUNT(?x) AS ?n) WHERE { $this ex:name ?x } GROUP BY $this }
        FILTER (?n > 1) }\"\"\" ; sh:prefixes ex:p .
    ex:p sh:declare [ sh:prefix "ex" ; sh:namespace "urn:ex:" ] .
"""


def test_asks_a_sub_select_of_each_node_but_not_of_blank_ones() -> None:
    assert found(GROUPED, "ex:a ex:name 1, 2 . ex:b ex:name 1 .") == ["urn:ex:S a"]
    with pytest.raises(UnexpectedValueError, match="as a focus node"):
        found(GROUPED, "[] ex:name 1, 2 .")


def test_asks_of_blank_nodes_by_themselves_where_that_is_sure() -> None:
    shapes = """
        ex:S sh:targetSubjectsOf ex:name ; sh:sparql ex:q .
        ex:q sh:select "SELECT $this WHERE { $this ?p ?v { FILTER isBlank($this) } }" .
    """
    assert len(found(shapes, "[] ex:name 1 . ex:a ex:name 1 .")) == 1


def test_judges_values_by_a_shape_with_a_query() -> None:
    shapes = """
        ex:S sh:targetSubjectsOf ex:head ; sh:property ex:P .
        ex:P sh:path ex:head ; sh:node ex:Named .
        ex:Named sh:sparql ex:q .
        ex:q sh:select \"\"\"SELECT $this WHERE {
            FILTER NOT EXISTS { $this <urn:ex:name> ?n } }\"\"\" .
    """
    data = "ex:x ex:head ex:a , ex:b . ex:a ex:name 1 . ex:y ex:head ex:a ."
    assert found(shapes, data) == ["urn:ex:P x"]


def test_looks_into_the_shapes_for_the_shape_at_hand() -> None:
    shapes = """
        ex:S sh:targetSubjectsOf ex:name ; ex:limit 2 ; sh:sparql ex:q .
        ex:q sh:select \"\"\"SELECT $this WHERE { $this <urn:ex:name> ?n .
            GRAPH $shapesGraph { $currentShape <urn:ex:limit> ?limit }
            FILTER (?n > ?limit) }\"\"\" .
    """
    assert found(shapes, "ex:a ex:name 1 . ex:b ex:name 3 .") == ["urn:ex:S b"]
