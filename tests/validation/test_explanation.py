"""How shapes are run: told for each, with what it looked at."""

from itertools import count

from kg.validation.background import Background
from kg.validation.explanation import explain, write_explanation
from tests.validation.test_cases import compiled, quads

SHAPES = """
ex:S sh:targetClass ex:A ; sh:property ex:P ; sh:sparql ex:q .
ex:P sh:path ( ex:p [ sh:inversePath ex:q ] ) ; sh:minCount 1 ; sh:nodeKind sh:IRI .
ex:q sh:select "SELECT $this WHERE { $this <urn:ex:p> 1 }" .
ex:T sh:targetObjectsOf ex:nothing ; sh:nodeKind sh:IRI .
ex:U sh:targetNode ex:a ; sh:sparql ex:r .
ex:r sh:select "SELECT $this WHERE { $this ?p ?o } LIMIT 1" .
"""


def test_tells_how_each_shape_is_run() -> None:
    clock = map(float, count())
    data = quads("ex:a a ex:A ; ex:p 1 . ex:b a ex:A .")
    runs = explain(data, compiled(SHAPES), Background(), lambda: next(clock))
    assert write_explanation(runs).replace("urn:ex:", "") == (
        "S: 2 nodes, 2 found, 1000.0 ms\n"
        "    looks at instances of <A>\n"
        "    (<p>/^<q>): MinCount, NodeKind\n"
        "Warning: looks at nothing. T: 0 nodes, 0 found, 1000.0 ms\n"
        "    looks at objects of <nothing>\n"
        "    NodeKind\n"
        "U: 1 nodes, 0 found, 1000.0 ms\n"
        "    looks at <a>\n"
        "S (SPARQLConstraintComponent): 1 found, 1000.0 ms\n"
        "    one query of all focus nodes\n"
        "U (SPARQLConstraintComponent): 1 found, 1000.0 ms\n"
        "    a query of each focus node by itself\n"
    )
