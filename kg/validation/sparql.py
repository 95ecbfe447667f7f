"""What SPARQL constraints find in a store, of the nodes that are the data's."""

from collections.abc import Iterator, Sequence

from pyoxigraph import Store

from kg.validation.core import Columns
from kg.validation.finding import Finding
from kg.validation.parts import local_constraints, parts
from kg.validation.queries.asking import constraint_findings
from kg.validation.queries.constraint import SparqlConstraint
from kg.validation.shapes import Shapes
from kg.validation.targets import looked_at


def sparql_findings(
    store: Store, columns: Columns, shapes: Shapes
) -> Iterator[Finding]:
    """Yield the rows of every constraint as findings."""
    asked = asked_constraints(columns, shapes)
    local = local_constraints(columns, shapes, asked)
    for found in (local_rows(columns, local), rows(store, asked, local)):
        yield from (it for it in found if columns.is_ours(it.focus))


def local_rows(
    columns: Columns, local: Sequence[SparqlConstraint]
) -> Iterator[Finding]:
    """Yield the rows of constraints that parts of what is in columns can be asked."""
    for part in parts(columns, local):
        for constraint in local:
            yield from constraint_findings(part, constraint)


def rows(
    store: Store, asked: Sequence[SparqlConstraint], local: Sequence[SparqlConstraint]
) -> Iterator[Finding]:
    """Yield the rows of the other constraints."""
    for constraint in asked:
        if constraint not in local:
            yield from constraint_findings(store, constraint)


def asked_constraints(columns: Columns, shapes: Shapes) -> list[SparqlConstraint]:
    """List the constraints with a focus node of the data's; others are not asked.

    Most are not, where the data is small beside what it builds on.
    """
    return [
        it
        for it in shapes.constraints
        if len(columns.theirs(looked_at(columns.graph, shapes, it.shape)))
    ]
