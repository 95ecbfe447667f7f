"""Our own engine beside pySHACL, and SPARQL constraints asked in three ways.

All examples are one graph here, so that each engine reads them once; what an example
describes has a name of its own there, so that no example mends the fault of another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, Store
from pyshacl.constraints.sparql.sparql_based_constraints import SPARQLBasedConstraint
from pyshacl.graph_abstraction import DataGraph
from pyshacl.pytypes import SHACLExecutor
from pyshacl.shapes_graph import ShapesGraph

from kg.rdf.query.lexer import tokens
from kg.validation.core import core_findings
from kg.validation.engine import Background, merge
from kg.validation.files import rdf_files, read_quads
from kg.validation.finding import Finding, local_name
from kg.validation.index import Term
from kg.validation.queries.asking import constraint_findings, focus_nodes, node_findings
from kg.validation.queries.constraint import SparqlConstraint
from kg.validation.rdflibterms import to_graph, to_node, to_rdflib
from kg.validation.shapes import Shapes, read_shapes
from tests.validation.reference import read_result, reference_findings

ONTOLOGY = Path(__file__).parents[2] / "ontology"
EXAMPLES = ONTOLOGY / "examples"
INVALID = EXAMPLES / "invalid"
BACKGROUND = list(read_quads(EXAMPLES / "background.ttl"))
CONSTRAINTS = read_shapes(ONTOLOGY / "shapes").constraints

Row = tuple[str, str, str]

DISAGREEMENTS = {("TimeSpanShape-order", "example-month")}
"""pySHACL compares a date with a moment, which SPARQL cannot: we are right."""

ADDING = {
    *("EventShape-shortcut", "ParticipationShape-shortcut", "IdentityShape-unjudged"),
    *("EventSeriesShape-rhythm", "EventShape-partOfSpan"),
    "EventRelationShape-precedes",
}
"""Constraints whose examples add to the background: other examples would mend them."""


@dataclass(frozen=True)
class Merged:
    """A store and a graph of rdflib with the same content."""

    store: Store
    graph: rdflib.Graph

    @classmethod
    def of(cls, background: Background, quads: list[Quad]) -> "Merged":
        triples = dict.fromkeys((*background.triples, *merge(quads)))
        store = Store()
        store.extend(quads)
        store.extend(Quad(*triple) for triple in triples)
        return cls(store, to_graph(triples))


def rows(findings: Iterable[Finding]) -> set[Row]:
    return {(f.name, str(f.focus), str(f.value)) for f in findings}


def renamed(path: Path, number: int) -> list[Quad]:
    """Read an example; give what it alone describes, and its graphs, other names."""
    quads = list(read_quads(path))
    shared = {quad.subject for quad in BACKGROUND}
    own = {quad.subject for quad in quads} | {quad.graph_name for quad in quads}
    names = {
        it: NamedNode(f"{it.value}-{number}")
        for it in own - shared
        if isinstance(it, NamedNode)
    }
    terms = ((names.get(term, term) for term in quad) for quad in quads)
    return [Quad(*quad) for quad in terms]


PARTS = {path: renamed(path, n) for n, path in enumerate(rdf_files([EXAMPLES]))}


def subjects(*paths: Path) -> set[Term]:
    found = {quad.subject for path in paths for quad in PARTS[path]}
    return {term for term in found if isinstance(term, Term)}


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return [quad for part in PARTS.values() for quad in part]


@pytest.fixture(scope="module")
def every(background: Background, quads: list[Quad]) -> Merged:
    return Merged.of(background, quads)


def merged(
    constraint: SparqlConstraint, every: Merged, background: Background
) -> Merged:
    """Choose the data of a constraint: its own example, or all of them."""
    if constraint_id(constraint) not in ADDING:
        return every
    own = INVALID / f"{constraint_id(constraint)}.ttl"
    return Merged.of(background, PARTS[own])


def test_columns_find_what_pyshacl_finds(
    shapes: Shapes, background: Background, quads: list[Quad], every: Merged
) -> None:
    own = {quad.subject for quad in quads}
    ours = rows(f for f in core_findings(background.columns(quads), shapes))
    named = {quad.object for quad in quads} - background.subjects
    about = own | named
    theirs = rows(reference_findings(every.graph, shapes, lambda node: node in about))
    apart = {(name, local(focus)) for name, focus, _value in ours ^ theirs}
    assert len(ours) > 250
    assert apart == DISAGREEMENTS


def asks_one_graph(constraint: SparqlConstraint) -> bool:
    return all(token.word != "GRAPH" for token in tokens(constraint.query))


COMPARED = [it for it in CONSTRAINTS if asks_one_graph(it)]


def local(focus: str) -> str:
    """Name a node of an example as it does, without its number."""
    return focus.rpartition("/")[2].rpartition("-")[0]


def constraint_id(constraint: SparqlConstraint) -> str:
    return local_name(constraint.shape.node)


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=constraint_id)
def test_all_focus_nodes_at_once_give_the_rows_of_each(
    constraint: SparqlConstraint, every: Merged, background: Background
) -> None:
    store = merged(constraint, every, background).store
    own = f"{constraint_id(constraint).partition('-')[0]}-"
    focus = focus_nodes(store, constraint) & subjects(
        *(it for it in PARTS if "invalid" not in it.parts or it.stem.startswith(own))
    )
    found = constraint_findings(store, constraint)
    ours = rows(f for f in found if f.focus in focus)
    assert ours
    assert ours == rows(node_findings(store, constraint, focus))


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


@pytest.mark.slow
@pytest.mark.parametrize("constraint", COMPARED, ids=constraint_id)
def test_all_focus_nodes_at_once_give_the_rows_of_pyshacl(
    constraint: SparqlConstraint,
    shapes: Shapes,
    every: Merged,
    background: Background,
) -> None:
    """Ask pySHACL of few nodes: it takes 50 ms for a constraint and a focus node."""
    data = merged(constraint, every, background)
    store, graph = data.store, DataGraph.from_rdflib(data.graph)
    own = INVALID / f"{constraint_id(constraint)}.ttl"
    asked = subjects(own, EXAMPLES / "background.ttl")
    focus = focus_nodes(store, constraint) & asked
    found = constraint_findings(store, constraint)
    ours = rows(f for f in found if f.focus in focus)
    assert ours
    assert ours == by_pyshacl(graph, shapes, constraint, focus)


def test_most_constraints_read_one_graph_and_are_compared() -> None:
    assert len(COMPARED) > 0.9 * len(CONSTRAINTS)
