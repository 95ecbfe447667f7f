"""What SPARQL constraints find in a store, of the nodes that are the data's."""

from collections.abc import Iterator

import numpy as np
from pyoxigraph import Store

from kg.rdf.terms import SH
from kg.validation.columns.dictionary import Ids
from kg.validation.columns.pairs import distinct
from kg.validation.core import Columns
from kg.validation.finding import Finding
from kg.validation.queries.asking import constraint_findings
from kg.validation.shape import Shape
from kg.validation.shapes import Shapes
from kg.validation.targets import focus_nodes


def sparql_findings(
    store: Store, columns: Columns, shapes: Shapes
) -> Iterator[Finding]:
    """Yield the rows of every constraint as findings.

    A constraint without a focus node of the data's is not asked: most are not, where
    the data is small beside what it builds on.
    """
    for constraint in shapes.constraints:
        focus = _looked_at(columns, shapes, constraint.shape)
        if len(columns.theirs(focus)):
            found = constraint_findings(store, constraint)
            yield from (it for it in found if columns.is_ours(it.focus))


def _looked_at(columns: Columns, shapes: Shapes, shape: Shape) -> Ids:
    """Give what a shape looks at: by itself, and for the shapes that have it."""
    if shape.deactivated:
        return np.empty(0, np.int32)
    nodes = focus_nodes(columns.graph, shape.targets)
    for owner in shapes.graph.subjects(SH.property, shape.node):
        parent = shapes.by_node[owner]
        above = _looked_at(columns, shapes, parent)
        if parent.path is not None:
            above = distinct(columns.graph.follow(parent.path, above).right)
        nodes = np.union1d(nodes, above)
    return nodes
