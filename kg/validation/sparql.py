"""What SPARQL constraints find in a store."""

from collections.abc import Iterator

from pyoxigraph import Store

from kg.validation.asking import constraint_findings
from kg.validation.finding import Finding
from kg.validation.shapes import Shapes


def sparql_findings(store: Store, shapes: Shapes) -> Iterator[Finding]:
    """Yield the rows of every constraint as findings."""
    for constraint in shapes.constraints:
        yield from constraint_findings(store, constraint)
