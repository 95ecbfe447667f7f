"""The W3C test suite for SHACL, where it lies beside the project; skipped elsewhere.

Whole reports are compared, result by result. Which blank node a result names cannot be
told from outside, nor can a blank shape.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlparse

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from kg.errors import KgError, Position
from kg.rdf.terms import SH
from kg.validation.engine import Background, results
from kg.validation.finding import Finding
from kg.validation.index import Index, Node, Term
from kg.validation.paths import read_path, write_path
from kg.validation.shapes import Shapes, compile_shapes

SUITE = Path(__file__).parents[3] / "shared" / "w3c" / "shacl"
CASES = [
    pytest.param(path, id=path.relative_to(SUITE).with_suffix("").as_posix())
    for path in sorted(SUITE.rglob("*.ttl"))
    if "sht:Validate" in path.read_text("utf-8")
]
MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
ACTION, RESULT = NamedNode(f"{MANIFEST}action"), NamedNode(f"{MANIFEST}result")
TEST = "http://www.w3.org/ns/shacl-test#"
FAILURE = NamedNode(f"{TEST}Failure")
DATA, SHAPES = NamedNode(f"{TEST}dataGraph"), NamedNode(f"{TEST}shapesGraph")

IGNORED = {
    "property/qualifiedValueShape-001": "sh:nodeShape, which is not a term of SHACL",
    "property/uniqueLang-002": "a boolean written 1",
    "node/qualified-001": "a boolean written 1",
}
"""Cases with what SHACL tells an engine to ignore, and what we refuse otherwise."""

PARTS = (SH.iri("result"), SH.detail)

Row = tuple[str, str, str, str, str, str]

pytestmark = pytest.mark.skipif(
    not SUITE.is_dir(), reason="the W3C suite for SHACL is not here"
)


@cache
def read(path: Path) -> Index:
    return Index(parse(path=path, format=RdfFormat.TURTLE, base_iri=path.as_uri()))


def read_reference(graph: Index, test: Node, which: NamedNode) -> list[Quad]:
    """Read the graph that a test names, without the description of the test."""
    [action] = graph.objects(test, ACTION)
    [named] = graph.objects(action, which)
    assert isinstance(named, NamedNode)
    other = read(Path(urlparse(named.value).path))
    hidden = {
        n for t in other.nodes() if other.value(t, ACTION) for n in below(other, t)
    }
    return [
        Quad(node, predicate, value)
        for node in other.nodes()
        if node not in hidden
        for predicate, value in other.properties(node)
    ]


def below(graph: Index, node: Term) -> set[Term]:
    """Collect a test and the nodes of its report."""
    found: set[Term] = set()
    waiting = [node]
    while waiting:
        node = waiting.pop()
        found.add(node)
        values = {v for p, v in graph.properties(node) if p in (ACTION, RESULT, *PARTS)}
        waiting += [v for v in values - found if isinstance(v, BlankNode)]
    return found


def compiled(quads: list[Quad], *, ignored: bool = False) -> Shapes:
    return compile_shapes(
        Index(quads), lambda _node, _predicate: Position("shapes"), ignored=ignored
    )


def expected(graph: Index, test: Node) -> Iterator[Row]:
    [report] = graph.objects(test, RESULT)
    for node in graph.objects(report, SH.iri("result")):
        path = graph.value(node, SH.resultPath)
        yield (
            shown(graph.value(node, SH.focusNode)),
            "" if path is None else write_path(read_path(graph, path)),
            shown(graph.value(node, SH.value)),
            shown(graph.value(node, SH.sourceConstraintComponent)),
            shown(graph.value(node, SH.resultSeverity)),
            shown(graph.value(node, SH.sourceShape)),
        )


def found(finding: Finding) -> Row:
    return (
        shown(finding.focus),
        "" if finding.path is None else write_path(finding.path),
        shown(finding.value),
        str(finding.component),
        str(finding.severity_iri),
        shown(finding.shape),
    )


def shown(term: Term | None) -> str:
    """Write a term; which blank node it is cannot be told from outside."""
    if term is None:
        return ""
    return "_:" if isinstance(term, BlankNode) else str(term)


@pytest.mark.parametrize("path", CASES)
def test_reports_what_the_suite_expects(path: Path) -> None:
    graph = read(path)
    [test] = [node for node in graph.nodes() if graph.value(node, ACTION)]
    quads = read_reference(graph, test, SHAPES)
    if graph.value(test, RESULT) == FAILURE:
        with pytest.raises(KgError):
            compiled(quads, ignored=True)
        return
    ignored = any(path.match(f"{name}.ttl") for name in IGNORED)
    if ignored:
        with pytest.raises(KgError):
            compiled(quads)
    data = read_reference(graph, test, DATA)
    shapes = compiled(quads, ignored=ignored)
    findings = results(data, shapes, Background())
    assert Counter(map(found, findings)) == Counter(expected(graph, test))
