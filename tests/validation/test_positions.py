"""Findings stand at the line of their triple, else of what is nearest to it."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import Position
from kg.rdf.iri import expand
from kg.rdf.statement import Statement
from kg.rdf.terms import SH, XSD
from kg.validation.finding import Finding, Severity
from kg.validation.index import Term
from kg.validation.paths import CompoundPath, Operator
from kg.validation.paths import Path as PropertyPath
from kg.validation.places.turtle import scan
from kg.validation.positions import Positions

TURTLE = '''\
@prefix ex: <https://example.org/> .
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
# ex:comment ex:says "nothing" .

ex:a a ex:C ;
    ex:name "A; and. so"@en-GB , """long
text \\u00e5 # no comment""" ;
    ex:age 12 , 1.5 , 2e3 , true ;
    ex:born "2011"^^xsd:gYear .
ex:b ex:list ( ex:x [ ex:y "z" ] ) ; ex:next ex:a .
[ ex:name "nobody" ] .
_:c ex:in ex:d\\,e .
'''


def iri(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


def marked(subject: Term, predicate: Term, value: Term) -> list[str]:
    return [
        f"{mark.position.line}:{mark.position.column}"
        for mark in scan(TURTLE, "a.ttl")
        if (mark.subject, mark.predicate, mark.object) == (subject, predicate, value)
    ]


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "place"),
    [
        ("a", "name", Literal("A; and. so", language="en-gb"), "6:13"),
        ("a", "name", Literal("long\ntext å # no comment"), "6:34"),
        ("a", "age", Literal("12", datatype=XSD.integer), "8:12"),
        ("a", "age", Literal("1.5", datatype=XSD.decimal), "8:17"),
        ("a", "age", Literal("2e3", datatype=XSD.double), "8:23"),
        ("a", "age", Literal("true", datatype=XSD.boolean), "8:29"),
        ("a", "born", Literal("2011", datatype=XSD.gYear), "9:13"),
        ("b", "next", iri("a"), "10:46"),
    ],
)
def test_finds_a_triple(subject: str, predicate: str, value: Term, place: str) -> None:
    assert marked(iri(subject), iri(predicate), value) == [place]


def test_finds_what_a_blank_node_says() -> None:
    lines = [mark.position.line for mark in scan(TURTLE, "a.ttl")]
    assert lines.count(12) == 3


def test_finds_the_graph_of_a_triple() -> None:
    trig = "GRAPH <urn:g> { <urn:a> <urn:b> <urn:c> . }\n<urn:h> { <urn:d> <urn:e> 1 }"
    graphs = {
        (mark.graph, mark.position.line) for mark in scan(trig, "a.trig") if mark.object
    }
    assert graphs == {(NamedNode("urn:g"), 1), (NamedNode("urn:h"), 2)}


def test_survives_what_is_not_turtle() -> None:
    marks = scan('<<< [[[ ;;; ... """ ^^ @@@ }}} {{{ é', "a.ttl")
    assert [mark for mark in marks if mark.object is not None] == []


def finding(
    focus: Term, path: PropertyPath | None, value: Term | None, graph: str = "urn:g"
) -> Finding:
    return Finding(
        shape=iri("S"),
        severity=Severity.VIOLATION,
        message="No.",
        focus=focus,
        path=path,
        value=value,
        component=SH.SPARQLConstraint,
        graph=NamedNode(graph),
    )


def statements() -> list[Statement]:
    rows = [("a", "p", "x"), ("a", "p", "y"), ("a", "q", "x"), ("b", "q", "a")]
    return [
        Statement(
            Quad(iri(s), iri(p), iri(o), NamedNode("urn:g")), Position("x.yml", line)
        )
        for line, (s, p, o) in enumerate(rows, 1)
    ]


ALTERNATIVE = CompoundPath(Operator.ALTERNATIVE, (iri("none"), iri("q")))
INVERSE = CompoundPath(Operator.INVERSE, (iri("q"),))


@pytest.mark.parametrize(
    ("focus", "path", "value", "line"),
    [
        pytest.param("a", iri("p"), "y", 2, id="triple"),
        pytest.param("a", iri("p"), "z", 1, id="subject-and-predicate"),
        pytest.param("a", iri("r"), None, 1, id="subject"),
        pytest.param("b", iri("p"), None, 4, id="subject-of-another"),
        pytest.param("a", ALTERNATIVE, "x", 3, id="one-of-several-predicates"),
        pytest.param("a", INVERSE, "b", 4, id="inverse-path"),
        pytest.param("a", None, "x", 1, id="any-predicate"),
        pytest.param("z", iri("p"), None, 1, id="graph"),
    ],
)
def test_places_a_finding(
    focus: str, path: PropertyPath | None, value: str | None, line: int
) -> None:
    positions = Positions.from_statements(statements())
    about = finding(iri(focus), path, None if value is None else iri(value))
    assert positions.of(about) == Position("x.yml", line)


def test_has_no_place_for_what_nobody_wrote() -> None:
    positions = Positions.from_statements(statements())
    assert positions.of(finding(iri("z"), None, None, "urn:other")) is None


@pytest.mark.parametrize(
    ("name", "text", "line", "column"),
    [
        ("a.ttl", "# head\n<urn:a> <urn:b> <urn:c> .\n", 2, 9),
        ("a.nq", "# head\n\n <urn:a> <urn:b> <urn:c> <urn:d> .\n", 3, 10),
        ("a.jsonld", '[\n {"@id": "urn:a",\n  "urn:b": {"@id": "urn:c"}}]', 3, 3),
        (
            "a.rdf",
            "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
            "xmlns='urn:'>\n<r:Description\n r:about='urn:a'>\n  <b>c</b>"
            "</r:Description></r:RDF>",
            4,
            3,
        ),
    ],
)
def test_scans_files_of_every_syntax(
    name: str, text: str, line: int, column: int, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    positions = Positions.from_files([path])
    place = positions.of_triple(NamedNode("urn:a"), NamedNode("urn:b"))
    assert place == Position(path.as_posix(), line, column)


def test_shows_place_rule_and_terms_in_a_line() -> None:
    shown = finding(expand("ev:vigil"), expand("hs:time"), Literal("now"))
    assert str(shown) == 'Violation S: No. (focus ev:vigil, value "now")'
