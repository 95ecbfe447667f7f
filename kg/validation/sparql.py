"""What SPARQL constraints find in a store, of the nodes that are the data's."""

from collections.abc import Iterator

from pyoxigraph import Store

from kg.validation.core import Columns
from kg.validation.finding import Finding
from kg.validation.queries.asking import constraint_findings
from kg.validation.queries.constraint import SparqlConstraint
from kg.validation.shapes import Shapes
from kg.validation.targets import looked_at


def sparql_findings(
    store: Store, columns: Columns, shapes: Shapes
) -> Iterator[Finding]:
    """Yield the rows of every constraint as findings."""
    for constraint in asked_constraints(columns, shapes):
        found = constraint_findings(store, constraint)
        yield from (it for it in found if columns.is_ours(it.focus))


def asked_constraints(columns: Columns, shapes: Shapes) -> list[SparqlConstraint]:
    """List the constraints with a focus node of the data's; others are not asked.

    Most are not, where the data is small beside what it builds on.
    """
    return [
        it
        for it in shapes.constraints
        if len(columns.theirs(looked_at(columns.graph, shapes, it.shape)))
    ]
