"""Data and shapes, expanded by pySHACL: what rules add, and what targets select."""

import logging
from collections.abc import Iterable, Iterator

import rdflib
from pyoxigraph import NamedNode, Quad
from pyparsing import ParseBaseException
from pyshacl import shacl_rules
from pyshacl.graph_abstraction import DataGraph
from pyshacl.shapes_graph import ShapesGraph

from kg.errors import InputError, UnexpectedValueError
from kg.rdf.terms import SH
from kg.validation.advanced import Advanced
from kg.validation.background import merge
from kg.validation.columns.quads import Quads
from kg.validation.index import Index, as_node
from kg.validation.rdflibterms import to_graph, to_term
from kg.validation.shapes import Shapes, compile_shapes
from kg.validation.watch import looked_at, placed


def extended(
    advanced: Advanced, shapes: Shapes, quads: Quads, known: Iterable[Quad]
) -> tuple[Quads, Shapes]:
    """Add what rules add to data, and to shapes the nodes that targets select.

    Raises:
        UnexpectedValueError: pySHACL cannot run a rule or a target, or not in time.
    """
    try:
        with placed(shapes.place), looked_at(advanced.first):
            return _extended(advanced, shapes, quads, known)
    except InputError:
        raise  # it took too long
    except (RuntimeError, ValueError, TypeError, ParseBaseException) as error:
        where = shapes.place(advanced.first, None)
        expected = "rules and targets that pySHACL can run"
        raise UnexpectedValueError(where, str(error), expected) from error


def _extended(
    advanced: Advanced, shapes: Shapes, quads: Quads, known: Iterable[Quad]
) -> tuple[Quads, Shapes]:
    data = to_graph(merge((*quads, *known)))
    rules = to_graph(advanced.shapes)
    added = list(_inferred(data, rules)) if advanced.rules else []
    selected = list(_selected(data, rules)) if advanced.targets else []
    more = quads.dictionary.rows(added)
    graph = Index([*advanced.core, *selected])
    joined = Quads.joined([quads, Quads(quads.dictionary, more)])
    return joined, compile_shapes(graph, shapes.place)


def _inferred(data: rdflib.Graph, rules: rdflib.Graph) -> Iterator[Quad]:
    """Yield what rules add, and add it."""
    whole = shacl_rules(data, shacl_graph=rules, advanced=True)
    if isinstance(whole, str):
        raise TypeError(whole)
    for subject, predicate, value in (it[:3] for it in whole):
        if (subject, predicate, value) not in data:
            data.add((subject, predicate, value))
            named = NamedNode(str(predicate))
            yield Quad(as_node(to_term(subject)), named, to_term(value))


def _selected(data: rdflib.Graph, rules: rdflib.Graph) -> Iterator[Quad]:
    """Yield the nodes that targets select, as if shapes named each."""
    graph = DataGraph.from_rdflib(data)
    for shape in ShapesGraph(rules, False, logging.getLogger(__name__)).shapes:
        shape.set_advanced(True)
        if shape.advanced_target():
            for node in shape.focus_nodes(graph):
                owner, target = to_term(shape.node), to_term(node)
                yield Quad(as_node(owner), SH.targetNode, target)
