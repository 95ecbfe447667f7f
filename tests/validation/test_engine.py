"""Quads and shapes in, findings out: whose fault, in which graph, in which order."""

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from kg.errors import Position, SyntaxFaultError, UnexpectedValueError
from kg.rdf.namespaces import PREFIXES
from kg.validation.engine import (
    Background,
    count_focus_nodes,
    locate,
    validate,
    validate_files,
    validate_nquads,
)
from kg.validation.finding import Finding, Severity, worst
from kg.validation.positions import Positions
from kg.validation.shapes import Shapes, read_shapes

HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
SHAPES = """
shape:Event a sh:NodeShape ;
    sh:targetClass hs:Event ;
    sh:property shape:Event-time, shape:Event-place .
shape:Event-time a sh:PropertyShape ;
    sh:path hs:time ;
    sh:minCount 1 ;
    sh:severity sh:Warning ;
    sh:message "It has a time."@en, "Den har en tid."@nb .
shape:Event-place a sh:PropertyShape ;
    sh:path hs:place ;
    sh:node shape:Place ;
    sh:message "Its place is a place."@en .
shape:Place a sh:NodeShape ;
    sh:property shape:Place-name .
shape:Place-name a sh:PropertyShape ;
    sh:path skos:prefLabel ;
    sh:minCount 1 ;
    sh:severity sh:Warning ;
    sh:message "A place has a name."@en .
shape:Agent-name a sh:NodeShape ;
    sh:targetSubjectsOf hs:country ;
    sh:targetNode or:absent ;
    sh:severity sh:Info ;
    sh:message "{?value} is the name of {$this} and {?other}, {?unbound}."@en ;
    sh:sparql shape:Agent-name-query .
shape:Agent-name-query a sh:SPARQLConstraint ;
    sh:prefixes <https://example.org/prefixes> ;
    sh:select \"\"\"SELECT $this ?value ?other WHERE {
        $this sk:prefLabel ?value . ?other sk:prefLabel ?value .
        FILTER (?other != $this) }\"\"\" .
shape:Agent-country a sh:PropertyShape ;
    sh:targetSubjectsOf hs:country ;
    sh:path hs:country ;
    sh:message "The country of {$this} is not its name."@en ;
    sh:sparql shape:Agent-country-query .
shape:Agent-country-query a sh:SPARQLConstraint ;
    sh:select \"\"\"SELECT $this ?value WHERE {
        $this $PATH ?value FILTER isLiteral(?value) }\"\"\" .
<https://example.org/prefixes> sh:declare shape:prefix .
shape:prefix sh:prefix "sk" ; sh:namespace "http://www.w3.org/2004/02/skos/core#" .
"""
CLASSES = """
hs:CivicAction rdfs:subClassOf hs:Event .
hs:Vigil rdfs:subClassOf hs:CivicAction .
"""


def quads(text: str) -> list[Quad]:
    return list(parse(HEAD + text, format=RdfFormat.TRIG))


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Shapes:
    path = tmp_path_factory.mktemp("shapes") / "shapes.ttl"
    path.write_text(HEAD + SHAPES, "utf-8")
    return read_shapes(path)


def found(shapes: Shapes, data: str, background: str = CLASSES) -> list[Finding]:
    return validate(quads(data), shapes, Background(quads(background)))


def lines(findings: list[Finding]) -> list[str]:
    return [str(finding) for finding in findings]


def test_finds_what_is_missing(shapes: Shapes) -> None:
    assert lines(found(shapes, "ev:a a hs:Event .")) == [
        "Warning Event-time: It has a time. (focus ev:a)"
    ]


def test_follows_subclasses_of_the_background(shapes: Shapes) -> None:
    assert lines(found(shapes, "ev:a a hs:Vigil .")) == [
        "Warning Event-time: It has a time. (focus ev:a)"
    ]


def test_counts_a_warning_in_a_nested_shape(shapes: Shapes) -> None:
    data = "ev:a a hs:Event ; hs:time ts:a ; hs:place pl:nowhere ."
    assert lines(found(shapes, data)) == [
        "Violation Event-place: Its place is a place. (focus ev:a, value pl:nowhere)"
    ]


def test_judges_nodes_of_the_background_that_the_data_name(shapes: Shapes) -> None:
    data = "ev:a a hs:Event ; hs:time ts:a ; hs:place pl:oslo ."
    assert found(shapes, data, 'pl:oslo skos:prefLabel "Oslo"@nb .') == []


def test_leaves_out_faults_of_the_background(shapes: Shapes) -> None:
    assert found(shapes, "ev:b hs:partOf ev:a .", "ev:a a hs:Event .") == []


def test_blames_data_that_add_to_the_background(shapes: Shapes) -> None:
    findings = found(shapes, "ev:a hs:partOf ev:b .", "ev:a a hs:Event .")
    assert [finding.name for finding in findings] == ["Event-time"]


def test_leaves_the_background_as_it_was(shapes: Shapes) -> None:
    background = Background(quads(CLASSES))
    data = quads("ev:a a hs:Event . graph:g { ev:b a hs:Event }")
    first = validate(data, shapes, background)
    assert validate(data, shapes, background) == first
    assert validate(quads("ev:c hs:time ts:c ."), shapes, background) == []


def test_fills_the_message_of_a_constraint(shapes: Shapes) -> None:
    data = """
        or:a hs:country pl:no ; skos:prefLabel "Union"@en .
        or:b skos:prefLabel "Union"@en .
    """
    assert lines(found(shapes, data)) == [
        "Info Agent-name: Union is the name of or:a and or:b, {?unbound}. "
        '(focus or:a, value "Union"@en)'
    ]


def test_runs_a_constraint_of_a_property_shape(shapes: Shapes) -> None:
    [finding] = found(shapes, 'or:a hs:country "Norway" .')
    assert str(finding) == (
        "Violation Agent-country: The country of or:a is not its name. "
        '(focus or:a, value "Norway")'
    )
    assert str(finding.path) == "<https://w3id.org/hrsolidarity/ontology#country>"


def test_names_the_graph_of_the_fault(shapes: Shapes) -> None:
    data = """
        graph:one { ev:a a hs:Event ; hs:time ts:a . }
        graph:two { ev:a hs:place pl:nowhere . ev:b a hs:Event . }
    """
    graphs = {f.name: f.graph.value for f in found(shapes, data) if f.graph is not None}
    assert graphs == {
        "Event-place": "https://w3id.org/hrsolidarity/graph/two",
        "Event-time": "https://w3id.org/hrsolidarity/graph/two",
    }


def test_sees_a_triple_once_that_is_in_two_graphs(shapes: Shapes) -> None:
    data = "graph:one { ev:a a hs:Event } graph:two { ev:a a hs:Event }"
    assert len(found(shapes, data)) == 1


def test_reads_a_dataset_from_files_of_nquads(shapes: Shapes, tmp_path: Path) -> None:
    data = quads("""
        graph:one { ev:a a hs:Event ; hs:time ts:a ; hs:place _:p . }
        graph:two { ev:b a hs:Event . _:p skos:prefLabel "Oslo"@nb . }
    """)
    rows = sorted(f"{quad} .\n" for quad in data)
    parts = (tmp_path / "1.nq", tmp_path / "2")
    parts[0].write_text("".join(rows[:3]), "utf-8")
    parts[1].write_text("".join(rows[2:]), "utf-8")
    findings = validate_nquads(parts, shapes, Background())
    assert [f.name for f in findings] == ["Event-time"]
    assert findings == validate(data, shapes, Background())


def test_says_where_a_file_of_nquads_is_broken(shapes: Shapes, tmp_path: Path) -> None:
    path = tmp_path / "1.nq"
    path.write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> .\n", "utf-8")
    with pytest.raises(SyntaxFaultError, match=r"1\.nq:2:"):
        validate_nquads([path], shapes, Background())


def test_sorts_by_place_then_gravity(shapes: Shapes, tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(
        "@prefix ev: <https://w3id.org/hrsolidarity/id/event/> .\n"
        "@prefix pl: <https://w3id.org/hrsolidarity/id/place/> .\n"
        "@prefix hs: <https://w3id.org/hrsolidarity/ontology#> .\n"
        "ev:z a hs:Event .\n"
        "ev:a a hs:Event ; hs:place pl:x , pl:y .\n",
        "utf-8",
    )
    findings = validate_files([tmp_path], shapes, Background())
    places = [(f.position.line, f.position.column) for f in findings if f.position]
    names = [finding.name for finding in findings]
    assert names == ["Event-time", "Event-time", "Event-place", "Event-place"]
    assert places == [(4, 1), (5, 1), (5, 28), (5, 35)]
    assert worst(findings) is Severity.VIOLATION


def test_places_findings_in_other_syntaxes_at_their_file(
    shapes: Shapes, tmp_path: Path
) -> None:
    path = tmp_path / "data.jsonld"
    event = "https://w3id.org/hrsolidarity/id/event/a"
    kind = "https://w3id.org/hrsolidarity/ontology#Event"
    path.write_text(f'{{"@id": "{event}", "@type": "{kind}"}}', "utf-8")
    [finding] = validate_files([path], shapes, Background())
    assert finding.position == Position(path.as_posix())


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", "<urn:a> <urn:b> .", "a.ttl:1:17: found "),
        ("a.csv", "", "found suffix '.csv'; expected one of .ttl .trig"),
    ],
)
def test_refuses_files_it_cannot_read(
    shapes: Shapes, tmp_path: Path, name: str, content: str, message: str
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises((SyntaxFaultError, UnexpectedValueError), match=message):
        validate_files([path], shapes, Background())


def test_refuses_a_path_that_is_not_there(shapes: Shapes, tmp_path: Path) -> None:
    with pytest.raises(UnexpectedValueError, match="found nothing; expected a file"):
        validate_files([tmp_path / "absent.ttl"], shapes, Background())


def test_keeps_a_place_that_the_new_positions_do_not_know(shapes: Shapes) -> None:
    findings = found(shapes, "ev:a a hs:Event .")
    assert locate(findings, Positions([])) == findings


def test_counts_focus_nodes(shapes: Shapes) -> None:
    data = quads(
        f"{CLASSES} ev:a a hs:Vigil . ev:b a hs:Event . or:a hs:country pl:x ."
    )
    counts = count_focus_nodes(data, shapes)
    named = {shape.value.partition("#")[2]: number for shape, number in counts.items()}
    assert named == {"Event": 2, "Agent-name": 2, "Agent-country": 1}


def test_refuses_triple_terms(shapes: Shapes) -> None:
    with pytest.raises(UnexpectedValueError, match="found the triple term"):
        found(shapes, "ev:a hs:place <<( ev:a hs:place pl:oslo )>> .")


def test_begins_without_libraries_that_few_data_need() -> None:
    slow = {"rdflib", "pyshacl", "pydantic", "multiprocessing", "concurrent.futures"}
    told = "import kg.validation.standalone, sys; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True)
    assert not slow & set(run.stdout.decode().split())
