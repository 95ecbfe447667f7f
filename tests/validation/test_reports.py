"""The same findings give the same report, in words, JSON and RDF."""

import json
from dataclasses import replace

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.errors import Position
from kg.rdf.iri import expand
from kg.rdf.terms import SH, XSD
from kg.validation.finding import Finding, Severity
from kg.validation.index import Index
from kg.validation.paths import CompoundPath, Operator, read_path
from kg.validation.reports.counts import summary
from kg.validation.reports.json import write_json
from kg.validation.reports.turtle import write_turtle

TIME = Finding(
    shape=expand("shape:EventShape-time"),
    severity=Severity.WARNING,
    message="The event has no time.",
    focus=expand("ev:vigil"),
    path=expand("hs:time"),
    value=None,
    component=NamedNode(f"{SH.base}MinCountConstraintComponent"),
    graph=expand("graph:editorial"),
    position=Position("extract.yml", 7, 3),
)
PATH = CompoundPath(Operator.INVERSE, (expand("hs:member"),))
AGE = Finding(
    shape=expand("shape:PersonShape-age"),
    severity=Severity.VIOLATION,
    message="A person has no age.",
    focus=BlankNode("b1"),
    path=PATH,
    value=Literal("12", datatype=XSD.integer),
    component=NamedNode(f"{SH.base}MaxCountConstraintComponent"),
)
FINDINGS = [TIME, replace(TIME, focus=expand("ev:march")), AGE]
REPORT = expand("graph:report")


def test_counts_findings_in_a_line() -> None:
    assert summary([]) == "0 violations, 0 warnings, 0 infos"
    assert summary([AGE]) == "1 violation, 0 warnings, 0 infos"


def test_writes_json() -> None:
    report = json.loads(write_json(FINDINGS))
    assert report["conforms"] is False
    assert report["counts"] == {"violation": 1, "warning": 2, "info": 0}
    assert report["findings"][0] == {
        "shape": "https://w3id.org/hrsolidarity/shapes#EventShape-time",
        "name": "EventShape-time",
        "severity": "Warning",
        "message": "The event has no time.",
        "focus": "<https://w3id.org/hrsolidarity/id/event/vigil>",
        "path": "<https://w3id.org/hrsolidarity/ontology#time>",
        "value": None,
        "component": "http://www.w3.org/ns/shacl#MinCountConstraintComponent",
        "graph": "https://w3id.org/hrsolidarity/graph/editorial",
        "file": "extract.yml",
        "line": 7,
        "column": 3,
    }
    assert report["findings"][2]["line"] is None


def test_writes_the_report_of_the_w3c_without_blank_nodes() -> None:
    written = write_turtle(FINDINGS, REPORT)
    graph = Index(parse(written, format=RdfFormat.TURTLE))
    assert not [node for node in graph.nodes() if isinstance(node, BlankNode)]
    assert graph.objects(REPORT, SH.conforms) == [
        Literal("false", datatype=XSD.boolean)
    ]
    results = graph.objects(REPORT, SH.iri("result"))
    shapes = [graph.value(node, SH.sourceShape) for node in results]
    assert shapes == [TIME.shape, TIME.shape, AGE.shape]
    assert graph.value(results[2], SH.resultSeverity) == SH.Violation
    assert graph.objects(results[0], SH.resultPath) == [expand("hs:time")]
    assert graph.objects(results[2], SH.resultPath) == []


NESTED = CompoundPath(
    Operator.SEQUENCE,
    (
        expand("hs:time"),
        CompoundPath(Operator.ALTERNATIVE, (PATH, expand("hs:member"))),
        CompoundPath(Operator.ZERO_OR_MORE, (expand("hs:within"),)),
    ),
)


@pytest.mark.parametrize("path", [PATH, NESTED])
def test_spells_a_path_out_when_asked_to(path: CompoundPath) -> None:
    written = write_turtle([replace(AGE, path=path)], REPORT, spelled=True)
    graph = Index(parse(written, format=RdfFormat.TURTLE))
    [result] = graph.objects(REPORT, SH.iri("result"))
    [node] = graph.objects(result, SH.resultPath)
    assert read_path(graph, node) == path


def test_writes_the_same_bytes_again() -> None:
    assert len({write_turtle(FINDINGS, REPORT) for _ in range(20)}) == 1


def test_writes_a_report_that_conforms() -> None:
    assert write_turtle([], REPORT).endswith(
        "graph:report a sh:ValidationReport ;\n\tsh:conforms true .\n"
    )


@pytest.mark.parametrize("position", [None, Position("a.yml", 1, 1)])
def test_sorts_what_has_no_place_last(position: Position | None) -> None:
    last = replace(TIME, position=None, shape=expand("shape:Z"))
    first = replace(TIME, position=position, shape=expand("shape:A"))
    assert sorted([last, first]) == [first, last]
