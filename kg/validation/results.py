"""Results of plans, told as findings."""

from collections.abc import Iterable, Iterator
from typing import cast

from pyoxigraph import NamedNode

from kg.validation.columns.dictionary import NOTHING
from kg.validation.columns.graph import Graph
from kg.validation.finding import Finding
from kg.validation.index import Term
from kg.validation.paths import Path
from kg.validation.plan import Results
from kg.validation.shape import english


def findings(graph: Graph, results: Iterable[Results]) -> Iterator[Finding]:
    """Yield a finding for every fault."""
    for result in results:
        yield from _findings(graph, result)


def _findings(graph: Graph, result: Results) -> Iterator[Finding]:
    shape, faults = result.shape, result.faults
    component = result.constraint.component
    terms = cast("list[Term]", graph.dictionary.terms)
    for place, (focus, value) in enumerate(
        zip(faults.focus.tolist(), faults.values.tolist(), strict=True)
    ):
        path: Path | None = shape.path
        if faults.paths is not None:
            path = cast("NamedNode", terms[faults.paths[place]])
        yield Finding(
            shape=shape.node,
            severity=shape.severity,
            own_severity=shape.own_severity,
            message=shape.message or english(component.messages),
            focus=terms[focus],
            path=path,
            value=None if value == NOTHING else terms[value],
            component=component.iri,
        )
