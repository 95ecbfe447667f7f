"""The focus nodes that a shape finds by itself."""

from collections.abc import Iterator

import numpy as np

from kg.rdf.terms import SH
from kg.validation.columns.dictionary import Ids
from kg.validation.columns.graph import Graph
from kg.validation.columns.pairs import distinct
from kg.validation.shape import Shape, Targets
from kg.validation.shapes import Shapes


def focus_nodes(graph: Graph, targets: Targets) -> Ids:
    """Give the set of the nodes that targets tell; a node may be new to the graph."""
    found = list(_found(graph, targets))
    return distinct(np.concatenate(found)) if found else np.empty(0, np.int32)


def looked_at(graph: Graph, shapes: Shapes, shape: Shape) -> Ids:
    """Give what a shape looks at: by itself, and for the shapes that have it."""
    if shape.deactivated:
        return np.empty(0, np.int32)
    nodes = focus_nodes(graph, shape.targets)
    for owner in shapes.graph.subjects(SH.property, shape.node):
        parent = shapes.by_node[owner]
        above = looked_at(graph, shapes, parent)
        if parent.path is not None:
            above = distinct(graph.follow(parent.path, above).right)
        nodes = np.union1d(nodes, above)
    return nodes


def _found(graph: Graph, targets: Targets) -> Iterator[Ids]:
    for iri in targets.classes:
        yield graph.instances(iri)
    for iri in targets.subjects_of:
        yield graph.pairs(iri).left
    for iri in targets.objects_of:
        yield graph.pairs(iri).right
    yield np.array([graph.dictionary.number(it) for it in targets.nodes], np.int32)
