"""SPARQL constraints asked of all focus nodes at once, node by node, and by pySHACL."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Quad
from pyshacl.constraints.sparql.sparql_based_constraints import SPARQLBasedConstraint
from pyshacl.graph_abstraction import DataGraph
from pyshacl.pytypes import SHACLExecutor
from pyshacl.shapes_graph import ShapesGraph

from kg.rdf.lexer import tokens
from kg.validation.constraint import SparqlConstraint
from kg.validation.core import read_result, to_graph, to_node, to_rdflib
from kg.validation.engine import Background, merge
from kg.validation.files import rdf_files, read_quads
from kg.validation.finding import Finding, local_name
from kg.validation.index import Term
from kg.validation.shapes import Shapes
from kg.validation.sparql import constraint_findings, focus_nodes, node_findings

EXAMPLES = Path(__file__).parents[2] / "ontology" / "examples"
FILES = sorted(rdf_files([EXAMPLES]))
INVALID = sorted(rdf_files([EXAMPLES / "invalid"]))
BACKGROUND = EXAMPLES / "background.ttl"

Row = tuple[str, str, str]


def rows(findings: Iterable[Finding]) -> set[Row]:
    return {(f.name, str(f.focus), str(f.value)) for f in findings}


def asks_one_graph(constraint: SparqlConstraint) -> bool:
    return all(token.word != "GRAPH" for token in tokens(constraint.query))


def compared(example: Path, shapes: Shapes) -> list[SparqlConstraint]:
    """Choose what is asked twice, since asking of each node takes its time.

    On faultless examples those are all constraints, on an invalid one those of the node
    shape that it is named after.
    """
    if example not in INVALID:
        return list(shapes.constraints)
    own = f"{example.stem.partition('-')[0]}-"
    return [c for c in shapes.constraints if local_name(c.shape.node).startswith(own)]


@pytest.mark.parametrize("example", FILES, ids=lambda path: path.stem)
def test_all_focus_nodes_at_once_give_the_rows_of_each(
    example: Path, shapes: Shapes, background: Background
) -> None:
    quads = list(read_quads(example))
    own = {quad.subject for quad in quads}
    ours: set[Row] = set()
    each: set[Row] = set()
    with background.store_with(quads) as store:
        for constraint in compared(example, shapes):
            found = constraint_findings(store, constraint)
            ours |= rows(f for f in found if f.focus in own)
            focus = focus_nodes(store, constraint) & own
            each |= rows(node_findings(store, constraint, focus))
    assert ours == each


@cache
def shacl_graph(shapes: Shapes) -> ShapesGraph:
    graph = shapes.graph
    triples = ((n, p, o) for n in graph.nodes() for p, o in graph.properties(n))
    quads = (Quad(*triple) for triple in triples)
    built = ShapesGraph(to_graph(merge(quads)), False, None)
    assert (
        built.shapes
    )  # looked up one by one later: pySHACL reads them only when asked
    return built


def by_pyshacl(
    data: DataGraph, shapes: Shapes, constraint: SparqlConstraint, focus: set[Term]
) -> set[Row]:
    """Let pySHACL evaluate one constraint on some focus nodes."""
    shape = shacl_graph(shapes).lookup_shape_from_node(to_node(constraint.shape.node))
    component = SPARQLBasedConstraint(shape)
    nodes = {to_rdflib(node): {to_rdflib(node)} for node in focus}
    _conforms, results = component.evaluate(
        SHACLExecutor(), data, nodes, [shape, component]
    )
    return rows(read_result(shapes, node, triples) for _, node, triples in results)


def asked_of_pyshacl(example: Path, shapes: Shapes) -> list[SparqlConstraint]:
    """Choose what pySHACL is asked: it takes 50 ms for a constraint and a focus node.

    On an invalid example that is the constraint it breaks, on the background all.
    """
    asked = [c for c in shapes.constraints if asks_one_graph(c)]
    if example == BACKGROUND:
        return asked
    return [c for c in asked if local_name(c.shape.node) == example.stem]


@pytest.mark.slow
@pytest.mark.parametrize("example", [BACKGROUND, *INVALID], ids=lambda path: path.stem)
def test_all_focus_nodes_at_once_give_the_rows_of_pyshacl(
    example: Path, shapes: Shapes, background: Background
) -> None:
    quads = list(read_quads(example))
    own = {quad.subject for quad in quads}
    ours: set[Row] = set()
    theirs: set[Row] = set()
    with (
        background.store_with(quads) as store,
        background.graph_with(merge(quads)) as graph,
    ):
        data = DataGraph.from_rdflib(graph)
        for constraint in asked_of_pyshacl(example, shapes):
            focus = focus_nodes(store, constraint) & own
            found = constraint_findings(store, constraint)
            ours |= rows(f for f in found if f.focus in own)
            theirs |= by_pyshacl(data, shapes, constraint, focus)
    assert ours == theirs


def test_most_constraints_read_one_graph_and_are_compared(shapes: Shapes) -> None:
    compared_too = [c for c in shapes.constraints if asks_one_graph(c)]
    assert len(compared_too) > 0.9 * len(shapes.constraints)
