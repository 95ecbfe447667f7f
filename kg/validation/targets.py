"""The focus nodes that a shape finds by itself."""

from collections.abc import Iterator

import numpy as np

from kg.validation.columns.dictionary import Ids
from kg.validation.columns.graph import Graph
from kg.validation.shape import Targets


def focus_nodes(graph: Graph, targets: Targets) -> Ids:
    """Give the set of the nodes that targets tell; a node may be new to the graph."""
    found = list(_found(graph, targets))
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.int32)


def _found(graph: Graph, targets: Targets) -> Iterator[Ids]:
    for iri in targets.classes:
        yield graph.instances(iri)
    for iri in targets.subjects_of:
        yield graph.pairs(iri).left
    for iri in targets.objects_of:
        yield graph.pairs(iri).right
    yield np.array([graph.dictionary.number(it) for it in targets.nodes], np.int32)
