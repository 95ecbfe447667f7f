"""Checks of named graphs: each says who may see it, and each fact is in one."""

from collections.abc import Iterator

from pyoxigraph import DefaultGraph

from kg.rdf.terms import HS
from kg.validation.checks.check import Check, Fault, Material
from kg.validation.checks.literals import fault_of
from kg.validation.finding import Severity


def _without_access(material: Material) -> Iterator[Fault]:
    graphs = dict.fromkeys(quad.graph_name for quad in material.quads)
    for graph in graphs:
        if isinstance(graph, DefaultGraph):
            continue
        if graph not in material.access:
            yield Fault(graph, path=HS.access, graph=graph)


def _unsourced(material: Material) -> Iterator[Fault]:
    """Compare the merged graph with the named ones; a lone graph is nobody's merge."""
    default = [q for q in material.quads if isinstance(q.graph_name, DefaultGraph)]
    if len(default) in (0, len(material.quads)):
        return
    merged = {q.triple for q in default}
    named = {q.triple for q in material.quads if q not in set(default)}
    for quad in default:
        if quad.triple in merged - named:
            yield fault_of(quad)


CHECKS = (
    Check(
        "GraphCheck-access",
        Severity.VIOLATION,
        "A graph says who may see it, else nobody may. Give it hs:access.",
        _without_access,
    ),
    Check(
        "GraphCheck-source",
        Severity.VIOLATION,
        "Every fact of the merged graph is in a named graph, which says where it comes "
        "from. State it in one, or leave it out.",
        _unsourced,
    ),
)
