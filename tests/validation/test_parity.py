"""One query over all focus nodes finds what a query per focus node finds."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Quad
from pyshacl.constraints.sparql.sparql_based_constraints import SPARQLBasedConstraint
from pyshacl.graph_abstraction import DataGraph
from pyshacl.pytypes import SHACLExecutor
from pyshacl.shapes_graph import ShapesGraph

from kg.rdf.terms import SH
from kg.validation.constraint import SparqlConstraint
from kg.validation.core import to_graph, to_node, to_rdflib, to_term
from kg.validation.engine import Background, merge
from kg.validation.files import rdf_files, read_quads
from kg.validation.finding import Finding
from kg.validation.shapes import Shapes
from kg.validation.sparql import constraint_findings

EXAMPLES = Path(__file__).parents[2] / "ontology" / "examples"
FILES = sorted(rdf_files([EXAMPLES]))

Row = tuple[str, str, str]


def rows(findings: Iterator[Finding]) -> set[Row]:
    return {(f.name, str(f.focus), str(f.value)) for f in findings}


@pytest.mark.parametrize("example", FILES, ids=lambda path: path.stem)
def test_set_of_focus_nodes_gives_the_rows_of_each(
    example: Path, shapes: Shapes, background: Background
) -> None:
    constraints = [c for c in shapes.constraints if c.setwise is not None]
    apart = [replace(c, setwise=None) for c in constraints]
    with background.store_with(read_quads(example)) as store:
        together = rows(f for c in constraints for f in constraint_findings(store, c))
        one_by_one = rows(f for c in apart for f in constraint_findings(store, c))
    assert together == one_by_one
