"""SHACL Core by pySHACL, on graphs of rdflib: slow, the reference for our own engine.

pySHACL's shapes are asked one by one, because its `validate` drops what nested shapes
say of nodes outside `focus_nodes`, and takes a Warning in a nested shape for
conformance. The `sh:sparql` constraints are taken out: test_parity compares each.
"""

import logging
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import rdflib
from pyoxigraph import NamedNode
from pyshacl.errors import ReportableRuntimeError, ShapeRecursionWarning
from pyshacl.graph_abstraction import DataGraph
from pyshacl.pytypes import SHACLExecutor
from pyshacl.shape import Shape as ShaclShape
from pyshacl.shapes_graph import ShapesGraph
from rdflib.term import BNode, IdentifiedNode, URIRef

from kg.errors import UnexpectedValueError
from kg.rdf.terms import SH
from kg.validation.finding import Finding
from kg.validation.index import Node, Term, as_node
from kg.validation.paths import Path
from kg.validation.rdflibterms import to_node, to_rdflib, to_term
from kg.validation.shape import Shape
from kg.validation.shapes import Shapes

Result = tuple[str, BNode, list[tuple[object, ...]]]

DEPTH = 30
"""How deep shapes may refer to each other before pySHACL gives up, with an error."""

logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # ill-typed literals: findings


def reference_findings(
    data: rdflib.Graph, shapes: Shapes, about: Callable[[Term], bool]
) -> Iterator[Finding]:
    """Yield what breaks SHACL Core among the focus nodes that `about` tells."""
    graph = DataGraph.from_rdflib(data)
    executor = SHACLExecutor(max_validation_depth=DEPTH)
    for shape in _targeted_shapes(shapes):
        nodes = shape.focus_nodes(graph)  # type: ignore[no-untyped-call]
        found = ((node, to_term(node)) for node in nodes)
        focus = [node for node, term in found if about(term)]
        if focus:
            results = _results(executor, graph, shape, focus)
            yield from (read_result(shapes, n, triples) for _, n, triples in results)


def _results(
    executor: SHACLExecutor,
    graph: DataGraph,
    shape: ShaclShape,
    focus: list[IdentifiedNode],
) -> list[Result]:
    """Ask pySHACL about one shape.

    Raises:
        UnexpectedValueError: shapes refer to each other without end. pySHACL only warns
            and passes over what is deeper.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", ShapeRecursionWarning)
            _conforms, results = shape.validate(executor, graph, focus=focus)
    except (ReportableRuntimeError, ShapeRecursionWarning) as error:
        expected = "shapes that refer to each other with an end"
        raise UnexpectedValueError(
            f"shape {shape.node}", str(error), expected
        ) from error
    return list(results)


@lru_cache(maxsize=4)
def _targeted_shapes(shapes: Shapes) -> list[ShaclShape]:
    """List the shapes of pySHACL that look at something by themselves."""
    return [s for s in _shacl_graph(shapes).shapes if any(map(list, s.target()))]


def _shacl_graph(shapes: Shapes) -> ShapesGraph:
    graph = rdflib.Graph()
    for node in shapes.graph.nodes():
        for predicate, value in shapes.graph.properties(node):
            if predicate != SH.sparql:
                graph.add((to_node(node), URIRef(predicate.value), to_rdflib(value)))
    return ShapesGraph(graph, False, logging.getLogger(__name__))


def read_result(
    shapes: Shapes, result: BNode, triples: Iterable[tuple[object, ...]]
) -> Finding:
    """Read a result of pySHACL.

    Args:
        shapes: where the shape that is broken is found.
        result: the node of the result.
        triples: what is said of it, and of the results of nested shapes.
    """
    parts = {str(p): _unwrapped(o) for s, p, o in triples if s == result}
    shape = shapes.by_node[as_node(to_term(parts[SH.sourceShape.value]))]
    value = parts.get(SH.value.value)
    return Finding(
        shape=shape.node,
        severity=shape.severity,
        message=shape.message,
        focus=to_term(parts[SH.focusNode.value]),
        path=_path(shape, parts.get(SH.resultPath.value)),
        value=None if value is None else to_term(value),
        component=_iri(as_node(to_term(parts[SH.sourceConstraintComponent.value]))),
    )


def _path(shape: Shape, found: object) -> Path | None:
    """Give the path of a result: of a closed shape, the predicate that is too many."""
    return NamedNode(str(found)) if isinstance(found, URIRef) else shape.path


def _unwrapped(value: object) -> object:
    """Take the node from pySHACL's pairs of graph and node."""
    return value[1] if isinstance(value, tuple) else value


def _iri(node: Node) -> NamedNode:
    if isinstance(node, NamedNode):
        return node
    raise TypeError(f"{node} has no IRI")
